//! What the generator has to say about a document: what happened, where, and the edit that mends it.

use std::fmt;

use crate::spec_path::SpecPath;

mod code;

pub use code::Code;

/// Whether generation can go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing is emitted.
    Error,
    /// Something was understood in a way that a reader should know of.
    Warning,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind of finding it is.
    pub code: Code,
    /// Whether generation can go on.
    pub severity: Severity,
    /// What happened: a fragment in lower case, without a full stop.
    pub message: String,
    /// Where. More than one address where two places disagree.
    pub at: Vec<SpecPath>,
    /// The edit that mends it.
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
        self
    }

    /// Adds the edit that mends it.
    #[must_use]
    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        write!(f, "{severity}[{}]: {}", self.code, self.message)?;
        for at in &self.at {
            write!(f, "\n  --> {at}")?;
        }
        if let Some(help) = &self.help {
            write!(f, "\n  help: {}", help.replace('\n', "\n        "))?;
        }
        Ok(())
    }
}

/// Every finding of a run, sorted by severity and address, without duplicates.
///
/// Its [`Display`](fmt::Display) is what the command line prints: the findings with a blank line between them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    diagnostics: Vec<Diagnostic>,
}

impl Report {
    /// The findings, errors first, each group in the order of its addresses.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// Whether there is nothing to say.
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

/// Where stages put what they find.
#[derive(Debug, Default)]
pub(crate) struct Diagnostics {
    found: Vec<Diagnostic>,
}

impl Diagnostics {
    pub(crate) fn push(&mut self, diagnostic: Diagnostic) {
        self.found.push(diagnostic);
    }

    /// Ends the run between two stages if something stops generation.
    pub(crate) fn stop_if_errors(&mut self) -> Result<(), Report> {
        if self.found.iter().any(|it| it.severity == Severity::Error) {
            return Err(std::mem::take(self).into_report());
        }
        Ok(())
    }

    pub(crate) fn into_report(self) -> Report {
        let mut diagnostics = self.found;
        diagnostics.sort_by(|a, b| {
            (a.severity, &a.at, a.code, &a.message).cmp(&(b.severity, &b.at, b.code, &b.message))
        });
        diagnostics.dedup();
        Report { diagnostics }
    }
}
