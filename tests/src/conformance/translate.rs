//! Schemas of a document as JSON Schema 2020-12, for the crate `jsonschema`.
//!
//! Those of OpenAPI 3.0 are translated. Those of 3.1 and 3.2 are taken as they are, but for references and a `nullable` left over.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use jsonschema::Validator;
use serde_json::{Map, Value, json};

use super::document::{Document, decoded};

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

/// Keys of JSON Schema 2020-12 that hold no schema.
const LATER: &[&str] = &[
    "const",
    "dependentRequired",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "maxContains",
    "maximum",
    "minContains",
    "minimum",
];

/// Keys with a schema.
const SCHEMAS: &[&str] = &["additionalProperties", "items", "not"];

/// The same, of JSON Schema 2020-12 alone.
const LATER_SCHEMAS: &[&str] = &[
    "contains",
    "else",
    "if",
    "propertyNames",
    "then",
    "unevaluatedItems",
    "unevaluatedProperties",
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

/// A schema of the document as one of JSON Schema.
fn translated(document: &Document, schema: &Value) -> Value {
    if let Some(pointer) = document.reference(schema) {
        return referring("", pointer);
    }
    let Value::Object(members) = schema else {
        return Value::Bool(*schema != Value::Bool(false));
    };
    let is_later = document.is_later();
    let mut out = Map::new();
    for key in SAME {
        if let Some(value) = members.get(*key).filter(|it| !it.is_null()) {
            out.insert((*key).to_owned(), value.clone());
        }
    }
    if is_later {
        later(document, schema, &mut out);
    } else {
        bounds(members, &mut out);
    }
    if let Some(pattern) = members.get("pattern").filter(|pattern| is_pattern(pattern)) {
        out.insert("pattern".to_owned(), pattern.clone());
    }
    if let Some(required) = members.get("required").filter(|it| it.is_array()) {
        out.insert("required".to_owned(), distinct(required));
    }
    named(document, schema, "properties", &mut out);
    let later = LATER_SCHEMAS.iter().filter(|_| is_later);
    for key in SCHEMAS.iter().chain(later) {
        match members.get(*key) {
            Some(inner @ Value::Object(_)) => {
                out.insert((*key).to_owned(), translated(document, inner));
            }
            Some(Value::Bool(value)) => {
                out.insert((*key).to_owned(), Value::Bool(*value));
            }
            _ => {}
        }
    }
    combined(document, members, &mut out);
    typed(members, out, is_later)
}

/// The items of a list, each once.
fn distinct(list: &Value) -> Value {
    let mut found: Vec<Value> = Vec::new();
    for item in list.as_array().into_iter().flatten() {
        if !found.contains(item) {
            found.push(item.clone());
        }
    }
    found.into()
}

/// Adds the bounds of OpenAPI 3.0.
fn bounds(members: &Map<String, Value>, out: &mut Map<String, Value>) {
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
}

/// Adds what only JSON Schema 2020-12 has.
fn later(document: &Document, schema: &Value, out: &mut Map<String, Value>) {
    for key in LATER {
        if let Some(value) = schema.get(*key) {
            out.insert((*key).to_owned(), value.clone());
        }
    }
    if let Some(pointer) = document.target(schema) {
        out.insert("allOf".to_owned(), json!([referring("", pointer)]));
    }
    named(document, schema, "dependentSchemas", out);
    named(document, schema, "patternProperties", out);
    if let Some(Value::Object(patterns)) = out.get_mut("patternProperties") {
        patterns.retain(|pattern, _| is_pattern(&json!(pattern)));
    }
}

/// Adds schemas by name.
fn named(document: &Document, schema: &Value, key: &str, out: &mut Map<String, Value>) {
    if let Some(Value::Object(schemas)) = schema.get(key) {
        let schemas = schemas
            .iter()
            .map(|(name, it)| (name.clone(), translated(document, it)));
        out.insert(key.to_owned(), schemas.collect());
    }
}

/// Adds lists of schemas.
fn combined(document: &Document, members: &Map<String, Value>, out: &mut Map<String, Value>) {
    let keys = ["oneOf", "anyOf", "allOf", "prefixItems"].into_iter();
    for key in keys.filter(|key| *key != "prefixItems" || document.is_later()) {
        let Some(Value::Array(parts)) = members.get(key) else {
            continue;
        };
        let parts = parts.iter().map(|part| match document.reference(part) {
            Some(pointer) if key == "allOf" && document.is_extended_by_branch(pointer) => {
                referring(BASE, pointer)
            }
            _ => translated(document, part),
        });
        let parts: Vec<Value> = parts.collect();
        // A discriminator decides; that the branches overlap is no matter then.
        let is_decided = key == "oneOf" && members.contains_key("discriminator");
        let is_free = !members.contains_key("anyOf");
        let key = if is_decided && is_free { "anyOf" } else { key };
        match out.get_mut(key) {
            Some(Value::Array(known)) => known.extend(parts),
            _ if parts.is_empty() => {}
            _ => {
                out.insert(key.to_owned(), parts.into());
            }
        }
    }
}

/// Adds the type and the values. Null is a value of a nullable schema, with or without a type, and whatever the enum lists:
/// documents mean it so.
fn typed(members: &Map<String, Value>, mut out: Map<String, Value>, is_later: bool) -> Value {
    let is_nullable = members.get("nullable") == Some(&Value::Bool(true));
    match members.get("type") {
        Some(kind @ Value::String(_)) => {
            out.insert("type".to_owned(), kind.clone());
        }
        Some(Value::Array(kinds)) if is_later => {
            // Without its quotes it is YAML's own null.
            let kinds = kinds.iter().map(|it| it.as_str().unwrap_or("null"));
            out.insert("type".to_owned(), kinds.collect());
        }
        _ => {}
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
