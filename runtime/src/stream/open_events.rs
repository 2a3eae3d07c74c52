//! Opens streams of events, the first time and again.

use http::StatusCode;
use http::header::CONTENT_TYPE;

use super::chunks::{Chunks, Pace};
use crate::call::Call;
use crate::error::Result;
use crate::response::Response;
use crate::response::decode::DecodeError;

/// The media type of server-sent events.
pub(super) const EVENTS: &str = "text/event-stream";

/// Opens a stream of events.
pub(super) async fn open_events(call: &Call) -> Result<Response<Chunks>> {
    let response = Chunks::open(call, EVENTS, Pace::Idle).await?;
    let media_type = response.headers().get(CONTENT_TYPE);
    let media_type = media_type.map(|it| String::from_utf8_lossy(it.as_bytes()).into_owned());
    match media_type {
        Some(media_type)
            if response.status() != StatusCode::NO_CONTENT && !is_events(&media_type) =>
        {
            let media_type = media_type.escape_debug();
            let fault = format!("expected the media type `{EVENTS}`, found `{media_type}`");
            let chunks = response.into_inner();
            Err(chunks.into_unexpected(DecodeError::new(fault)).await)
        }
        Some(_) | None => Ok(response),
    }
}

fn is_events(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default();
    essence.trim().eq_ignore_ascii_case(EVENTS)
}
