//! Text of a request to the values that it stands for.

use serde_json::{Map, Value};

use super::description::{BodyKind, Is, Operation, Part as Described, Place, Schema, Style, Types};
use super::multipart::Part;
use crate::call::template::{decoded, pairs};

/// The values of the query, by the parameters of the operation. Those that it does not know are left out.
pub(super) fn query(operation: &Operation, query: &str) -> Map<String, Value> {
    let mut values = Map::new();
    for param in operation.params(Place::Query) {
        let value = of_pairs(
            &param.name,
            param.style,
            &param.schema,
            query,
            &operation.types,
        );
        if let Some(value) = value {
            values.insert(param.name.clone(), value);
        }
    }
    values
}

/// The value of a parameter or field among the pairs, which are encoded.
fn of_pairs(name: &str, style: Style, schema: &Schema, text: &str, types: &Types) -> Option<Value> {
    let raw: Vec<&str> = text
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .filter(|(known, _)| decoded(known) == name)
        .map(|(_, value)| value)
        .collect();
    let item = schema.resolved(types).of.as_deref();
    let listed = |separators: &[&str]| -> Option<Value> {
        let text = *raw.last()?;
        let mut items = vec![text];
        for separator in separators {
            items = items.iter().flat_map(|it| it.split(separator)).collect();
        }
        let items = items
            .into_iter()
            .map(|it| scalar(&decoded(it), item, types));
        Some(items.collect())
    };
    match style {
        Style::Single => Some(scalar(&decoded(raw.last()?), Some(schema), types)),
        Style::Filter | Style::Sorters | Style::File | Style::Files => {
            Some(decoded(raw.last()?).into())
        }
        Style::Multi => {
            let items = raw.iter().map(|it| scalar(&decoded(it), item, types));
            (!raw.is_empty()).then(|| items.collect())
        }
        Style::Comma => listed(&[","]),
        Style::Space => listed(&["%20", "+"]),
        Style::Pipe => listed(&["%7C", "|"]),
        Style::Json => {
            let text = decoded(raw.last()?);
            Some(serde_json::from_str(&text).unwrap_or(Value::String(text)))
        }
        Style::Any => match raw.as_slice() {
            [] => None,
            [one] => Some(decoded(one).into()),
            many => Some(many.iter().map(|it| decoded(it)).collect()),
        },
        Style::FormObject => {
            let fields = &schema.resolved(types).fields;
            let members = pairs(text).filter_map(|(key, value)| {
                let value = scalar(&value, Some(fields.get(&key)?), types);
                Some((key, value))
            });
            let members: Map<String, Value> = members.collect();
            (!members.is_empty()).then_some(Value::Object(members))
        }
        Style::Flat => {
            let pieces: Vec<String> = raw.last()?.split(',').map(decoded).collect();
            Some(flat(&pieces, schema, types))
        }
        Style::DeepObject => deep(name, schema, text, types),
    }
}

/// `a,1,b,2`: names and values in turn. What has a name too many is left as text, for the schema to refuse.
fn flat(pieces: &[String], schema: &Schema, types: &Types) -> Value {
    let fields = &schema.resolved(types).fields;
    let (pairs, rest) = pieces.as_chunks::<2>();
    if !rest.is_empty() {
        return Value::String(pieces.join(","));
    }
    let members = pairs.iter().map(|[key, value]| {
        let value = scalar(value, fields.get(key), types);
        (key.clone(), value)
    });
    Value::Object(members.collect())
}

/// `name[a][b]=value`
fn deep(name: &str, schema: &Schema, text: &str, types: &Types) -> Option<Value> {
    let mut root = Map::new();
    for (key, value) in pairs(text) {
        let Some(keys) = key.strip_prefix(name).and_then(|it| it.strip_prefix('[')) else {
            continue;
        };
        let keys: Vec<&str> = keys.trim_end_matches(']').split("][").collect();
        let mut here = &mut root;
        let mut described = Some(schema.resolved(types));
        for key in &keys[..keys.len() - 1] {
            described = described.and_then(|it| Some(it.fields.get(*key)?.resolved(types)));
            let next = here
                .entry((*key).to_owned())
                .or_insert_with(|| Value::Object(Map::new()));
            let Value::Object(next) = next else {
                return None;
            };
            here = next;
        }
        let last = keys[keys.len() - 1];
        let described = described.and_then(|it| it.fields.get(last));
        here.insert(last.to_owned(), scalar(&value, described, types));
    }
    (!root.is_empty()).then_some(Value::Object(root))
}

