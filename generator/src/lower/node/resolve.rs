//! Following `$ref`, here and nowhere else.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::lower::node::Reporter;
use crate::openapi::suggest::nearest;
use crate::openapi::{NodeKind, shown};
use crate::spec_path::{SpecPath, percent_decode};
use crate::syntax::{Document, child};

/// How many references may lead one to the next. Two or three are met; a limit keeps the time linear.
const LONGEST_CHAIN: usize = 32;

/// The document, with every reference followed.
#[derive(Clone, Copy)]
pub(in crate::lower) struct Resolver<'a> {
    pub(in crate::lower) document: &'a Document,
    pub(in crate::lower) reporter: Reporter<'a>,
    /// The components that extend another one, for each with a discriminator.
    pub(in crate::lower) children: &'a BTreeMap<SpecPath, Vec<SpecPath>>,
}

impl<'a> Resolver<'a> {
    /// Returns the node at `at`, or at the end of its references, and its address.
    ///
    /// None has been reported.
    pub(in crate::lower) fn follow(
        &self,
        at: &SpecPath,
        kind: NodeKind,
    ) -> Option<(SpecPath, &'a Value)> {
        let document = self.document;
        let mut passed: Vec<&str> = Vec::new();
        let mut here = at.clone();
        loop {
            let node = document.get(&here)?;
            let Some(reference) = node.get("$ref") else {
                return Some((here, node));
            };
            let from = here.key("$ref");
            let Value::String(reference) = reference else {
                self.reporter
                    .lost(kind, no_reference(reference, &from, kind));
                return None;
            };
            let reference = reference.as_str();
            let target = match target(reference, &document.at, kind) {
                Ok(target) => target,
                Err(problem) => {
                    let found = Diagnostic::error(problem.code, &from, problem.message);
                    self.reporter.lost(kind, found.help(problem.help));
                    return None;
                }
            };
            if let Some(missing) = first_missing(&document.root, &target) {
                let message = format!("unresolved reference `{reference}`");
                let help = missing_help(&document.root, reference, &missing, &target, kind);
                let found = Diagnostic::error(Code::DanglingReference, &from, message);
                self.reporter.lost(kind, found.help(help));
                return None;
            }
            if passed.contains(&reference) || target == *at {
                let message = format!("`{reference}` refers to itself");
                let found = Diagnostic::error(Code::CyclicReference, &from, message);
                self.reporter.lost(
                    kind,
                    found.help("a chain of references must end at a node that is not a reference"),
                );
                return None;
            }
            if passed.len() == LONGEST_CHAIN {
                let message = format!(
                    "the chain of references from here is longer than {LONGEST_CHAIN}; the rest is not followed"
                );
                let found = Diagnostic::error(Code::CyclicReference, &at.key("$ref"), message);
                self.reporter.lost(
                    kind,
                    found.help("refer to the node at the end of the chain"),
                );
                return None;
            }
            passed.push(reference);
            here = target;
        }
    }

    /// Returns whether the node at `at` is a reference.
    pub(in crate::lower) fn is_reference(&self, at: &SpecPath) -> bool {
        self.document.get(at).is_some_and(is_reference)
    }
}

impl Reporter<'_> {
    /// Reports an unresolved reference. Examples and headers of responses change nothing of what a client
    /// sends or reads: without them the operation is still whole.
    fn lost(self, kind: NodeKind, mut found: Diagnostic) {
        if matches!(kind, NodeKind::Example | NodeKind::Header) {
            found.severity = Severity::Warning;
            found.message.push_str("; it is skipped");
        }
        self.report(found);
    }
}

pub(in crate::lower) fn is_reference(node: &Value) -> bool {
    node.get("$ref").is_some_and(Value::is_string)
}

struct Problem {
    code: Code,
    message: String,
    help: String,
}

/// The address that a reference names.
fn target(reference: &str, root: &SpecPath, kind: NodeKind) -> Result<SpecPath, Problem> {
    let example = || {
        let folder = kind.folder().unwrap_or("schemas");
        format!("write it as `#/components/{folder}/Name`")
    };
    if reference.trim().is_empty() {
        return Err(Problem {
            code: Code::DanglingReference,
            message: "the reference is empty".to_owned(),
            help: example(),
        });
    }
    let Some(pointer) = reference.strip_prefix('#') else {
        let help = if reference.contains("://") {
            "nothing is fetched from the network: put that file beside the document and refer to it by its name, \
             then bring the two together by the command `import`"
        } else {
            "bring the files together into one document first, as the command `import` does"
        };
        return Err(Problem {
            code: Code::ExternalReference,
            message: format!("`{reference}` leads to another file"),
            help: help.to_owned(),
        });
    };
    let pointer = percent_decode(pointer);
    let Some(target) = root.pointer(&pointer) else {
        return Err(Problem {
            code: Code::DanglingReference,
            message: format!("`{reference}` is not a JSON pointer"),
            help: example(),
        });
    };
    let found = NodeKind::at(target.steps());
    let is_shown = || {
        let steps = target.steps();
        let mut above = (1..steps.len()).map(|n| NodeKind::at(steps[..n].iter().copied()));
        above.any(|kind| kind == NodeKind::Example)
            || steps
                .iter()
                .any(|step| matches!(*step, "example" | "default" | "enum"))
    };
    if found != kind && (found != NodeKind::Data || kind != NodeKind::Example && is_shown()) {
        let found = if found == NodeKind::Data {
            "a part of an example".to_owned()
        } else {
            found.to_string()
        };
        return Err(Problem {
            code: Code::MisplacedReference,
            message: format!("expected {kind}, but `{reference}` is {found}"),
            help: match kind.folder() {
                Some(folder) => format!("refer to one of `components/{folder}`"),
                None => "write it in line".to_owned(),
            },
        });
    }
    Ok(target)
}

