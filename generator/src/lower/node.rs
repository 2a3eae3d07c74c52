//! Taking one node over into the `openapiv3` type of its kind.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use openapiv3::{AnySchema, SchemaData};

use super::LowerCx;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::spec_path::SpecPath;

/// The form of a kind of node.
pub(super) struct Form {
    /// What the node is called in a message.
    pub(super) name: &'static str,
    /// The keys that OpenAPI 3.0 gives it, besides `x-…`.
    pub(super) keys: &'static [&'static str],
    /// The keys that hold nodes with a form of their own, which are not taken over with this one.
    pub(super) children: &'static [(&'static str, Children)],
    /// The smallest node of the form, as JSON.
    pub(super) smallest: &'static str,
    /// What stands in for a key that is due but missing, where its absence harms nobody.
    pub(super) defaults: &'static [(&'static str, &'static str)],
}

/// How the nodes below a key are arranged.
#[derive(Clone, Copy)]
pub(super) enum Children {
    One,
    Each,
    /// Several under names, each a media type whose `schema` and `examples` are nodes of their own.
    Contents,
    /// A value of any form, read from the tree where it is needed.
    Raw,
}

pub(super) const SCHEMA: Form = Form {
    name: "schema",
    keys: &[
        "title",
        "multipleOf",
        "maximum",
        "exclusiveMaximum",
        "minimum",
        "exclusiveMinimum",
        "maxLength",
        "minLength",
        "pattern",
        "maxItems",
        "minItems",
        "uniqueItems",
        "maxProperties",
        "minProperties",
        "required",
        "enum",
        "type",
        "allOf",
        "oneOf",
        "anyOf",
        "not",
        "items",
        "properties",
        "additionalProperties",
        "description",
        "format",
        "default",
        "nullable",
        "discriminator",
        "readOnly",
        "writeOnly",
        "xml",
        "externalDocs",
        "example",
        "deprecated",
    ],
    children: &[
        ("allOf", Children::Each),
        ("oneOf", Children::Each),
        ("anyOf", Children::Each),
        ("not", Children::One),
        ("items", Children::One),
        ("properties", Children::Each),
        ("additionalProperties", Children::One),
        ("example", Children::Raw),
        ("default", Children::Raw),
    ],
    smallest: "{}",
    defaults: &[],
};

/// The keys of a schema that [`SchemaData`] has; all others are those of [`AnySchema`].
const SCHEMA_WORDS: &[&str] = &[
    "title",
    "description",
    "nullable",
    "readOnly",
    "writeOnly",
    "deprecated",
    "externalDocs",
    "discriminator",
];

pub(super) const OPERATION: Form = Form {
    name: "operation",
    keys: &[
        "tags",
        "summary",
        "description",
        "externalDocs",
        "operationId",
        "parameters",
        "requestBody",
        "responses",
        "callbacks",
        "deprecated",
        "security",
        "servers",
    ],
    children: &[
        ("parameters", Children::Each),
        ("requestBody", Children::One),
        ("responses", Children::Each),
        ("callbacks", Children::Raw),
    ],
    smallest: r#"{"responses": {}}"#,
    defaults: &[("responses", "{}")],
};

pub(super) const PARAMETER: Form = Form {
    name: "parameter",
    keys: &[
        "name",
        "in",
        "description",
        "required",
        "deprecated",
        "allowEmptyValue",
        "style",
        "explode",
        "allowReserved",
        "schema",
        "example",
        "examples",
        "content",
    ],
    children: &[
        ("schema", Children::One),
        ("content", Children::Contents),
        ("examples", Children::Each),
    ],
    smallest: r#"{"name": "x", "in": "query", "schema": {"$ref": ""}}"#,
    defaults: &[],
};

pub(super) const REQUEST_BODY: Form = Form {
    name: "request body",
    keys: &["description", "content", "required"],
    children: &[("content", Children::Contents)],
    smallest: r#"{"content": {}}"#,
    defaults: &[],
};

pub(super) const RESPONSE: Form = Form {
    name: "response",
    keys: &["description", "headers", "content", "links"],
    children: &[
        ("headers", Children::Each),
        ("content", Children::Contents),
        ("links", Children::Each),
    ],
    smallest: r#"{"description": ""}"#,
    defaults: &[("description", "\"\"")],
};

