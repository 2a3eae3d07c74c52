//! Bodies of fields and parts.

use serde_json::{Map, Value};

use super::checker::{Expected, form_decoded, scalar, styled, take};
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
    let pairs = text.split('&').filter(|it| !it.is_empty());
    let mut pairs: Vec<(String, &str)> = pairs
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (form_decoded(name), value)
        })
        .collect();
    for (name, value) in members {
        let encoding = node.get("encoding").and_then(|it| it.get(name));
        for expected in field(name, value, encoding) {
            if !take(&mut pairs, &expected) {
                return Err(format!(
                    "the field `{name}` with the value {value} is not in `{text}`"
                ));
            }
        }
    }
    match pairs.first() {
        Some((name, _)) => Err(format!("the form has `{name}`, which was not given")),
        None => Ok(()),
    }
}

/// What a field becomes: by a style of its `encoding`, else by its media type, which is JSON for objects.
fn field(name: &str, value: &Value, encoding: Option<&Value>) -> Vec<Expected> {
    let styles = ["style", "explode", "allowReserved"];
    if let Some(encoding) = encoding.filter(|it| styles.iter().any(|key| it.get(key).is_some())) {
        return styled(name, value, encoding);
    }
    let media = encoding.and_then(|it| it.get("contentType"));
    let is_json = media.and_then(Value::as_str) == Some("application/json");
    let of = |item: &Value| match item {
        Value::Object(_) | Value::Array(_) => Expected::Json(name.to_owned(), item.clone()),
        other => Expected::Pair(name.to_owned(), scalar(other)),
    };
    match value {
        Value::Array(items) if !is_json => items.iter().map(of).collect(),
        other => vec![of(other)],
    }
}

/// Compares a multipart body.
///
/// # Errors
/// The first difference.
pub(super) fn check_multipart(
    body: &[u8],
    content_type: &str,
    members: &Map<String, Value>,
    encoding: Option<&Value>,
) -> Result<(), String> {
    let boundary = content_type
        .split_once("boundary=")
        .ok_or("the content type has no boundary")?;
    let boundary = boundary.1.split(';').next().unwrap_or_default();
    let boundary = format!("--{}", boundary.trim().trim_matches('"'));
    let text = String::from_utf8_lossy(body);
    let mut parts = Vec::new();
    for part in text.split(boundary.as_str()).skip(1) {
        if let Some((head, content)) = part.split_once("\r\n\r\n") {
            parts.push(Part::read(head, content)?);
        }
    }
    for (name, value) in members {
        let encoding = encoding.and_then(|it| it.get(name));
        let media = encoding.and_then(|it| it.get("contentType")?.as_str());
        // A list of scalars is one part only where its media type is JSON.
        let is_one = media == Some("application/json")
            && value
                .as_array()
                .is_some_and(|it| it.iter().all(|it| !it.is_object()));
        let wanted = match value {
            Value::Array(items) if !is_one => items.iter().collect(),
            other => vec![other],
        };
        let sent: Vec<&Part> = parts.iter().filter(|it| it.name == *name).collect();
        let is_sent = sent.len() == wanted.len()
            && wanted.iter().zip(&sent).all(|(value, it)| it.holds(value));
        if !is_sent {
            return Err(format!("no parts `{name}` have the value {value}"));
        }
        for part in sent {
            part.check(media, encoding)?;
        }
    }
    match parts.iter().find(|it| !members.contains_key(&it.name)) {
        Some(part) => Err(format!("the part `{}` was not given", part.name)),
        None => Ok(()),
    }
}

/// A part that was received.
struct Part {
    name: String,
    /// Names are in lower case.
    headers: Vec<(String, String)>,
    content: String,
}

impl Part {
    fn read(head: &str, content: &str) -> Result<Self, String> {
        let name = head
            .split_once("name=\"")
            .and_then(|(_, it)| it.split_once('"'));
        let (name, _) = name.ok_or("a part has no name")?;
        let headers = head.lines().filter_map(|line| line.split_once(": "));
        let headers = headers.map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()));
        Ok(Self {
            name: name.to_owned(),
            headers: headers.collect(),
            content: content.strip_suffix("\r\n").unwrap_or(content).to_owned(),
        })
    }

    fn header(&self, name: &str) -> Option<&str> {
        let name = name.to_ascii_lowercase();
        let found = self.headers.iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| value.as_str())
    }

    fn holds(&self, value: &Value) -> bool {
        let json = serde_json::from_str(&self.content);
        self.content == scalar(value)
            || json.is_ok_and(|json| difference(value, &json, "").is_none())
    }

    /// Checks the media type, and the headers that have only one value or a default.
    fn check(&self, media: Option<&str>, encoding: Option<&Value>) -> Result<(), String> {
        let name = &self.name;
        let sent = self.header("content-type").unwrap_or_default();
        let is_allowed = |allowed: &str| {
            let tree = allowed.strip_suffix('*');
            allowed == sent || tree.is_some_and(|it| sent.starts_with(it.trim_start_matches('*')))
        };
        if let Some(media) = media
            && !media.split(',').any(|it| is_allowed(it.trim()))
        {
            return Err(format!(
                "the part `{name}` is `{sent}` instead of `{media}`"
            ));
        }
        let headers = encoding.and_then(|it| it.get("headers")?.as_object());
        for (header, node) in headers.into_iter().flatten() {
            let values = node.pointer("/schema/enum").and_then(Value::as_array);
            let only = values.filter(|it| it.len() == 1).and_then(|it| it.first());
            let value = only.or_else(|| node.pointer("/schema/default"));
            if let Some(value) = value.map(scalar)
                && self.header(header) != Some(&value)
            {
                return Err(format!(
                    "the part `{name}` has no header `{header}: {value}`"
                ));
            }
        }
        Ok(())
    }
}
