//! Values of parameters as text, for types whose `Display` is not used.

use std::fmt::{self, Display, Write};

use serde::Serialize;
use serde_json::Value;

/// A value as text. One that could not be encoded fails to display, which becomes an error of the call.
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

/// Returns the text of a value in a URL or header: a string as it is, null as nothing, everything else as JSON.
pub fn text<T: Serialize + ?Sized>(value: &T) -> Text {
    Text(serde_json::to_value(value).ok().map(|value| plain(&value)))
}

/// The text of a JSON value.
pub(crate) fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => value.to_string(),
    }
}

/// Returns a value as JSON.
pub fn json<T: Serialize + ?Sized>(value: &T) -> Text {
    Text(serde_json::to_string(value).ok())
}

/// Comma-separated items, as a header holds a list.
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

/// A value as `Display` writes it, or nothing if that fails.
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
        is(list([0u8; 0]), "");
    }

    #[test]
    fn unencodable_values_fail_to_display() {
        // A key of an object must be a string.
        let value = std::collections::BTreeMap::from([((1, 2), 3)]);
        assert_eq!(shown(text(&value)), None);
        assert_eq!(shown(json(&value)), None);
        assert_eq!(shown(list([text(&1), text(&value)])), None);
    }
}
