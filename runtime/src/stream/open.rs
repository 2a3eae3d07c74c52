//! Opens streams of events, the first time and again, and streams of items.

use http::StatusCode;
use http::header::CONTENT_TYPE;

use super::chunks::{Chunks, Pace};
use crate::call::Call;
use crate::error::Result;
use crate::response::Response;
use crate::response::decode::DecodeError;

/// The media type of server-sent events.
pub(super) const EVENTS: &str = "text/event-stream";

/// The media types of JSON lines.
pub(super) const ITEMS: &str = "application/x-ndjson, application/jsonl";

/// Opens a stream of events.
pub(super) async fn open_events(call: &Call) -> Result<Response<Chunks>> {
    let response = Chunks::open(call, EVENTS, Pace::Idle).await?;
    check(response, "the media type `text/event-stream`", |essence| {
        essence == EVENTS
    })
    .await
}

/// Opens a stream of items. Several names are in use for JSON lines, and servers also send them as JSON or as text.
pub(super) async fn open_items(call: &Call) -> Result<Response<Chunks>> {
    let response = Chunks::open(call, ITEMS, Pace::Idle).await?;
    check(response, "JSON lines", |essence| {
        essence.contains("json") || essence == "text/plain"
    })
    .await
}

/// Returns the response if its media type is an expected one, or absent.
async fn check(
    response: Response<Chunks>,
    expected: &str,
    is_expected: impl FnOnce(&str) -> bool,
) -> Result<Response<Chunks>> {
    let media_type = response.headers().get(CONTENT_TYPE);
    let media_type = media_type.map(|it| String::from_utf8_lossy(it.as_bytes()).into_owned());
    match media_type {
        Some(media_type)
            if response.status() != StatusCode::NO_CONTENT
                && !is_expected(&essence(&media_type)) =>
        {
            let media_type = media_type.escape_debug();
            let fault = format!("expected {expected}, found `{media_type}`");
            let chunks = response.into_inner();
            Err(chunks.into_unexpected(DecodeError::new(fault)).await)
        }
        Some(_) | None => Ok(response),
    }
}

/// A media type without its parameters, in lower case.
fn essence(media_type: &str) -> String {
    let essence = media_type.split(';').next().unwrap_or_default();
    essence.trim().to_ascii_lowercase()
}
