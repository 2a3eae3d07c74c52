//! One exchange with a server: sends a request, and reads the whole response or leaves its body to a stream.

mod cause;
#[cfg(any(feature = "rustls-no-provider", feature = "native-tls"))]
pub(crate) mod certificates;
pub(crate) mod connect;
pub(crate) mod incoming;
pub(crate) mod open;

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE, HeaderName, LOCATION, TRANSFER_ENCODING};
use http::{HeaderMap, Method, StatusCode, Version};
use reqwest::Url;
use serde::de::IgnoredAny;

use crate::auth::security::Applied;
use crate::call::progress::{Phase, Progress};
use crate::clock::{BoxFuture, Time};
use crate::error::{Error, Result};
use crate::policy::timeouts::Timeouts;
use crate::request::Request;
use crate::request::body::Body;
use crate::response::{Reply, ResponseParts};
use crate::service::Service;
use crate::transport::cause::Circumstances;
use crate::transport::connect::Connections;
use crate::transport::connect::pools::Lease;
use crate::transport::incoming::Incoming;
use crate::transport::open::{OpenBody, Slot};

/// Builds the request of a call for each attempt. Parts that are rarely sent twice are built again rather than copied.
pub(crate) type Make<'a> = &'a (dyn Fn() -> Result<Box<Request>> + Sync);

/// More redirects than this are treated as a loop.
const MAX_REDIRECTS: u32 = 5;

/// The HTTP library can't send a longer URL.
const MAX_URL: usize = 65_534;
/// The maximum length of the body of a response that is no success: the rest of a longer one is not read.
pub(crate) const MAX_ERROR: usize = 1 << 20;

/// The HTTP clients, and the bounds on what comes back.
#[derive(Debug, Clone)]
pub(crate) struct Transport {
    pub(crate) connections: Arc<Connections>,
    pub(crate) time: Time,
    /// The maximum length of a body, after decompression.
    pub(crate) max_response: usize,
    pub(crate) service: &'static Service,
}

/// A request, which may be sent more than once.
pub(crate) struct Outgoing<'a> {
    pub(crate) make: Make<'a>,
    /// The body of the request, which is opened for each attempt.
    pub(crate) body: &'a Body,
    pub(crate) credentials: Applied<'a>,
    /// Where the body of a success is left unread, for a stream.
    pub(crate) unread: Option<&'a Slot>,
}