const MEDIA_TYPE_KEYS: &[&str] = &["schema", "example", "examples", "encoding"];

/// Keys whose value only documents: a bad one is left out with a warning.
const ANNOTATIONS: &[&str] = &[
    "title",
    "description",
    "summary",
    "example",
    "examples",
    "externalDocs",
    "deprecated",
    "default",
    "pattern",
    "multipleOf",
    "maximum",
    "minimum",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "maxLength",
    "minLength",
    "maxItems",
    "minItems",
    "uniqueItems",
    "maxProperties",
    "minProperties",
    "xml",
    "readOnly",
    "writeOnly",
    "links",
    "callbacks",
    "servers",
    "allowReserved",
    "allowEmptyValue",
    "format",
];

impl LowerCx<'_> {
    /// Takes the node over; what does not fit its form is reported and left out.
    pub(super) fn take<T: DeserializeOwned>(
        &mut self,
        node: &Value,
        at: &SpecPath,
        form: &Form,
    ) -> Option<T> {
        let members = self.members(node, at, form)?;
        self.read(shallow(members, form), at, form)
    }

    /// The members of a node, whose keys are looked at.
    fn members<'n>(
        &mut self,
        node: &'n Value,
        at: &SpecPath,
        form: &Form,
    ) -> Option<&'n Map<String, Value>> {
        let Value::Object(members) = node else {
            let message = format!(
                "{} {} is due here, not {}",
                article(form.name),
                form.name,
                describe(node)
            );
            self.report(
                Diagnostic::error(Code::InvalidNode, at, message).help("write it as a mapping"),
            );
            return None;
        };
        self.check_keys(members, at, form);
        Some(members)
    }

    /// Takes over a node whose children have been replaced.
    fn read<T: DeserializeOwned>(
        &mut self,
        shallow: Map<String, Value>,
        at: &SpecPath,
        form: &Form,
    ) -> Option<T> {
        let mut shallow = Value::Object(shallow);
        loop {
            let error = match T::deserialize(&shallow) {
                Ok(taken) => return Some(taken),
                Err(error) => error,
            };
            let Some(key) = culprit::<T>(&shallow, form) else {
                let message = format!(
                    "the {} does not have the form it should: {error}",
                    form.name
                );
                self.report(Diagnostic::error(Code::InvalidNode, at, message));
                return None;
            };
            let severity = if ANNOTATIONS.contains(&key.as_str()) {
                Severity::Warning
            } else {
                Severity::Error
            };
            let message = format!(
                "`{key}` of this {} does not have the form it should: {}",
                form.name,
                plain(&error)
            );
            let mut diagnostic = Diagnostic::error(Code::InvalidNode, &at.key(&key), message);
            diagnostic.severity = severity;
            self.report(match (key.as_str(), &shallow["type"]) {
                ("type", Value::Array(_)) => {
                    diagnostic.help("a list of types is OpenAPI 3.1; in 3.0 write one type, and `nullable: true` for `null`")
                }
                _ => diagnostic.help("write it in that form, or remove the key"),
            });
            if let Value::Object(members) = &mut shallow {
                members.shift_remove(&key);
            }
        }
    }

    /// Takes a schema over. `openapiv3` sorts schemas into kinds by a guess at their type; [`AnySchema`] is the same
    /// without the guess.
    pub(super) fn take_schema(
        &mut self,
        node: &Value,
        at: &SpecPath,
    ) -> Option<(SchemaData, AnySchema)> {
        let members = self.members(node, at, &SCHEMA)?;
        let is_word = |key: &str| SCHEMA_WORDS.contains(&key);
        let (words, rest) = shallow(members, &SCHEMA)
            .into_iter()
            .partition(|(key, _)| is_word(key));
        let any = self.read(rest, at, &SCHEMA)?;
        let data = self.read(words, at, &SCHEMA)?;
        Some((data, any))
    }

    /// Reports the keys that nobody reads.
    fn check_keys(&mut self, members: &Map<String, Value>, at: &SpecPath, form: &Form) {
        let is_known = |key: &str, keys: &[&str]| key.starts_with("x-") || keys.contains(&key);
        for (key, value) in members {
            if !is_known(key, form.keys) {
                self.unknown_key(key, &at.key(key), form.name);
            }
            let contents = form
                .children
                .iter()
                .any(|(child, how)| child == key && matches!(how, Children::Contents));
            if contents && let Value::Object(contents) = value {
                for (media, content) in contents {
                    for key in content.as_object().into_iter().flat_map(Map::keys) {
                        if !is_known(key, MEDIA_TYPE_KEYS) {
                            self.unknown_key(key, &at.keys(["content", media, key]), "media type");
                        }
                    }
                }
            }
        }
    }

    fn unknown_key(&mut self, key: &str, at: &SpecPath, form: &str) {
        let message = format!(
            "OpenAPI 3.0 gives {} {form} no key `{key}`; it is not read",
            article(form)
        );
        let help = "remove it, or move it to where it belongs; a key of one's own starts with `x-`";
        self.report(Diagnostic::warning(Code::UnknownKey, at, message).help(help));
    }
}

