//! Objects whose further properties have schemas by name.

use serde_json::{Map, Value};

use super::{any_of, describe};

/// Properties by pattern are further properties: of the union of their schemas, if there are several. The key stays: lowering
/// does not read it, the comparison does.
pub(super) fn patterns(members: &mut Map<String, Value>) {
    let Some(Value::Object(patterns)) = members.get("patternProperties").cloned() else {
        return;
    };
    if patterns.is_empty() {
        return;
    }
    let names: Vec<String> = patterns.keys().map(|it| format!("`{it}`")).collect();
    let mut schemas: Vec<Value> = patterns.values().cloned().collect();
    match members.get("additionalProperties") {
        Some(Value::Bool(false)) => {}
        // Names that fit no pattern have values of their own schema; of any, if none is given.
        Some(Value::Object(other)) => schemas.push(Value::Object(other.clone())),
        _ if members.contains_key("properties") => return,
        _ => {}
    }
    members.insert("additionalProperties".to_owned(), any_of(schemas));
    members
        .entry("type".to_owned())
        .or_insert_with(|| "object".into());
    let words = format!(
        "Further properties have names that match {}.",
        names.join(" or ")
    );
    describe(members, &words);
}

/// Documents the constraints on names of properties. The key stays: lowering does not read it, the comparison does.
pub(super) fn names(members: &mut Map<String, Value>) {
    let Some(names) = members.get("propertyNames") else {
        return;
    };
    let pattern = names.get("pattern").and_then(Value::as_str);
    let values = names.get("enum").and_then(Value::as_array);
    let target = names.get("$ref").and_then(Value::as_str);
    let format = names.get("format").and_then(Value::as_str);
    let words = if let Some(pattern) = pattern {
        format!("match `{pattern}`")
    } else if let Some(values) = values {
        let values = values.iter().filter_map(Value::as_str);
        let values: Vec<String> = values.map(|it| format!("`{it}`")).collect();
        format!("are among {}", values.join(", "))
    } else if let Some(name) = target.and_then(|it| it.rsplit('/').next()) {
        format!("are values of `{name}`")
    } else if let Some(format) = format {
        format!("have the format `{format}`")
    } else {
        return;
    };
    describe(members, &format!("The names of the properties {words}."));
}
