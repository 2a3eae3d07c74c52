//! The text and the code of an error body in a common form, whichever service wrote it.

use serde_json::{Map, Value};

/// The properties with a text, the most informative first. Each may be a text, an object with a text, or a list of either.
const TEXTS: [&str; 12] = [
    "message",
    "error_description",
    "formatted_msg",
    "detail",
    "errors",
    "error",
    "msg",
    "fault",
    "faultstring",
    "description",
    "reason",
    "title",
];

/// More texts of a list, and deeper ones, are not read.
const MOST: usize = 20;
const DEEPEST: usize = 4;

/// The most informative text of an object.
pub(super) fn message(object: &Map<String, Value>) -> Option<String> {
    text_of(object, DEEPEST)
}

/// The text of a property of any kind.
pub(super) fn said(value: &Value) -> Option<String> {
    text(value, DEEPEST)
}

/// A property, ignoring the letter case of its name.
pub(super) fn get<'v>(object: &'v Map<String, Value>, name: &str) -> Option<&'v Value> {
    let other = || {
        let mut entries = object.iter();
        entries.find(|(key, _)| key.eq_ignore_ascii_case(name))
    };
    object.get(name).or_else(|| Some(other()?.1))
}

fn text_of(object: &Map<String, Value>, depth: usize) -> Option<String> {
    let depth = depth.checked_sub(1)?;
    TEXTS
        .iter()
        .find_map(|name| match (*name, get(object, name)?) {
            ("errors", Value::Object(fields)) => {
                text_of(fields, depth).or_else(|| by_field(fields, depth))
            }
            (_, value) => text(value, depth),
        })
}

fn text(value: &Value, depth: usize) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(items) => {
            let depth = depth.checked_sub(1)?;
            join(items.iter().filter_map(|item| text(item, depth)))
        }
        Value::Object(object) => text_of(object, depth),
        Value::Null | Value::Bool(_) => None,
    }
}

/// The faults of several fields: `{"name": ["is required"]}`.
fn by_field(fields: &Map<String, Value>, depth: usize) -> Option<String> {
    join(fields.iter().filter_map(|(name, value)| {
        let text = text(value, depth)?;
        Some(format!("{name}: {text}"))
    }))
}

fn join(texts: impl Iterator<Item = String>) -> Option<String> {
    let mut all: Vec<String> = Vec::new();
    for text in texts.take(MOST) {
        if !all.contains(&text) {
            all.push(text);
        }
    }
    (!all.is_empty()).then(|| all.join("; "))
}

/// The code of an object: its own, that of the object in `error` or first in `errors`, OAuth's, or the type of a problem
/// (RFC 9457).
pub(super) fn code(object: &Map<String, Value>) -> Option<String> {
    let own = |object: &Map<String, Value>, names: &[&str]| {
        names.iter().find_map(|it| get(object, it).and_then(plain))
    };
    let inner = match get(object, "error") {
        Some(Value::Object(inner)) => own(inner, &["code", "status", "type", "errorCode"]),
        // The text is OAuth's code if there is a description too.
        Some(Value::String(error)) if get(object, "error_description").is_some_and(has_text) => {
            Some(error.trim().to_owned())
        }
        _ => None,
    };
    let first = || match get(object, "errors") {
        Some(Value::Array(items)) => own(items.first()?.as_object()?, &["code", "errorCode"]),
        _ => None,
    };
    let is_problem = || {
        ["title", "detail"]
            .iter()
            .any(|it| get(object, it).is_some())
    };
    let problem = || {
        let known = get(object, "type")?.as_str()?.trim();
        let is_named = is_problem() && !known.is_empty() && known != "about:blank";
        is_named.then(|| known.to_owned())
    };
    own(object, &["code"])
        .or(inner.filter(|it| !it.is_empty()))
        .or_else(first)
        .or_else(problem)
}

fn has_text(value: &Value) -> bool {
    value.as_str().is_some_and(|text| !text.trim().is_empty())
}

/// A code that says more than the status of the response.
fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Number(number) => {
            let is_status = number.as_u64().is_some_and(|it| (100..600).contains(&it));
            (!is_status).then(|| number.to_string())
        }
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}
