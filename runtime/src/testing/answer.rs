//! The responses of a server.

use std::fmt::{self, Display};
use std::time::Duration;

use bytes::Bytes;
use serde::Serialize;

use crate::response::hidden::is_credential;

/// A response of any operation, for cases that the typed responses of an expectation can't express.
///
/// ```
/// use openapi_client_runtime::testing::Answer;
/// use serde_json::json;
///
/// let teapot = Answer::json(418, &json!({"error": "teapot"})).header("Retry-After", 5);
/// ```
#[derive(Clone, PartialEq)]
pub struct Answer {
    pub(super) status: u16,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Bytes,
    /// What is sent after the body, part by part.
    pub(super) chunks: Vec<Chunk>,
    /// The pause before the next chunk.
    pub(super) pause: Duration,
    pub(super) delay: Duration,
    pub(super) end: End,
}

/// A part of a body that is streamed.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Chunk {
    /// How long the server waits before.
    pub(super) pause: Duration,
    pub(super) bytes: Bytes,
}

/// Headers that carry credentials are not shown.
impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers = self.headers.iter().map(|(name, value)| {
            let is_secret = is_credential(name);
            (name, if is_secret { "…" } else { value })
        });
        f.debug_struct("Answer")
            .field("status", &self.status)
            .field("headers", &headers.collect::<Vec<_>>())
            .field("body", &self.body)
            .field("chunks", &self.chunks)
            .field("pause", &self.pause)
            .field("delay", &self.delay)
            .field("end", &self.end)
            .finish()
    }
}

/// How a response ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    Whole,
    /// The connection is closed instead of a response.
    Dropped,
    /// The connection is closed after so many bytes of the body; if none are given, in its middle.
    Cut(Option<usize>),
}

impl Answer {
    /// A response without a body.
    pub fn new(status: u16) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: Bytes::new(),
            chunks: Vec::new(),
            pause: Duration::ZERO,
            delay: Duration::ZERO,
            end: End::Whole,
        }
    }

    /// A JSON response.
    ///
    /// # Panics
    /// When the value can't be serialized.
    pub fn json(status: u16, value: &(impl Serialize + ?Sized)) -> Self {
        let body = serde_json::to_vec(value).expect("an answer that a test gives can be JSON");
        Self::new(status).body("application/json", body)
    }

    /// Sets the body to plain text.
    #[must_use]
    pub fn text(self, text: impl Into<String>) -> Self {
        self.body("text/plain; charset=utf-8", text.into())
    }

    /// Sets the body and its media type.
    #[must_use]
    pub fn body(mut self, media_type: impl Into<String>, body: impl Into<Bytes>) -> Self {
        self.body = body.into();
        self.media_type(media_type)
    }

    /// Sets the media type of the body.
    #[must_use]
    pub fn media_type(mut self, media_type: impl Into<String>) -> Self {
        self.headers
            .retain(|(name, _)| !name.eq_ignore_ascii_case("content-type"));
        self.header("content-type", media_type.into())
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Display) -> Self {
        self.headers.push((name.into(), value.to_string()));
        self
    }

    /// Delays the response on the server's clock. Earlier deadlines pass while it waits.
    #[must_use]
    pub fn delayed(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// Closes the connection instead of a response.
    pub fn dropped() -> Self {
        Self {
            end: End::Dropped,
            ..Self::new(500)
        }
    }

    /// Closes the connection in the middle of the body.
    #[must_use]
    pub fn broken_off(mut self) -> Self {
        self.end = End::Cut(None);
        self
    }
}
