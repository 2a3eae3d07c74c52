//! Bodies of the form `a=1&b=2`.

use serde::Serialize;
use serde_json::Value;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use crate::request::encode::{encode as encoded, push_pair};
use crate::request::param;
use crate::request::style::{self, Tree};

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

/// How a field of a form is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldStyle {
    /// Scalars as text, the name repeated for each item of a list, objects as JSON.
    Content,
    /// One JSON text.
    Json,
    /// Style `form`, exploded: `a=1&a=2`; the properties of an object are fields.
    Exploded,
    /// Style `form`, not exploded: `a=1,2`.
    Comma,
    /// Style `spaceDelimited`, not exploded: `a=1%202`.
    Space,
    /// Style `pipeDelimited`, not exploded: `a=1%7C2`.
    Pipe,
    /// Style `deepObject`: `a[b]=1`, to any depth.
    DeepObject,
}

/// Characters of a value that are encoded even if reserved ones are allowed: those that end the value or have another meaning.
const UNRESERVED: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'&')
    .add(b'+')
    .add(b'<')
    .add(b'>')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// A value encoded; reserved characters of RFC 3986 are unchanged if they are allowed. A percent-encoded triple stays one then.
fn text(value: &str, allow_reserved: bool) -> String {
    if !allow_reserved {
        return encoded(value).to_string();
    }
    let mut out = String::with_capacity(value.len());
    for (n, piece) in value.split('%').enumerate() {
        if n > 0 {
            let is_escape =
                piece.len() >= 2 && piece.bytes().take(2).all(|byte| byte.is_ascii_hexdigit());
            out.push_str(if is_escape { "%" } else { "%25" });
        }
        out.extend(utf8_percent_encode(piece, UNRESERVED));
    }
    out
}

/// The pairs of a field whose name is repeated.
pub(crate) fn repeated(name: &str, values: &[String]) -> String {
    let mut out = String::new();
    for value in values {
        push_pair(&mut out, name, value);
    }
    out
}

/// The pairs of a field; empty for null, an empty list and an object without properties.
pub(crate) fn field(name: &str, style: FieldStyle, allow_reserved: bool, value: &Value) -> String {
    let shown = |value: &Value| text(&param::plain(value), allow_reserved);
    let pair = |name: &str, value: &Value| format!("{}={}", encoded(name), shown(value));
    let given = |items: &[Value]| -> Vec<Value> {
        items.iter().filter(|it| !it.is_null()).cloned().collect()
    };
    let pairs: Vec<String> = match (style, value) {
        (_, Value::Null) => Vec::new(),
        (FieldStyle::Json, value) => vec![format!(
            "{}={}",
            encoded(name),
            text(&value.to_string(), allow_reserved)
        )],
        (FieldStyle::DeepObject, value) if is_deep(value) => {
            let mut pairs = Vec::new();
            if let Ok(tree) = Tree::of(value) {
                style::deep_pairs(name, &tree, &mut |name, value| {
                    let value = text(&value.text(), allow_reserved);
                    pairs.push(format!("{}={value}", encoded(name)));
                });
            }
            pairs
        }
        (FieldStyle::Exploded, Value::Object(members)) => members
            .iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(key, value)| pair(key, value))
            .collect(),
        (FieldStyle::Comma | FieldStyle::Space | FieldStyle::Pipe, Value::Object(members)) => {
            let items = members.iter().filter(|(_, value)| !value.is_null());
            let items = items.flat_map(|(key, value)| [encoded(key).to_string(), shown(value)]);
            joined(name, style, &items.collect::<Vec<_>>())
        }
        (FieldStyle::Comma | FieldStyle::Space | FieldStyle::Pipe, Value::Array(items)) => joined(
            name,
            style,
            &given(items).iter().map(shown).collect::<Vec<_>>(),
        ),
        (_, Value::Array(items)) => given(items).iter().map(|item| pair(name, item)).collect(),
        (_, value) => vec![pair(name, value)],
    };
    pairs.join("&")
}

/// Whether a value is an object, or a list with one.
fn is_deep(value: &Value) -> bool {
    match value {
        Value::Object(_) => true,
        Value::Array(items) => items.iter().any(|it| it.is_object() || it.is_array()),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

/// One pair with all items, which are encoded.
fn joined(name: &str, style: FieldStyle, items: &[String]) -> Vec<String> {
    let separator = match style {
        FieldStyle::Space => "%20",
        FieldStyle::Pipe => "%7C",
        FieldStyle::Content
        | FieldStyle::Json
        | FieldStyle::Exploded
        | FieldStyle::Comma
        | FieldStyle::DeepObject => ",",
    };
    if items.is_empty() {
        return Vec::new();
    }
    vec![format!("{}={}", encoded(name), items.join(separator))]
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

    #[test]
    fn fields_follow_their_style() {
        use FieldStyle::{Comma, Content, DeepObject, Exploded, Json, Pipe, Space};
        let list = json!(["x y", "b,c", null, 1]);
        let object = json!({"b": true, "k": "x y", "n": null});
        let deep = json!({"k": {"l": [1, 2]}});
        let cases = [
            (Content, json!("x y"), "a=x%20y"),
            (Content, list.clone(), "a=x%20y&a=b%2Cc&a=1"),
            (Content, json!({"k": 1}), "a=%7B%22k%22%3A1%7D"),
            (Content, json!([{"k": 1}]), "a=%7B%22k%22%3A1%7D"),
            (Content, json!(null), ""),
            (Json, json!([1, 2]), "a=%5B1%2C2%5D"),
            (Exploded, list.clone(), "a=x%20y&a=b%2Cc&a=1"),
            (Exploded, object.clone(), "b=true&k=x%20y"),
            (Comma, list.clone(), "a=x%20y,b%2Cc,1"),
            (Comma, object.clone(), "a=b,true,k,x%20y"),
            (Comma, json!([]), ""),
            (Space, list.clone(), "a=x%20y%20b%2Cc%201"),
            (Space, object.clone(), "a=b%20true%20k%20x%20y"),
            (Pipe, list, "a=x%20y%7Cb%2Cc%7C1"),
            (Pipe, object, "a=b%7Ctrue%7Ck%7Cx%20y"),
            (
                DeepObject,
                deep,
                "a%5Bk%5D%5Bl%5D%5B0%5D=1&a%5Bk%5D%5Bl%5D%5B1%5D=2",
            ),
            (DeepObject, json!(["x", "y"]), "a=x&a=y"),
        ];
        for (style, value, expected) in cases {
            let written = field("a", style, false, &value);
            assert_eq!(written, expected, "{style:?} of {value}");
        }
    }

    #[test]
    fn reserved_characters_stay_where_they_are_allowed() {
        let value = json!("https://x.example/p?q=1&r#s+t 50% %2F");
        assert_eq!(
            field("a", FieldStyle::Exploded, true, &value),
            "a=https://x.example/p?q=1%26r%23s%2Bt%2050%25%20%2F"
        );
    }
}
