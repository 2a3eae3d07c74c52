//! How long a call and its parts may take.

use std::time::Duration;

use crate::call::operation::CallInfo;

/// How long a call and its parts may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeouts {
    pub(crate) call: Option<Duration>,
    pub(crate) attempt: Duration,
    pub(crate) read: Duration,
}

impl Default for Timeouts {
    /// 60 s for an attempt, 30 s of silence in a body, and no bound on the call as a whole but that of its parts.
    fn default() -> Self {
        Self {
            call: None,
            attempt: Duration::from_secs(60),
            read: Duration::from_secs(30),
        }
    }
}

impl Timeouts {
    /// Bounds the call as a whole: all its attempts and all its waits.
    #[must_use]
    pub fn call(mut self, timeout: Duration) -> Self {
        self.call = Some(timeout);
        self
    }

    /// Bounds one attempt, from the first byte sent to the last byte read.
    #[must_use]
    pub fn attempt(mut self, timeout: Duration) -> Self {
        self.attempt = timeout;
        self
    }

    /// Bounds the silence between two pieces of a body.
    #[must_use]
    pub fn read(mut self, timeout: Duration) -> Self {
        self.read = timeout;
        self
    }
}

/// Decides how long a call and its parts may take.
///
/// [`Timeouts`] are a policy of their own, the same for every call; so is a closure from a call to its timeouts:
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
    /// The timeouts of a call. It is asked once a call, before the first attempt, and once a request for a token.
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
