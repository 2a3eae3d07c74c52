//! The timeouts of a call and its parts.

use std::time::Duration;

use crate::operation::CallInfo;

/// The timeouts of a call and its parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeouts {
    pub(crate) call: Option<Duration>,
    pub(crate) attempt: Duration,
    pub(crate) read: Duration,
    pub(crate) idle: Duration,
    pub(crate) stream: Option<Duration>,
}

impl Default for Timeouts {
    /// 60 s for an attempt, 30 s without data in a body, 5 minutes between events and items of a stream, and no limit on the
    /// call or on a stream as a whole.
    fn default() -> Self {
        Self {
            call: None,
            attempt: Duration::from_secs(60),
            read: Duration::from_secs(30),
            idle: Duration::from_secs(300),
            stream: None,
        }
    }
}

impl Timeouts {
    /// Limits the call as a whole: all its attempts and all its waits. The call of a stream ends when its response starts.
    #[must_use]
    pub fn call(mut self, timeout: Duration) -> Self {
        self.call = Some(timeout);
        self
    }

    /// Limits one attempt, from the first byte sent to the last byte read, or to the start of a response that is a stream.
    #[must_use]
    pub fn attempt(mut self, timeout: Duration) -> Self {
        self.attempt = timeout;
        self
    }

    /// Limits the time between two chunks of a body, also of a [`ByteStream`](crate::ByteStream).
    #[must_use]
    pub fn read(mut self, timeout: Duration) -> Self {
        self.read = timeout;
        self
    }

    /// Limits the time in which nothing arrives on an [`EventStream`](crate::EventStream) or an
    /// [`ItemStream`](crate::ItemStream), which may be silent for longer than other bodies.
    #[must_use]
    pub fn idle(mut self, timeout: Duration) -> Self {
        self.idle = timeout;
        self
    }

    /// Limits a stream as a whole, from its first read to its end.
    #[must_use]
    pub fn stream(mut self, timeout: Duration) -> Self {
        self.stream = Some(timeout);
        self
    }
}

/// A policy that decides the timeouts of a call.
///
/// [`Timeouts`] implements it, with the same timeouts for every call; so does a closure from a call to its timeouts:
///
/// ```
/// use std::time::Duration;
/// use openapi_client_runtime::{CallInfo, Client, Timeouts};
///
/// let builder = Client::builder().timeouts(|call: CallInfo<'_>| match call.operation() {
///     Some("importEntitlementCsv") => Timeouts::default().attempt(Duration::from_secs(600)),
///     _ => Timeouts::default(),
/// });
/// # let _ = builder;
/// ```
pub trait TimeoutPolicy: Send + Sync + 'static {
    /// Returns the timeouts of a call. The client calls it once per call, before the first attempt, once more when a stream
    /// starts, and once per token request.
    fn timeouts(&self, call: CallInfo<'_>) -> Timeouts;
}

impl TimeoutPolicy for Timeouts {
    fn timeouts(&self, _: CallInfo<'_>) -> Timeouts {
        *self
    }
}

impl<F> TimeoutPolicy for F
where
    F: Fn(CallInfo<'_>) -> Timeouts + Send + Sync + 'static,
{
    fn timeouts(&self, call: CallInfo<'_>) -> Timeouts {
        self(call)
    }
}
