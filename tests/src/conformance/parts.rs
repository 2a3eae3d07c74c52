//! Bodies of fields and parts. Properties with an encoding of their own are looked for by name alone.

use serde_json::{Map, Value};

use super::checker::{form_decoded, scalar};
use super::judge::difference;

/// Compares the body of a form.
///
/// # Errors
/// The first difference.
pub(super) fn check_form(
    text: &str,
    members: &Map<String, Value>,
    node: &Value,
) -> Result<(), String> {
    let pairs: Vec<(String, String)> = text
        .split('&')
        .filter(|it| !it.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (form_decoded(name), form_decoded(value))
        })
        .collect();
    for (name, value) in members {
        if node
            .pointer("/encoding")
            .and_then(|it| it.get(name))
            .is_some()
        {
            continue;
        }
        let has = |text: &str| {
            pairs
                .iter()
                .any(|(key, value)| key == name && value == text)
        };
        let is_sent = match value {
            Value::Array(items) if items.iter().all(|it| !it.is_object()) => {
                items.iter().all(|item| has(&scalar(item)))
            }
            // The specification has `form` for objects and JSON for lists of them; both readings are common.
            Value::Array(_) | Value::Object(_) => true,
            other => has(&scalar(other)),
        };
        if !is_sent {
            return Err(format!(
                "the field `{name}` with the value {value} is not in `{text}`"
            ));
        }
    }
    Ok(())
}

/// Compares a multipart body.
///
/// # Errors
/// The first difference.
pub(super) fn check_multipart(
    body: &[u8],
    content_type: &str,
    members: &Map<String, Value>,
) -> Result<(), String> {
    let boundary = content_type
        .split_once("boundary=")
        .ok_or("the content type has no boundary")?;
    let boundary = format!("--{}", boundary.1.trim_matches('"'));
    let text = String::from_utf8_lossy(body);
    let mut parts: Vec<(String, String)> = Vec::new();
    for part in text.split(boundary.as_str()).skip(1) {
        let Some((head, content)) = part.split_once("\r\n\r\n") else {
            continue;
        };
        let name = head
            .split_once("name=\"")
            .and_then(|(_, it)| it.split_once('"'));
        let (name, _) = name.ok_or("a part has no name")?;
        let content = content.strip_suffix("\r\n").unwrap_or(content);
        parts.push((name.to_owned(), content.to_owned()));
    }
    for (name, value) in members {
        let has = |value: &Value| {
            let mut parts = parts.iter().filter(|(key, _)| key == name);
            parts.any(|(_, text)| {
                let json = serde_json::from_str(text);
                *text == scalar(value)
                    || json.is_ok_and(|json| difference(value, &json, "").is_none())
            })
        };
        let is_sent = match value {
            Value::Array(items) => has(value) || items.iter().all(has),
            other => has(other),
        };
        if !is_sent {
            return Err(format!("no part `{name}` has the value {value}"));
        }
    }
    Ok(())
}
