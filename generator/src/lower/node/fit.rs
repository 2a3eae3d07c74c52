//! Fitting a value to the type that the table gives its key.

use serde_json::{Number, Value, json};

use crate::openapi::{NodeKind, ValueType};

impl ValueType {
    /// Returns whether a value is of the type.
    pub(in crate::lower) fn accepts(self, value: &Value) -> bool {
        match self {
            Self::Nodes(_) => value.is_array(),
            Self::NamedNodes(_) | Self::Node(NodeKind::Responses) => value.is_object(),
            Self::Any => true,
            Self::Text
            | Self::Flag
            | Self::Number
            | Self::Count
            | Self::Texts
            | Self::Values
            | Self::TextMap
            | Self::Node(_)
            | Self::NodeOrFlag(_) => matches!(self.fit(value), Fit::As(_)),
        }
    }

    /// The value as `openapiv3` reads it. Nodes that may be references become one, so that they are read by themselves.
    pub(in crate::lower) fn fit(self, value: &Value) -> Fit {
        match self {
            Self::Text => text(value),
            Self::Number => number(value),
            Self::Count => count(value),
            Self::Texts => texts(value),
            Self::Values | Self::Nodes(_) if value.is_array() => Fit::As(value.clone()),
            Self::TextMap if value.is_object() => Fit::As(value.clone()),
            Self::Node(kind) | Self::NodeOrFlag(kind) if value.is_object() => {
                Fit::As(if kind.is_referable() {
                    stand_in()
                } else {
                    value.clone()
                })
            }
            Self::Flag | Self::NodeOrFlag(_) => flag(value),
            Self::Values
            | Self::TextMap
            | Self::Node(_)
            | Self::Nodes(_)
            | Self::NamedNodes(_)
            | Self::Any => Fit::Wrong,
        }
    }
}

/// The result of fitting a value to a type.
pub(in crate::lower) enum Fit {
    As(Value),
    /// It is written otherwise, but can only mean this.
    Means(Value),
    Wrong,
}

/// A reference, which every `openapiv3` type accepts in place of a child.
pub(in crate::lower) fn stand_in() -> Value {
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
    /// Beyond this, numbers that are not whole ones by their writing have lost some digits.
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
