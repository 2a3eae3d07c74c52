//! Events that a schema describes as a whole, with their `event` and `data`.

use std::time::Duration;

use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::{Map, Value};

use crate::response::decode::{self, DecodeError};

/// An event before it is decoded.
pub(super) struct RawEvent<'a> {
    pub(super) event_type: &'a str,
    pub(super) id: Option<&'a str>,
    pub(super) retry: Option<Duration>,
    pub(super) data: &'a [u8],
}

/// Decodes an event from the object of its fields. Its data is JSON if it is an object or a list, and otherwise a text.
pub(super) fn decode<T: DeserializeOwned>(event: &RawEvent<'_>) -> Result<T, DecodeError> {
    let mut fields = Map::new();
    fields.insert("event".to_owned(), event.event_type.into());
    if let Some(id) = event.id {
        fields.insert("id".to_owned(), id.into());
    }
    if let Some(retry) = event.retry {
        let milliseconds = u64::try_from(retry.as_millis()).unwrap_or(u64::MAX);
        fields.insert("retry".to_owned(), milliseconds.into());
    }
    let fields = Value::Object(fields).to_string();
    let fields = fields.strip_suffix('}').unwrap_or(&fields);
    let with = |data: &str| decode::json(format!("{fields},\"data\":{data}}}").as_bytes());
    let data = text(event.data)?;
    let text = || with(&Value::from(data).to_string());
    if serde_json::from_str::<IgnoredAny>(data).is_err() {
        return text();
    }
    let json = || with(data);
    // A text can look like JSON, as `12`. A union takes both, so the more probable one is tried first.
    if data.trim_start().starts_with(['{', '[']) {
        json().or_else(|fault| text().map_err(|_| fault))
    } else {
        text().or_else(|fault| json().map_err(|_| fault))
    }
}

/// The data of an event as text.
pub(super) fn text(data: &[u8]) -> Result<&str, DecodeError> {
    str::from_utf8(data).map_err(|error| DecodeError::new(error.to_string()))
}
