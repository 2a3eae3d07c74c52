//! Decodes bodies: fast if they are valid, with the exact path of the error if not.

use std::collections::BTreeSet;
use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

use serde::de::{Deserialize, DeserializeOwned, Error as _};
use serde_json::Value;

use crate::model::Recognition;

use crate::response::{locate, one_line::one_line};

/// Messages and paths quote parts of the body, which may be of any length.
pub(super) const LONGEST: usize = 400;

/// Why a body could not be decoded.
#[derive(Debug, Clone)]
pub struct DecodeError {
    path: Option<String>,
    message: String,
    source: Option<Arc<dyn StdError + Send + Sync>>,
}

impl DecodeError {
    /// Creates an error from a reason, for generated code that decodes by itself.
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            path: None,
            message: message.into(),
            source: None,
        }
    }

    /// Prefixes the path for JSON inside other JSON: `[17]` before `$.owner.id` makes `$[17].owner.id`.
    pub(crate) fn inside(mut self, place: &str) -> Self {
        let path = self.path.as_deref().unwrap_or("$");
        self.path = Some(format!("${place}{}", path.trim_start_matches('$')));
        self
    }

    /// Returns the path of the error, such as `$[17].owner.id`.
    pub fn path(&self) -> Option<&str> {
        self.path.as_deref()
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.path {
            Some(path) => write!(f, "at {path}: {}", self.message),
            None => f.write_str(&self.message),
        }
    }
}

impl StdError for DecodeError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_ref().map(|source| &**source as _)
    }
}

/// Decodes JSON. The place of an error becomes a path.
///
/// Where all properties are optional, any object decodes. One that is not empty and has none of them is something else,
/// and an empty model instead would be wrong.
///
/// # Errors
/// If the body is not JSON, or not of the type.
pub fn json<T: DeserializeOwned>(body: &[u8]) -> Result<T, DecodeError> {
    let body = without_mark(body);
    let (decoded, met) = Recognition::of(|| parse(body));
    if decoded.is_ok() && met.found_nothing() {
        return Err(DecodeError::new(strangers(body)));
    }
    decoded.or_else(|error| {
        if body.trim_ascii().is_empty() {
            nothing()
        } else {
            Err(fault(body, error))
        }
    })
}

/// Parses JSON. Checking once that all of it is UTF-8 is quicker than checking every string by itself, and no type has a second reader of bytes.
pub(crate) fn parse<'a, T: Deserialize<'a>>(body: &'a [u8]) -> serde_json::Result<T> {
    match std::str::from_utf8(body) {
        Ok(text) => serde_json::from_str(text),
        Err(error) => Err(not_unicode(&body[..error.valid_up_to()])),
    }
}

/// The error of a body that goes on with bytes that are not UTF-8. `serde_json` takes its place from the message.
#[cold]
fn not_unicode(before: &[u8]) -> serde_json::Error {
    let line = before.split(|byte| *byte == b'\n').next_back();
    serde_json::Error::custom(format_args!(
        "invalid unicode code point at line {} column {}",
        memchr::memchr_iter(b'\n', before).count() + 1,
        line.map_or(0, <[u8]>::len) + 1,
    ))
}

/// The error of a body that is not JSON, or not of the type.
#[cold]
pub(crate) fn fault(body: &[u8], error: serde_json::Error) -> DecodeError {
    if body.trim_ascii().is_empty() {
        return DecodeError::new("the body is empty");
    }
    let path = locate::path(&locate::steps(body, &error));
    DecodeError {
        path: Some(one_line(&path, LONGEST)),
        message: one_line(&error.to_string(), LONGEST),
        source: Some(Arc::new(error)),
    }
}

/// An empty body is null where any JSON or null is expected.
fn nothing<T: DeserializeOwned>() -> Result<T, DecodeError> {
    let (decoded, met) = Recognition::of(|| serde_json::from_str("null"));
    let decoded = decoded.ok().filter(|_| met == Recognition::default());
    decoded.ok_or_else(|| DecodeError::new("the body is empty"))
}

