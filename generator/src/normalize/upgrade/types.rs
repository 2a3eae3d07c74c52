//! `type` as a list, and `null` among the types.

use serde_json::{Map, Value, json};

/// The keys of a schema that concern values of one type.
fn keys_of(typ: &str) -> &'static [&'static str] {
    match typ {
        "string" => &["minLength", "maxLength", "pattern"],
        "number" | "integer" => &[
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "multipleOf",
        ],
        "array" => &["items", "minItems", "maxItems", "uniqueItems"],
        "object" => &[
            "properties",
            "required",
            "additionalProperties",
            "minProperties",
            "maxProperties",
        ],
        _ => &[],
    }
}

/// `[T, "null"]` is a nullable `T`; of several types, each is a branch with the keys that concern it.
pub(super) fn list(members: &mut Map<String, Value>) {
    let types = match members.get("type") {
        Some(Value::Array(types)) => types,
        Some(Value::String(one)) if one == "null" => return null(members),
        _ => return,
    };
    // Without its quotes it is YAML's own null, which says the same.
    let is_null = |it: &&Value| it.is_null() || it.as_str() == Some("null");
    let has_null = types.iter().any(|it| is_null(&it));
    let mut real: Vec<String> = Vec::new();
    for typ in types.iter().filter(|it| !is_null(it)) {
        if let Some(typ) = typ.as_str()
            && !real.iter().any(|it| it == typ)
        {
            real.push(typ.to_owned());
        }
    }
    // Every integer is a number.
    if real.iter().any(|it| it == "number") {
        real.retain(|it| it != "integer");
    }
    match &real[..] {
        [] => {
            return null(members);
        }
        [one] => {
            members.insert("type".to_owned(), one.as_str().into());
        }
        several => branches(members, several),
    }
    if has_null {
        members.insert("nullable".to_owned(), true.into());
    }
}

/// Only `null`, as a schema of 3.0 says it.
fn null(members: &mut Map<String, Value>) {
    members.shift_remove("type");
    members.insert("enum".to_owned(), json!([null]));
    members.insert("nullable".to_owned(), true.into());
}

fn branches(members: &mut Map<String, Value>, types: &[String]) {
    members.shift_remove("type");
    let format = members.shift_remove("format");
    let values = match members.shift_remove("enum") {
        Some(Value::Array(values)) => Some(values),
        Some(_) | None => None,
    };
    if values.iter().flatten().any(Value::is_null) {
        members.insert("nullable".to_owned(), true.into());
    }
    let mut found = Vec::new();
    for typ in types {
        let mut branch = Map::new();
        branch.insert("type".to_owned(), typ.as_str().into());
        for key in keys_of(typ) {
            if let Some(value) = members.get(*key) {
                branch.insert((*key).to_owned(), value.clone());
            }
        }
        if let Some(values) = &values {
            let mut own = values
                .iter()
                .filter(|it| is_of(it, typ))
                .cloned()
                .peekable();
            // A type that none of the values has can't occur.
            if own.peek().is_none() {
                continue;
            }
            branch.insert("enum".to_owned(), own.collect());
        }
        if let Some(format) = format.as_ref().filter(|it| is_format_of(it, typ)) {
            branch.insert("format".to_owned(), format.clone());
        }
        found.push(Value::Object(branch));
    }
    for key in types.iter().flat_map(|typ| keys_of(typ)) {
        members.shift_remove(*key);
    }
    let union = json!({ "anyOf": found });
    if members.contains_key("anyOf") || members.contains_key("oneOf") {
        let parts = members.entry("allOf").or_insert_with(|| json!([]));
        if let Value::Array(parts) = parts {
            parts.push(union);
        }
    } else if let Value::Object(union) = union {
        members.extend(union);
    }
}

/// Returns whether a value is of a type.
pub(super) fn is_of(value: &Value, typ: &str) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(_) => typ == "boolean",
        Value::Number(number) => typ == "number" || typ == "integer" && !number.is_f64(),
        Value::String(_) => typ == "string",
        Value::Array(_) => typ == "array",
        Value::Object(_) => typ == "object",
    }
}

fn is_format_of(format: &Value, typ: &str) -> bool {
    match format.as_str() {
        Some("int32" | "int64") => typ == "integer" || typ == "number",
        Some("float" | "double") => typ == "number",
        _ => typ == "string",
    }
}
