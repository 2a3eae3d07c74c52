//! JSON lines as a stream.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use serde::de::DeserializeOwned;

use super::MAX_PART;
use super::chunks::Chunks;
use super::lines::{Ends, Line, Lines};
use crate::error::{Error, Result};
use crate::response::decode::{self, DecodeError};

/// The items of a body with one JSON value per line (`application/x-ndjson`, `application/jsonl`), one by one as they arrive.
///
/// Call [`try_next`](Self::try_next), or use it as a `Stream`. It reads from the connection only when it is polled, so memory
/// stays small whatever the length of the body and the speed of the reader. Dropping it ends the request.
///
/// * **A line that can't be decoded is an error of that line**, whose [`body`](Error::body) is the line; the stream continues with the
///   next one. So is a line that is longer than [`max_item_size`](Self::max_item_size), which is skipped:
///   its error has no body.
/// * Blank lines are skipped. The last line needs no end.
/// * **A body that was cut off** is an error, which says how many bytes arrived. Nothing is requested again.
/// * **Time**: the call's timeout ends when the response starts. If nothing arrives for the [`idle`](crate::Timeouts::idle) timeout, or
///   the body is not complete within the [`stream`](crate::Timeouts::stream) timeout, the stream ends with an error.
#[must_use = "a stream does nothing until it is polled"]
pub struct ItemStream<T> {
    source: Source,
    decode: Decode<T>,
}

type Decode<T> = fn(&[u8]) -> Result<T, DecodeError>;

/// The lines of the body.
struct Source {
    chunks: Chunks,
    lines: Lines,
    /// How many lines were returned.
    count: u64,
    is_last: bool,
}

impl<T: DeserializeOwned> ItemStream<T> {
    pub(super) fn new(chunks: Chunks) -> Self {
        Self {
            source: Source {
                chunks,
                lines: Lines::new(Ends::Feed, MAX_PART),
                count: 0,
                is_last: false,
            },
            decode: decode::json,
        }
    }
}

impl<T> ItemStream<T> {
    /// Limits the size of one line. Default: 8 MiB.
    pub fn max_item_size(&mut self, bytes: usize) -> &mut Self {
        self.source.lines.max = bytes;
        self
    }

    /// Returns the next item; `None` at the end.
    ///
    /// # Errors
    /// If the line can't be decoded or is too long; the next call continues. If the body is cut off, stalls or takes too long; the
    /// stream has ended then.
    pub async fn try_next(&mut self) -> Result<Option<T>> {
        poll_fn(|context| self.poll(context)).await.transpose()
    }

    /// Returns the same stream for programs without async.
    #[cfg(feature = "blocking")]
    pub fn into_blocking(self) -> super::Blocking<Self> {
        let client = self.source.chunks.origin().client().clone();
        super::Blocking::new(self, client)
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T>>> {
        let line = ready!(self.source.poll(context));
        Poll::Ready(line.map(|line| {
            line?;
            let line = self.source.lines.line();
            (self.decode)(line).map_err(|fault| self.source.undecodable(fault, line))
        }))
    }
}

impl Source {
    /// Goes to the next line that is not blank.
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<()>>> {
        loop {
            match self.lines.next() {
                Some(Line::Whole) if is_blank(self.lines.line()) => {}
                Some(Line::Whole) => return self.give(),
                Some(Line::TooLong) => {
                    self.count += 1;
                    let max = self.lines.max;
                    let fault = format!("the line is longer than the limit of {max} bytes");
                    let error = self.undecodable(DecodeError::new(fault), b"");
                    return Poll::Ready(Some(Err(error)));
                }
                None if self.is_last => return Poll::Ready(None),
                None => match ready!(self.chunks.poll(context)) {
                    Some(Ok(chunk)) => self.lines.push(chunk),
                    Some(Err(error)) => {
                        self.is_last = true;
                        return Poll::Ready(Some(Err(error)));
                    }
                    None => {
                        self.is_last = true;
                        if self.lines.last().is_some_and(|line| !is_blank(line)) {
                            return self.give();
                        }
                    }
                },
            }
        }
    }

    fn give(&mut self) -> Poll<Option<Result<()>>> {
        self.count += 1;
        Poll::Ready(Some(Ok(())))
    }

    /// The error of a line, with its number among those that are not blank.
    fn undecodable(&self, fault: DecodeError, line: &[u8]) -> Error {
        let index = self.count.saturating_sub(1);
        let fault = fault.inside(&format!("[{index}]"));
        self.chunks.origin().undecodable(fault, line)
    }
}

fn is_blank(line: &[u8]) -> bool {
    line.trim_ascii().is_empty()
}

impl<T> Stream for ItemStream<T> {
    type Item = Result<T>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll(context)
    }
}

/// The items are not shown: they may be personal.
impl<T> fmt::Debug for ItemStream<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ItemStream")
            .field("chunks", &self.source.chunks)
            .finish_non_exhaustive()
    }
}
