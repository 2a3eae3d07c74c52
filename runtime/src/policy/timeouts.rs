//! The timeouts of a call and its parts.

use std::time::Duration;

use crate::operation::CallInfo;

/// The timeouts of a call and its parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeouts {
    pub(crate) call: Option<Duration>,
    pub(crate) attempt: Duration,
    pub(crate) read: Duration,
}

impl Default for Timeouts {
    /// 60 s for an attempt, 30 s without data in a body, and no limit on the call as a whole.
    fn default() -> Self {
        Self {
            call: None,
            attempt: Duration::from_secs(60),
            read: Duration::from_secs(30),
        }
    }
}

impl Timeouts {
    /// Limits the call as a whole: all its attempts and all its waits.
    #[must_use]
    pub fn call(mut self, timeout: Duration) -> Self {
        self.call = Some(timeout);
        self
    }

    /// Limits one attempt, from the first byte sent to the last byte read.
    #[must_use]
    pub fn attempt(mut self, timeout: Duration) -> Self {
        self.attempt = timeout;
        self
    }

    /// Limits the time between two chunks of a body.
    #[must_use]
    pub fn read(mut self, timeout: Duration) -> Self {
        self.read = timeout;
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
    /// Returns the timeouts of a call. The client calls it once per call, before the first attempt, and once per token request.
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
