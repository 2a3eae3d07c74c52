//! References to anchors and ids, and keys beside a reference.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::openapi::NodeKind;

/// The pointers of schemas with an `$anchor` or an `$id`, by the reference that leads to them.
pub(super) struct Anchors(BTreeMap<String, String>);

impl Anchors {
    pub(super) fn of(root: &Value) -> Self {
        let mut found = BTreeMap::new();
        collect(NodeKind::Document, root, "#", &mut found);
        Self(found)
    }

    /// Writes a reference to an anchor or an id as a pointer.
    pub(super) fn follow(&self, reference: &mut Value) {
        let pointer = reference.as_str().and_then(|it| self.0.get(it));
        if let Some(pointer) = pointer {
            *reference = pointer.as_str().into();
        }
    }
}

fn collect(kind: NodeKind, node: &Value, pointer: &str, found: &mut BTreeMap<String, String>) {
    match node {
        Value::Object(members) => {
            if kind == NodeKind::Schema {
                let text = |key: &str| members.get(key).and_then(Value::as_str);
                if let Some(anchor) = text("$anchor") {
                    found.insert(format!("#{anchor}"), pointer.to_owned());
                }
                if let Some(id) = text("$id") {
                    found.insert(id.to_owned(), pointer.to_owned());
                }
            }
            for (key, value) in members {
                let step = key.replace('~', "~0").replace('/', "~1");
                collect(kind.child(key), value, &format!("{pointer}/{step}"), found);
            }
        }
        Value::Array(items) => {
            for (n, item) in items.iter().enumerate() {
                collect(kind.child(""), item, &format!("{pointer}/{n}"), found);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Keys beside `$ref` that a reader of 3.0 reads there as well.
const READ: [&str; 3] = ["$ref", "description", "nullable"];

/// Keys that say something of the place of a schema, and nothing of its values.
const OF_PLACE: [&str; 9] = [
    "title",
    "summary",
    "default",
    "example",
    "examples",
    "externalDocs",
    "deprecated",
    "readOnly",
    "writeOnly",
];

/// A reference with other keys beside it is an intersection with its target. A branch of a union has no place of its own.
pub(super) fn siblings(members: &mut Map<String, Value>) {
    for key in ["oneOf", "anyOf"] {
        let branches = members.get_mut(key).and_then(Value::as_array_mut);
        let branches = branches
            .into_iter()
            .flatten()
            .filter_map(Value::as_object_mut);
        for branch in branches.filter(|it| it.contains_key("$ref")) {
            branch.retain(|key, _| !OF_PLACE.contains(&key.as_str()));
        }
    }
    let is_more = |key: &String| !READ.contains(&key.as_str()) && !key.starts_with("x-");
    if !members.contains_key("$ref") || !members.keys().any(is_more) {
        return;
    }
    let reference = members.shift_remove("$ref");
    let parts = members.entry("allOf").or_insert_with(|| json!([]));
    if let Value::Array(parts) = parts {
        parts.push(json!({ "$ref": reference }));
    }
}
