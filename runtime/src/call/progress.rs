//! How far a call has come: its phase, and the requests that it has sent.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::error::Error;

/// A request that waits for longer than this was sent on a connection that may be dead, even if its caller gives up without an
/// error.
const PATIENCE: Duration = Duration::from_secs(5);

/// What a call is waiting for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Phase {
    /// Its middleware, or its policies.
    Own,
    Token,
    /// The end of other requests, because the number of requests in flight is limited.
    Turn,
    Limiter,
    /// The end of a pause that the service asked for.
    Pause,
    /// The next attempt.
    Backoff,
    /// The body of the request.
    Body,
    /// The response, or before that a connection: the HTTP library does not show which.
    Response,
    Reading,
}

impl Phase {
    /// Returns whether the server may have received the request.
    fn is_sent(self) -> bool {
        matches!(self, Self::Response | Self::Reading)
    }
}

impl fmt::Display for Phase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Own => "in middleware",
            Self::Token => "waiting for a token",
            Self::Turn => "waiting for other requests in flight",
            Self::Limiter => "waiting for the rate limiter",
            Self::Pause => "pausing after a 429",
            Self::Backoff => "waiting for the next attempt",
            Self::Body => "opening the body",
            Self::Response => "waiting for the response",
            Self::Reading => "reading the response",
        })
    }
}

/// The progress of a call, which its deadlines report.
#[derive(Debug)]
pub(crate) struct Progress {
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    phase: Phase,
    since: Instant,
    /// How many requests were sent.
    sent: u32,
    /// The length of the last URL.
    url: usize,
    /// A connection takes no longer than this.
    connect_timeout: Option<Duration>,
    /// Whether the body of the request was read to its end, if it is read while it is sent.
    upload: Option<Arc<AtomicBool>>,
    /// Whether a deadline has passed.
    is_late: bool,
    /// The error of the last attempt.
    last: Option<Error>,
}

impl Progress {
    pub(crate) fn new(now: Instant) -> Self {
        Self {
            state: Mutex::new(State {
                phase: Phase::Own,
                since: now,
                sent: 0,
                url: 0,
                connect_timeout: None,
                upload: None,
                is_late: false,
                last: None,
            }),
        }
    }

    /// Begins a phase.
    pub(crate) fn enter(&self, phase: Phase, now: Instant) {
        let mut state = self.lock();
        if state.phase != phase {
            state.phase = phase;
            state.since = now;
        }
    }

    /// Counts a request, with the length of its URL, that is handed to the HTTP library.
    pub(crate) fn send(
        &self,
        url: usize,
        connect_timeout: Option<Duration>,
        upload: Option<Arc<AtomicBool>>,
        now: Instant,
    ) {
        let mut state = self.lock();
        state.phase = Phase::Response;
        state.since = now;
        state.connect_timeout = connect_timeout;
        state.sent = state.sent.saturating_add(1);
        state.url = url;
        state.upload = upload;
    }

    /// How many requests were sent.
    pub(crate) fn sent(&self) -> u32 {
        self.lock().sent
    }

    /// The length of the last URL that was sent.
    pub(crate) fn url_length(&self) -> usize {
        self.lock().url
    }

    /// Keeps the error of an attempt.
    pub(crate) fn fail(&self, error: Error) {
        self.lock().last = Some(error);
    }

    /// Returns whether the request may have been sent on a connection that is dead: it waits for its response, and has done so
    /// for long, or until a deadline.
    pub(crate) fn is_hanging(&self, now: Instant) -> bool {
        let state = self.lock();
        let waited = now.saturating_duration_since(state.since);
        state.phase.is_sent() && (state.is_late || waited >= PATIENCE)
    }

    /// Notes that a deadline has passed.
    pub(crate) fn expire(&self) {
        self.lock().is_late = true;
    }

    /// The error of an attempt that took too long.
    pub(crate) fn late_attempt(&self, timeout: Duration, now: Instant) -> Error {
        self.expire();
        let state = self.lock();
        let phase = state.describe(now);
        Error::timeout(format!("no complete response within {timeout:?}: {phase}"))
            .with_unknown_outcome(state.phase.is_sent())
    }

    /// The error of a call that took too long.
    pub(crate) fn late_call(&self, timeout: Duration, now: Instant) -> Error {
        self.expire();
        let mut state = self.lock();
        let phase = state.describe(now);
        let last = state.last.take();
        let is_unknown =
            state.phase.is_sent() || last.as_ref().is_some_and(Error::may_have_been_applied);
        let error = Error::timeout(format!("the call took longer than {timeout:?}: {phase}"))
            .with_unknown_outcome(is_unknown)
            .with_attempts(state.sent);
        match last {
            Some(last) => error.with_source(last),
            None => error,
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// The phase, and how long it has taken.
    fn describe(&self, now: Instant) -> String {
        let time = now.saturating_duration_since(self.since);
        let is_waiting = self.phase == Phase::Response;
        let is_sending = (self.upload.as_ref()).is_some_and(|done| !done.load(Ordering::Relaxed));
        let is_connected = self.connect_timeout.is_some_and(|timeout| time > timeout);
        let time = rounded(time);
        if is_waiting && !is_connected {
            format!("connecting, or {} for {time:?}", self.phase)
        } else if is_waiting && is_sending {
            format!("sending the body for {time:?}")
        } else {
            format!("{} for {time:?}", self.phase)
        }
    }
}

/// A duration in whole milliseconds.
fn rounded(duration: Duration) -> Duration {
    let milliseconds = (duration.as_micros() + 500) / 1000;
    Duration::from_millis(u64::try_from(milliseconds).unwrap_or(u64::MAX))
}
