//! Going on without the operations that lead to what can't be read.

use serde_json::Value;

use super::name::Names;
use super::select::{Kept, reach_of};
use super::walk::{Reached, Unit};
use crate::openapi::is_method;

/// Removes unreadable operations from the selection; returns one line for each.
pub(super) fn prune(reached: &Reached, names: &Names, kept: &mut Kept) -> Vec<String> {
    if reached.findings.is_empty() && reached.parts.iter().all(|part| part.findings.is_empty()) {
        return Vec::new();
    }
    let mut notes = Vec::new();
    for operation in kept.operations.clone() {
        let (path, method) = &operation;
        let Some(item) = reached
            .document
            .get("paths")
            .and_then(|paths| paths.get(path)?.as_object())
        else {
            continue;
        };
        let of_operation = Unit::Operation {
            path: path.clone(),
            method: method.clone(),
        };
        let of_path = Unit::Path(path.clone());
        let own = reached
            .findings
            .iter()
            .filter(|(unit, _)| *unit == of_operation || *unit == of_path)
            .map(|(_, found)| found);
        // What the operations of a path share is part of each.
        let trees: Vec<&Value> = item
            .iter()
            .filter(|(key, _)| !is_method(key) || *key == method)
            .map(|(_, tree)| tree)
            .collect();
        let reach = reach_of(trees, &reached.parts, names);
        let further = reach.iter().flat_map(|id| &reached.parts[*id].findings);
        let found: Vec<_> = own.chain(further).collect();
        let Some(first) = found.first() else { continue };
        let more = match found.len() {
            1 => String::new(),
            n => format!(", and {} more", n - 1),
        };
        notes.push(format!(
            "skipped `{} {path}`: {} ({}){more}",
            method.to_uppercase(),
            first.message,
            first.at[0]
        ));
        kept.operations.remove(&operation);
        kept.is_everything = false;
    }
    notes
}
