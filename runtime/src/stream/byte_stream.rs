//! The body of a response as a stream of bytes.

use std::fmt;
use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::{Buf as _, Bytes};
use futures_core::Stream;
use tokio::io::{AsyncRead, ReadBuf};

use super::chunks::Chunks;
use crate::error::{Error, Result};

/// The body of a response, read while it arrives: [`AsyncRead`], and a `Stream` of [`Bytes`].
///
/// It reads from the connection only when it is polled, so memory stays small whatever the length of the body and the speed of
/// the reader. Dropping it ends the request.
///
/// A body that was cut off is an error, which says how many bytes arrived; so is one of which nothing arrives for the
/// [`read`](crate::Timeouts::read) timeout, or that is not complete within the [`stream`](crate::Timeouts::stream) timeout. The
/// timeout of the call ends when the response starts. Nothing is requested again.
#[must_use = "a stream does nothing until it is polled"]
pub struct ByteStream {
    chunks: Chunks,
    /// The part of the last chunk that was not read.
    rest: Bytes,
    progress: Progress,
    /// Whether a part of the body went to a file that was not completed, so that the rest alone must not become a file.
    pub(super) is_saving: bool,
    /// Whether an error was returned as an item of the `Stream`, which ends it.
    has_ended: bool,
}

/// In a mutex that is never locked, so that a callback need not be `Sync`.
type Progress = Option<Mutex<Box<dyn FnMut(Transferred) + Send>>>;

/// How much of a body has arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Transferred {
    /// How many bytes have arrived, after decompression.
    pub received: u64,
    /// How many bytes the body has, if the server announced it and did not compress it.
    pub total: Option<u64>,
}

impl ByteStream {
    pub(super) fn new(chunks: Chunks) -> Self {
        Self {
            chunks,
            rest: Bytes::new(),
            progress: None,
            is_saving: false,
            has_ended: false,
        }
    }

    /// How much has arrived.
    pub fn transferred(&self) -> Transferred {
        Transferred {
            received: self.chunks.received(),
            total: self.chunks.total(),
        }
    }

    /// Calls this after every chunk, in place of an earlier callback. It should return quickly.
    pub fn progress(&mut self, callback: impl FnMut(Transferred) + Send + 'static) -> &mut Self {
        self.progress = Some(Mutex::new(Box::new(callback)));
        self
    }

    /// Returns the next bytes, which are not empty; `None` at the end.
    ///
    /// # Errors
    /// If the body is cut off, stalls or takes too long. Every further call is an error then, so that a part of a body is never
    /// taken for the whole.
    pub async fn try_next(&mut self) -> Result<Option<Bytes>> {
        poll_fn(|context| self.poll(context)).await.transpose()
    }

    /// Returns the same stream for programs without async.
    #[cfg(feature = "blocking")]
    pub fn into_blocking(self) -> super::Blocking<Self> {
        let client = self.chunks.origin().client().clone();
        super::Blocking::new(self, client)
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes>>> {
        if !self.rest.is_empty() {
            return Poll::Ready(Some(Ok(std::mem::take(&mut self.rest))));
        }
        let chunk = ready!(self.chunks.poll(context));
        if let (Some(Ok(_)), Some(progress)) = (&chunk, &mut self.progress) {
            let transferred = Transferred {
                received: self.chunks.received(),
                total: self.chunks.total(),
            };
            let callback = progress.get_mut().unwrap_or_else(PoisonError::into_inner);
            callback(transferred);
        }
        Poll::Ready(chunk)
    }
}

/// It ends after an error.
impl Stream for ByteStream {
    type Item = Result<Bytes>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        if this.has_ended {
            return Poll::Ready(None);
        }
        let item = ready!(this.poll(context));
        this.has_ended = matches!(item, Some(Err(_)));
        Poll::Ready(item)
    }
}

/// The error of reading is the client's [`Error`], in an [`io::Error`].
impl AsyncRead for ByteStream {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        if this.rest.is_empty() {
            match ready!(this.poll(context)) {
                None => return Poll::Ready(Ok(())),
                Some(Err(error)) => return Poll::Ready(Err(into_io(error))),
                Some(Ok(chunk)) => this.rest = chunk,
            }
        }
        let length = this.rest.len().min(buffer.remaining());
        buffer.put_slice(&this.rest[..length]);
        this.rest.advance(length);
        Poll::Ready(Ok(()))
    }
}

pub(super) fn into_io(error: Error) -> io::Error {
    let kind = if error.is_timeout() {
        io::ErrorKind::TimedOut
    } else if error.is_incomplete() {
        io::ErrorKind::UnexpectedEof
    } else {
        io::ErrorKind::Other
    };
    io::Error::new(kind, error)
}

/// The contents are not shown: they may be personal.
impl fmt::Debug for ByteStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ByteStream")
            .field("chunks", &self.chunks)
            .finish_non_exhaustive()
    }
}
