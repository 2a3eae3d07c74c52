//! Waits, retries and token requests, as middleware sees them.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::{Method, StatusCode};

use super::Middleware;
use crate::operation::CallInfo;

/// The middleware of a client.
pub(crate) type Chain = Arc<[Arc<dyn Middleware>]>;

/// A wait, a retry or a token request, which [`Middleware::event`] sees. It has no body, no header and no query.
pub struct CallEvent<'a> {
    pub(crate) kind: CallEventKind,
    pub(crate) call: CallInfo<'a>,
    pub(crate) url: &'a str,
    pub(crate) status: Option<StatusCode>,
    pub(crate) duration: Duration,
    pub(crate) attempts: u32,
}

/// The kind of a [`CallEvent`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum CallEventKind {
    /// A call waited for a token, which was requested or came from elsewhere.
    TokenWait,
    /// A call waited for others, because the number of requests in flight is limited.
    TurnWait,
    /// A call waited for the rate limiter.
    LimiterWait,
    /// A call, or a token request, waited because the service responded with 429.
    Pause,
    /// A call, or a token request, waited before it was sent again.
    Backoff,
    /// A request failed, and is about to be sent again.
    Retry,
    /// The client requested a token by itself. A [`TokenProvider`](crate::TokenProvider) is not seen, only the wait for it.
    TokenRequest,
}

impl CallEventKind {
    /// Returns a name in snake case, such as `limiter_wait`, for the label of a metric.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::TokenWait => "token_wait",
            Self::TurnWait => "turn_wait",
            Self::LimiterWait => "limiter_wait",
            Self::Pause => "pause",
            Self::Backoff => "backoff",
            Self::Retry => "retry",
            Self::TokenRequest => "token_request",
        }
    }
}

impl<'a> CallEvent<'a> {
    /// What happened.
    pub fn kind(&self) -> CallEventKind {
        self.kind
    }

    /// The identity of the call; that of a token request has no operation.
    pub fn call(&self) -> CallInfo<'a> {
        self.call
    }

    /// The HTTP method.
    pub fn method(&self) -> &'a Method {
        self.call.method()
    }

    /// The URL without its query; parameters of the path of a described operation are in braces.
    pub fn url(&self) -> &'a str {
        self.url
    }

    /// The status of the response: of a token request, or of the attempt before a retry. Absent if there was no response, and for
    /// waits.
    pub fn status(&self) -> Option<StatusCode> {
        self.status
    }

    /// How long the wait or the token request took, or how long the client waits before a retry.
    pub fn duration(&self) -> Duration {
        self.duration
    }

    /// How many requests the call, or the renewal of the token, has sent so far.
    pub fn attempts(&self) -> u32 {
        self.attempts
    }
}

impl fmt::Debug for CallEvent<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallEvent")
            .field("kind", &self.kind)
            .field("method", self.method())
            .field("url", &self.url)
            .field("status", &self.status)
            .field("duration", &self.duration)
            .field("attempts", &self.attempts)
            .finish_non_exhaustive()
    }
}
