//! Schemas of OpenAPI 3.1 in the terms in which samples are made: one type, lists of values, `allOf` and unions.

use serde_json::{Map, Value, json};

use super::document::Document;

/// Keys that say nothing of the values of a schema.
const ANNOTATIONS: &[&str] = &[
    "$anchor",
    "$comment",
    "$defs",
    "$id",
    "$schema",
    "default",
    "deprecated",
    "description",
    "example",
    "examples",
    "externalDocs",
    "readOnly",
    "summary",
    "title",
    "writeOnly",
    "xml",
];

/// Whether a key has no effect on which values are valid.
pub(super) fn is_annotation(key: &str) -> bool {
    ANNOTATIONS.contains(&key) || key.starts_with("x-")
}

/// The members of a schema that is no plain reference; `None` for `false`, which has no values.
pub(super) fn members(document: &Document, node: &Value) -> Option<Map<String, Value>> {
    if *node == Value::Bool(false) {
        return None;
    }
    let mut own = node.as_object().cloned().unwrap_or_default();
    if own.get("enum") == Some(&json!([])) {
        // A list without values is a mistake, and says nothing.
        own.remove("enum");
    }
    if !document.is_later() {
        return Some(own);
    }
    if let Some(target) = own.remove("$ref") {
        add_part(&mut own, json!({ "$ref": target }));
    }
    if let Some(value) = own.remove("const") {
        intersect(&mut own, vec![value]);
    }
    constants(&mut own);
    if own.get("contentEncoding") == Some(&json!("base64")) {
        own.insert("format".to_owned(), json!("byte"));
    }
    types(&mut own);
    Some(own)
}

fn add_part(own: &mut Map<String, Value>, part: Value) {
    let parts = own.entry("allOf").or_insert_with(|| json!([]));
    if let Some(parts) = parts.as_array_mut() {
        parts.push(part);
    }
}

fn intersect(own: &mut Map<String, Value>, mut values: Vec<Value>) {
    if let Some(known) = own.get("enum").and_then(Value::as_array) {
        values.retain(|value| known.contains(value));
    }
    own.insert("enum".to_owned(), values.into());
}

/// A union of constants lists values.
fn constants(own: &mut Map<String, Value>) {
    for key in ["oneOf", "anyOf"] {
        let branches = own.get(key).and_then(Value::as_array);
        let values = branches.map(|branches| branches.iter().map(constant));
        let Some(values) = values.and_then(Iterator::collect::<Option<Vec<Value>>>) else {
            continue;
        };
        own.remove(key);
        intersect(own, values);
    }
}

fn constant(branch: &Value) -> Option<Value> {
    let members = branch.as_object()?;
    if members.get("type") == Some(&json!("null")) {
        return Some(Value::Null);
    }
    let acts = |key: &&String| !is_annotation(key) && !["const", "type"].contains(&key.as_str());
    if members.keys().any(|key| acts(&key)) {
        return None;
    }
    members.get("const").cloned()
}

/// A list of types is one type that may be null, or a union.
fn types(own: &mut Map<String, Value>) {
    let Some(Value::Array(listed)) = own.get("type").cloned() else {
        // Null among the values is null where no type excludes it.
        if !own.contains_key("type") && lists(own, &Value::Null) {
            allow_null(own);
        }
        return;
    };
    let mut names: Vec<&str> = listed
        .iter()
        .map(|it| it.as_str().unwrap_or("null"))
        .collect();
    names.dedup();
    let mut real: Vec<&str> = names.iter().copied().filter(|it| *it != "null").collect();
    if real.contains(&"number") {
        real.retain(|it| *it != "integer");
    }
    let has_null = names.contains(&"null");
    own.remove("type");
    match &real[..] {
        [] => {
            own.insert("type".to_owned(), json!("null"));
        }
        [one] => {
            own.insert("type".to_owned(), json!(one));
            if has_null && (!own.contains_key("enum") || lists(own, &Value::Null)) {
                allow_null(own);
            }
        }
        several => {
            let mut branches: Vec<Value> = several.iter().map(|it| json!({ "type": it })).collect();
            if has_null {
                branches.push(json!({ "type": "null" }));
            }
            if let Some(values) = own.remove("enum") {
                branches.retain_mut(|branch| restrict(branch, &values));
            }
            add_part(own, json!({ "anyOf": branches }));
        }
    }
}

/// Gives the branch of a type the values that have it; `false` if there are none.
fn restrict(branch: &mut Value, values: &Value) -> bool {
    let typ = branch["type"].as_str().unwrap_or_default().to_owned();
    let values = values.as_array().into_iter().flatten();
    let own: Vec<Value> = values.filter(|it| has_type(it, &typ)).cloned().collect();
    let is_possible = !own.is_empty();
    branch["enum"] = own.into();
    is_possible
}

fn has_type(value: &Value, typ: &str) -> bool {
    match value {
        Value::Null => typ == "null",
        Value::Bool(_) => typ == "boolean",
        Value::Number(number) => typ == "number" || typ == "integer" && !number.is_f64(),
        Value::String(_) => typ == "string",
        Value::Array(_) => typ == "array",
        Value::Object(_) => typ == "object",
    }
}

fn lists(own: &Map<String, Value>, value: &Value) -> bool {
    let values = own.get("enum").and_then(Value::as_array);
    values.is_some_and(|it| it.contains(value))
}

/// Null by its type, other than by `nullable`, is excluded by any part that excludes it.
fn allow_null(own: &mut Map<String, Value>) {
    own.insert("typeAllowsNull".to_owned(), true.into());
}
