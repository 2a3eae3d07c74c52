//! Following `$ref`, here and nowhere else.

use serde_json::Value;

use super::LowerCx;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::kind::Kind;
use crate::load::child;
use crate::spec_path::{SpecPath, percent_decode};

/// How many references may lead one to the next. Two or three are met; a limit keeps the time linear.
const LONGEST_CHAIN: usize = 32;

impl<'a> LowerCx<'a> {
    /// The node that stands at `at`, or that the references there lead to in the end, and its address.
    ///
    /// None has been reported.
    pub(super) fn follow(&mut self, at: &SpecPath, kind: Kind) -> Option<(SpecPath, &'a Value)> {
        let document = self.document;
        let mut passed: Vec<&str> = Vec::new();
        let mut here = at.clone();
        loop {
            let node = document.get(&here)?;
            let Some(reference) = node.get("$ref").and_then(Value::as_str) else {
                return Some((here, node));
            };
            let from = here.key("$ref");
            let target = match target(reference, &document.at, kind) {
                Ok(target) => target,
                Err(problem) => {
                    let found = Diagnostic::error(problem.code, &from, problem.message);
                    self.lost(kind, found.help(problem.help));
                    return None;
                }
            };
            if let Some(missing) = first_missing(&document.root, &target) {
                let message = format!("`{reference}` leads nowhere");
                let help = match near(&document.root, &target) {
                    Some(near) => {
                        format!(
                            "there is no `{missing}`, but there is `{near}`; mend the reference if that is meant"
                        )
                    }
                    None => format!("there is no `{missing}`; add it, or mend the reference"),
                };
                let found = Diagnostic::error(Code::DanglingReference, &from, message);
                self.lost(kind, found.help(help));
                return None;
            }
            if passed.contains(&reference) || target == *at {
                let message = format!("`{reference}` leads back to itself");
                let found = Diagnostic::error(Code::CyclicReference, &from, message);
                self.lost(
                    kind,
                    found.help("a chain of references must end at something that is no reference"),
                );
                return None;
            }
            if passed.len() == LONGEST_CHAIN {
                let message = format!(
                    "more than {LONGEST_CHAIN} references lead from here one to the next; the rest is not followed"
                );
                let found = Diagnostic::error(Code::CyclicReference, &at.key("$ref"), message);
                self.lost(
                    kind,
                    found.help("refer to what stands at the end of the chain"),
                );
                return None;
            }
            passed.push(reference);
            here = target;
        }
    }

    /// Tells of a reference that leads to nothing of use. Examples and headers of responses change nothing of what a client
    /// sends or reads: without them the operation is still whole.
    fn lost(&mut self, kind: Kind, mut found: Diagnostic) {
        if matches!(kind, Kind::Example | Kind::Header) {
            found.severity = Severity::Warning;
            found.message.push_str("; it is left out");
        }
        self.report(found);
    }

    /// Whether something stands at `at` that is a reference.
    pub(super) fn is_reference(&self, at: &SpecPath) -> bool {
        self.document
            .get(at)
            .is_some_and(|node| node.get("$ref").is_some_and(Value::is_string))
    }
}

struct Problem {
    code: Code,
    message: String,
    help: String,
}

/// The address that a reference names.
fn target(reference: &str, root: &SpecPath, kind: Kind) -> Result<SpecPath, Problem> {
    let Some(pointer) = reference.strip_prefix('#') else {
        return Err(Problem {
            code: Code::ExternalReference,
            message: format!("`{reference}` leads to another file"),
            help: "bring the files together into one document first, as `cargo xtask import` does"
                .to_owned(),
        });
    };
    let pointer = percent_decode(pointer);
    let Some(target) = root.pointer(&pointer) else {
        return Err(Problem {
            code: Code::DanglingReference,
            message: format!("`{reference}` is not a JSON pointer"),
            help: "write it as `#/components/schemas/Name`".to_owned(),
        });
    };
    let found = Kind::at(target.steps());
    let is_shown = || {
        let steps = target.steps();
        let mut above = (1..steps.len()).map(|n| Kind::at(steps[..n].iter().copied()));
        above.any(|kind| kind == Kind::Example)
            || steps
                .iter()
                .any(|step| matches!(*step, "example" | "default" | "enum"))
    };
    if found != kind && (found != Kind::Data || kind != Kind::Example && is_shown()) {
        let found = if found == Kind::Data {
            "a part of an example".to_owned()
        } else {
            found.to_string()
        };
        return Err(Problem {
            code: Code::MisplacedReference,
            message: format!("`{reference}` is {found}, where {kind} is due"),
            help: match kind.folder() {
                Some(folder) => format!("refer to one of `components/{folder}`"),
                None => "write it in line".to_owned(),
            },
        });
    }
    Ok(target)
}

/// The shortest part of the path that is not there.
fn first_missing(root: &Value, target: &SpecPath) -> Option<String> {
    let mut node = root;
    let mut at = SpecPath::root("");
    for step in target.steps() {
        at = at.key(step);
        match child(node, step) {
            Some(next) => node = next,
            None => return Some(at.to_string()),
        }
    }
    None
}

/// The component whose name differs least from the one that is missing.
fn near(root: &Value, target: &SpecPath) -> Option<SpecPath> {
    let steps = target.steps();
    let ["components", folder, name] = steps[..] else {
        return None;
    };
    let known = root.get("components")?.get(folder)?.as_object()?;
    let most = name.chars().count().min(MOST_LETTERS) / 4;
    let near = known
        .keys()
        .map(|it| (distance(it, name), it))
        .filter(|(distance, _)| *distance <= most.min(2));
    let (_, near) = near.min()?;
    Some(SpecPath::root("").keys(["components", folder, near]))
}

/// Longer names are not compared.
const MOST_LETTERS: usize = 64;

/// How many letters have to be put in, taken out or changed to make one word of the other.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    if a.chars().count().abs_diff(b.len()) > 2 || b.len() > MOST_LETTERS {
        return usize::MAX;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let changed = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}