/// Text as a number or boolean where one is due, else as text.
pub(super) fn scalar(text: &str, schema: Option<&Schema>, types: &Types) -> Value {
    let plain = || Value::from(text);
    let Some(schema) = schema else {
        return plain();
    };
    let schema = schema.resolved(types);
    match schema.is {
        Is::Bool => text.parse().map_or_else(|_| plain(), Value::Bool),
        Is::I32 | Is::I64 | Is::U64 | Is::Number => match serde_json::from_str(text) {
            Ok(value @ Value::Number(_)) => value,
            _ => plain(),
        },
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
        Is::String | Is::DateTime | Is::Patch | Is::PatchOperation | Is::Named | Is::Enum => {
            plain()
        }
    }
}

/// The values of a form's fields, or of the parts of a multipart body that are no files.
pub(super) fn fields(operation: &Operation, body: &[u8], parts: &[Part]) -> Map<String, Value> {
    let Some(described) = &operation.body else {
        return Map::new();
    };
    let types = &operation.types;
    let text = String::from_utf8_lossy(body).replace('+', "%20");
    let value = |field: &Described| -> Option<Value> {
        let schema = field.schema.as_ref()?;
        if described.is == BodyKind::Form {
            return of_pairs(&field.name, field.style, schema, &text, types);
        }
        let texts: Vec<String> = parts
            .iter()
            .filter(|part| part.name() == field.name)
            .map(Part::text)
            .collect();
        match field.style {
            Style::Multi => {
                let item = schema.resolved(types).of.as_deref();
                let items = texts.iter().map(|it| scalar(it, item, types));
                (!texts.is_empty()).then(|| items.collect())
            }
            Style::Json => serde_json::from_str(texts.last()?).ok(),
            Style::Single
            | Style::Comma
            | Style::Space
            | Style::Pipe
            | Style::FormObject
            | Style::Flat
            | Style::DeepObject
            | Style::Any
            | Style::Filter
            | Style::Sorters
            | Style::File
            | Style::Files => Some(scalar(texts.last()?, Some(schema), types)),
        }
    };
    let fields = described.parts.iter();
    let fields = fields.filter_map(|field| Some((field.name.clone(), value(field)?)));
    fields.collect()
}

/// A parameter of the path or of a header: a list has commas between its items, and so has an object between its names and
/// values.
pub(super) fn listed(text: &str, style: Style, schema: &Schema, types: &Types) -> Value {
    let resolved = schema.resolved(types);
    if style == Style::Flat {
        let pieces: Vec<String> = text.split(',').map(str::to_owned).collect();
        return flat(&pieces, schema, types);
    }
    if resolved.is != Is::List {
        return scalar(text, Some(schema), types);
    }
    let item = resolved.of.as_deref();
    text.split(',').map(|it| scalar(it, item, types)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn objects_are_read_from_one_value() {
        let schema = json!({"is": "struct", "fields": {"a": {"is": "i64"}, "b": {"is": "string"}}});
        let schema: Schema = serde_json::from_value(schema).unwrap();
        let read = |text: &str| of_pairs("x", Style::Flat, &schema, text, &Types::new());
        assert_eq!(read("y=1&x=a,1,b,c%2Cd"), Some(json!({"a": 1, "b": "c,d"})));
        assert_eq!(read("x=a"), Some(json!("a")));
        assert_eq!(read("y=1"), None);
        let of_path = listed("b,2", Style::Flat, &schema, &Types::new());
        assert_eq!(of_path, json!({"b": "2"}));
    }
}
