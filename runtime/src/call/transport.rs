//! One exchange with a server: sends a request and reads the whole response.

use std::error::Error as StdError;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::Method;
use http::header::LOCATION;
use reqwest::Url;

use crate::auth::security::Applied;
use crate::call::execute::Make;
use crate::call::incoming::Incoming;
use crate::call::timeouts::Timeouts;
use crate::client::connect::Connections;
use crate::clock::Time;
use crate::error::{Error, Result};
use crate::request::body::Body;
use crate::response::{Reply, ResponseParts};
use crate::service::Service;

/// More redirects than this are treated as a loop.
const MAX_REDIRECTS: u32 = 5;

/// The maximum length of the body of a response that is no success: the rest of a longer one is not read.
const MAX_ERROR: usize = 1 << 20;

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
}

impl Transport {
    /// Sends a request and reads the whole response, whatever its status.
    ///
    /// If the body of an error response can't be read completely, the response is returned with what was read.
    pub(crate) async fn exchange(
        &self,
        outgoing: &Outgoing<'_>,
        timeouts: &Timeouts,
    ) -> Result<Reply> {
        // In a box of its own, as allocators are fastest with blocks below 1 KiB.
        let mut exchange = Box::pin(async {
            let reply = self.send(outgoing, None, timeouts.read).await?;
            if !reply.status().is_redirection() {
                return Ok(reply);
            }
            // In a box: few responses are redirects, and no call should carry the size of the future.
            Box::pin(self.follow(reply, outgoing, timeouts.read)).await
        });
        let whole = self.time.within(timeouts.attempt, exchange.as_mut()).await;
        whole.unwrap_or_else(|| {
            Err(Error::timeout(format!(
                "no complete response within {:?}",
                timeouts.attempt
            )))
        })
    }

    /// Follows redirects of reads within the same origin. Any other redirect is returned to the caller, and no credential is
    /// sent to its target.
    async fn follow(
        &self,
        mut reply: Reply,
        outgoing: &Outgoing<'_>,
        silence: Duration,
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
            reply = self.send(outgoing, Some(&url), silence).await?;
        }
        Ok(reply)
    }

    /// One request and one response.
    async fn send(
        &self,
        outgoing: &Outgoing<'_>,
        url: Option<&Url>,
        silence: Duration,
    ) -> Result<Reply> {
        let body = outgoing.body.open().await?;
        let request = outgoing.assemble(url, body)?;
        let http = self.connections.client(request.url())?;
        let mut answer = http.execute(request).await.map_err(not_sent)?;
        let read = self.read(&mut answer, silence).await;
        let parts = ResponseParts {
            status: answer.status(),
            headers: std::mem::take(answer.headers_mut()),
            attempts: 1,
            service: self.service,
        };
        match read {
            Ok(body) => Ok(Reply { parts, body }),
            Err(broken) if parts.status.is_success() => Err(broken.into_error(self, parts)),
            Err(broken) => Ok(Reply {
                parts,
                body: broken.body,
            }),
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

/// The target of a redirect, if it has the same scheme, host and port.
fn same_origin_target(from: &Url, reply: &Reply) -> Option<Url> {
    if !reply.parts.status.is_redirection() {
        return None;
    }
    let location = reply.parts.headers.get(LOCATION)?.to_str().ok()?;
    let target = from.join(location).ok()?;
    (target.origin() == from.origin()).then_some(target)
}

/// A request without a response. The URL is not shown: its query may be personal.
fn not_sent(error: reqwest::Error) -> Error {
    let error = error.without_url();
    let reason = innermost(&error);
    if error.is_connect() {
        let timeout = error.is_timeout();
        Error::connect(format!("can't connect: {reason}"))
            .with_timeout(timeout)
            .with_source(error)
    } else if error.is_timeout() {
        Error::timeout(format!("no response in time: {reason}")).with_source(error)
    } else if error.is_builder() {
        Error::request(format!("the request can't be sent: {reason}")).with_source(error)
    } else {
        Error::transport(format!("the connection broke: {reason}")).with_source(error)
    }
}

/// The innermost cause, which is the most specific.
fn innermost(error: &reqwest::Error) -> String {
    let mut cause: &dyn StdError = error;
    while let Some(source) = cause.source() {
        cause = source;
    }
    cause.to_string()
}
