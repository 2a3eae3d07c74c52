//! The error bodies of the service, normalized to one type.

use serde_json::{Map, Value};

use crate::error::body_text;
use crate::response::decode;
use crate::response::repair::repair;
use crate::service::ErrorFields;

/// The contents of an error body, in any of the service's formats.
///
/// It reads the properties that the service is known to use, then those of RFC 6749 (`error`, `error_description`) and of
/// RFC 9457 (`title`, `detail`, `type`), and the common ones: `code`, `message`, `errors`, `formatted_msg`, `msg`, `fault`,
/// `description` and `reason`, which may be texts, objects with a text, or lists of them. [`raw`](Self::raw) has all others.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ApiError {
    /// The service's own code of the error, such as `403.4`, or an OAuth error code.
    pub detail_code: Option<String>,
    /// The id of the request, for the service's support.
    pub tracking_id: Option<String>,
    /// Texts, by locale.
    pub messages: Vec<ErrorMessage>,
    /// Causes of the error, by locale.
    pub causes: Vec<ErrorMessage>,
    /// The most informative text, from whichever property holds it.
    pub message: Option<String>,
    /// The body as received: an object, or the text of a body that is not JSON.
    pub raw: Value,
}

/// A text of an error body.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ErrorMessage {
    /// The language, such as `en-US`.
    pub locale: Option<String>,
    /// The source of the choice of language: `DEFAULT` or `REQUEST`.
    pub locale_origin: Option<String>,
    /// The text.
    pub text: String,
}

/// Longer bodies of plain text are not used as a message.
const LONGEST_TEXT: usize = 2_000;

impl ApiError {
    /// Reads an error body. Returns nothing for a body that is empty, HTML, or not text.
    pub(crate) fn parse(body: &[u8], fields: &ErrorFields) -> Option<Self> {
        let body = decode::without_mark(body);
        let is_json = matches!(body.trim_ascii_start().first(), Some(b'{' | b'[' | b'"'));
        let read = decode::parse(body);
        let read = read.or_else(|error| {
            if is_json {
                serde_json::from_str(&repair(body))
            } else {
                Err(error)
            }
        });
        match read {
            Ok(Value::Object(object)) => Some(Self::from_object(object, fields)),
            Ok(Value::Array(items)) => Self::from_list(items, fields),
            Ok(Value::String(text)) => Self::from_text(&text),
            Ok(Value::Null | Value::Bool(_) | Value::Number(_)) => None,
            Err(_) => {
                let text = String::from_utf8_lossy(body);
                let unread = text.matches(['\u{fffd}', '\0']).count();
                // A text in another encoding is mostly ASCII; anything else is not text.
                (unread * 4 < text.len()).then(|| Self::from_text(&text))?
            }
        }
    }

    /// Some services wrap the object in a list, and some return a list of texts.
    fn from_list(items: Vec<Value>, fields: &ErrorFields) -> Option<Self> {
        let list = Value::Array(items);
        let text = body_text::said(&list);
        let Value::Array(items) = list else {
            return None;
        };
        let object = items.iter().find_map(Value::as_object);
        let Some(object) = object else {
            return Some(Self {
                raw: Value::Array(items),
                ..Self::from_text(&text?)?
            });
        };
        let mut error = Self::from_object(object.clone(), fields);
        error.message = text.or(error.message);
        Some(error)
    }

    fn from_text(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.is_empty() || text.len() > LONGEST_TEXT || text.starts_with('<') {
            return None;
        }
        Some(Self {
            detail_code: None,
            tracking_id: None,
            messages: Vec::new(),
            causes: Vec::new(),
            message: Some(text.to_owned()),
            raw: Value::String(text.to_owned()),
        })
    }

    fn from_object(object: Map<String, Value>, fields: &ErrorFields) -> Self {
        let messages = texts(fields.messages, &object, fields);
        let causes = texts(fields.causes, &object, fields);
        let inner = match body_text::get(&object, "error") {
            Some(Value::Object(inner)) => Some(inner),
            _ => None,
        };
        let named = |names: &[&str]| {
            let own = first(&object, names);
            own.or_else(|| first(inner?, names))
        };
        let said = |object: &Map<String, Value>| {
            let mut named = fields.message.iter().filter_map(|it| object.get(*it));
            named.find_map(body_text::said)
        };
        let message = best(&messages)
            .or_else(|| said(&object))
            .or_else(|| said(inner?))
            .or_else(|| body_text::message(&object))
            .or_else(|| best(&causes));
        Self {
            detail_code: named(fields.code).or_else(|| body_text::code(&object)),
            tracking_id: named(fields.request_id),
            messages,
            causes,
            message,
            raw: Value::Object(object),
        }
    }
}

/// The first of the properties that holds text or a number.
fn first(object: &Map<String, Value>, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| text(object, name))
}

/// A property that holds text or a number.
fn text(object: &Map<String, Value>, name: &str) -> Option<String> {
    match object.get(name)? {
        Value::String(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        Value::Null | Value::Bool(_) | Value::String(_) | Value::Array(_) | Value::Object(_) => {
            None
        }
    }
}

/// The texts of a list, whether its items are objects or plain strings.
fn texts(
    name: Option<&str>,
    object: &Map<String, Value>,
    fields: &ErrorFields,
) -> Vec<ErrorMessage> {
    let Some(Value::Array(items)) = name.and_then(|name| object.get(name)) else {
        return Vec::new();
    };
    let read = |item: &Value| match item {
        Value::String(text) if !text.trim().is_empty() => Some(ErrorMessage {
            locale: None,
            locale_origin: None,
            text: text.trim().to_owned(),
        }),
        Value::Object(object) => Some(ErrorMessage {
            locale: fields.locale.and_then(|name| text(object, name)),
            locale_origin: fields.locale_origin.and_then(|name| text(object, name)),
            text: first(object, fields.text)?,
        }),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
            None
        }
    };
    items.iter().filter_map(read).collect()
}

/// Prefers English, since programmers search for it.
fn best(messages: &[ErrorMessage]) -> Option<String> {
    let english = |message: &&ErrorMessage| {
        message.locale.as_deref().is_some_and(|locale| {
            locale
                .get(..2)
                .is_some_and(|two| two.eq_ignore_ascii_case("en"))
        })
    };
    messages
        .iter()
        .find(english)
        .or(messages.first())
        .map(|message| message.text.clone())
}

#[cfg(test)]
mod tests;
