//! One exchange with a server: a request out, a whole answer in.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::pin::pin;
use std::time::Duration;

use bytes::Bytes;
use http::header::{AUTHORIZATION, LOCATION};
use http::{HeaderMap, HeaderValue, Method};
use reqwest::Url;

use crate::body::Body;
use crate::clock::Time;
use crate::error::{Error, Result};
use crate::incoming::Incoming;
use crate::response::{Reply, ResponseParts};
use crate::timeouts::Timeouts;

/// More redirects than this are a loop.
const MAX_REDIRECTS: u32 = 5;

/// The HTTP client, and the bounds on what comes back.
#[derive(Debug, Clone)]
pub(crate) struct Transport {
    pub(crate) http: reqwest::Client,
    pub(crate) time: Time,
    /// Of a body, after decompression.
    pub(crate) max_response: usize,
}

/// What goes out, borrowed so that it can go out again.
pub(crate) struct Outgoing<'a> {
    pub(crate) method: &'a Method,
    pub(crate) url: &'a Url,
    pub(crate) headers: &'a HeaderMap,
    pub(crate) authorization: Option<&'a HeaderValue>,
    pub(crate) body: &'a Body,
}

impl Transport {
    /// Sends a request and reads the answer whole, whatever its status.
    ///
    /// A failure to read the body of an answer that is not a success doesn't hide the answer: what came is given.
    pub(crate) async fn exchange(
        &self,
        outgoing: Outgoing<'_>,
        timeouts: &Timeouts,
    ) -> Result<Reply> {
        let exchange = pin!(self.follow(outgoing, timeouts.read));
        let whole = self.time.within(timeouts.attempt, exchange).await;
        whole.unwrap_or_else(|| {
            Err(Error::timeout(format!(
                "no whole answer within {:?}",
                timeouts.attempt
            )))
        })
    }

    /// Follows redirects of reads within the same origin. Any other redirect is the caller's to see, and never takes
    /// the token along.
    async fn follow(&self, outgoing: Outgoing<'_>, silence: Duration) -> Result<Reply> {
        let mut url = Cow::Borrowed(outgoing.url);
        let mut redirects = 0;
        loop {
            let reply = self.send(&outgoing, &url, silence).await?;
            let reads = matches!(*outgoing.method, Method::GET | Method::HEAD);
            match same_origin_target(&url, &reply) {
                Some(next) if reads && redirects < MAX_REDIRECTS => {
                    redirects += 1;
                    url = Cow::Owned(next);
                }
                _ => return Ok(reply),
            }
        }
    }

    async fn send(&self, outgoing: &Outgoing<'_>, url: &Url, silence: Duration) -> Result<Reply> {
        // Put together without the library's builder, which would copy the headers one by one.
        let mut request = reqwest::Request::new(outgoing.method.clone(), url.clone());
        *request.headers_mut() = outgoing.headers.clone();
        if let Some(authorization) = outgoing.authorization {
            let headers = request.headers_mut();
            headers.insert(AUTHORIZATION, authorization.clone());
        }
        *request.body_mut() = outgoing.body.open().await?;
        let mut answer = self.http.execute(request).await.map_err(not_sent)?;
        let parts = ResponseParts {
            status: answer.status(),
            headers: std::mem::take(answer.headers_mut()),
            attempts: 1,
        };
        match self.read(answer, &parts.headers, silence).await {
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
        mut answer: reqwest::Response,
        headers: &HeaderMap,
        silence: Duration,
    ) -> Result<Bytes, Broken> {
        let mut body = Incoming::new(headers, self.max_response);
        loop {
            let chunk = match self.time.within(silence, pin!(answer.chunk())).await {
                Some(Ok(Some(chunk))) => chunk,
                Some(Ok(None)) => return Ok(body.into_bytes()),
                Some(Err(error)) => {
                    return Err(Broken::new(body, Reason::Cut(error.without_url())));
                }
                None => return Err(Broken::new(body, Reason::Stalled(silence))),
            };
            if body.len() + chunk.len() > self.max_response {
                return Err(Broken::new(body, Reason::TooLarge));
            }
            body.push(chunk);
        }
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
            Reason::Cut(error) => Error::incomplete("the body broke off", reply).with_source(error),
            Reason::Stalled(silence) => {
                let message = format!("the body stalled for {silence:?}");
                Error::incomplete(message, reply).with_timeout(true)
            }
            Reason::TooLarge => Error::too_large(transport.max_response, reply),
        }
    }
}

/// Where a redirect leads, if it stays with the same scheme, host and port.
fn same_origin_target(from: &Url, reply: &Reply) -> Option<Url> {
    if !reply.parts.status.is_redirection() {
        return None;
    }
    let location = reply.parts.headers.get(LOCATION)?.to_str().ok()?;
    let target = from.join(location).ok()?;
    (target.origin() == from.origin()).then_some(target)
}

/// A request that got no answer. The URL stays out: its query may be personal.
fn not_sent(error: reqwest::Error) -> Error {
    let error = error.without_url();
    let reason = innermost(&error);
    if error.is_connect() {
        let timeout = error.is_timeout();
        Error::connect(format!("can't connect: {reason}"))
            .with_timeout(timeout)
            .with_source(error)
    } else if error.is_timeout() {
        Error::timeout(format!("no answer in time: {reason}")).with_source(error)
    } else if error.is_builder() {
        Error::request(format!("the request can't be sent: {reason}")).with_source(error)
    } else {
        Error::transport(format!("the connection broke: {reason}")).with_source(error)
    }
}

/// The last cause, which says most.
fn innermost(error: &reqwest::Error) -> String {
    let mut cause: &dyn StdError = error;
    while let Some(source) = cause.source() {
        cause = source;
    }
    cause.to_string()
}
