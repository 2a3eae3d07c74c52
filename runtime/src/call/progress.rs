//! How far a call has come: its phase, and the requests that it has sent; and the events that middleware sees of that.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use http::StatusCode;

use crate::clock::Time;
use crate::error::Error;
use crate::operation::CallInfo;
use crate::policy::middleware::event::{CallEvent, CallEventKind, Chain};

/// A request that waits for longer than this was sent on a connection that may be dead, even if its caller gives up without an
/// error.
const PATIENCE: Duration = Duration::from_secs(5);

/// The current wait of a call.
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
    /// The wait after this error.
    pub(crate) fn before_retry(error: &Error) -> Self {
        if error.is_rate_limited() {
            Self::Pause
        } else {
            Self::Backoff
        }
    }

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

/// The progress of a call, or of token requests, which its deadlines report.
pub(crate) struct Progress<'c> {
    state: Mutex<State>,
    watch: Option<Watch<'c>>,
}

/// Middleware that sees the events of a call.
#[derive(Clone, Copy)]
pub(crate) struct Watch<'c> {
    pub(crate) chain: &'c Chain,
    pub(crate) call: CallInfo<'c>,
    /// The URL without its query, which few calls need.
    pub(crate) url: &'c (dyn Fn() -> String + Sync),
    pub(crate) time: &'c Time,
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

impl<'c> Progress<'c> {
    pub(crate) fn new(now: Instant, watch: Option<Watch<'c>>) -> Self {
        Self {
            watch: watch.filter(|watch| !watch.chain.is_empty()),
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
            let wait = state.wait(now);
            state.phase = phase;
            state.since = now;
            drop(state);
            self.report_wait(wait);
        }
    }

    /// Reports that a request failed and will be sent again after this time.
    pub(crate) fn retry(&self, status: Option<StatusCode>, wait: Duration) {
        self.report(CallEventKind::Retry, status, wait);
    }

    /// Reports a token request that has ended.
    pub(crate) fn token_request(&self, status: Option<StatusCode>, took: Duration) {
        self.report(CallEventKind::TokenRequest, status, took);
    }

    /// The middleware that sees the events.
    pub(crate) fn chain(&self) -> Option<&'c Chain> {
        self.watch.map(|watch| watch.chain)
    }

    fn report_wait(&self, wait: Option<(CallEventKind, Duration)>) {
        if let Some((kind, duration)) = wait {
            self.report(kind, None, duration);
        }
    }

    fn report(&self, kind: CallEventKind, status: Option<StatusCode>, duration: Duration) {
        let Some(watch) = &self.watch else {
            return;
        };
        let event = CallEvent {
            kind,
            call: watch.call,
            url: &(watch.url)(),
            status,
            duration,
            attempts: self.sent(),
        };
        for middleware in watch.chain.iter() {
            middleware.event(&event);
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
        self.enter(Phase::Response, now);
        let mut state = self.lock();
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

/// A caller may give up during a wait.
impl Drop for Progress<'_> {
    fn drop(&mut self) {
        if let Some(watch) = self.watch {
            let wait = self.lock().wait(watch.time.now());
            self.report_wait(wait);
        }
    }
}

impl State {
    /// The kind and the length of the wait that the phase is.
    fn wait(&self, now: Instant) -> Option<(CallEventKind, Duration)> {
        let kind = match self.phase {
            Phase::Token => CallEventKind::TokenWait,
            Phase::Turn => CallEventKind::TurnWait,
            Phase::Limiter => CallEventKind::LimiterWait,
            Phase::Pause => CallEventKind::Pause,
            Phase::Backoff => CallEventKind::Backoff,
            Phase::Own | Phase::Body | Phase::Response | Phase::Reading => return None,
        };
        Some((kind, now.saturating_duration_since(self.since)))
    }

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
