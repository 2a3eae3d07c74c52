//! Server-sent events as a stream.

use std::borrow::Cow;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_core::Stream;

use super::chunks::{Chunks, Origin};
use super::parser::{MESSAGE, Parsed, Parser};
use super::resume::{Broken, Reconnected, Resume};
use super::whole_event::RawEvent;
use crate::error::{Error, Result};
use crate::response::decode::DecodeError;

/// A server-sent event.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event<T> {
    /// The type of the event; `message` if the server names none.
    pub event_type: Cow<'static, str>,
    /// The id that was sent with this event. [`EventStream::last_event_id`] has that of an earlier event if it has none.
    pub id: Option<String>,
    /// How long the server asks to wait before the next connection, if it says so with this event.
    pub retry: Option<Duration>,
    /// The data, decoded.
    pub data: T,
}

/// An event without a type and an id.
impl<T> From<T> for Event<T> {
    fn from(data: T) -> Self {
        Self {
            event_type: MESSAGE.into(),
            id: None,
            retry: None,
            data,
        }
    }
}

impl<T> Event<T> {
    /// Creates an event as a server sends it, for tests.
    pub fn new(data: T) -> Self {
        data.into()
    }

    /// Sets the type of the event.
    #[must_use]
    pub fn with_type(mut self, event_type: impl Into<String>) -> Self {
        self.event_type = Cow::Owned(event_type.into());
        self
    }

    /// Sets the id.
    #[must_use]
    pub fn with_id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// Sets how long the server asks to wait before the next connection.
    #[must_use]
    pub fn with_retry(mut self, retry: Duration) -> Self {
        self.retry = Some(retry);
        self
    }

    /// Maps the data and keeps the rest.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Event<U> {
        Event {
            event_type: self.event_type,
            id: self.id,
            retry: self.retry,
            data: change(self.data),
        }
    }
}

/// Server-sent events (`text/event-stream`), one by one as they arrive.
///
/// Call [`try_next`](Self::try_next), or use it as a `Stream`. It reads from the connection only when it is polled, so memory
/// stays small whatever the speed of the reader. Dropping it ends the request.
///
/// * **An event that can't be decoded is an error of that event**, whose [`body`](Error::body) is the data; the stream continues
///   with the next one. So is an event that is larger than [`max_event_size`](Self::max_event_size), which is skipped:
///   its error has no body.
/// * **A broken connection of a GET** is made again, with the header `Last-Event-ID` of the last event that was returned, if the
///   server has sent an `id` or `retry`, or nothing was returned yet. With ids nothing is lost; with `retry` only, what the
///   server sends again is up to it. The wait is the server's `retry`, 1 s without one, or the backoff of the call's [`RetryPolicy`](crate::RetryPolicy), whichever is longer. The policy counts the connections
///   that broke without an event; one that lasted for 30 s, or brought an event, starts the count again.
/// * **It ends** with the body if it can't be continued, with a response of status 204, and with the service's end marker
///   ([`end_at`](Self::end_at)). Other errors end it: the next call returns `None`. To continue later, even in another process, save
///   [`last_event_id`](Self::last_event_id) and send it as the header `Last-Event-ID`.
/// * **Time**: the call's timeout ends when the response starts. A connection on which nothing arrives for the
///   [`idle`](crate::Timeouts::idle) timeout is treated as broken. The [`stream`](crate::Timeouts::stream) timeout limits
///   the stream as a whole.
#[must_use = "a stream does nothing until it is polled"]
pub struct EventStream<T> {
    state: State,
    parser: Parser,
    origin: Origin,
    resume: Option<Resume>,
    end: Option<Cow<'static, str>>,
    decode: Decode<T>,
}

