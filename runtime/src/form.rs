//! Bodies of the form `a=1&b=2`.

use serde::Serialize;
use serde_json::Value;

use crate::encode::push_pair;

/// The media type of such bodies.
pub(crate) const MEDIA_TYPE: &str = "application/x-www-form-urlencoded";

/// Encodes a struct, a map or a list of pairs.
pub(crate) fn encode(fields: &(impl Serialize + ?Sized)) -> Result<String, String> {
    let mut out = String::new();
    match serde_json::to_value(fields).map_err(|error| error.to_string())? {
        Value::Object(object) => {
            for (name, value) in &object {
                push(&mut out, name, value);
            }
        }
        Value::Array(pairs) => {
            for pair in &pairs {
                match pair.as_array().map(Vec::as_slice) {
                    Some([Value::String(name), value]) => push(&mut out, name, value),
                    _ => {
                        return Err(
                            "a list of fields holds something that is not a pair".to_owned()
                        );
                    }
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            return Err("it has no fields".to_owned());
        }
    }
    Ok(out)
}

fn push(out: &mut String, name: &str, value: &Value) {
    match value {
        Value::Null => {}
        Value::String(text) => push_pair(out, name, text),
        Value::Array(items) => items.iter().for_each(|item| push(out, name, item)),
        Value::Bool(_) | Value::Number(_) | Value::Object(_) => {
            push_pair(out, name, &value.to_string());
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn fields_are_encoded() {
        let fields = json!({"a": "x y&", "b": [1, true], "c": null, "d": {"e": 1}});
        assert_eq!(
            encode(&fields).unwrap(),
            "a=x%20y%26&b=1&b=true&d=%7B%22e%22%3A1%7D"
        );
        assert_eq!(encode(&[("a", "1"), ("a", "2")]).unwrap(), "a=1&a=2");
        assert!(encode(&7).is_err());
        assert!(encode(&[7]).is_err());
    }
}
