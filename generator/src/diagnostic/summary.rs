//! A report for people who would not read a thousand warnings that say the same.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::{Code, Diagnostic, Report, Severity};

/// So many warnings of a kind are told one by one.
const TOLD: usize = 3;

/// So many further places of a kind are named.
const NAMED: usize = 3;

impl Report {
    /// The findings as text, with a blank line between them. Every error is told whole; of warnings that differ in nothing
    /// but names and places, the first few are, the next are only located, and the rest counted.
    pub fn summary(&self) -> String {
        let mut kinds: BTreeMap<(Code, String), usize> = BTreeMap::new();
        for diagnostic in self.warnings() {
            *kinds.entry(kind(diagnostic)).or_default() += 1;
        }
        let mut told: BTreeMap<(Code, String), Vec<&Diagnostic>> = BTreeMap::new();
        let mut out = String::new();
        for diagnostic in &self.diagnostics {
            let mut rest = None;
            if diagnostic.severity == Severity::Warning {
                let kind = kind(diagnostic);
                let of_kind = kinds.get(&kind).copied().unwrap_or_default();
                let seen = told.entry(kind).or_default();
                seen.push(diagnostic);
                // One more than is told whole takes no more room than the words that would stand for it.
                if of_kind > TOLD + 1 {
                    match seen.len() {
                        n if n < TOLD => {}
                        TOLD => rest = Some(of_kind - TOLD),
                        _ => continue,
                    }
                }
            }
            if !out.is_empty() {
                out.push_str("\n\n");
            }
            write(&mut out, diagnostic);
            if let Some(rest) = rest {
                self.rest(diagnostic, rest, &mut out);
            }
        }
        out
    }

    fn warnings(&self) -> impl Iterator<Item = &Diagnostic> {
        let all = self.diagnostics.iter();
        all.filter(|it| it.severity == Severity::Warning)
    }

    /// What stands for the warnings of one kind after the last that was told.
    fn rest(&self, last: &Diagnostic, count: usize, out: &mut String) {
        let kind = kind(last);
        let others = self
            .warnings()
            .filter(|it| self::kind(it) == kind)
            .skip(TOLD)
            .take(NAMED);
        out.push_str("\n  the same:");
        for other in others {
            let position = other.positions.first().copied().flatten();
            match (other.at.first(), position) {
                (Some(at), Some(position)) => write(
                    out,
                    format_args!(
                        "\n  --> {}:{}:{} #{}",
                        at.file(),
                        position.line,
                        position.column,
                        at.to_pointer()
                    ),
                ),
                (Some(at), None) => write(out, format_args!("\n  --> {at}")),
                (None, _) => {}
            }
        }
        if count > NAMED {
            write(
                out,
                format_args!(
                    "\n  and {} more; `--message-format json` tells each",
                    count - NAMED
                ),
            );
        }
    }
}

fn write(out: &mut String, what: impl std::fmt::Display) {
    write!(out, "{what}").expect("writing to a String can't fail");
}

/// What a finding has in common with others: its code and its words without the names in them.
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
            diagnostics.push(Diagnostic::warning(Code::UnknownKey, &at, message).help("mend it"));
        }
        diagnostics.into_report().summary()
    }

    #[test]
    fn a_few_are_told_one_by_one() {
        let text = report(4);
        assert_eq!(text.matches("there is no").count(), 4, "{text}");
        assert!(!text.contains("the same"), "{text}");
    }

    #[test]
    fn many_are_counted() {
        let text = report(10);
        assert_eq!(text.matches("there is no").count(), 3, "{text}");
        assert!(text.starts_with("error[invalid-node]: wrong"), "{text}");
        let rest = "  help: mend it\n  the same:\n  --> d.yaml#/3\n  --> d.yaml#/4\n  --> d.yaml#/5\n  and 4 more; ";
        assert!(text.contains(rest), "{text}");
        assert!(text.ends_with("else\n  --> d.yaml#/z"), "{text}");
    }
}
