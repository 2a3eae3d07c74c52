//! The error type of the client.

mod api_error;
mod body_text;
mod display;
mod kind;

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode};
use serde::de::DeserializeOwned;

use crate::response::Reply;
use crate::response::decode::{self, DecodeError};
use crate::service::Service;

pub use api_error::{ApiError, ErrorMessage};
pub(crate) use display::one_line;
pub use kind::ErrorKind;

/// A result with the client's [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// The error of a call, or of creating a client.
///
/// [`kind`](Self::kind) returns the step at which the call failed; predicates such as [`is_not_found`](Self::is_not_found)
/// answer common questions. Status, headers and body of the response are kept. The type is one pointer wide.
#[derive(Clone)]
pub struct Error {
    inner: Box<Inner>,
}

#[derive(Clone)]
struct Inner {
    kind: ErrorKind,
    message: Cow<'static, str>,
    operation: Option<Origin>,
    response: Option<Answer>,
    retry_after: Option<Duration>,
    attempts: u32,
    timeout: bool,
    incomplete: bool,
    source: Option<Arc<dyn StdError + Send + Sync>>,
}

#[derive(Clone)]
struct Origin {
    id: Option<&'static str>,
    method: Method,
    path: Cow<'static, str>,
}

#[derive(Clone)]
struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    api: Option<ApiError>,
    service: &'static Service,
}

impl Answer {
    /// The service's name for the id of a request.
    fn request_id_name(&self) -> &'static str {
        let names = self.service.errors.request_id;
        names.first().copied().unwrap_or("request id")
    }
}

impl Error {
    fn new(kind: ErrorKind, message: impl Into<Cow<'static, str>>) -> Self {
        let inner = Inner {
            kind,
            message: message.into(),
            operation: None,
            response: None,
            retry_after: None,
            attempts: 0,
            timeout: kind == ErrorKind::Timeout,
            incomplete: false,
            source: None,
        };
        Self {
            inner: Box::new(inner),
        }
    }

