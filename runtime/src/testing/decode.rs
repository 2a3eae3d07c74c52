//! Decodes text of a request into values.

pub(super) mod params;

use serde_json::{Map, Value};

use super::description::{BodyKind, Is, Operation, Part as Described, PartStyle, Schema, Types};
use super::multipart::Part;
use crate::call::template::pairs;
use crate::request::style::Style;

/// `name[a][b]=value`: objects, and lists whose items have their indices as names.
fn deep(name: &str, schema: &Schema, text: &str, types: &Types) -> Option<Value> {
    let mut root = Value::Null;
    for (key, value) in pairs(text) {
        let Some(keys) = key.strip_prefix(name).and_then(|it| it.strip_prefix('[')) else {
            continue;
        };
        let mut here = &mut root;
        let mut described = Some(schema);
        for key in keys.trim_end_matches(']').split("][") {
            let schema = described.map(|it| it.resolved(types));
            here = if schema.is_some_and(|it| it.is == Is::List) {
                let items = array_in(here)?;
                let n = key.parse().unwrap_or(items.len()).min(items.len());
                if n == items.len() {
                    items.push(Value::Null);
                }
                items.get_mut(n)?
            } else {
                object_in(here)?
                    .entry(key.to_owned())
                    .or_insert(Value::Null)
            };
            described = schema.and_then(|it| it.fields.get(key).or(it.of.as_deref()));
        }
        *here = scalar(&value, described, types);
    }
    (!root.is_null()).then_some(root)
}

fn array_in(value: &mut Value) -> Option<&mut Vec<Value>> {
    if value.is_null() {
        *value = Value::Array(Vec::new());
    }
    value.as_array_mut()
}

fn object_in(value: &mut Value) -> Option<&mut Map<String, Value>> {
    if value.is_null() {
        *value = Value::Object(Map::new());
    }
    value.as_object_mut()
}

/// Text as a number or boolean if the schema expects one, else as text.
fn scalar(text: &str, schema: Option<&Schema>, types: &Types) -> Value {
    let plain = || Value::from(text);
    let Some(schema) = schema else {
        return plain();
    };
    let schema = schema.resolved(types);
    match schema.is {
        Is::Bool => text.parse().map_or_else(|_| plain(), Value::Bool),
        Is::I32 | Is::I64 | Is::U64 | Is::Integer | Is::Number => {
            match serde_json::from_str(text) {
                Ok(value @ Value::Number(_)) => value,
                _ => plain(),
            }
        }
        Is::Enum if schema.values.iter().all(Value::is_number) => {
            match serde_json::from_str(text) {
                Ok(value @ Value::Number(_)) => value,
                _ => plain(),
            }
        }
        Is::Struct | Is::List | Is::Map | Is::Object | Is::Union | Is::Any => {
            serde_json::from_str(text)
                .ok()
                .filter(|value: &Value| value.is_object() || value.is_array())
                .unwrap_or_else(plain)
        }
        Is::String
        | Is::Date
        | Is::DateTime
        | Is::Base64
        | Is::Patch
        | Is::PatchOperation
        | Is::Named
        | Is::Enum => plain(),
    }
}

/// The values of a form's fields, or of the parts of a multipart body that are not files.
pub(super) fn fields(
    operation: &Operation,
    content_type: &str,
    body: &[u8],
    parts: &[Part],
) -> Map<String, Value> {
    let described = operation.body.as_ref();
    let Some(described) = described.and_then(|it| it.of(content_type)) else {
        return Map::new();
    };
    if described.is == BodyKind::Form {
        let text = String::from_utf8_lossy(body).replace('+', "%20");
        return params::of_form(described, &operation.types, &text);
    }
    let fields = described.parts.iter();
    let fields = fields.filter_map(|field| {
        let texts = parts.iter().filter(|part| part.name() == field.name);
        let texts: Vec<String> = texts.map(Part::text).collect();
        let value = of_parts(field, &texts, &operation.types)?;
        Some((field.name.clone(), value))
    });
    fields.collect()
}

/// The value of the parts of one name.
fn of_parts(field: &Described, texts: &[String], types: &Types) -> Option<Value> {
    let schema = field.schema.as_ref()?;
    let resolved = schema.resolved(types);
    let last = texts.last()?;
    if field.style == PartStyle::Style(Style::Json) {
        return serde_json::from_str(last).ok();
    }
    let items_of = |schema| texts.iter().map(|it| scalar(it, schema, types)).collect();
    let may_be_list = matches!(resolved.is, Is::Any | Is::Union);
    Some(if resolved.is == Is::List {
        items_of(resolved.of.as_deref())
    } else if may_be_list && texts.len() > 1 {
        items_of(Some(schema))
    } else {
        scalar(last, Some(schema), types)
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::request::form;
    use crate::request::style::Param;

    #[test]
    fn reads_a_form_as_the_client_writes_it() {
        let list = json!({"is": "list", "of": {"is": "string"}});
        let object = json!({"is": "struct", "fields": {"k": {"is": "i64"}}});
        let form = json!({"is": "form", "media": form::MEDIA_TYPE, "parts": [
            {"name": "a", "style": "space", "explode": false, "schema": list},
            {"name": "b", "style": "deep", "explode": true, "schema": object},
            {"name": "c", "schema": {"is": "list", "of": {"is": "i64"}}},
            {"name": "d", "schema": object},
            {"name": "e", "style": "json", "schema": list},
        ]});
        let operation =
            json!({"method": "POST", "path": "/", "body": {"is": "json", "others": [form]}});
        let operation: Operation = serde_json::from_value(operation).unwrap();
        let values =
            json!({"a": ["x&y", "z"], "b": {"k": 1}, "c": [1, 2], "d": {"k": 2}, "e": ["x"]});
        let styles = [
            Param::query("a").style(Style::Space, false),
            Param::query("b").style(Style::Deep, true),
            Param::query("e").style(Style::Json, false),
        ];
        let written = form::encode(&values, &styles).unwrap();
        let read = fields(&operation, form::MEDIA_TYPE, written.as_bytes(), &[]);
        assert_eq!(Value::Object(read), values);
        assert!(fields(&operation, "text/csv", written.as_bytes(), &[]).is_empty());
    }
}
