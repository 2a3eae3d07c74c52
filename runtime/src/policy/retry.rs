//! When a request is retried, and after what delay.

use std::time::Duration;

use http::{Method, StatusCode};

use crate::error::{Error, ErrorKind};
use crate::operation::CallInfo;

/// The built-in retry policy: number of attempts, total time and delays.
///
/// It retries: 429 for every method; 408, 502, 503, 504, broken connections and timed-out attempts for idempotent
/// methods (GET, PUT, DELETE and the like); 500 for GET; and, for every method, connection
/// failures, and connections that closed before a byte of the request was written. A host name that can't be resolved is tried
/// once more. A certificate that is not trusted, and a proxy that asks for credentials, end the call at once. A POST or PATCH is retried like a GET only if the caller sets `.idempotent(true)`.
///
/// The delay between two attempts is a random part of a span that doubles each time, or the server's `Retry-After` if
/// that is longer. If `Retry-After` is above the maximum, the call fails at once and the error has its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retry {
    max_attempts: u32,
    max_elapsed: Duration,
    first_backoff: Duration,
    max_backoff: Duration,
    ceiling: Duration,
}

impl Default for Retry {
    /// 5 attempts within 2 minutes, backoff from 0.5 s to 30 s, `Retry-After` up to 120 s.
    fn default() -> Self {
        Self {
            max_attempts: 5,
            max_elapsed: Duration::from_secs(120),
            first_backoff: Duration::from_millis(500),
            max_backoff: Duration::from_secs(30),
            ceiling: Duration::from_secs(120),
        }
    }
}

impl Retry {
    /// Makes one attempt only.
    #[must_use]
    pub fn none() -> Self {
        Self::default().max_attempts(1)
    }

    /// Sets the maximum number of attempts, including the first; 0 counts as 1.
    #[must_use]
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts.max(1);
        self
    }

    /// Sets the time after which no further attempt starts.
    #[must_use]
    pub fn max_elapsed(mut self, elapsed: Duration) -> Self {
        self.max_elapsed = elapsed;
        self
    }

    /// Sets the span of the first delay and the maximum span.
    #[must_use]
    pub fn backoff(mut self, first: Duration, longest: Duration) -> Self {
        self.first_backoff = first;
        self.max_backoff = longest;
        self
    }

    /// Sets the maximum `Retry-After` that the client waits for.
    #[must_use]
    pub fn retry_after_ceiling(mut self, ceiling: Duration) -> Self {
        self.ceiling = ceiling;
        self
    }

    /// A random part of the span for this number of attempts: "full jitter", which spreads the
    /// requests to a server that has just restarted.
    fn jittered(&self, attempts: u32) -> Duration {
        let doubled = 2_u32.saturating_pow(attempts.saturating_sub(1));
        let span = self
            .first_backoff
            .saturating_mul(doubled)
            .min(self.max_backoff);
        span.mul_f64(fastrand::f64())
    }
}

/// A policy that decides whether a call is retried, in place of [`Retry`].
///
/// A closure from a failed attempt to a delay implements it. Most policies narrow what [`Failed::is_repeatable`] allows:
///
/// ```
/// use std::time::Duration;
/// use openapi_client_runtime::{Client, Failed};
///
/// let builder = Client::builder().retry(|failed: &Failed<'_>| {
///     let again = failed.is_repeatable() && failed.attempts() < 3;
///     again.then(|| failed.error().retry_after().unwrap_or(Duration::from_secs(1)))
/// });
/// # let _ = builder;
/// ```
pub trait RetryPolicy: Send + Sync + 'static {
    /// Returns the delay before the next attempt, or `None` if the error is final.
    ///
    /// It is not called if a retry is impossible, because the body's reader has been used up. A delay that the
    /// call's timeout would cut short is not started.
    fn wait(&self, failed: &Failed<'_>) -> Option<Duration>;

    /// The maximum pause of the limiter after a 429, however long the server asks the client to wait. Default: 120 s.
    fn longest_pause(&self) -> Duration {
        Duration::from_secs(120)
    }
}

impl RetryPolicy for Retry {
    fn wait(&self, failed: &Failed<'_>) -> Option<Duration> {
        if failed.attempts >= self.max_attempts || !failed.is_repeatable() {
            return None;
        }
        let asked = failed.error.retry_after().unwrap_or_default();
        if asked > self.ceiling {
            return None;
        }
        let wait = asked.max(self.jittered(failed.attempts));
        let end = failed.elapsed.checked_add(wait)?;
        (end <= self.max_elapsed).then_some(wait)
    }

    fn longest_pause(&self) -> Duration {
        self.ceiling
    }
}

impl<F> RetryPolicy for F
where
    F: Fn(&Failed<'_>) -> Option<Duration> + Send + Sync + 'static,
{
    fn wait(&self, failed: &Failed<'_>) -> Option<Duration> {
        self(failed)
    }
}

/// An attempt that failed, as a [`RetryPolicy`] sees it.
#[derive(Debug)]
pub struct Failed<'a> {
    pub(crate) error: &'a Error,
    pub(crate) call: CallInfo<'a>,
    pub(crate) idempotent: Option<bool>,
    pub(crate) attempts: u32,
    /// How many of the attempts failed because the host name could not be resolved.
    pub(crate) look_ups: u32,
    pub(crate) elapsed: Duration,
}

impl<'a> Failed<'a> {
    /// The error of the attempt.
    pub fn error(&self) -> &'a Error {
        self.error
    }

    /// The identity of the call.
    pub fn call(&self) -> CallInfo<'a> {
        self.call
    }

    /// The value of `.idempotent(…)`; `None` if the method decides.
    pub fn idempotent(&self) -> Option<bool> {
        self.idempotent
    }

    /// The number of attempts made, including this one.
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// The time since the call started.
    pub fn elapsed(&self) -> Duration {
        self.elapsed
    }

    /// Returns whether the cause may be temporary and a retry is safe: the rule of [`Retry`].
    pub fn is_repeatable(&self) -> bool {
        let method = self.call.method();
        let reads = matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS);
        let settles = reads || matches!(*method, Method::PUT | Method::DELETE);
        let harmless = self.idempotent.unwrap_or(settles);
        if self.error.is_hopeless() || (self.error.is_look_up() && self.look_ups > 1) {
            return false;
        }
        match self.error.kind() {
            ErrorKind::Connect => true,
            ErrorKind::Timeout | ErrorKind::Transport => harmless,
            ErrorKind::Decode => harmless && self.error.is_incomplete(),
            ErrorKind::Status => match self.error.status() {
                Some(StatusCode::TOO_MANY_REQUESTS) => true,
                Some(
                    StatusCode::REQUEST_TIMEOUT
                    | StatusCode::BAD_GATEWAY
                    | StatusCode::SERVICE_UNAVAILABLE
                    | StatusCode::GATEWAY_TIMEOUT,
                ) => harmless,
                // A server that failed in the middle of a PUT may have done half of it.
                Some(StatusCode::INTERNAL_SERVER_ERROR) => self.idempotent.unwrap_or(reads),
                _ => false,
            },
            ErrorKind::Config | ErrorKind::Request | ErrorKind::Auth | ErrorKind::Task => false,
        }
    }
}
