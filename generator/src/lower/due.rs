//! What the value of a key has to be, and what comes of one that is something else.

use serde_json::{Number, Value, json};

/// What is due as the value of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Due {
    Text,
    Flag,
    Number,
    /// A whole number, not below zero.
    Count,
    Texts,
    /// A list of anything.
    Values,
    /// A mapping that is no node of its own.
    Fields,
    /// A node of the kind.
    Node(&'static str),
    /// A node of the kind, or `true` or `false`.
    NodeOrFlag(&'static str),
    /// A list of nodes of the kind.
    Nodes(&'static str),
    /// Nodes of the kind under names.
    NamedNodes(&'static str),
    /// Media types under their names.
    Contents,
    /// Responses under their statuses, which are read from the tree.
    Responses,
    /// A value of any form, read from the tree where it is needed.
    Raw,
}

impl Due {
    /// What is due, for a message.
    pub(super) fn describe(self) -> String {
        match self {
            Self::Text => "a string".to_owned(),
            Self::Flag => "`true` or `false`".to_owned(),
            Self::Number => "a number".to_owned(),
            Self::Count => "a whole number from zero on".to_owned(),
            Self::Texts => "a list of strings".to_owned(),
            Self::Values => "a list".to_owned(),
            Self::Fields => "a mapping".to_owned(),
            Self::Node(kind) => format!("{} {kind}", article(kind)),
            Self::NodeOrFlag(kind) => format!("{} {kind}, `true` or `false`", article(kind)),
            Self::Nodes(kind) => format!("a list of {}", plural(kind)),
            Self::NamedNodes(kind) => format!("a mapping from names to {}", plural(kind)),
            Self::Contents => "a mapping from media types to their schemas".to_owned(),
            Self::Responses => "a mapping from statuses to responses".to_owned(),
            Self::Raw => "a value".to_owned(),
        }
    }

    /// How the value of `key` is written, which is something else.
    pub(super) fn help(self, key: &str, instead: &Value) -> String {
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
            Self::Values if key == "security" => {
                "write `security:` and below it `- name: []` for each scheme".to_owned()
            }
            Self::Values => format!("write `{key}: […]`"),
            Self::Nodes(_) => format!("write `{key}:` and below it `- …` for each"),
            Self::Fields | Self::Node(_) | Self::NodeOrFlag(_) => {
                format!("write `{key}:` and below it its keys, indented")
            }
            Self::NamedNodes(_) => format!("write `{key}:` and below it `name:` for each"),
            Self::Contents => format!("write `{key}:` and below it `application/json:`"),
            Self::Responses => format!("write `{key}:` and below it `'200':`"),
            Self::Raw => format!("write `{key}: …`"),
        }
    }

    /// What an author who wrote something else will have had in mind, where it can be shown.
    fn evidently_meant(self, key: &str, instead: &Value) -> Option<String> {
        let list = |items: Vec<&str>| Some(format!("{key}: [{}]", items.join(", ")));
        let is_schema = matches!(self, Self::Node("schema") | Self::NodeOrFlag("schema"));
        match instead {
            Value::String(name) if is_schema && super::scalar::is_type(name) => {
                Some(format!("{key}: {{type: {name}}}"))
            }
            Value::Bool(true) if is_schema => Some(format!("{key}: {{}}")),
            Value::Array(_) if is_schema => Some(format!(
                "{key}: {{oneOf: […]}}` with that list, or one schema, as `{key}: {{type: string}}"
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

    /// Whether a value is what is due.
    pub(super) fn accepts(self, value: &Value) -> bool {
        match self {
            Self::Nodes(_) => value.is_array(),
            Self::NamedNodes(_) | Self::Contents | Self::Responses => value.is_object(),
            Self::Raw => true,
            Self::Text
            | Self::Flag
            | Self::Number
            | Self::Count
            | Self::Texts
            | Self::Values
            | Self::Fields
            | Self::Node(_)
            | Self::NodeOrFlag(_) => matches!(self.fit(value), Fit::As(_)),
        }
    }

    /// The value of a simple key; none for those that hold nodes.
    pub(super) fn fit(self, value: &Value) -> Fit {
        match self {
            Self::Text => text(value),
            Self::Number => number(value),
            Self::Count => count(value),
            Self::Texts => texts(value),
            Self::Values if value.is_array() => Fit::As(value.clone()),
            Self::Fields if value.is_object() => Fit::As(value.clone()),
            Self::Node(_) | Self::NodeOrFlag(_) if value.is_object() => Fit::As(stand_in()),
            Self::Flag | Self::NodeOrFlag(_) => flag(value),
            Self::Values
            | Self::Fields
            | Self::Node(_)
            | Self::Nodes(_)
            | Self::NamedNodes(_)
            | Self::Contents
            | Self::Responses
            | Self::Raw => Fit::Wrong,
        }
    }
}

/// What a value comes to.
pub(super) enum Fit {
    As(Value),
    /// It is written otherwise, but can only mean this.
    Means(Value),
    Wrong,
}

/// A reference, which every `openapiv3` type accepts in place of a child.
pub(super) fn stand_in() -> Value {
    json!({"$ref": ""})
}

fn text(value: &Value) -> Fit {
    match value {
        Value::String(_) => Fit::As(value.clone()),
        Value::Number(_) | Value::Bool(_) => Fit::Means(Value::String(value.to_string())),
        Value::Null | Value::Array(_) | Value::Object(_) => Fit::Wrong,
    }
}

fn flag(value: &Value) -> Fit {
    match value {
        Value::Bool(_) => Fit::As(value.clone()),
        Value::String(text) => match text.trim().to_ascii_lowercase().as_str() {
            "true" | "yes" => Fit::Means(Value::Bool(true)),
            "false" | "no" => Fit::Means(Value::Bool(false)),
            _ => Fit::Wrong,
        },
        Value::Null | Value::Number(_) | Value::Array(_) | Value::Object(_) => Fit::Wrong,
    }
}

fn number(value: &Value) -> Fit {
    match value {
        Value::Number(_) => Fit::As(value.clone()),
        Value::String(text) => match text.trim().parse::<Number>() {
            Ok(number) => Fit::Means(Value::Number(number)),
            Err(_) => Fit::Wrong,
        },
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => Fit::Wrong,
    }
}

fn count(value: &Value) -> Fit {
    /// Beyond this, numbers that are no whole ones by their writing have lost some digits.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    match number(value) {
        Fit::As(Value::Number(number)) if number.is_u64() => Fit::As(Value::Number(number)),
        Fit::Means(Value::Number(number)) if number.is_u64() => Fit::Means(Value::Number(number)),
        Fit::As(Value::Number(number)) => match number.as_f64() {
            Some(float) if float.fract() == 0.0 && (0.0..EXACT).contains(&float) => {
                match format!("{float:.0}").parse::<Number>() {
                    Ok(whole) => Fit::As(Value::Number(whole)),
                    Err(_) => Fit::Wrong,
                }
            }
            _ => Fit::Wrong,
        },
        Fit::As(_) | Fit::Means(_) | Fit::Wrong => Fit::Wrong,
    }
}

fn texts(value: &Value) -> Fit {
    match value {
        Value::Array(items) if items.iter().all(Value::is_string) => Fit::As(value.clone()),
        Value::Array(items) => {
            let read = |item: &Value| match text(item) {
                Fit::As(text) | Fit::Means(text) => Some(text),
                Fit::Wrong => None,
            };
            match items.iter().map(read).collect() {
                Some(texts) => Fit::Means(Value::Array(texts)),
                None => Fit::Wrong,
            }
        }
        Value::String(text) => Fit::Means(json!([text])),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => Fit::Wrong,
    }
}

/// What a value is, for a message.
pub(super) fn describe(value: &Value) -> &'static str {
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
pub(super) fn shown(value: &Value) -> String {
    const LONGEST: usize = 40;
    match value {
        Value::Number(_) => value.to_string(),
        Value::String(text) if text.len() <= LONGEST => format!("the string {value}"),
        Value::Null | Value::Bool(_) | Value::String(_) | Value::Array(_) | Value::Object(_) => {
            describe(value).to_owned()
        }
    }
}

pub(super) fn article(word: &str) -> &'static str {
    if word.starts_with(['a', 'e', 'i', 'o', 'u']) {
        "an"
    } else {
        "a"
    }
}

fn plural(kind: &str) -> String {
    match kind.strip_suffix('y') {
        Some(stem) => format!("{stem}ies"),
        None => format!("{kind}s"),
    }
}
