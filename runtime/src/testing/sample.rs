//! A value of a type, if the document has no example.

use serde_json::{Map, Value, json};

use super::description::{Is, Reply, Schema, Types};

/// How deeply types may nest before the rest is omitted.
const DEEPEST: usize = 8;

/// The content of a response: the document's example, or one built from its parts.
pub(super) fn reply(reply: &Reply, types: &Types) -> Option<Value> {
    let example = reply.examples.first().cloned();
    example.or_else(|| Some(sample(reply.schema.as_ref()?, types)))
}

/// A value of the type, built from the examples of its parts.
pub(super) fn sample(schema: &Schema, types: &Types) -> Value {
    made(schema, types, 0)
}

fn made(schema: &Schema, types: &Types, depth: usize) -> Value {
    let resolved = schema.resolved(types);
    let shown = [schema, resolved]
        .into_iter()
        .find_map(|it| it.example.as_ref().or(it.default.as_ref()));
    // A list's example may be one text, so it is used only if it has the right type.
    if let Some(shown) = shown
        && super::validate::value(schema, shown, "", types).is_empty()
    {
        return shown.clone();
    }
    if let Some(first) = resolved.values.first().or(schema.values.first()) {
        return first.clone();
    }
    if depth == DEEPEST {
        let is_list = matches!(resolved.is, Is::List | Is::Patch);
        return if is_list {
            json!([])
        } else if schema.nullable {
            Value::Null
        } else {
            json!({})
        };
    }
    let inner = |of: &Option<Box<Schema>>| of.as_ref().map(|it| made(it, types, depth + 1));
    match resolved.is {
        Is::Bool => json!(false),
        Is::I32 | Is::I64 | Is::U64 | Is::Integer | Is::Number => {
            let least = schema.min.clone().or(resolved.min.clone());
            least.map_or(json!(0), Value::Number)
        }
        Is::String | Is::Enum | Is::Named => json!("text"),
        Is::Date => json!("2026-01-02"),
        Is::Base64 => json!("dGV4dA=="),
        Is::DateTime => json!("2026-01-02T03:04:05Z"),
        Is::List => inner(&resolved.of).into_iter().collect(),
        Is::Map | Is::Object | Is::Any => json!({}),
        Is::Patch => json!([]),
        Is::PatchOperation => json!({"op": "remove", "path": "/name"}),
        Is::Struct => {
            let fields = resolved.fields.iter();
            let fields = fields.filter(|(_, it)| it.access.as_deref() != Some("write"));
            let members: Map<String, Value> = fields
                .map(|(name, field)| (name.clone(), made(field, types, depth + 1)))
                .collect();
            Value::Object(members)
        }
        Is::Union => {
            let first = resolved.branches.first();
            let mut value = first.map_or(Value::Null, |it| made(it, types, depth + 1));
            let tag = first.and_then(|it| it.tags.first());
            if let (Some(by), Some(tag), Value::Object(members)) = (&resolved.by, tag, &mut value) {
                members.insert(by.clone(), tag.clone());
            }
            value
        }
    }
}
