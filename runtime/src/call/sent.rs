//! The futures of requests that are awaited without `send`.
//!
//! They are boxed here: in generated code the compiler would examine the state of each operation's `send` once more, and
//! checking a large crate took half as long again.

use std::pin::Pin;

use bytes::Bytes;
use serde::de::DeserializeOwned;

use super::Call;
use crate::error::Result;
use crate::response::decode::DecodeError;
use crate::response::{Reply, Response};

/// The future of an awaited request.
pub type Sent<T> = Pin<Box<dyn Future<Output = Result<Response<T>>> + Send>>;

impl Call {
    /// Boxes [`send_json`](Self::send_json).
    pub fn sent_json<T: DeserializeOwned + Send + 'static>(self) -> Sent<T> {
        Box::pin(self.send_json())
    }

    /// Boxes [`send_optional`](Self::send_optional).
    pub fn sent_optional<T: DeserializeOwned + Send + 'static>(self) -> Sent<Option<T>> {
        Box::pin(self.send_optional())
    }

    /// Boxes [`send_optional_unless`](Self::send_optional_unless).
    pub fn sent_optional_unless<T: DeserializeOwned + Send + 'static>(
        self,
        is_undescribed: fn(u16) -> bool,
    ) -> Sent<Option<T>> {
        Box::pin(self.send_optional_unless(is_undescribed))
    }

    /// Boxes [`send_empty`](Self::send_empty).
    pub fn sent_empty(self) -> Sent<()> {
        Box::pin(self.send_empty())
    }

    /// Boxes [`send_text`](Self::send_text).
    pub fn sent_text(self) -> Sent<String> {
        Box::pin(self.send_text())
    }

    /// Boxes [`send_bytes`](Self::send_bytes).
    pub fn sent_bytes(self) -> Sent<Bytes> {
        Box::pin(self.send_bytes())
    }

    /// Boxes [`send_by_status`](Self::send_by_status).
    pub fn sent_by_status<T: Send + 'static>(
        self,
        decode: impl FnOnce(&Reply) -> Result<T, DecodeError> + Send + 'static,
    ) -> Sent<T> {
        Box::pin(self.send_by_status(decode))
    }
}
