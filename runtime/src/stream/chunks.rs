//! The body of a response that is read while it arrives, with its timeouts and its errors.

use std::fmt;
use std::future::poll_fn;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use tokio::runtime::Handle;

use crate::call::Call;
use crate::call::execute;
use crate::client::Client;
use crate::clock::Time;
use crate::clock::alarm::Alarm;
use crate::error::{Error, Result};
use crate::operation::Target;
use crate::response::decode::DecodeError;
use crate::response::{Reply, Response, ResponseParts};
use crate::service::Service;
use crate::transport::open::{OpenBody, Slot};

/// Which timeout limits the time between two chunks.
#[derive(Debug, Clone, Copy)]
pub(super) enum Pace {
    /// That of every body.
    Read,
    /// The longer one of events and items.
    Idle,
}

/// The maximum part of a body of another media type than the expected one that an error keeps.
const MAX_UNEXPECTED: usize = 64 * 1024;

/// The time in which it must arrive. The call has no timeout any more, and the body may never end.
const UNEXPECTED_WITHIN: Duration = Duration::from_secs(5);

/// The chunks of a body. It reads only when it is polled, so a slow reader slows the server down.
pub(super) struct Chunks {
    body: Option<OpenBody>,
    /// Whether the body ended with an error. It must not look complete to a later reader.
    has_failed: bool,
    origin: Origin,
    idle: Alarm,
    /// The limit of the stream as a whole.
    whole: Option<Alarm>,
    /// Whether that limit has passed.
    is_over: bool,
    received: u64,
    total: Option<u64>,
}

/// Where a stream comes from, for its errors.
#[derive(Debug, Clone)]
pub(super) struct Origin {
    client: Client,
    target: Target,
    parts: ResponseParts,
}

impl Origin {
    #[cfg_attr(
        not(feature = "blocking"),
        allow(dead_code, reason = "only blocking calls wait by the client")
    )]
    pub(super) fn client(&self) -> &Client {
        &self.client
    }

    pub(super) fn service(&self) -> &'static Service {
        self.parts.service
    }

    pub(super) fn time(&self) -> &Time {
        &self.client.inner().time
    }

    /// Adds the operation to an error.
    fn at(&self, error: Error) -> Error {
        let target = &self.target;
        error.with_operation(target.id(), target.method().clone(), target.template())
    }

    /// The error of a body that ended too early.
    pub(super) fn cut(&self, message: String) -> Error {
        self.at(Error::incomplete(message, self.reply(Bytes::new())))
    }

    /// The error of a part of the body that can't be decoded.
    pub(super) fn undecodable(&self, fault: DecodeError, text: &[u8]) -> Error {
        let reply = self.reply(Bytes::copy_from_slice(text));
        self.at(Error::decode(fault, reply))
    }

    fn reply(&self, body: Bytes) -> Reply {
        let parts = self.parts.clone();
        Reply { parts, body }
    }
}

impl Chunks {
    /// Sends a call, and returns the response when it starts.
    pub(super) async fn open(
        call: &Call,
        accept: &'static str,
        pace: Pace,
    ) -> Result<Response<Self>> {
        let slot = Slot::default();
        let reply = call.execute_into(accept, Some(&slot)).await?;
        let Reply { parts, body } = reply;
        let body = slot.take().unwrap_or_else(|| body.into());
        let client = call.client().clone();
        let timeouts = execute::timeouts(call);
        let time = &client.inner().time;
        let idle = match pace {
            Pace::Read => timeouts.read,
            Pace::Idle => timeouts.idle,
        };
        let chunks = Self {
            total: body.length(),
            body: Some(body),
            has_failed: false,
            idle: Alarm::new(time, idle),
            whole: timeouts.stream.map(|timeout| Alarm::new(time, timeout)),
            is_over: false,
            received: 0,
            origin: Origin {
                target: call.target().clone(),
                parts: parts.clone(),
                client,
            },
        };
        Ok(Response::new(chunks, parts))
    }

    pub(super) fn origin(&self) -> &Origin {
        &self.origin
    }

    /// How many bytes have arrived.
    pub(super) fn received(&self) -> u64 {
        self.received
    }

