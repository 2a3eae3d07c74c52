//! A success whose body is left unread, for a stream.

use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Instant;

use bytes::Bytes;
use http_body::{Body as _, Frame};

use crate::transport::connect::Connections;
use crate::transport::connect::pools::Lease;

/// Where an exchange leaves the body of a success unread. The last attempt that succeeded is the one that counts.
#[derive(Debug, Default)]
pub(crate) struct Slot(Mutex<Option<OpenBody>>);

impl Slot {
    pub(super) fn fill(&self, body: OpenBody) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(body);
    }

    /// Takes the body; `None` if middleware answered with a response that it had kept.
    pub(crate) fn take(&self) -> Option<OpenBody> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// The body of a response, which is read only as fast as it is polled. Dropping it ends the request.
pub(crate) struct OpenBody {
    body: reqwest::Body,
    /// The connection that it arrives on.
    connection: Option<(Arc<Connections>, Lease)>,
}

impl OpenBody {
    pub(super) fn new(
        response: reqwest::Response,
        connections: &Arc<Connections>,
        lease: Lease,
    ) -> Self {
        Self {
            body: response.into(),
            connection: Some((Arc::clone(connections), lease)),
        }
    }

    /// The length that is left, if the server announced it and the body is not compressed.
    pub(crate) fn length(&self) -> Option<u64> {
        self.body.size_hint().exact()
    }

    /// Returns the next chunk, which is not empty; `None` at the end.
    pub(crate) fn poll_chunk(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<reqwest::Result<Bytes>>> {
        loop {
            let frame = match ready!(Pin::new(&mut self.body).poll_frame(context)) {
                None => return Poll::Ready(None),
                Some(Err(error)) => return Poll::Ready(Some(Err(error.without_url()))),
                Some(Ok(frame)) => frame,
            };
            // Trailers have no data.
            let data = Frame::into_data(frame).unwrap_or_default();
            if !data.is_empty() {
                return Poll::Ready(Some(Ok(data)));
            }
        }
    }

    /// Makes later requests use new connections, as this body has stalled.
    pub(crate) fn stalled(&self, now: Instant) {
        if let Some((connections, lease)) = &self.connection {
            connections.replace(lease, now);
        }
    }
}

impl From<Bytes> for OpenBody {
    fn from(bytes: Bytes) -> Self {
        Self {
            body: bytes.into(),
            connection: None,
        }
    }
}

impl fmt::Debug for OpenBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OpenBody").finish_non_exhaustive()
    }
}
