//! Values of parameters as text, where displaying them does not do.

use std::fmt::{Display, Write};

use serde::Serialize;
use serde_json::Value;

/// A value as it stands in a URL or header: a string as it is, null as nothing, everything else as JSON.
pub fn text<T: Serialize + ?Sized>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(Value::String(text)) => text,
        Ok(Value::Null) | Err(_) => String::new(),
        Ok(value) => value.to_string(),
    }
}

/// A value as JSON.
pub fn json<T: Serialize + ?Sized>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// The properties of an object, each as [`text`]; those that are null are left out, as nothing stands for them in a URL.
pub fn pairs<T: Serialize + ?Sized>(value: &T) -> Vec<(String, String)> {
    match serde_json::to_value(value) {
        Ok(Value::Object(members)) => members
            .into_iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(name, value)| (name, text(&value)))
            .collect(),
        Ok(_) | Err(_) => Vec::new(),
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
            pairs.push((name.to_owned(), text(value)));
        }
    }
}

/// Items with commas between them, as a header holds a list.
pub fn list(items: impl IntoIterator<Item: Display>) -> String {
    let mut list = String::new();
    for (n, item) in items.into_iter().enumerate() {
        let comma = if n == 0 { "" } else { "," };
        // Writing to a string can't fail.
        let _ = write!(list, "{comma}{item}");
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn values_become_text() {
        assert_eq!(text("a b"), "a b");
        assert_eq!(text(&json!("a")), "a");
        assert_eq!(text(&json!(1.5)), "1.5");
        assert_eq!(text(&json!(null)), "");
        assert_eq!(text(&json!([1, "a"])), r#"[1,"a"]"#);
        assert_eq!(json(&json!("a")), r#""a""#);
        assert_eq!(list(["a", "b"]), "a,b");
        assert_eq!(list([0u8; 0]), "");
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
        let expected = [
            ("a".to_owned(), "1".to_owned()),
            ("c".to_owned(), r#"["x"]"#.to_owned()),
        ];
        assert_eq!(pairs(&object), expected);
        assert!(pairs(&json!(1)).is_empty());
    }
}