    /// How many bytes the whole body has, if the server announced it.
    pub(super) fn total(&self) -> Option<u64> {
        self.total
    }

    /// Ends the request.
    pub(super) fn close(&mut self) {
        self.body = None;
    }

    /// Returns whether the limit of the whole stream has passed.
    pub(super) fn is_over(&self) -> bool {
        self.is_over
    }

    /// Takes the limit of the whole stream, for its next connection.
    pub(super) fn take_whole(&mut self) -> Option<Alarm> {
        self.whole.take()
    }

    pub(super) fn set_whole(&mut self, whole: Option<Alarm>) {
        self.whole = whole;
    }

    /// Returns the next chunk, which is not empty; `None` at the end. After an error, every further call returns an error.
    pub(super) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes>>> {
        let Some(body) = &mut self.body else {
            return Poll::Ready(self.has_failed.then(|| Err(self.failed_before())));
        };
        if let Some(whole) = &mut self.whole
            && Handle::try_current().is_ok()
            && whole.poll(context).is_ready()
        {
            let late = whole.after();
            self.is_over = true;
            return self.fail(|it| it.late(late, "the stream took longer than"));
        }
        match body.poll_chunk(context) {
            Poll::Ready(Some(Ok(chunk))) => {
                self.idle.reset();
                self.received = self.received.saturating_add(chunk.len() as u64);
                Poll::Ready(Some(Ok(chunk)))
            }
            Poll::Ready(Some(Err(error))) => self.fail(|it| {
                let message = format!("the body was cut off after {}", it.progress());
                it.origin.cut(message).with_source(error)
            }),
            Poll::Ready(None) => {
                self.close();
                Poll::Ready(None)
            }
            Poll::Pending if Handle::try_current().is_err() => self.fail(|it| {
                it.origin.at(Error::request(
                    "a stream needs a Tokio runtime, which the thread that polls it doesn't have",
                ))
            }),
            Poll::Pending => {
                if self.idle.poll(context).is_pending() {
                    return Poll::Pending;
                }
                body.stalled(self.origin.time().now());
                let silence = self.idle.after();
                self.fail(|it| it.late(silence, "the body stalled for"))
            }
        }
    }

    fn fail(&mut self, error: impl FnOnce(&Self) -> Error) -> Poll<Option<Result<Bytes>>> {
        let error = error(self);
        self.close();
        self.has_failed = true;
        Poll::Ready(Some(Err(error)))
    }

    fn failed_before(&self) -> Error {
        let message = format!(
            "the body ended with an earlier error after {}",
            self.progress()
        );
        self.origin.cut(message)
    }

    fn late(&self, timeout: Duration, what: &str) -> Error {
        let message = format!("{what} {timeout:?} after {}", self.progress());
        self.origin.cut(message).with_timeout(true)
    }

    /// How much has arrived.
    pub(super) fn progress(&self) -> String {
        match self.total {
            Some(total) => format!("{} of {total} bytes", self.received),
            None => format!("{} bytes", self.received),
        }
    }

    /// Reads the beginning of a body that is not what was expected, for an error.
    pub(super) async fn into_unexpected(mut self, fault: DecodeError) -> Error {
        let mut body = BytesMut::new();
        let mut limit = Alarm::new(self.origin.time(), UNEXPECTED_WITHIN);
        let mut next = |context: &mut Context<'_>| match self.poll(context) {
            Poll::Pending => limit.poll(context).map(|()| None),
            chunk @ Poll::Ready(_) => chunk,
        };
        while body.len() < MAX_UNEXPECTED
            && let Some(Ok(chunk)) = poll_fn(&mut next).await
        {
            let room = MAX_UNEXPECTED - body.len();
            body.extend_from_slice(&chunk[..chunk.len().min(room)]);
        }
        self.origin.undecodable(fault, &body)
    }
}

/// The contents are not shown: they may be personal.
impl fmt::Debug for Chunks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Chunks")
            .field("operation", &self.origin.target)
            .field("received", &self.received)
            .field("total", &self.total)
            .finish_non_exhaustive()
    }
}
