//! Following `$ref`, here and nowhere else.

use serde_json::Value;

use super::LowerCx;
use crate::diagnostic::{Code, Diagnostic};
use crate::load::child;
use crate::spec_path::{SpecPath, percent_decode};

/// What is due at a place; the name of its folder under `components`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Schema,
    Parameter,
    RequestBody,
    Response,
    Header,
    Example,
    PathItem,
}

impl Kind {
    fn folder(self) -> &'static str {
        match self {
            Self::Schema => "schemas",
            Self::Parameter => "parameters",
            Self::RequestBody => "requestBodies",
            Self::Response => "responses",
            Self::Header => "headers",
            Self::Example => "examples",
            Self::PathItem => "pathItems",
        }
    }
}

/// How many references may lead one to the next. Two or three are met; a limit keeps the time linear.
const LONGEST_CHAIN: usize = 32;

const FOLDERS: &[&str] = &[
    "schemas",
    "parameters",
    "requestBodies",
    "responses",
    "headers",
    "examples",
    "pathItems",
    "securitySchemes",
    "links",
    "callbacks",
];

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
                    self.report(
                        Diagnostic::error(problem.code, &from, problem.message).help(problem.help),
                    );
                    return None;
                }
            };
            if let Some(missing) = first_missing(&document.root, &target) {
                let message = format!("`{reference}` leads nowhere");
                let help = format!("there is no `{missing}`; add it, or mend the reference");
                self.report(Diagnostic::error(Code::DanglingReference, &from, message).help(help));
                return None;
            }
            if passed.contains(&reference) || target == *at {
                let message = format!("`{reference}` leads back to itself");
                self.report(
                    Diagnostic::error(Code::CyclicReference, &from, message)
                        .help("a chain of references must end at something that is no reference"),
                );
                return None;
            }
            if passed.len() == LONGEST_CHAIN {
                let message = format!(
                    "more than {LONGEST_CHAIN} references lead from here one to the next; the rest is not followed"
                );
                self.report(
                    Diagnostic::error(Code::CyclicReference, &at.key("$ref"), message)
                        .help("refer to what stands at the end of the chain"),
                );
                return None;
            }
            passed.push(reference);
            here = target;
        }
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
    help: &'static str,
}

/// The address that a reference names.
fn target(reference: &str, root: &SpecPath, kind: Kind) -> Result<SpecPath, Problem> {
    let Some(pointer) = reference.strip_prefix('#') else {
        return Err(Problem {
            code: Code::ExternalReference,
            message: format!("`{reference}` leads to another file"),
            help: "bring the files together into one document first, as `cargo xtask import` does",
        });
    };
    let pointer = percent_decode(pointer);
    let Some(target) = root.pointer(&pointer) else {
        return Err(Problem {
            code: Code::DanglingReference,
            message: format!("`{reference}` is not a JSON pointer"),
            help: "write it as `#/components/schemas/Name`",
        });
    };
    if let ["components", folder, _] = target.steps()[..]
        && folder != kind.folder()
        && FOLDERS.contains(&folder)
    {
        return Err(Problem {
            code: Code::MisplacedReference,
            message: format!(
                "`{reference}` leads to one of `components/{folder}`, but one of `components/{}` is due here",
                kind.folder()
            ),
            help: "mend the reference",
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
