//! A report for people who would not read a thousand warnings that say the same.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::{Code, Diagnostic, Report, Severity};

/// How many places of warnings of one kind are named.
const PLACES: usize = 3;

impl Report {
    /// Returns the findings as text, with a blank line between them. Warnings that differ in nothing but names and places are
    /// one, with the first places and their number. Errors are never grouped.
    pub fn summary(&self) -> String {
        let mut kinds: BTreeMap<(Code, String), Vec<&Diagnostic>> = BTreeMap::new();
        for warning in self.warnings() {
            kinds.entry(kind(warning)).or_default().push(warning);
        }
        let mut out = String::new();
        for diagnostic in &self.diagnostics {
            let of_kind = match diagnostic.severity {
                Severity::Error => None,
                Severity::Warning => kinds.get(&kind(diagnostic)),
            };
            let is_first = of_kind.is_none_or(|all| std::ptr::eq(all[0], diagnostic));
            if !is_first {
                continue;
            }
            if !out.is_empty() {
                out.push_str("\n\n");
            }
            match of_kind {
                Some(all) if all.len() > 1 => write(&mut out, grouped(all)),
                _ => write(&mut out, diagnostic),
            }
        }
        out
    }

    fn warnings(&self) -> impl Iterator<Item = &Diagnostic> {
        let all = self.diagnostics.iter();
        all.filter(|it| it.severity == Severity::Warning)
    }
}

/// The first of several warnings, with the places of the next ones and the number of all.
fn grouped(all: &[&Diagnostic]) -> Diagnostic {
    let mut first = all[0].clone();
    first.at.truncate(1);
    first.positions.truncate(1);
    for other in all.iter().skip(1).take(PLACES - 1) {
        first.at.extend(other.at.first().cloned());
        first
            .positions
            .push(other.positions.first().copied().flatten());
    }
    let count = format!(" ({} places", all.len());
    first.message.push_str(&count);
    first.message.push_str(if all.len() > PLACES {
        "; `--all` prints each)"
    } else {
        ")"
    });
    first
}

fn write(out: &mut String, what: impl std::fmt::Display) {
    write!(out, "{what}").expect("writing to a String can't fail");
}

/// The group of a diagnostic: its code, and its message without names.
fn kind(diagnostic: &Diagnostic) -> (Code, String) {
    let words = diagnostic.message.split('`').step_by(2);
    (diagnostic.code, words.collect())
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::{Code, Diagnostic, Diagnostics};
    use crate::spec_path::SpecPath;

    fn report(warnings: usize) -> String {
        let mut diagnostics = Diagnostics::default();
        let at = SpecPath::root("d.yaml");
        diagnostics.push(Diagnostic::error(Code::InvalidNode, &at, "wrong"));
        diagnostics.push(Diagnostic::warning(Code::UnknownKey, &at.key("z"), "else"));
        for n in 0..warnings {
            let message = format!("there is no `x{n}`");
            let at = at.index(n);
            diagnostics.push(Diagnostic::warning(Code::UnknownKey, &at, message).help("add it"));
        }
        diagnostics.into_report().summary()
    }

    #[test]
    fn prints_a_single_warning_as_it_is() {
        let text = report(1);
        assert!(text.contains("there is no `x0`\n"), "{text}");
    }

    #[test]
    fn groups_warnings_of_one_kind() {
        let text = report(2);
        let group = "there is no `x0` (2 places)\n  --> d.yaml#/0\n  --> d.yaml#/1\n  help: add it";
        assert!(text.contains(group), "{text}");
    }

    #[test]
    fn counts_warnings_of_one_kind_and_names_three_places() {
        let text = report(10);
        assert_eq!(text.matches("there is no").count(), 1, "{text}");
        assert!(text.starts_with("error[invalid-node]: wrong"), "{text}");
        let group = "there is no `x0` (10 places; `--all` prints each)\n  --> d.yaml#/0\n  --> d.yaml#/1\n  --> d.yaml#/2\n  help: add it";
        assert!(text.contains(group), "{text}");
        assert!(text.ends_with("else\n  --> d.yaml#/z"), "{text}");
    }
}
