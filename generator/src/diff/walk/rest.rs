//! What the model does not carry of a schema, as written.

use std::collections::BTreeMap;

use serde_json::Value;

use super::written;
use crate::openapi::NodeKind;

/// What is left of a node, by the steps to the items or values in it, as `[]`, and by key.
pub(super) type Rest<'t> = BTreeMap<(String, &'t str), &'t Value>;

/// What the model does not carry of a schema. Where a reference is written makes no difference.
fn rest<'t>(
    node: &'t Value,
    read: written::Read<'_>,
) -> impl Iterator<Item = (&'t str, &'t Value)> {
    let members = node.as_object().into_iter().flatten();
    let rest = members.filter(move |(key, _)| {
        *key != "$ref" && written::rule(NodeKind::Schema, key, read).is_some()
    });
    rest.map(|(key, value)| (key.as_str(), value))
}

/// What is left of a schema, its `allOf` taken together, and of its items below `steps`.
pub(super) fn schema_rest<'t>(
    node: &'t Value,
    into: &mut Rest<'t>,
    steps: &str,
    read: written::Read<'_>,
) {
    let mut add = |key: &'t str, value: &'t Value| {
        into.entry((steps.to_owned(), key)).or_insert(value);
    };
    for (key, value) in rest(node, read) {
        add(key, value);
    }
    for key in ["oneOf", "anyOf"] {
        if let Some(branches) = node.get(key).filter(|it| are_constraints(it)) {
            add(key, branches);
        }
    }
    // The model has the discriminators of unions alone.
    let is_union = ["oneOf", "anyOf"].iter().any(|key| node.get(key).is_some());
    if let Some(discriminator) = node.get("discriminator").filter(|_| !is_union) {
        add("discriminator", discriminator);
    }
    if let Some(default) = node.pointer("/discriminator/defaultMapping") {
        add("defaultMapping", default);
    }
    // What is required and not described goes to the further properties.
    let properties = node.get("properties").and_then(Value::as_object);
    if let (Some(required), Some(properties)) = (node.get("required"), properties) {
        let names = required.as_array().into_iter().flatten();
        let mut names = names.filter_map(Value::as_str);
        if node.get("allOf").is_none() && names.any(|name| !properties.contains_key(name)) {
            add("required", required);
        }
    }
    let branches = node.get("allOf").and_then(Value::as_array);
    for branch in branches.into_iter().flatten() {
        if branch.get("$ref").is_none() {
            schema_rest(branch, into, steps, read);
        }
    }
    for (key, step) in [("items", "[]"), ("additionalProperties", ".*")] {
        let inner = node.get(key).filter(|it| it.get("$ref").is_none());
        if let Some(inner) = inner.filter(|it| it.get("properties").is_none()) {
            let steps = format!("{steps}{step}");
            schema_rest(inner, into, &steps, read);
        }
    }
}

/// Whether branches only constrain, as `oneOf: [{required: [a]}, …]` does.
fn are_constraints(branches: &Value) -> bool {
    let branches = branches.as_array().into_iter().flatten();
    let mut branches = branches.peekable();
    branches.peek().is_some()
        && branches.all(|branch| {
            let keys = branch.as_object().into_iter().flatten();
            let mut keys = keys.map(|(key, _)| key.as_str()).peekable();
            keys.peek().is_some() && keys.all(|key| matches!(key, "required" | "not"))
        })
}
