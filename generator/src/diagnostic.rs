//! Diagnostics: a problem of a document, its location, and the edit that fixes it.

use std::fmt;

use serde_json::Value;

use crate::spec_path::SpecPath;

mod code;
mod message;
mod summary;

pub use code::Code;

/// Whether generation can go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing is emitted.
    Error,
    /// Something was understood in a way that a reader should know of.
    Warning,
}

/// A place in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Counted from one.
    pub line: usize,
    /// In characters, counted from one.
    pub column: usize,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The kind of the diagnostic.
    pub code: Code,
    /// Whether generation can go on.
    pub severity: Severity,
    /// The message: a fragment in lower case, without a full stop.
    pub message: String,
    /// The locations; more than one if two places disagree.
    pub at: Vec<SpecPath>,
    /// The position of each address in its file, or of the nearest node around it; `None` if the file's text is not at
    /// hand.
    pub positions: Vec<Option<Position>>,
    /// The edit that fixes it.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A finding that stops generation.
    pub(crate) fn error(code: Code, at: &SpecPath, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: Severity::Error,
            message: message.into(),
            at: vec![at.clone()],
            positions: vec![None],
            help: None,
        }
    }

    /// A finding that generation survives.
    pub(crate) fn warning(code: Code, at: &SpecPath, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(code, at, message)
        }
    }

    /// Adds the other place that takes part.
    #[must_use]
    pub(crate) fn also(mut self, at: &SpecPath) -> Self {
        self.at.push(at.clone());
        self.positions.push(None);
        self
    }

    /// Sets the position of the first address in the text.
    #[must_use]
    pub(crate) fn position(mut self, line: usize, column: usize) -> Self {
        self.positions[0] = Some(Position { line, column });
        self
    }

    /// Adds the edit that fixes it.
    #[must_use]
    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// The change of a node by an overlay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Move {
    /// It merged something into the node.
    Updated {
        place: SpecPath,
        /// The address of what it merged, in the overlay.
        by: SpecPath,
        with: Value,
    },
    /// It took the node out of a list, so that those behind it moved up.
    Removed { place: SpecPath },
}

/// Every finding of a run, sorted by severity and address, without duplicates.
///
/// Its [`Display`](fmt::Display) is what the command line prints: the findings with a blank line between them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// The changes by overlays, for finding positions.
    pub(crate) moves: Vec<Move>,
}

impl Report {
    /// Returns the findings, errors first, each group in the order of its addresses.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// Errors first, then by file, position and address; each finding once.
    pub(crate) fn sort(&mut self) {
        type Key<'d> = (Severity, &'d str, Option<&'d Option<Position>>);
        fn key(it: &Diagnostic) -> Key<'_> {
            let file = it.at.first().map_or("", SpecPath::file);
            (it.severity, file, it.positions.first())
        }
        self.diagnostics.sort_by(|a, b| {
            let by_place = key(a).cmp(&key(b)).then_with(|| a.at.cmp(&b.at));
            by_place.then_with(|| (a.code, &a.message).cmp(&(b.code, &b.message)))
        });
        self.diagnostics.dedup();
    }

    /// Returns whether there is nothing to say.
    pub fn is_empty(&self) -> bool {
        self.diagnostics.is_empty()
    }

    /// How many findings stop generation.
    pub fn errors(&self) -> usize {
        self.diagnostics
            .iter()
            .filter(|it| it.severity == Severity::Error)
            .count()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, diagnostic) in self.diagnostics.iter().enumerate() {
            if n > 0 {
                f.write_str("\n\n")?;
            }
            diagnostic.fmt(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for Report {}

/// The diagnostics of all stages.
#[derive(Debug, Default)]
pub(crate) struct Diagnostics {
    found: Vec<Diagnostic>,
    moves: Vec<Move>,
}

impl Diagnostics {
    pub(crate) fn push(&mut self, diagnostic: Diagnostic) {
        self.found.push(diagnostic);
    }

    /// Remembers what an overlay did to a document.
    pub(crate) fn moved(&mut self, what: Move) {
        self.moves.push(what);
    }

    /// The errors so far, which stop generation.
    pub(crate) fn errors(&self) -> Vec<Diagnostic> {
        let errors = self
            .found
            .iter()
            .filter(|it| it.severity == Severity::Error);
        errors.cloned().collect()
    }

    /// Adds the diagnostics of another stage.
    pub(crate) fn append(&mut self, mut other: Self) {
        self.found.append(&mut other.found);
        self.moves.append(&mut other.moves);
    }

    /// Ends the run between two stages if something stops generation.
    pub(crate) fn stop_if_errors(&mut self) -> Result<(), Report> {
        if self.found.iter().any(|it| it.severity == Severity::Error) {
            return Err(std::mem::take(self).into_report());
        }
        Ok(())
    }

    pub(crate) fn into_report(self) -> Report {
        let mut report = Report {
            diagnostics: self.found,
            moves: self.moves,
        };
        report.sort();
        report
    }
}