    pub(crate) fn config(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::Config, message)
    }

    pub(crate) fn request(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::Request, message)
    }

    pub(crate) fn auth(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::Auth, message)
    }

    pub(crate) fn connect(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::Connect, message)
    }

    pub(crate) fn timeout(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::Timeout, message)
    }

    pub(crate) fn transport(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::Transport, message)
    }

    /// A response with an error status.
    pub(crate) fn status_of(reply: Reply, retry_after: Option<Duration>) -> Self {
        let mut error = Self::new(ErrorKind::Status, "");
        error.inner.retry_after = retry_after;
        error.with_reply(reply)
    }

    /// A successful response whose body can't be decoded.
    pub(crate) fn decode(fault: DecodeError, reply: Reply) -> Self {
        Self::new(ErrorKind::Decode, fault.to_string())
            .with_reply(reply)
            .with_source(fault)
    }

    /// A successful response whose body is longer than the client reads.
    pub(crate) fn too_large(limit: usize, reply: Reply) -> Self {
        let message = format!("the body is larger than the limit of {limit} bytes");
        Self::new(ErrorKind::Decode, message).with_reply(reply)
    }

    /// A successful response whose body was cut off.
    pub(crate) fn incomplete(message: impl Into<Cow<'static, str>>, reply: Reply) -> Self {
        let mut error = Self::new(ErrorKind::Decode, message).with_reply(reply);
        error.inner.incomplete = true;
        error
    }

    pub(crate) fn is_incomplete(&self) -> bool {
        self.inner.incomplete
    }

    fn with_reply(mut self, reply: Reply) -> Self {
        let Reply { parts, body } = reply;
        // A success may be a megabyte of records: only errors are searched for the service's properties.
        let api = if parts.status.is_success() {
            None
        } else {
            ApiError::parse(&body, &parts.service.errors)
        };
        self.inner.attempts = parts.attempts;
        self.inner.response = Some(Answer {
            status: parts.status,
            headers: parts.headers,
            body,
            api,
            service: parts.service,
        });
        self
    }

    pub(crate) fn with_source(mut self, source: impl StdError + Send + Sync + 'static) -> Self {
        self.inner.source = Some(Arc::new(source));
        self
    }

    pub(crate) fn with_boxed_source(mut self, source: Box<dyn StdError + Send + Sync>) -> Self {
        self.inner.source = Some(Arc::from(source));
        self
    }

    pub(crate) fn with_timeout(mut self, timeout: bool) -> Self {
        self.inner.timeout = timeout;
        self
    }

    pub(crate) fn with_attempts(mut self, attempts: u32) -> Self {
        self.inner.attempts = attempts;
        self
    }

    pub(crate) fn with_operation(
        mut self,
        id: Option<&'static str>,
        method: Method,
        path: Cow<'static, str>,
    ) -> Self {
        self.inner.operation = Some(Origin { id, method, path });
        self
    }

    /// Turns the error into one of requesting a token. The token endpoint's response is kept.
    pub(crate) fn into_auth(mut self, message: impl Into<Cow<'static, str>>) -> Self {
        if !self.is(ErrorKind::Auth) {
            if !self.inner.message.is_empty() {
                let cause = Self {
                    inner: self.inner.clone(),
                };
                self.inner.source = Some(Arc::new(cause));
            }
            self.inner.kind = ErrorKind::Auth;
            self.inner.message = message.into();
        }
        self
    }

    /// An error of a middleware, for which the call is not sent, or not sent on.
    pub fn refused(reason: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        let reason = reason.into();
        Self::request(reason.to_string()).with_boxed_source(reason)
    }

    /// Returns the kind of the error: the step at which the call failed.
    ///
    /// The predicates for config, request, auth, connect and decode errors compare this kind; those for a status, such as
    /// [`is_not_found`](Self::is_not_found), require [`ErrorKind::Status`].
    pub fn kind(&self) -> ErrorKind {
        self.inner.kind
    }

    fn is(&self, kind: ErrorKind) -> bool {
        self.kind() == kind
    }

    fn has_status(&self, status: StatusCode) -> bool {
        self.is(ErrorKind::Status) && self.status() == Some(status)
    }

    /// 404: the resource does not exist, or is not visible to this caller.
    pub fn is_not_found(&self) -> bool {
        self.has_status(StatusCode::NOT_FOUND)
    }

    /// 401 from the operation: the token was rejected, and so was a new one.
    ///
    /// If no token could be obtained at all, [`is_auth`](Self::is_auth) is true instead.
    pub fn is_unauthorized(&self) -> bool {
        self.has_status(StatusCode::UNAUTHORIZED)
    }

    /// 403: the token is valid, but lacks the permission.
    pub fn is_forbidden(&self) -> bool {
        self.has_status(StatusCode::FORBIDDEN)
    }

    /// 429, from the operation or from the token endpoint; see [`retry_after`](Self::retry_after).
    pub fn is_rate_limited(&self) -> bool {
        self.status() == Some(StatusCode::TOO_MANY_REQUESTS)
    }

    /// Returns whether the status is the one that the service uses for a feature that is not enabled. `false` for a service
    /// without such a status.
    pub fn is_feature_disabled(&self) -> bool {
        let answer = self.inner.response.as_ref();
        self.is(ErrorKind::Status)
            && answer.is_some_and(|answer| answer.service.is_feature_disabled(answer.status))
    }

    /// A deadline passed: of connecting, of an attempt, of the whole call, or of a body that stalled.
    ///
    /// The [kind](Self::kind) is [`Timeout`](ErrorKind::Timeout) for the deadlines of attempts and calls, and that of the
    /// step otherwise: [`Connect`](ErrorKind::Connect), [`Decode`](ErrorKind::Decode) or [`Auth`](ErrorKind::Auth).
    pub fn is_timeout(&self) -> bool {
        self.inner.timeout
    }

    /// The connection failed, so the request never reached the server.
    pub fn is_connect(&self) -> bool {
        self.is(ErrorKind::Connect)
    }

    /// The server returned a success, but the response could not be read or decoded. A write has taken effect.
    pub fn is_decode(&self) -> bool {
        self.is(ErrorKind::Decode)
    }

    /// No token could be obtained. If the token endpoint responded, [`status`](Self::status) and
    /// [`api_error`](Self::api_error) are those of its response.
    pub fn is_auth(&self) -> bool {
        self.is(ErrorKind::Auth)
    }

    /// The client's settings are missing or invalid.
    pub fn is_config(&self) -> bool {
        self.is(ErrorKind::Config)
    }

    /// The caller's input is invalid or a middleware refused the request, and nothing was sent.
    pub fn is_request(&self) -> bool {
        self.is(ErrorKind::Request)
    }

    /// Returns whether the cause may be temporary: a connection that failed or broke, a deadline, 408, 429 or a 5xx.
    ///
    /// This does not mean that a write can safely be sent twice.
    pub fn is_retryable(&self) -> bool {
        match self.kind() {
            ErrorKind::Connect | ErrorKind::Timeout | ErrorKind::Transport => true,
            ErrorKind::Status | ErrorKind::Auth => {
                self.inner.timeout
                    || self.status().is_some_and(|status| {
                        status.is_server_error()
                            || matches!(
                                status,
                                StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_MANY_REQUESTS
                            )
                    })
            }
            ErrorKind::Decode => self.inner.incomplete,
            ErrorKind::Config | ErrorKind::Request => false,
        }
    }

    /// The status of the response, if there was one.
    pub fn status(&self) -> Option<StatusCode> {
        self.inner.response.as_ref().map(|answer| answer.status)
    }

    /// The headers of the response, if there was one.
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.inner.response.as_ref().map(|answer| &answer.headers)
    }

    /// The body of the response as received, if there was one.
    pub fn body(&self) -> Option<&Bytes> {
        self.inner.response.as_ref().map(|answer| &answer.body)
    }

    /// The parsed body of an error response.
    pub fn api_error(&self) -> Option<&ApiError> {
        self.inner.response.as_ref()?.api.as_ref()
    }

    /// How long the server asks the client to wait.
    pub fn retry_after(&self) -> Option<Duration> {
        self.inner.retry_after
    }

    /// Returns how many requests were sent; 0 if none was.
    pub fn attempts(&self) -> u32 {
        self.inner.attempts
    }

    /// The `operationId` of the call; a raw call has none.
    pub fn operation(&self) -> Option<&'static str> {
        self.inner.operation.as_ref()?.id
    }

    /// Decodes the body as a model, for operations that document their own error bodies.
    ///
    /// # Errors
    /// When there is no body, or when it is not JSON of this type.
    pub fn decode_body<T: DeserializeOwned>(&self) -> Result<T, DecodeError> {
        match self.body() {
            Some(body) => decode::json(body),
            None => Err(DecodeError::new("there was no response")),
        }
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.inner.source.as_ref().map(|source| &**source as _)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("Error");
        out.field("kind", &self.inner.kind)
            .field("message", &self.to_string());
        if let Some(status) = self.status() {
            out.field("status", &status);
        }
        if let Some(source) = &self.inner.source {
            out.field("source", source);
        }
        out.finish_non_exhaustive()
    }
}