impl Transport {
    /// Sends a request and reads the whole response of any status, except the body of a success that is read as a stream.
    ///
    /// If the body of an error response can't be read completely, the response is returned with what was read.
    pub(crate) fn exchange<'a>(
        &'a self,
        outgoing: &'a Outgoing<'_>,
        timeouts: &'a Timeouts,
        progress: &'a Progress<'_>,
    ) -> BoxFuture<'a, Result<Reply>> {
        // In a box of its own, as allocators are fastest with blocks below 1 KiB.
        Box::pin(async move {
            let exchange = pin!(async {
                let reply = self.send(outgoing, None, timeouts.read, progress).await?;
                if !is_redirect(reply.status()) {
                    return Ok(reply);
                }
                // In a box: few responses are redirects, and no call should carry the size of the future.
                Box::pin(self.follow(reply, outgoing, timeouts.read, progress)).await
            });
            let whole = self.time.within(timeouts.attempt, exchange).await;
            whole.unwrap_or_else(|| Err(progress.late_attempt(timeouts.attempt, self.time.now())))
        })
    }

    /// Follows redirects of reads within the same origin. Any other redirect is returned to the caller, and no credential is
    /// sent to its target.
    async fn follow(
        &self,
        mut reply: Reply,
        outgoing: &Outgoing<'_>,
        silence: Duration,
        progress: &Progress<'_>,
    ) -> Result<Reply> {
        let first = (outgoing.make)()?.head;
        if !matches!(*first.method(), Method::GET | Method::HEAD) {
            return Ok(reply);
        }
        let mut url = first.url().clone();
        for _ in 0..MAX_REDIRECTS {
            let Some(target) = same_origin_target(&url, &reply) else {
                break;
            };
            url = target;
            reply = self.send(outgoing, Some(&url), silence, progress).await?;
        }
        Ok(reply)
    }

    /// One request and one response.
    async fn send(
        &self,
        outgoing: &Outgoing<'_>,
        url: Option<&Url>,
        silence: Duration,
        progress: &Progress<'_>,
    ) -> Result<Reply> {
        progress.enter(Phase::Body, self.time.now());
        let (body, upload) = outgoing.body.open().await?;
        let request = outgoing.assemble(url, body)?;
        let length = request.url().as_str().len();
        if length > MAX_URL {
            return Err(Error::request(format!(
                "the URL has {length} bytes, and at most {MAX_URL} can be sent: split the filter, or the list of values"
            )));
        }
        let wants_json = has_json(request.headers(), &ACCEPT);
        let lease = self.connections.client(request.url())?;
        let connect_timeout = self.connections.connect_timeout();
        progress.send(length, connect_timeout, upload, self.time.now());
        let mut sent = Sent {
            transport: self,
            lease,
            progress,
            is_answered: false,
        };
        let mut answer = sent.answer(request).await?;
        if let Some(unread) = outgoing.unread.filter(|_| answer.status().is_success()) {
            sent.is_answered = true;
            let parts = self.parts(&mut answer);
            unread.fill(OpenBody::new(answer, &self.connections, sent.lease.clone()));
            let body = Bytes::new();
            return Ok(Reply { parts, body });
        }
        progress.enter(Phase::Reading, self.time.now());
        let read = self.read(&mut answer, silence).await;
        if let Err(broken) = &read
            && matches!(broken.reason, Reason::Stalled(_))
        {
            progress.expire();
        } else {
            sent.is_answered = true;
        }
        drop(sent);
        let may_be_cut =
            is_open_ended(&answer) && (wants_json || has_json(answer.headers(), &CONTENT_TYPE));
        let parts = self.parts(&mut answer);
        match read {
            Ok(body) if may_be_cut && is_cut_json(&parts, &body) => {
                let reply = Reply { parts, body };
                let message = "the connection closed inside a JSON value";
                Err(Error::incomplete(message, reply))
            }
            Ok(body) => Ok(Reply { parts, body }),
            Err(broken) if parts.status.is_success() => Err(broken.into_error(self, parts)),
            Err(broken) => Ok(Reply {
                parts,
                body: broken.body,
            }),
        }
    }

    /// Takes the head of a response.
    fn parts(&self, answer: &mut reqwest::Response) -> ResponseParts {
        ResponseParts {
            status: answer.status(),
            headers: std::mem::take(answer.headers_mut()),
            attempts: 1,
            service: self.service,
        }
    }

    async fn read(
        &self,
        answer: &mut reqwest::Response,
        silence: Duration,
    ) -> Result<Bytes, Broken> {
        let max = if answer.status().is_success() {
            self.max_response
        } else {
            self.max_response.min(MAX_ERROR)
        };
        let mut body = Incoming::new(answer.headers(), max);
        loop {
            let chunk = match self.time.within(silence, pin!(answer.chunk())).await {
                Some(Ok(Some(chunk))) => chunk,
                Some(Ok(None)) => return Ok(body.into_bytes()),
                Some(Err(error)) => {
                    return Err(Broken::new(body, Reason::Cut(error.without_url())));
                }
                None => return Err(Broken::new(body, Reason::Stalled(silence))),
            };
            if body.len() + chunk.len() > max {
                return Err(Broken::new(body, Reason::TooLarge));
            }
            body.push(chunk);
        }
    }
}

