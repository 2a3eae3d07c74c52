//! Which operations are kept, and what they reach.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::Selection;
use super::name::Names;
use super::walk::{Part, PartId, Reached, Unit, marked};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::openapi::is_method;
use crate::spec_path::SpecPath;

/// The selection of a document.
pub(super) struct Kept {
    pub(super) operations: BTreeSet<(String, String)>,
    /// Whether nothing of the document is skipped.
    pub(super) is_everything: bool,
    /// The operations that were not selected.
    pub(super) left_out: usize,
}

/// The selected operations; by default all.
pub(super) fn operations(
    reached: &Reached,
    selection: &Selection,
    at: &SpecPath,
    diagnostics: &mut Diagnostics,
) -> Kept {
    let mut kept = Kept {
        operations: BTreeSet::new(),
        is_everything: selection.is_everything(),
        left_out: 0,
    };
    let mut tags: BTreeSet<&str> = BTreeSet::new();
    let mut ids: BTreeSet<&str> = BTreeSet::new();
    let mut asked_for: BTreeSet<&str> = BTreeSet::new();
    let paths = reached.document.get("paths").and_then(Value::as_object);
    for (path, item) in paths.into_iter().flatten() {
        let Some(item) = item.as_object() else {
            continue;
        };
        for (method, operation) in item.iter().filter(|(key, _)| is_method(key)) {
            let own_tags: Vec<&str> = operation
                .get("tags")
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
                .filter_map(Value::as_str)
                .collect();
            let id = operation.get("operationId").and_then(Value::as_str);
            let place = format!("{} {path}", method.to_uppercase());
            let by_name = selection
                .operations
                .iter()
                .filter(|asked| id == Some(asked.as_str()) || place == **asked);
            asked_for.extend(by_name.clone().map(String::as_str));
            let asked = selection.is_everything()
                || by_name.count() > 0
                || own_tags
                    .iter()
                    .any(|tag| selection.tags.iter().any(|it| it == tag));
            tags.extend(own_tags);
            ids.extend(id);
            if asked {
                kept.operations.insert((path.clone(), method.clone()));
            } else {
                kept.left_out += 1;
            }
        }
    }
    for tag in selection
        .tags
        .iter()
        .filter(|tag| !tags.contains(tag.as_str()))
    {
        let message = format!("no operation has the tag `{tag}`");
        let help = nearest("its tags are", tag, tags.iter().copied());
        diagnostics.push(Diagnostic::error(Code::InvalidConfig, at, message).help(help));
    }
    for id in selection
        .operations
        .iter()
        .filter(|id| !asked_for.contains(id.as_str()))
    {
        let message = format!("there is no operation `{id}`");
        let help = nearest("its operations are", id, ids.iter().copied());
        diagnostics.push(Diagnostic::error(Code::InvalidConfig, at, message).help(help));
    }
    kept
}

/// Returns the name closest to an unknown one, or else all names.
fn nearest<'n>(all: &str, missed: &str, names: impl Iterator<Item = &'n str>) -> String {
    let pairs = |text: &str| -> BTreeSet<(char, char)> {
        let signs = text.chars().filter(|c| c.is_alphanumeric());
        let signs: Vec<char> = signs.flat_map(char::to_lowercase).collect();
        signs
            .iter()
            .copied()
            .zip(signs.iter().copied().skip(1))
            .collect()
    };
    let missed = pairs(missed);
    let names: Vec<&str> = names.collect();
    let shared = |name: &&&str| {
        let name = pairs(name);
        200 * name.intersection(&missed).count() / (name.len() + missed.len()).max(1)
    };
    if let Some(name) = names.iter().max_by_key(shared)
        && shared(&name) >= 60
    {
        return format!("did you mean `{name}`?");
    }
    let shown: Vec<String> = names
        .iter()
        .take(20)
        .map(|name| format!("`{name}`"))
        .collect();
    let more = if names.len() > 20 { ", …" } else { "" };
    format!("{all} {}{more}", shown.join(", "))
}

impl Kept {
    /// Returns whether what was found in a unit matters.
    pub(super) fn contains(&self, unit: &Unit) -> bool {
        match unit {
            Unit::Rest => true,
            Unit::Path(path) => {
                self.is_everything || self.operations.iter().any(|(kept, _)| kept == path)
            }
            Unit::Operation { path, method } => {
                self.operations.contains(&(path.clone(), method.clone()))
            }
        }
    }

    /// Takes everything out of a document that belongs to operations that are not kept.
    pub(super) fn prune(&self, document: &mut Map<String, Value>) {
        let mut tags: BTreeSet<String> = BTreeSet::new();
        if let Some(Value::Object(paths)) = document.get_mut("paths") {
            paths.retain(|path, item| {
                let Value::Object(item) = item else {
                    return path.starts_with("x-");
                };
                item.retain(|key, operation| {
                    let is_kept =
                        !is_method(key) || self.operations.contains(&(path.clone(), key.clone()));
                    if is_method(key) && is_kept {
                        let own = operation.get("tags").and_then(Value::as_array);
                        tags.extend(
                            own.into_iter()
                                .flatten()
                                .filter_map(Value::as_str)
                                .map(str::to_owned),
                        );
                    }
                    is_kept
                });
                path.starts_with("x-") || item.keys().any(|key| is_method(key))
            });
        }
        if let Some(Value::Array(known)) = document.get_mut("tags") {
            known.retain(|tag| {
                let name = tag.get("name").and_then(Value::as_str);
                name.is_some_and(|name| tags.contains(name))
            });
        }
        for requests_of_the_service in ["webhooks", "x-webhooks", "x-tagGroups"] {
            document.shift_remove(requests_of_the_service);
        }
    }
}

/// The parts that a document reaches, itself and through others.
pub(super) fn reach(
    document: &Map<String, Value>,
    parts: &[Part],
    names: &Names,
) -> BTreeSet<PartId> {
    let mut todo: Vec<PartId> = Vec::new();
    for member in document.values() {
        marks(member, &mut todo);
    }
    follow(todo, parts, names)
}

/// The parts that a tree reaches, itself and through others.
pub(super) fn reach_of<'t>(
    trees: impl IntoIterator<Item = &'t Value>,
    parts: &[Part],
    names: &Names,
) -> BTreeSet<PartId> {
    let mut todo: Vec<PartId> = Vec::new();
    for tree in trees {
        marks(tree, &mut todo);
    }
    follow(todo, parts, names)
}

fn follow(mut todo: Vec<PartId>, parts: &[Part], names: &Names) -> BTreeSet<PartId> {
    let mut reached = BTreeSet::new();
    while let Some(id) = todo.pop() {
        let Some(id) = names.written.get(id).copied() else {
            continue;
        };
        if reached.insert(id) {
            marks(&parts[id].tree, &mut todo);
        }
    }
    reached
}

fn marks(tree: &Value, found: &mut Vec<PartId>) {
    match tree {
        Value::String(text) => found.extend(marked(text)),
        Value::Array(items) => items.iter().for_each(|item| marks(item, found)),
        Value::Object(members) => members.values().for_each(|member| marks(member, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
