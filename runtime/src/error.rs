//! The error type of the client.

mod api_error;
mod body_text;
mod conversion;
mod display;
mod html;
mod kind;
mod predicates;
mod task;

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode};
use serde::de::DeserializeOwned;

use crate::response::decode::{self, DecodeError};
use crate::response::{Reply, ResponseParts};
use crate::service::Service;

pub use api_error::{ApiError, ErrorMessage};
pub(crate) use html::describe as describe_html;
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
    hope: Hope,
    /// Whether the server may have received the request.
    is_unknown: bool,
    /// Advice that follows the error on the line.
    advice: Option<Box<str>>,
    source: Option<Arc<dyn StdError + Send + Sync>>,
    /// The task that the call waited for.
    task: Option<Box<task::Known>>,
}

/// Whether the cause of an error can pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hope {
    /// The kind and the status decide.
    ByKind,
    /// A host name can't be resolved: it may be wrong, or the resolver may be busy.
    LookUp,
    /// It may pass.
    Some,
    /// Another attempt has the same result.
    Never,
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
    /// The service's name for the id of the request, and the id: from the body, or else from a header of one of the names that the
    /// service uses.
    fn tracking_id(&self) -> Option<(&'static str, &str)> {
        let names = self.service.errors.request_id;
        let first = names.first().copied().unwrap_or("request id");
        let id = self.api.as_ref().and_then(|api| api.tracking_id.as_deref());
        let header = |name: &'static str| Some((name, self.headers.get(name)?.to_str().ok()?));
        let mut headers = names.iter().filter_map(|name| header(name));
        id.map(|id| (first, id))
            .or_else(|| headers.find(|(_, id)| !id.is_empty()))
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
            hope: Hope::ByKind,
            is_unknown: false,
            advice: None,
            source: None,
            task: None,
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

    /// A successful response whose body can't be decoded. A page of HTML is named instead of its first character.
    pub(crate) fn decode(fault: DecodeError, reply: Reply) -> Self {
        let message = match html::describe(&reply.parts.headers, &reply.body) {
            Some(page) => format!("the body is {page}"),
            None => fault.to_string(),
        };
        Self::new(ErrorKind::Decode, message)
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

    pub(crate) fn with_hope(mut self, hope: Hope) -> Self {
        self.inner.hope = hope;
        self
    }

    /// Sets whether the server may have received the request, although there is no response.
    pub(crate) fn with_unknown_outcome(mut self, is_unknown: bool) -> Self {
        self.inner.is_unknown = is_unknown;
        self
    }

    /// Adds advice to an error status that a long URL causes.
    pub(crate) fn with_url_length(mut self, length: usize) -> Self {
        /// Many servers read no longer URL.
        const LONG: usize = 8_000;
        let is_too_long = match self.status().map(|status| status.as_u16()) {
            Some(414) => true,
            Some(400 | 413 | 431) => length > LONG,
            _ => false,
        };
        if is_too_long {
            let advice =
                format!("the URL has {length} bytes: split the filter, or the list of values");
            self.inner.advice = Some(advice.into());
        }
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

    /// Turns the error into one of requesting a token, whose message begins with this context. The token endpoint's response is
    /// kept.
    pub(crate) fn into_auth(mut self, context: &str) -> Self {
        if self.is(ErrorKind::Auth) {
            return self;
        }
        let can_pass = self.is_retryable();
        if self.is(ErrorKind::Status) {
            self.inner.message = context.to_owned().into();
        } else {
            let message = format!("{context}: {}", display::Reason(&self));
            let cause = Self {
                inner: self.inner.clone(),
            };
            self.inner.source = Some(Arc::new(cause));
            self.inner.message = message.into();
        }
        self.inner.kind = ErrorKind::Auth;
        self.inner.is_unknown = false;
        self.inner.hope = if can_pass { Hope::Some } else { Hope::Never };
        self
    }

    /// Adds the response of a token endpoint without its body, which may contain part of a token.
    pub(crate) fn with_parts(self, parts: &ResponseParts) -> Self {
        let body = Bytes::new();
        let parts = parts.clone();
        self.with_reply(Reply { parts, body })
    }

    /// An error of a middleware, for which the call is not sent, or not sent on.
    pub fn refused(reason: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        let reason = reason.into();
        Self::request(reason.to_string()).with_boxed_source(reason)
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

    /// Returns the id of the request, which the service's support asks for: from the body, or else from a header. `None` if the
    /// response has neither, or the service is not known to send one.
    pub fn tracking_id(&self) -> Option<&str> {
        Some(self.inner.response.as_ref()?.tracking_id()?.1)
    }

    /// How long the server asks the client to wait.
    pub fn retry_after(&self) -> Option<Duration> {
        self.inner.retry_after
    }

    /// Returns how many requests were sent, or tried to connect; 0 if none was. If [no token](Self::is_auth) was obtained, requests
    /// for the token count too.
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
