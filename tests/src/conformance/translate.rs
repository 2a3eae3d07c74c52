//! Schemas of OpenAPI 3.0 as JSON Schema 2020-12, for the crate `jsonschema`.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use jsonschema::Validator;
use serde_json::{Map, Value, json};

use super::document::{Document, decoded, reference};

/// Marks the definition of a union without its branches, for the branches that extend it.
const BASE: &str = "base:";

/// Keys that mean the same in both languages.
const SAME: &[&str] = &[
    "maxItems",
    "maxLength",
    "maxProperties",
    "minItems",
    "minLength",
    "minProperties",
    "multipleOf",
    "uniqueItems",
];

/// A validator of a schema of the document.
///
/// # Errors
/// If the schema is not valid.
pub fn validator(document: &Document, schema: &Value) -> Result<Validator, String> {
    let mut definitions = Map::new();
    for pointer in document.reachable(schema) {
        let target = document.root().pointer(&decoded(&pointer));
        let Some(target) = target else {
            continue;
        };
        if document.is_extended_by_branch(&pointer) {
            let mut base = target.clone();
            if let Some(members) = base.as_object_mut() {
                members.remove("oneOf");
                members.remove("anyOf");
            }
            definitions.insert(format!("{BASE}{pointer}"), translated(document, &base));
        }
        definitions.insert(pointer, translated(document, target));
    }
    let root = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$defs": definitions,
        "allOf": [translated(document, schema)],
    });
    let mut options = jsonschema::options();
    options = options.should_validate_formats(false);
    options.build(&root).map_err(|error| error.to_string())
}

/// A schema of OpenAPI 3.0 as one of JSON Schema.
fn translated(document: &Document, schema: &Value) -> Value {
    if let Some(pointer) = reference(schema) {
        return referring("", pointer);
    }
    let Value::Object(members) = schema else {
        return Value::Bool(true);
    };
    let mut out = Map::new();
    for key in SAME {
        if let Some(value) = members.get(*key).filter(|it| !it.is_null()) {
            out.insert((*key).to_owned(), value.clone());
        }
    }
    for (bound, exclusive) in [
        ("minimum", "exclusiveMinimum"),
        ("maximum", "exclusiveMaximum"),
    ] {
        if let Some(value) = members.get(bound).filter(|it| it.is_number()) {
            let is_exclusive = members.get(exclusive) == Some(&Value::Bool(true));
            let key = if is_exclusive { exclusive } else { bound };
            out.insert(key.to_owned(), value.clone());
        }
    }
    if let Some(pattern) = members.get("pattern").filter(|pattern| is_pattern(pattern)) {
        out.insert("pattern".to_owned(), pattern.clone());
    }
    if let Some(required) = members.get("required").filter(|it| it.is_array()) {
        out.insert("required".to_owned(), required.clone());
    }
    if let Some(Value::Object(properties)) = members.get("properties") {
        let properties = properties
            .iter()
            .map(|(name, it)| (name.clone(), translated(document, it)));
        out.insert("properties".to_owned(), properties.collect());
    }
    for key in ["additionalProperties", "items", "not"] {
        match members.get(key) {
            Some(inner @ Value::Object(_)) => {
                out.insert(key.to_owned(), translated(document, inner));
            }
            Some(Value::Bool(value)) => {
                out.insert(key.to_owned(), Value::Bool(*value));
            }
            _ => {}
        }
    }
    for key in ["oneOf", "anyOf", "allOf"] {
        let Some(Value::Array(parts)) = members.get(key) else {
            continue;
        };
        let parts = parts.iter().map(|part| match reference(part) {
            Some(pointer) if key == "allOf" && document.is_extended_by_branch(pointer) => {
                referring(BASE, pointer)
            }
            _ => translated(document, part),
        });
        let parts: Vec<Value> = parts.collect();
        // A discriminator decides, so the branches may overlap.
        let is_decided = key == "oneOf" && members.contains_key("discriminator");
        let is_free = !members.contains_key("anyOf");
        let key = if is_decided && is_free { "anyOf" } else { key };
        if !parts.is_empty() {
            out.insert(key.to_owned(), parts.into());
        }
    }
    typed(members, out)
}

/// Adds the type and the values. Null is a value of a nullable schema, with or without a type, and whatever the enum lists:
/// documents rely on it.
fn typed(members: &Map<String, Value>, mut out: Map<String, Value>) -> Value {
    let is_nullable = members.get("nullable") == Some(&Value::Bool(true));
    if let Some(kind @ Value::String(_)) = members.get("type") {
        out.insert("type".to_owned(), kind.clone());
    }
    match members.get("enum") {
        Some(Value::Array(values)) if !values.is_empty() => {
            out.insert("enum".to_owned(), values.clone().into());
        }
        _ => {}
    }
    if is_nullable {
        json!({ "anyOf": [{ "type": "null" }, out] })
    } else {
        out.into()
    }
}

fn referring(mark: &str, pointer: &str) -> Value {
    let key = format!("{mark}{pointer}");
    let key = key.replace('~', "~0").replace('/', "~1");
    let key: String = key.bytes().fold(String::new(), |mut text, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~:".contains(&byte) {
            text.push(char::from(byte));
        } else {
            let _ = write!(text, "%{byte:02X}");
        }
        text
    });
    json!({ "$ref": format!("#/$defs/{key}") })
}

/// Whether the validator takes a pattern; some documents have patterns of other languages.
fn is_pattern(pattern: &Value) -> bool {
    pattern.is_string() && jsonschema::validator_for(&json!({ "pattern": pattern })).is_ok()
}

/// Validators by the text of their schemas.
#[derive(Debug)]
pub struct Validators<'d> {
    document: &'d Document,
    known: BTreeMap<String, Result<Validator, String>>,
}

impl<'d> Validators<'d> {
    /// No validators yet.
    pub fn new(document: &'d Document) -> Self {
        Self {
            document,
            known: BTreeMap::new(),
        }
    }

    /// Validates a value against a schema; the first error, where there is one.
    ///
    /// # Errors
    /// If the value is not valid, or the schema is not.
    pub fn check(&mut self, schema: &Value, value: &Value) -> Result<(), String> {
        let validator = self
            .known
            .entry(schema.to_string())
            .or_insert_with(|| validator(self.document, schema));
        let validator = validator
            .as_ref()
            .map_err(|error| format!("invalid schema: {error}"))?;
        validator.validate(value).map_err(|error| {
            let text: String = error.to_string().chars().take(200).collect();
            format!("{text} at `{}`", error.instance_path())
        })
    }
}
