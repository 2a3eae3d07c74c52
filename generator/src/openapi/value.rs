//! The type of a key's value, and how to say that a value is not of it.

use serde_json::Value;

use super::NodeKind;

/// The type of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ValueType {
    Text,
    Flag,
    Number,
    /// A whole number, not below zero.
    Count,
    Texts,
    /// A list of anything.
    Values,
    /// A mapping from names to strings.
    TextMap,
    /// Any value.
    Any,
    Node(NodeKind),
    /// An object of the kind, or `true` or `false`.
    NodeOrFlag(NodeKind),
    /// A list of objects.
    Nodes(NodeKind),
    /// A mapping from names to objects.
    NamedNodes(NodeKind),
}

impl ValueType {
    /// The kind of the node that is the value.
    pub(crate) fn kind(self) -> NodeKind {
        match self {
            Self::Node(kind) | Self::NodeOrFlag(kind) => kind,
            Self::Nodes(kind) => NodeKind::list(kind),
            Self::NamedNodes(kind) => NodeKind::map(kind),
            Self::Text
            | Self::Flag
            | Self::Number
            | Self::Count
            | Self::Texts
            | Self::Values
            | Self::TextMap
            | Self::Any => NodeKind::Data,
        }
    }

    /// The type in words, with an article.
    pub(crate) fn describe(self) -> String {
        match self {
            Self::Text => "a string".to_owned(),
            Self::Flag => "`true` or `false`".to_owned(),
            Self::Number => "a number".to_owned(),
            Self::Count => "a non-negative integer".to_owned(),
            Self::Texts => "a list of strings".to_owned(),
            Self::Values | Self::Nodes(NodeKind::SecurityRequirement) => "a list".to_owned(),
            Self::TextMap => "a mapping from names to strings".to_owned(),
            Self::Any => "a value".to_owned(),
            Self::Node(NodeKind::Responses) => "a mapping from statuses to responses".to_owned(),
            Self::Node(kind) if kind.is_referable() => kind.to_string(),
            Self::Node(_) => "a mapping".to_owned(),
            Self::NodeOrFlag(kind) => format!("{kind}, `true` or `false`"),
            Self::Nodes(kind) => format!("a list of {}", plural(kind.name())),
            Self::NamedNodes(NodeKind::MediaType) => {
                "a mapping from media types to their schemas".to_owned()
            }
            Self::NamedNodes(kind) => format!("a mapping from names to {}", plural(kind.name())),
        }
    }

    /// How to write the value of `key`, which has another type.
    pub(crate) fn help(self, key: &str, instead: &Value) -> String {
        if let Some(meant) = self.evidently_meant(key, instead) {
            return format!("write `{meant}`");
        }
        match self {
            Self::Text => format!("write `{key}: \"…\"`"),
            Self::Flag => format!("write `{key}: true` or `{key}: false`"),
            Self::Number | Self::Count => {
                format!("give `{key}` {}, or remove it", self.describe())
            }
            Self::Texts => format!("write `{key}: [a, b]`"),
            Self::Nodes(NodeKind::SecurityRequirement) => {
                format!("write `{key}:` and below it `- name: []` for each scheme")
            }
            Self::Values => format!("write `{key}: […]`"),
            Self::Nodes(_) => format!("write `{key}:` and below it `- …` for each"),
            Self::Node(NodeKind::Responses) => format!("write `{key}:` and below it `'200':`"),
            Self::Node(_) | Self::NodeOrFlag(_) => {
                format!("write `{key}:` and below it its keys, indented")
            }
            Self::NamedNodes(NodeKind::MediaType) => {
                format!("write `{key}:` and below it `application/json:`")
            }
            Self::NamedNodes(_) | Self::TextMap => {
                format!("write `{key}:` and below it `name:` for each")
            }
            Self::Any => format!("write `{key}: …`"),
        }
    }

    /// Returns the probable meaning of a value of the wrong type, if it can be shown.
    fn evidently_meant(self, key: &str, instead: &Value) -> Option<String> {
        let list = |items: Vec<&str>| Some(format!("{key}: [{}]", items.join(", ")));
        let is_schema = matches!(
            self,
            Self::Node(NodeKind::Schema) | Self::NodeOrFlag(NodeKind::Schema)
        );
        match instead {
            Value::String(name) if is_schema && is_json_type(name) => {
                Some(format!("{key}: {{type: {name}}}"))
            }
            Value::Bool(true) if is_schema => Some(format!("{key}: {{}}")),
            Value::Array(_) if is_schema => Some(format!(
                "{key}: {{oneOf: […]}}` with that list, or one schema, for example `{key}: {{type: string}}"
            )),
            Value::String(text) if key == "enum" => list(text.split(',').map(str::trim).collect()),
            Value::Object(members) if key == "enum" => {
                list(members.keys().map(String::as_str).collect())
            }
            Value::Null
            | Value::Bool(_)
            | Value::Number(_)
            | Value::String(_)
            | Value::Array(_)
            | Value::Object(_) => None,
        }
    }
}

/// Returns whether a word names a type of JSON.
pub(crate) fn is_json_type(name: &str) -> bool {
    ["string", "number", "integer", "boolean", "array", "object"].contains(&name)
}

/// The type of a value, for a message.
pub(crate) fn describe(value: &Value) -> &'static str {
    match value {
        Value::Null => "nothing",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(items) if items.iter().any(Value::is_object) => "a list of mappings",
        Value::Array(items) if items.iter().any(|item| !item.is_string()) => {
            "a list of more than strings"
        }
        Value::Array(_) => "a list",
        Value::Object(_) => "a mapping",
    }
}

/// The same, with the value itself where it is short.
pub(crate) fn shown(value: &Value) -> String {
    const LONGEST: usize = 40;
    match value {
        Value::Number(_) => value.to_string(),
        Value::String(text) if text.len() <= LONGEST => format!("the string {value}"),
        Value::Null | Value::Bool(_) | Value::String(_) | Value::Array(_) | Value::Object(_) => {
            describe(value).to_owned()
        }
    }
}

pub(crate) fn article(word: &str) -> &'static str {
    if word.starts_with(['a', 'e', 'i', 'o', 'u']) {
        "an"
    } else {
        "a"
    }
}

fn plural(name: &str) -> String {
    match name.strip_suffix('y') {
        Some(stem) => format!("{stem}ies"),
        None => format!("{name}s"),
    }
}
