//! Boolean schemas, and lists whose items have schemas by position.

use serde_json::{Map, Value, json};

use super::{any_of, describe};
use crate::openapi::{NodeKind, ValueType};

/// `true` is a schema of any value. `false` is one of none: a property that can't be there, a branch that nothing fits.
pub(super) fn booleans(members: &mut Map<String, Value>) {
    let grammar = NodeKind::Schema.grammar();
    let value_of = |key: &str| grammar.and_then(|it| it.key(key)).map(|it| it.value);
    let mut gone = Vec::new();
    for (key, value) in members.iter_mut() {
        match (value_of(key), value) {
            (Some(ValueType::Node(NodeKind::Schema)), value @ Value::Bool(true)) => {
                *value = json!({});
            }
            (Some(ValueType::Node(NodeKind::Schema)), Value::Bool(false)) => gone.push(key.clone()),
            (Some(ValueType::NamedNodes(NodeKind::Schema)), Value::Object(schemas)) => {
                schemas.retain(|_, schema| *schema != Value::Bool(false));
                let booleans = schemas.values_mut().filter(|it| it.is_boolean());
                booleans.for_each(|it| *it = json!({}));
            }
            (Some(ValueType::Nodes(NodeKind::Schema)), Value::Array(schemas)) => {
                schemas.retain(|schema| *schema != Value::Bool(false));
                let booleans = schemas.iter_mut().filter(|it| it.is_boolean());
                booleans.for_each(|it| *it = json!({}));
            }
            _ => {}
        }
    }
    for key in gone {
        members.shift_remove(&key);
    }
}

/// A list is typed by the union of the schemas of its positions.
pub(super) fn prefix(members: &mut Map<String, Value>) {
    let Some(Value::Array(positions)) = members.shift_remove("prefixItems") else {
        return;
    };
    let words = positions.iter().enumerate().map(|(n, schema)| {
        let text = |key: &str| schema.get(key).and_then(Value::as_str);
        let name = schema.get("$ref").and_then(Value::as_str);
        let name = name.and_then(|it| it.rsplit('/').next());
        let words = text("title").or(text("description")).or(name);
        let words = words.or(text("type")).unwrap_or("any value");
        format!("{}. {}", n + 1, words.trim())
    });
    let words: Vec<String> = words.collect();
    let mut schemas = positions;
    schemas.extend(members.shift_remove("items"));
    if schemas.is_empty() {
        return;
    }
    members.insert("items".to_owned(), any_of(schemas));
    members
        .entry("type".to_owned())
        .or_insert_with(|| "array".into());
    describe(
        members,
        &format!("The items by position:\n\n{}", words.join("\n")),
    );
}
