//! Unique names of operations, with or without an `operationId`.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic};
use crate::lower::node::Reporter;
use crate::model::{Method, PathTemplate};
use crate::spec_path::SpecPath;

/// The names that are taken, and the operations that have been met.
#[derive(Default)]
pub(in crate::lower) struct Ids {
    taken: BTreeMap<String, SpecPath>,
    met: BTreeSet<SpecPath>,
}

/// The location of an operation.
pub(in crate::lower) struct OperationPlace<'a> {
    pub(super) path: &'a str,
    pub(super) template: &'a PathTemplate,
    /// The address of the path, which may be a reference to the path item.
    pub(super) path_at: &'a SpecPath,
    pub(super) item_at: &'a SpecPath,
    pub(super) method: Method,
    pub(super) at: &'a SpecPath,
}

impl Reporter<'_> {
    /// The `operationId`; a name made of method and path where there is none, or where another operation has it.
    pub(in crate::lower) fn operation_id(
        self,
        node: &Value,
        place: &OperationPlace<'_>,
        ids: &mut Ids,
    ) -> Option<String> {
        let (declared, is_reported) = match node.get("operationId") {
            Some(Value::String(id)) if !id.trim().is_empty() => (Some(id.clone()), false),
            Some(Value::Number(id)) => (Some(id.to_string()), false),
            // A value that is not an id is reported when the operation is lowered.
            Some(Value::Bool(_) | Value::Array(_) | Value::Object(_)) => (None, true),
            Some(Value::Null | Value::String(_)) | None => (None, false),
        };
        let is_new = ids.met.insert(place.at.clone());
        if is_new
            && let Some(id) = &declared
            && !ids.taken.contains_key(id)
        {
            ids.taken.insert(id.clone(), place.at.clone());
            return declared;
        }
        let first = declared.as_ref().and_then(|id| ids.taken.get(id)).cloned();
        let made = [of_path(place), of_path_exactly(place)];
        let id = made.iter().find(|id| !ids.taken.contains_key(*id));
        let help = "give each operation an `operationId` of its own";
        let Some(id) = id else {
            let other = first.or_else(|| ids.taken.get(&made[1]).cloned());
            let name = declared.as_ref().unwrap_or(&made[1]);
            let message = format!("duplicate operation name `{name}`");
            let diagnostic = Diagnostic::error(Code::DuplicateOperationId, place.at, message);
            let diagnostic = match &other {
                Some(other) => diagnostic.also(other),
                None => diagnostic,
            };
            self.report(diagnostic.help(help));
            return None;
        };
        let diagnostic = match (first, &declared) {
            _ if !is_new => {
                // The same operation under another path: the document can give it but one id.
                let message =
                    format!("the path refers to another one; its operation is named `{id}` here");
                let at = place.path_at.key("$ref");
                Diagnostic::warning(Code::MissingOperationId, &at, message)
                    .help("write the operation out, with an `operationId` of its own")
            }
            (Some(first), Some(declared)) => {
                let message =
                    format!("duplicate `operationId` `{declared}`; this one is named `{id}`");
                Diagnostic::warning(Code::DuplicateOperationId, place.at, message)
                    .also(&first)
                    .help(help)
            }
            _ => {
                let message = format!("the operation has no `operationId`; it is named `{id}`");
                Diagnostic::warning(Code::MissingOperationId, place.at, message)
                    .help("add an `operationId`")
            }
        };
        if !is_reported {
            self.report(diagnostic);
        }
        ids.taken.insert(id.clone(), place.at.clone());
        Some(id.clone())
    }
}

/// A name for an operation that has none.
fn of_path(place: &OperationPlace<'_>) -> String {
    let words = place.path.replace(['/', '{', '}'], " ");
    let words: Vec<&str> = words.split_whitespace().collect();
    format!("{} {}", place.method.key(), words.join(" "))
}

/// The same where two paths have the same words: parameters and a trailing slash are part of the name, too.
fn of_path_exactly(place: &OperationPlace<'_>) -> String {
    let words = place.path.replace('{', " by ").replace(['/', '}'], " ");
    let mut words: Vec<&str> = words.split_whitespace().collect();
    if place.path.ends_with('/') {
        words.push("slash");
    }
    format!("{} {}", place.method.key(), words.join(" "))
}
