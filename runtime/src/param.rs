//! Values of parameters as text, where displaying them does not do.

use std::fmt::{self, Display, Write};

use serde::Serialize;
use serde_json::Value;

/// A value as text. One that could not be encoded fails to display, which makes a fault of the call that it is given to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text(Option<String>);

impl Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Some(text) => f.write_str(text),
            None => Err(fmt::Error),
        }
    }
}

/// A value as it stands in a URL or header: a string as it is, null as nothing, everything else as JSON.
pub fn text<T: Serialize + ?Sized>(value: &T) -> Text {
    Text(serde_json::to_value(value).ok().map(|value| plain(&value)))
}

/// The same of what is JSON already.
pub(crate) fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => value.to_string(),
    }
}

/// A value as JSON.
pub fn json<T: Serialize + ?Sized>(value: &T) -> Text {
    Text(serde_json::to_string(value).ok())
}

/// The properties of an object, each as [`text`]; those that are null are left out, as nothing stands for them in a URL.
/// An object that can't be encoded, or is none, gives one that can't be displayed.
pub fn pairs<T: Serialize + ?Sized>(value: &T) -> Vec<(String, Text)> {
    match serde_json::to_value(value) {
        Ok(Value::Object(members)) => members
            .into_iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(name, value)| (name, text(&value)))
            .collect(),
        Ok(_) | Err(_) => vec![(String::new(), Text(None))],
    }
}

/// The properties of an object as a list of name, value, name, value; what [`pairs`] leaves out is not in it.
pub fn flat<T: Serialize + ?Sized>(value: &T) -> Vec<Text> {
    let name = |name: String| Text(Some(name));
    pairs(value)
        .into_iter()
        .flat_map(|(key, value)| [name(key), value])
        .collect()
}

/// Whether a value is written as several pairs where it goes to any depth: an object, or a list with more than scalars in it.
pub(crate) fn is_deep(value: &Value) -> bool {
    match value {
        Value::Object(_) => true,
        Value::Array(items) => items.iter().any(|item| item.is_object() || item.is_array()),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

/// The values in an object or list, each under `name[key]`, to any depth; nulls are left out.
pub(crate) fn deep_pairs(name: &str, value: &Value, pairs: &mut Vec<(String, String)>) {
    match value {
        Value::Null => {}
        Value::Object(members) => {
            for (key, value) in members {
                deep_pairs(&format!("{name}[{key}]"), value, pairs);
            }
        }
        Value::Array(items) => {
            for (n, value) in items.iter().enumerate() {
                deep_pairs(&format!("{name}[{n}]"), value, pairs);
            }
        }
        Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            // What is JSON already can be written.
            pairs.push((name.to_owned(), text(value).0.unwrap_or_default()));
        }
    }
}

/// Items with commas between them, as a header holds a list.
pub fn list(items: impl IntoIterator<Item: Display>) -> Text {
    let mut list = String::new();
    for (n, item) in items.into_iter().enumerate() {
        let comma = if n == 0 { "" } else { "," };
        if write!(list, "{comma}{item}").is_err() {
            return Text(None);
        }
    }
    Text(Some(list))
}

/// A value as it displays itself, or nothing where it fails to.
pub(crate) fn shown(value: impl Display) -> Option<String> {
    let mut text = String::new();
    write!(text, "{value}").ok().map(|()| text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn values_become_text() {
        let is = |text: Text, expected: &str| assert_eq!(shown(text).as_deref(), Some(expected));
        is(text("a b"), "a b");
        is(text(&json!("a")), "a");
        is(text(&json!(1.5)), "1.5");
        is(text(&json!(null)), "");
        is(text(&json!([1, "a"])), r#"[1,"a"]"#);
        is(json(&json!("a")), r#""a""#);
        is(list(["a", "b"]), "a,b");
        is(list(flat(&json!({"b": "x", "g": null, "r": 1}))), "b,x,r,1");
        is(list([0u8; 0]), "");
    }

    #[test]
    fn objects_become_deep_pairs() {
        let mut pairs = Vec::new();
        deep_pairs(
            "m",
            &json!({"a": {"b": 1}, "c": ["x", null], "d": null}),
            &mut pairs,
        );
        let pairs: Vec<String> = pairs
            .into_iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        assert_eq!(pairs, ["m[a][b]=1", "m[c][0]=x"]);
    }

    #[test]
    fn objects_become_pairs() {
        let object = json!({"a": 1, "b": null, "c": ["x"]});
        let shown = |value: &serde_json::Value| -> Vec<(String, Option<String>)> {
            let pairs = pairs(value).into_iter();
            pairs.map(|(name, text)| (name, shown(text))).collect()
        };
        let expected = [
            ("a".to_owned(), Some("1".to_owned())),
            ("c".to_owned(), Some(r#"["x"]"#.to_owned())),
        ];
        assert_eq!(shown(&object), expected);
        assert_eq!(
            shown(&json!(1)),
            [(String::new(), None)],
            "it has no properties"
        );
    }

    #[test]
    fn what_can_not_be_encoded_has_no_text() {
        // A key of an object has to be text.
        let value = std::collections::BTreeMap::from([((1, 2), 3)]);
        assert_eq!(shown(text(&value)), None);
        assert_eq!(shown(json(&value)), None);
        assert_eq!(shown(list([text(&1), text(&value)])), None);
        assert!(
            pairs(&value)
                .into_iter()
                .all(|(_, text)| shown(text).is_none())
        );
    }
}