/// The node with its children replaced by references, which every `openapiv3` type accepts in their place.
fn shallow(members: &Map<String, Value>, form: &Form) -> Map<String, Value> {
    let mut shallow = Map::new();
    for (key, value) in members.iter().filter(|(key, _)| !key.starts_with("x-")) {
        let children = form
            .children
            .iter()
            .find(|(child, _)| child == key)
            .map(|(_, how)| *how);
        let value = match children {
            None => value.clone(),
            Some(Children::One) => stand_in(value),
            Some(Children::Each) => each(value, stand_in),
            Some(Children::Contents) => each(value, |_| json!({})),
            Some(Children::Raw) => continue,
        };
        shallow.insert(key.clone(), value);
    }
    for (key, default) in form.defaults {
        if !shallow.contains_key(*key) {
            shallow.insert(
                (*key).to_owned(),
                serde_json::from_str(default).unwrap_or_default(),
            );
        }
    }
    shallow
}

fn each(value: &Value, to: impl Fn(&Value) -> Value) -> Value {
    match value {
        Value::Object(members) => members
            .iter()
            .map(|(key, value)| (key.clone(), to(value)))
            .collect(),
        Value::Array(items) => items.iter().map(to).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
}

/// A mapping becomes a reference; anything else stays, as it is either meant (`additionalProperties: false`) or wrong.
fn stand_in(value: &Value) -> Value {
    match value {
        Value::Object(_) => json!({"$ref": ""}),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
            value.clone()
        }
    }
}

/// The key without which the node can be taken over, or which can't be taken over by itself.
fn culprit<T: DeserializeOwned>(node: &Value, form: &Form) -> Option<String> {
    let members = node.as_object()?;
    let without = |key: &str| {
        let mut rest = members.clone();
        rest.shift_remove(key);
        T::deserialize(&Value::Object(rest)).is_ok()
    };
    let smallest: Map<String, Value> = serde_json::from_str(form.smallest).unwrap_or_default();
    let alone = |key: &str, value: &Value| {
        let mut node = smallest.clone();
        node.insert(key.to_owned(), value.clone());
        T::deserialize(&Value::Object(node)).is_ok()
    };
    members
        .keys()
        .find(|key| without(key))
        .or_else(|| {
            members
                .iter()
                .find(|(key, value)| !alone(key, value))
                .map(|(key, _)| key)
        })
        .cloned()
}

/// The reader's message in the words of a document, without the place in a text that it never saw.
fn plain(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let text = text.split(" at line ").next().unwrap_or(&text);
    let words = [
        ("sequence", "list"),
        ("usize", "a whole number"),
        ("u64", "a whole number"),
        ("f64", "a number"),
        ("a map", "a mapping"),
        ("invalid type: map", "invalid type: mapping"),
    ];
    let mut text = words
        .iter()
        .fold(text.to_owned(), |text, (from, to)| text.replace(from, to));
    if let Some(at) = text.find("expected struct ") {
        text.truncate(at);
        text.push_str("expected a mapping");
    }
    text
}

fn article(word: &str) -> &'static str {
    if word.starts_with(['a', 'e', 'i', 'o', 'u']) {
        "an"
    } else {
        "a"
    }
}

fn describe(node: &Value) -> &'static str {
    match node {
        Value::Null => "nothing",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "a mapping",
    }
}
