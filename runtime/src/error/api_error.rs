//! The error bodies of the service, normalized to one type.

use serde_json::{Map, Value};

use crate::service::ErrorFields;

/// The contents of an error body, in any of the service's formats.
///
/// It reads the properties that the service is known to use, and those of RFC 6749 (`error`, `error_description`), of
/// RFC 9457 (`title`, `detail`) and `message`. [`raw`](Self::raw) has all others.
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
        match serde_json::from_slice(body) {
            Ok(Value::Object(object)) => Some(Self::from_object(object, fields)),
            // Some gateways wrap the object in a list.
            Ok(Value::Array(items)) => items.into_iter().find_map(|item| match item {
                Value::Object(object) => Some(Self::from_object(object, fields)),
                Value::Null
                | Value::Bool(_)
                | Value::Number(_)
                | Value::String(_)
                | Value::Array(_) => None,
            }),
            Ok(Value::String(text)) => Self::from_text(&text),
            Ok(Value::Null | Value::Bool(_) | Value::Number(_)) => None,
            Err(_) => Self::from_text(std::str::from_utf8(body).ok()?),
        }
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
        let description = text(&object, "error_description");
        let error = text(&object, "error");
        // `error` is OAuth's code if there is a description too, and otherwise the only text.
        let oauth_code = if description.is_some() {
            error.clone()
        } else {
            None
        };
        let message = best(&messages)
            .or_else(|| first(&object, fields.message))
            .or_else(|| text(&object, "message"))
            .or(description)
            .or_else(|| text(&object, "detail"))
            .or(error)
            .or_else(|| text(&object, "title"))
            .or_else(|| best(&causes));
        Self {
            detail_code: first(&object, fields.code).or(oauth_code),
            tracking_id: first(&object, fields.request_id),
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
        Value::String(text) => Some(ErrorMessage {
            locale: None,
            locale_origin: None,
            text: text.trim().to_owned(),
        }),
        Value::Object(object) => Some(ErrorMessage {
            locale: fields.locale.and_then(|name| text(object, name)),
            locale_origin: fields.locale_origin.and_then(|name| text(object, name)),
            text: first(object, fields.text)?,
        }),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) => None,
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
mod tests {
    use super::*;
    use crate::service::TEST;

    /// A body, and the code, tracking id and message that are read from it.
    type Case<'a> = (&'a str, Option<&'a str>, Option<&'a str>, Option<&'a str>);

    #[test]
    fn reads_every_format_of_the_service() {
        let dto = r#"{"detailCode":"403.4","trackingId":"e7ea","messages":[{"locale":"de-DE","localeOrigin":"REQUEST",
            "text":"Nein"},{"locale":"en-US","localeOrigin":"DEFAULT","text":"Not allowed"}],"causes":[{"text":"why"}]}"#;
        let cases: [Case<'_>; 13] = [
            (dto, Some("403.4"), Some("e7ea"), Some("Not allowed")),
            (
                r#"{"error":"JWT validation failed: JWT is expired"}"#,
                None,
                None,
                Some("JWT validation failed: JWT is expired"),
            ),
            (
                r#"{"message":" Rate Limit Exceeded "}"#,
                None,
                None,
                Some("Rate Limit Exceeded"),
            ),
            (
                r#"{"errorName":"NotFound","errorMessage":"gone","trackingId":"t"}"#,
                Some("NotFound"),
                Some("t"),
                Some("gone"),
            ),
            (
                r#"{"detailMessage":"no","messages":null}"#,
                None,
                None,
                Some("no"),
            ),
            (
                r#"{"error":"invalid_client","error_description":"bad secret"}"#,
                Some("invalid_client"),
                None,
                Some("bad secret"),
            ),
            (
                r#"{"status":404,"error":"Not Found","message":""}"#,
                None,
                None,
                Some("Not Found"),
            ),
            (
                r#"{"messages":["plain"],"detailCode":400}"#,
                Some("400"),
                None,
                Some("plain"),
            ),
            (
                r#"{"causes":[{"locale":"en","message":"only a cause"}]}"#,
                None,
                None,
                Some("only a cause"),
            ),
            (
                r#"[{"message":"in a list"}]"#,
                None,
                None,
                Some("in a list"),
            ),
            (
                "upstream connect error",
                None,
                None,
                Some("upstream connect error"),
            ),
            (r#""a string""#, None, None, Some("a string")),
            ("{}", None, None, None),
        ];
        for (body, code, tracking, message) in cases {
            let error = ApiError::parse(body.as_bytes(), &TEST.errors).expect(body);
            assert_eq!(error.detail_code.as_deref(), code, "{body}");
            assert_eq!(error.tracking_id.as_deref(), tracking, "{body}");
            assert_eq!(error.message.as_deref(), message, "{body}");
        }
        let error = ApiError::parse(dto.as_bytes(), &TEST.errors).unwrap();
        assert_eq!(error.messages[0].locale_origin.as_deref(), Some("REQUEST"));
        assert_eq!(error.causes[0].text, "why");
    }

    #[test]
    fn uninformative_bodies_are_ignored() {
        for body in [
            "",
            "  ",
            "<html><title>502</title></html>",
            "null",
            "7",
            "[]",
        ] {
            assert_eq!(
                ApiError::parse(body.as_bytes(), &TEST.errors),
                None,
                "{body}"
            );
        }
        assert_eq!(ApiError::parse(b"\xff\xfe", &TEST.errors), None);
    }

    #[test]
    fn an_unknown_service_has_only_the_standard_properties() {
        let cases = [
            (r#"{"detailCode":"403.4","errorMessage":"no"}"#, None, None),
            (r#"{"message":"no"}"#, None, Some("no")),
            (r#"{"messages":[{"text":"no"}]}"#, None, None),
            (
                r#"{"title":"Not Found","detail":"gone"}"#,
                None,
                Some("gone"),
            ),
            (
                r#"{"error":"invalid_client","error_description":"bad"}"#,
                Some("invalid_client"),
                Some("bad"),
            ),
        ];
        for (body, code, message) in cases {
            let error = ApiError::parse(body.as_bytes(), &ErrorFields::NONE).expect(body);
            assert_eq!(error.detail_code.as_deref(), code, "{body}");
            assert_eq!(error.message.as_deref(), message, "{body}");
            assert!(
                error.messages.is_empty() && error.tracking_id.is_none(),
                "{body}"
            );
        }
    }
}
