//! The response of an operation.

pub(crate) mod decode;
pub(crate) mod hidden;
pub(crate) mod lenient;
mod locate;
pub(crate) mod media;
pub(crate) mod one_line;
pub(crate) mod repair;

use std::ops::{Deref, DerefMut};
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;
use tokio::io::{AsyncRead, ReadBuf};

use crate::response::decode::DecodeError;
use crate::service::Service;

/// The response of a successful call: its value, and its status and headers. Dereferences to the value.
#[derive(Debug, Clone)]
pub struct Response<T> {
    value: T,
    parts: ResponseParts,
}

/// The status, headers and attempts of a [`Response`]. `Debug` hides the headers that [`Request`](crate::Request) lists.
#[derive(Clone)]
#[non_exhaustive]
pub struct ResponseParts {
    /// The HTTP status.
    pub status: StatusCode,
    /// The response's headers.
    pub headers: HeaderMap,
    /// The number of requests sent; 1 unless one was repeated.
    pub attempts: u32,
    pub(crate) service: &'static Service,
}

impl ResponseParts {
    pub(crate) fn total_count(&self) -> Option<u64> {
        let name = self.service.total_count_header?;
        let count = self.headers.get(name)?.to_str().ok()?;
        count.trim().parse().ok()
    }
}

impl std::fmt::Debug for ResponseParts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ResponseParts")
            .field("status", &self.status)
            .field("headers", &hidden::Shown(&self.headers))
            .field("attempts", &self.attempts)
            .finish_non_exhaustive()
    }
}

impl<T> Response<T> {
    pub(crate) fn new(value: T, parts: ResponseParts) -> Self {
        Self { value, parts }
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        self.parts.status
    }

    /// The response's headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.parts.headers
    }

    /// Returns the number of records of the whole list, from the header of the service that holds it. `None` without
    /// such a header; many services send it only when asked to count.
    pub fn total_count(&self) -> Option<u64> {
        self.parts.total_count()
    }

    /// Returns whether the service announced, in its header for that, that the operation is deprecated.
    pub fn is_deprecated(&self) -> bool {
        let name = self.parts.service.deprecation_header;
        let value = name
            .and_then(|name| self.parts.headers.get(name))
            .map(|value| value.as_bytes().trim_ascii());
        value.is_some_and(|value| value.eq_ignore_ascii_case(b"true"))
    }

    /// Returns the number of requests sent; 1 unless one was repeated.
    pub fn attempts(&self) -> u32 {
        self.parts.attempts
    }

    /// Returns only the value.
    pub fn into_inner(self) -> T {
        self.value
    }

    /// Returns the value and its metadata.
    pub fn into_parts(self) -> (T, ResponseParts) {
        (self.value, self.parts)
    }

    /// Maps the value and keeps the metadata.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Response<U> {
        Response {
            value: change(self.value),
            parts: self.parts,
        }
    }
}

impl<T> Deref for Response<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> DerefMut for Response<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.value
    }
}

/// A response that is a stream is read like the stream itself.
impl<S: Stream + Unpin> Stream for Response<S> {
    type Item = S::Item;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<S::Item>> {
        Pin::new(&mut self.value).poll_next(context)
    }
}

impl<R: AsyncRead + Unpin> AsyncRead for Response<R> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.value).poll_read(context, buffer)
    }
}

impl<T: IntoIterator> IntoIterator for Response<T> {
    type Item = T::Item;
    type IntoIter = T::IntoIter;

    fn into_iter(self) -> T::IntoIter {
        self.value.into_iter()
    }
}

impl<T> AsRef<T> for Response<T> {
    fn as_ref(&self) -> &T {
        &self.value
    }
}

/// A whole response before its body is decoded.
#[derive(Clone)]
pub struct Reply {
    pub(crate) parts: ResponseParts,
    pub(crate) body: Bytes,
}

impl Reply {
    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        self.parts.status
    }

    /// The response's headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.parts.headers
    }

    /// The body as received.
    pub fn bytes(&self) -> &Bytes {
        &self.body
    }

    /// Returns whether the body is empty.
    pub fn is_empty(&self) -> bool {
        self.body.is_empty()
    }

    /// Decodes the body from JSON.
    ///
    /// # Errors
    /// When the body is not JSON of this type.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, DecodeError> {
        decode::json(&self.body)
    }

    /// Returns the body as text.
    ///
    /// # Errors
    /// When the body is not UTF-8.
    pub fn text(&self) -> Result<String, DecodeError> {
        decode::text(&self.body)
    }
}

/// The body is not shown: it may be personal.
impl std::fmt::Debug for Reply {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reply")
            .field("parts", &self.parts)
            .field("body_bytes", &self.body.len())
            .finish()
    }
}