/// A text without a byte order mark, which some servers write before JSON.
pub(crate) fn without_mark(body: &[u8]) -> &[u8] {
    body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body)
}

/// Decodes UTF-8.
pub(crate) fn text(body: &[u8]) -> Result<String, DecodeError> {
    let body = without_mark(body);
    match std::str::from_utf8(body) {
        Ok(text) => Ok(text.to_owned()),
        Err(error) => Err(DecodeError {
            path: None,
            message: format!("the body is not UTF-8: {error}"),
            source: Some(Arc::new(error)),
        }),
    }
}

/// The message for a body without a known property: the names of some, but no value.
#[cold]
fn strangers(body: &[u8]) -> String {
    const SHOWN: usize = 5;
    let body = parse(body).unwrap_or(Value::Null);
    let objects = body
        .as_array()
        .map_or(std::slice::from_ref(&body), Vec::as_slice);
    let names: BTreeSet<&str> = objects
        .iter()
        .filter_map(Value::as_object)
        .flat_map(|members| members.keys().map(String::as_str))
        .collect();
    let shown: Vec<String> = names
        .iter()
        .take(SHOWN)
        .map(|name| format!("`{}`", name.escape_debug()))
        .collect();
    let more = if names.len() > SHOWN { ", …" } else { "" };
    format!(
        "the object has none of the expected properties, only others: {}{more}",
        shown.join(", ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, serde::Deserialize)]
    struct Owner {
        #[allow(dead_code, reason = "only decoding it is tested")]
        id: String,
    }

    #[derive(Debug, serde::Deserialize)]
    struct Row {
        #[allow(dead_code, reason = "only decoding it is tested")]
        owner: Owner,
    }

    fn fault<T: DeserializeOwned + fmt::Debug>(body: &str) -> String {
        fault_of::<T>(body.as_bytes())
    }

    fn fault_of<T: DeserializeOwned + fmt::Debug>(body: &[u8]) -> String {
        json::<T>(body).unwrap_err().to_string()
    }

    #[test]
    fn decode_errors_have_a_path() {
        let rows = r#"[{"owner":{"id":"a"}},{"owner":{"id":7}}]"#;
        assert!(fault::<Vec<Row>>(rows).starts_with("at $[1].owner.id: invalid type: integer `7`"));
        assert!(fault::<Row>(r#"{"owner":{}}"#).starts_with("at $.owner: missing field `id`"));
        assert!(fault::<Row>("7").starts_with("at $: invalid type"));
        assert!(fault::<Row>(r#"{"other":1"#).starts_with("at $: EOF"));
        assert_eq!(fault::<Row>(" "), "the body is empty");
        assert_eq!(fault::<Row>("\u{feff}"), "the body is empty");
    }

    #[test]
    fn a_byte_order_mark_is_skipped() {
        assert_eq!(json::<u8>("\u{feff} 7".as_bytes()).unwrap(), 7);
        assert_eq!(text("\u{feff}a".as_bytes()).unwrap(), "a");
        assert_eq!(text("a\u{feff}".as_bytes()).unwrap(), "a\u{feff}");
    }

    #[test]
    fn bytes_that_are_not_text_have_a_place() {
        let fault = fault_of::<Vec<Value>>(b"[\n1,\n{\"a\":[\"x\xff\"]}]");
        assert_eq!(
            fault,
            "at $[1].a[0]: invalid unicode code point at line 3 column 9"
        );
    }

    #[test]
    fn quotes_of_the_body_are_short_and_on_one_line() {
        type Numbers = std::collections::BTreeMap<String, u8>;
        let fault = fault::<Numbers>(r#"{"a\nb\u202ec":"x"}"#);
        assert!(fault.starts_with("at $.a b c: invalid type"), "{fault}");
        let long = "x".repeat(1 << 20);
        for body in [
            format!(r#"{{"{long}":"x"}}"#),
            format!(r#"{{"a":"{long}"}}"#),
        ] {
            assert!(self::fault::<Numbers>(&body).len() < 3 * LONGEST);
        }
    }
}