/// The shortest part of the path that is not there.
fn first_missing(root: &Value, target: &SpecPath) -> Option<SpecPath> {
    let mut node = root;
    let mut at = SpecPath::root("");
    for step in target.steps() {
        at = at.key(step);
        match child(node, step) {
            Some(next) => node = next,
            None => return Some(at),
        }
    }
    None
}

/// A `$ref` that is not text. An unquoted `#` is where YAML starts a comment, so that nothing is left of the reference.
fn no_reference(value: &Value, at: &SpecPath, kind: NodeKind) -> Diagnostic {
    let folder = kind.folder().unwrap_or("schemas");
    let write = format!("write `$ref: '#/components/{folder}/Name'`");
    let (message, help) = if value.is_null() {
        (
            "`$ref` is empty".to_owned(),
            write + "; without the quotes, all from the `#` on is a comment",
        )
    } else {
        let is = shown(value);
        (format!("expected a string for `$ref`, found {is}"), write)
    };
    Diagnostic::error(Code::InvalidNode, at, message).help(help)
}

/// Returns the help for an unresolved reference.
fn missing_help(
    root: &Value,
    reference: &str,
    missing: &SpecPath,
    target: &SpecPath,
    kind: NodeKind,
) -> String {
    if let Some(near) = near(root, missing, target).or_else(|| unescaped(root, reference, kind)) {
        return format!("there is no `{missing}`; did you mean `{near}`?");
    }
    let around = missing.parent().unwrap_or_else(|| missing.clone());
    let word = missing.last().unwrap_or_default();
    if NodeKind::at(missing.steps()) != NodeKind::Data
        && let Some(key) = similar(root, &around, word)
    {
        return format!(
            "there is no `{missing}`, but there is the key `{key}`; write that as `{word}`"
        );
    }
    format!("there is no `{missing}`; add it, or fix the reference")
}

/// Suggests the target with the first wrong word replaced by the closest one.
fn near(root: &Value, missing: &SpecPath, target: &SpecPath) -> Option<SpecPath> {
    let around = missing.parent()?;
    // A folder of `components` that is misspelt is replaced in place.
    let steps = target.steps();
    let rest = &steps[missing.steps().len()..];
    let is_name =
        NodeKind::at(around.steps()) != NodeKind::Components && !around.steps().is_empty();
    let near = similar(root, &around, missing.last()?).filter(|_| is_name)?;
    let near = around.key(near).keys(rest.iter().copied());
    first_missing(root, &near).is_none().then_some(near)
}

/// The key of a node that differs least from a word.
fn similar<'r>(root: &'r Value, at: &SpecPath, word: &str) -> Option<&'r str> {
    let node = at.steps().into_iter().try_fold(root, child)?;
    nearest(word, node.as_object()?.keys().map(String::as_str))
}

/// The target of a reference whose slashes, some of which belong to keys, are not escaped.
fn unescaped(root: &Value, reference: &str, kind: NodeKind) -> Option<SpecPath> {
    const MOST_WORDS: usize = 32;
    let pointer = percent_decode(reference.trim().trim_start_matches(['#', '/', '\\']));
    let plain = pointer
        .replace("~1", "/")
        .replace("~0", "/")
        .replace('\\', "/");
    let words: Vec<&str> = plain.trim_end_matches('/').split('/').collect();
    if words.len() > MOST_WORDS {
        return None;
    }
    let steps = walk(root, &words)?;
    let found = NodeKind::at(steps.iter().map(String::as_str)) == kind;
    found.then(|| SpecPath::root("").keys(steps.iter().map(String::as_str)))
}

/// The steps down from a node that the words come to, each of one word or of several with slashes between them.
fn walk(node: &Value, words: &[&str]) -> Option<Vec<String>> {
    if words.is_empty() {
        return Some(Vec::new());
    }
    (1..=words.len()).find_map(|n| {
        let key = words[..n].join("/");
        let rest = walk(child(node, &key)?, &words[n..])?;
        Some(std::iter::once(key).chain(rest).collect())
    })
}