/// A request that was handed to the HTTP library. If it is given up while it hangs, later requests use new connections.
struct Sent<'a> {
    transport: &'a Transport,
    lease: Lease,
    progress: &'a Progress<'a>,
    is_answered: bool,
}

impl Sent<'_> {
    /// Waits for the head of the response.
    async fn answer(&mut self, request: reqwest::Request) -> Result<reqwest::Response> {
        let answer = self.lease.http.execute(request).await;
        self.is_answered = answer.is_err();
        answer.map_err(|error| {
            let connections = &self.transport.connections;
            let circumstances = Circumstances {
                connect_timeout: connections.connect_timeout(),
                has_proxy: connections.has_proxy(),
            };
            cause::not_sent(error, &circumstances)
        })
    }
}

impl Drop for Sent<'_> {
    fn drop(&mut self) {
        let now = self.transport.time.now();
        if !self.is_answered && self.progress.is_hanging(now) {
            self.transport.connections.replace(&self.lease, now);
        }
    }
}

impl Outgoing<'_> {
    /// The whole request, with another URL if one is given.
    fn assemble(&self, url: Option<&Url>, body: Option<reqwest::Body>) -> Result<reqwest::Request> {
        let mut request = (self.make)()?.head;
        if let Some(url) = url {
            request.url_mut().clone_from(url);
        }
        self.credentials.apply(&mut request);
        *request.body_mut() = body;
        Ok(request)
    }
}

/// A body that could not be read to its end.
struct Broken {
    body: Bytes,
    reason: Reason,
}

enum Reason {
    Cut(reqwest::Error),
    Stalled(Duration),
    TooLarge,
}

impl Broken {
    fn new(body: Incoming, reason: Reason) -> Self {
        Self {
            body: body.into_bytes(),
            reason,
        }
    }

    fn into_error(self, transport: &Transport, parts: ResponseParts) -> Error {
        let reply = Reply {
            parts,
            body: self.body,
        };
        match self.reason {
            Reason::Cut(error) => {
                Error::incomplete("the body was cut off", reply).with_source(error)
            }
            Reason::Stalled(silence) => {
                let message = format!("the body stalled for {silence:?}");
                Error::incomplete(message, reply).with_timeout(true)
            }
            Reason::TooLarge => Error::too_large(transport.max_response, reply),
        }
    }
}

/// Returns whether the status says that the same request belongs to another URL.
fn is_redirect(status: StatusCode) -> bool {
    matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
}

/// The target of a redirect, if it names one with the same scheme, host and port.
fn same_origin_target(from: &Url, reply: &Reply) -> Option<Url> {
    if !is_redirect(reply.parts.status) {
        return None;
    }
    let location = reply.parts.headers.get(LOCATION)?.to_str().ok()?.trim();
    if location.is_empty() || location.starts_with('#') {
        return None;
    }
    let target = from.join(location).ok()?;
    (target.origin() == from.origin()).then_some(target)
}

/// Returns whether only the end of the connection ends the body, so that one that was cut off looks complete.
fn is_open_ended(answer: &reqwest::Response) -> bool {
    let headers = answer.headers();
    answer.version() < Version::HTTP_2
        && !headers.contains_key(CONTENT_LENGTH)
        && !headers.contains_key(TRANSFER_ENCODING)
}

/// Returns whether a success ends inside a JSON value.
fn is_cut_json(parts: &ResponseParts, body: &[u8]) -> bool {
    parts.status.is_success()
        && !body.trim_ascii().is_empty()
        && serde_json::from_str::<IgnoredAny>(&String::from_utf8_lossy(body))
            .is_err_and(|error| error.is_eof())
}

/// Returns whether a header names JSON.
fn has_json(headers: &HeaderMap, name: &HeaderName) -> bool {
    let value = headers.get(name).and_then(|value| value.to_str().ok());
    let is_json = |it: &[u8]| it.eq_ignore_ascii_case(b"json");
    value.is_some_and(|value| value.as_bytes().windows(4).any(is_json))
}
