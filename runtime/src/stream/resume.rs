//! Continues a stream of events on a new connection.

use std::task::{Context, Poll, ready};
use std::time::{Duration, Instant};

use http::StatusCode;

use super::chunks::{Chunks, Origin};
use super::open::open_events;
use super::parser::Parser;
use crate::call::Call;
use crate::call::background::Background;
use crate::clock::alarm::Alarm;
use crate::error::{Error, Result};
use crate::operation::CallInfo;
use crate::policy::retry::{Failed, RetryPolicy};
use crate::response::Response;

/// Why a connection ended.
pub(super) struct Broken<'a> {
    pub(super) error: &'a Error,
    /// Whether the body was cut off, rather than ended.
    pub(super) is_cut: bool,
}

/// A connection that is being made.
pub(super) struct Reconnected {
    task: Background<Response<Chunks>>,
    /// The limit of the whole stream.
    whole: Option<Alarm>,
}

impl Reconnected {
    /// Returns the new connection; `None` if the server says that the stream has ended, or the time is over.
    pub(super) fn poll(
        &mut self,
        context: &mut Context<'_>,
        origin: &Origin,
    ) -> Poll<Result<Option<Chunks>>> {
        if let Some(whole) = &mut self.whole
            && whole.poll(context).is_ready()
        {
            let message = format!("the stream took longer than {:?}", whole.after());
            return Poll::Ready(Err(origin.cut(message).with_timeout(true)));
        }
        let response = ready!(self.task.poll(context))?;
        if response.status() == StatusCode::NO_CONTENT {
            return Poll::Ready(Ok(None));
        }
        let mut chunks = response.into_inner();
        chunks.set_whole(self.whole.take());
        Poll::Ready(Ok(Some(chunks)))
    }
}

/// The shortest wait, unless the server sets another by `retry`.
const SHORTEST: Duration = Duration::from_secs(1);

/// A connection that lasted for this long was a good one, even if it brought no event.
const LASTING: Duration = Duration::from_secs(30);

/// How to continue a stream: the call, and the connections that broke.
pub(super) struct Resume {
    call: Call,
    /// How many connections in a row broke without an event.
    breaks: u32,
    /// When the first of them broke.
    since: Option<Instant>,
    opened: Instant,
    /// Whether an event was returned.
    has_events: bool,
}

impl Resume {
    pub(super) fn new(call: Call) -> Self {
        let opened = call.client().inner().time.now();
        Self {
            call,
            breaks: 0,
            since: None,
            opened,
            has_events: false,
        }
    }

    /// Notes that an event was returned, whole or as too large. Only a whole one shows that the connection was a good one: one that is
    /// too large may break every connection anew.
    pub(super) fn returns(&mut self, is_whole: bool) {
        self.has_events = true;
        if is_whole {
            self.breaks = 0;
            self.since = None;
        }
    }

    /// Notes that a new connection was made.
    pub(super) fn opens(&mut self) {
        self.opened = self.call.client().inner().time.now();
    }

    /// Makes a new connection after a wait, unless the stream ends here.
    pub(super) fn start(
        &mut self,
        broken: &Broken<'_>,
        chunks: &mut Chunks,
        parser: &Parser,
    ) -> Option<Reconnected> {
        let can_continue = !parser.last_id.is_empty()
            || parser.reconnection_time.is_some()
            || broken.is_cut && !self.has_events;
        if !can_continue || chunks.is_over() {
            return None;
        }
        let wait = self.wait(broken.error, parser.reconnection_time)?;
        let mut call = self.call.clone();
        call.last_event_id(&parser.last_id);
        let origin = chunks.origin().clone();
        let task = Background::start(call, move |call| async move {
            origin.time().sleep(wait).await;
            open_events(&call).await
        });
        let task = task.ok()?;
        let whole = chunks.take_whole();
        Some(Reconnected { task, whole })
    }

    fn wait(&mut self, error: &Error, reconnection_time: Option<Duration>) -> Option<Duration> {
        let client = self.call.client().inner();
        let now = client.time.now();
        if now.saturating_duration_since(self.opened) >= LASTING {
            self.breaks = 0;
            self.since = None;
        }
        self.breaks += 1;
        let since = *self.since.get_or_insert(now);
        let options = self.call.options();
        let policy: &dyn RetryPolicy = &**options.retry.as_ref().unwrap_or(&client.retry);
        let wait = policy.wait(&Failed {
            error,
            call: CallInfo::new(self.call.target()),
            idempotent: options.idempotent,
            attempts: self.breaks,
            look_ups: 0,
            elapsed: now.saturating_duration_since(since),
        })?;
        let asked = reconnection_time.unwrap_or(SHORTEST);
        Some(wait.max(asked.min(policy.longest_pause())))
    }
}