/// Decodes an event.
pub(super) type Decode<T> = fn(&RawEvent<'_>) -> Result<T, DecodeError>;

enum State {
    Open(Box<Chunks>),
    /// The connection broke, and another one is being made.
    Reconnecting(Reconnected),
    Ended,
}

impl<T> EventStream<T> {
    pub(super) fn new(
        chunks: Chunks,
        last_id: String,
        resume: Option<Resume>,
        decode: Decode<T>,
    ) -> Self {
        let origin = chunks.origin().clone();
        Self {
            parser: Parser::new(last_id),
            end: origin.service().event_end.map(Cow::Borrowed),
            state: State::Open(Box::new(chunks)),
            origin,
            resume,
            decode,
        }
    }

    /// Returns the id of the last event that was returned and had one, or the id with which the call began; empty if there is none.
    pub fn last_event_id(&self) -> &str {
        &self.parser.last_id
    }

    /// Ends the stream at an event with exactly this data, such as `[DONE]`, which is not returned. The default is the service's own
    /// end marker, if the client crate knows one.
    pub fn end_at(&mut self, data: impl Into<String>) -> &mut Self {
        self.end = Some(Cow::Owned(data.into()));
        self
    }

    /// Limits the size of one event. Default: 8 MiB.
    pub fn max_event_size(&mut self, bytes: usize) -> &mut Self {
        self.parser.set_max(bytes);
        self
    }

    /// Returns the next event; `None` at the end.
    ///
    /// # Errors
    /// If the event can't be decoded or is too large; the next call continues. If the connection broke and can't be made again; the
    /// stream has ended then.
    pub async fn try_next(&mut self) -> Result<Option<Event<T>>> {
        poll_fn(|context| self.poll(context)).await.transpose()
    }

    /// Returns the same stream for programs without async.
    #[cfg(feature = "blocking")]
    pub fn into_blocking(self) -> super::Blocking<Self> {
        let client = self.origin.client().clone();
        super::Blocking::new(self, client)
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Event<T>>>> {
        loop {
            match &mut self.state {
                State::Ended => return Poll::Ready(None),
                State::Open(chunks) => {
                    if let Some(parsed) = self.parser.next() {
                        let event = self.accept(parsed);
                        return Poll::Ready(event);
                    }
                    let broken = match ready!(chunks.poll(context)) {
                        Some(Ok(chunk)) => {
                            self.parser.push(chunk);
                            continue;
                        }
                        Some(Err(error)) => Some(error),
                        None => None,
                    };
                    if let Some(error) = self.breaks(broken) {
                        return Poll::Ready(Some(Err(error)));
                    }
                }
                State::Reconnecting(reconnected) => {
                    let connected = ready!(reconnected.poll(context, &self.origin));
                    if let Err(error) = self.reconnect(connected) {
                        self.state = State::Ended;
                        return Poll::Ready(Some(Err(error)));
                    }
                }
            }
        }
    }

    /// Decodes an event; `None` for the end marker.
    fn accept(&mut self, parsed: Parsed) -> Option<Result<Event<T>>> {
        if let Some(resume) = &mut self.resume {
            resume.returns(matches!(parsed, Parsed::Event { .. }));
        }
        let (event_type, id, retry, data) = match parsed {
            Parsed::TooLarge => {
                let max = self.parser.max();
                let fault = format!("the event is larger than the limit of {max} bytes");
                return Some(Err(self.origin.undecodable(DecodeError::new(fault), b"")));
            }
            Parsed::Event {
                event,
                id,
                retry,
                data,
            } => (event, id, retry, data),
        };
        if is_end(self.end.as_deref(), &data) {
            self.state = State::Ended;
            return None;
        }
        let raw = RawEvent {
            event_type: &event_type,
            id: id.as_deref(),
            retry,
            data: &data,
        };
        // Bytes that are not UTF-8 are replaced, but only if they are found: decoding finds them anyway.
        let decoded = (self.decode)(&raw).or_else(|fault| match String::from_utf8_lossy(&data) {
            Cow::Borrowed(_) => Err(fault),
            Cow::Owned(replaced) => (self.decode)(&RawEvent {
                data: replaced.as_bytes(),
                ..raw
            }),
        });
        let decoded = match decoded {
            Ok(decoded) => Ok(Event {
                event_type,
                id,
                retry,
                data: decoded,
            }),
            Err(fault) => Err(self.origin.undecodable(fault, &data)),
        };
        self.parser.recycle(data);
        Some(decoded)
    }

    /// Continues on a new connection, or ends: with an error if something is missing.
    fn breaks(&mut self, error: Option<Error>) -> Option<Error> {
        let State::Open(chunks) = &mut self.state else {
            return error;
        };
        let is_cut = error.is_some();
        let unfinished = self.parser.unfinished();
        if unfinished.is_some_and(|data| is_end(self.end.as_deref(), data)) {
            self.state = State::Ended;
            return None;
        }
        let is_inside = unfinished.is_some();
        let error = error.unwrap_or_else(|| {
            let message = format!("the stream ended after {}", chunks.progress());
            self.origin.cut(message)
        });
        let broken = Broken {
            error: &error,
            is_cut,
        };
        if let Some(resume) = &mut self.resume
            && let Some(reconnected) = resume.start(&broken, chunks, &self.parser)
        {
            self.state = State::Reconnecting(reconnected);
            return None;
        }
        self.state = State::Ended;
        (is_cut || is_inside).then_some(error)
    }

    /// Takes a new connection.
    fn reconnect(&mut self, connected: Result<Option<Chunks>>) -> Result<()> {
        let Some(chunks) = connected? else {
            self.state = State::Ended;
            return Ok(());
        };
        if let Some(resume) = &mut self.resume {
            resume.opens();
        }
        self.origin = chunks.origin().clone();
        self.parser.restart();
        self.state = State::Open(Box::new(chunks));
        Ok(())
    }
}

/// Whether the data of an event is the end marker.
fn is_end(end: Option<&str>, data: &[u8]) -> bool {
    end.is_some_and(|end| end.as_bytes() == data)
}

impl<T> Stream for EventStream<T> {
    type Item = Result<Event<T>>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll(context)
    }
}

/// The events are not shown: they may be personal.
impl<T> fmt::Debug for EventStream<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state: &dyn fmt::Debug = match &self.state {
            State::Open(chunks) => &**chunks,
            State::Reconnecting(_) => &"reconnecting",
            State::Ended => &"ended",
        };
        f.debug_struct("EventStream")
            .field("state", state)
            .finish_non_exhaustive()
    }
}
