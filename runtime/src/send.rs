//! Sending a call: attempts, tokens, and what comes of the answer.

use std::time::Duration;

use bytes::Bytes;
use http::StatusCode;
use serde::de::DeserializeOwned;
use tracing::{Instrument as _, Span};

use crate::call::Call;
use crate::decode::{self, DecodeError};
use crate::error::{Error, Result};
use crate::observe;
use crate::request::Request;
use crate::response::{Reply, Response};
use crate::retry::{Failed, Retry};
use crate::retry_after;
use crate::token::Authorization;
use crate::transport::Outgoing;

pub(crate) const JSON: &str = "application/json";
pub(crate) const ANY: &str = "*/*";

/// After a wait of this length a token may have expired; it is kept for some seconds less than its life.
const STALE: Duration = Duration::from_secs(1);

impl Call {
    /// Sends, and decodes a JSON answer of any 2xx status.
    ///
    /// # Errors
    /// Whatever keeps the call from succeeding, or its answer from being decoded.
    pub async fn send_json<T: DeserializeOwned>(self) -> Result<Response<T>> {
        let reply = self.execute(JSON).await?;
        self.finish(reply, |reply| decode::json(&reply.body))
    }

    /// Sends, and decodes a JSON answer; an empty one gives `None`.
    ///
    /// # Errors
    /// Whatever keeps the call from succeeding, or its answer from being decoded.
    pub async fn send_optional<T: DeserializeOwned>(self) -> Result<Response<Option<T>>> {
        let reply = self.execute(JSON).await?;
        self.finish(reply, |reply| {
            let blank = reply.body.trim_ascii().is_empty();
            if blank {
                Ok(None)
            } else {
                decode::json(&reply.body).map(Some)
            }
        })
    }

    /// Sends, and leaves the body of the answer aside.
    ///
    /// # Errors
    /// Whatever keeps the call from succeeding.
    pub async fn send_empty(self) -> Result<Response<()>> {
        let reply = self.execute(JSON).await?;
        self.finish(reply, |_| Ok(()))
    }

    /// Sends, and gives the answer as text.
    ///
    /// # Errors
    /// Whatever keeps the call from succeeding, or an answer that is not UTF-8.
    pub async fn send_text(self) -> Result<Response<String>> {
        let reply = self.execute(ANY).await?;
        self.finish(reply, |reply| decode::text(&reply.body))
    }

    /// Sends, and gives the answer as bytes.
    ///
    /// # Errors
    /// Whatever keeps the call from succeeding.
    pub async fn send_bytes(self) -> Result<Response<Bytes>> {
        let reply = self.execute(ANY).await?;
        self.finish(reply, |reply| Ok(reply.body.clone()))
    }

    /// Sends, and lets the caller decode an answer of any 2xx status, for operations whose successes differ.
    ///
    /// # Errors
    /// Whatever keeps the call from succeeding, or its answer from being decoded.
    pub async fn send_by_status<T>(
        self,
        decode: impl FnOnce(&Reply) -> Result<T, DecodeError>,
    ) -> Result<Response<T>> {
        let reply = self.execute(JSON).await?;
        self.finish(reply, decode)
    }

    fn finish<T>(
        &self,
        reply: Reply,
        decode: impl FnOnce(&Reply) -> Result<T, DecodeError>,
    ) -> Result<Response<T>> {
        match decode(&reply) {
            Ok(value) => Ok(Response::new(value, reply.parts)),
            Err(fault) => Err(self.at(Error::decode(fault, reply))),
        }
    }

    /// Sends until there is a success or the failure stands. Not generic, so that it is compiled once.
    async fn execute(&self, accept: &'static str) -> Result<Reply> {
        let span = observe::call(&self.target);
        let result = match self.prepare(accept) {
            Ok(request) => self.bounded(&request).instrument(span.clone()).await,
            Err(error) => Err(error),
        };
        observe::outcome(&span, &result);
        result.map_err(|error| self.at(error))
    }

    /// Keeps the whole call within its timeout.
    async fn bounded(&self, request: &Request) -> Result<Reply> {
        let mut progress = Progress::default();
        let Some(timeout) = self.options.timeout.or(self.client.inner().timeout) else {
            return self.repeat(request, None, &mut progress).await;
        };
        let call = self.repeat(request, Some(timeout), &mut progress);
        if let Ok(result) = tokio::time::timeout(timeout, call).await {
            return result;
        }
        let error = Error::timeout(format!("the call took longer than {timeout:?}"))
            .with_attempts(progress.attempts);
        Err(match progress.last {
            Some(last) => error.with_source(last),
            None => error,
        })
    }

    async fn repeat(
        &self,
        request: &Request,
        timeout: Option<Duration>,
        progress: &mut Progress,
    ) -> Result<Reply> {
        let client = self.client.inner();
        let retry = self.options.retry.as_ref().unwrap_or(&client.retry);
        let started = client.clock.now();
        let mut renewed = false;
        loop {
            let authorization = self.admitted().await?;
            progress.attempts += 1;
            let span = observe::attempt(&self.target, &request.url, progress.attempts - 1);
            let attempt = self.attempt(request, authorization.as_ref(), retry, progress.attempts);
            let result = attempt.instrument(span.clone()).await;
            observe::outcome(&span, &result);
            let error = match result {
                Ok(reply) => return Ok(reply),
                Err(error) => error,
            };
            if !renewed && self.refused(&error, authorization.as_ref()) {
                renewed = true;
                if request.body.is_available() {
                    continue;
                }
                return Err(error.with_source(spent(request)));
            }
            let elapsed = client.clock.now().saturating_duration_since(started);
            let attempts = progress.attempts;
            let idempotent = self.options.idempotent;
            let failed = Failed {
                error: &error,
                method: &request.method,
                idempotent,
                attempts,
                elapsed,
            };
            let Some(wait) = retry.wait(&failed) else {
                return Err(error);
            };
            // A wait that the timeout would cut short ends in the failure that is known now.
            if timeout.is_some_and(|timeout| elapsed.saturating_add(wait) >= timeout) {
                return Err(error);
            }
            if !request.body.is_available() {
                return Err(error);
            }
            observe::resend(&request.method, &error, wait);
            progress.last = Some(error);
            client.clock.sleep(wait).await;
        }
    }

    /// Waits for the limiter with a token at hand. A token that was fetched after the limiter let the request through
    /// would delay it into the next caller's share, so the token comes first, and again after a wait.
    async fn admitted(&self) -> Result<Option<Authorization>> {
        let client = self.client.inner();
        let authorization = client.tokens.get().await?;
        let waited = client.limiter.acquire(self.target.api()).await;
        if !waited.is_zero() {
            let milliseconds = u64::try_from(waited.as_millis()).unwrap_or(u64::MAX);
            Span::current().record("sailpoint.limiter_wait_ms", milliseconds);
        }
        if waited < STALE {
            Ok(authorization)
        } else {
            client.tokens.get().await
        }
    }

    async fn attempt(
        &self,
        request: &Request,
        authorization: Option<&Authorization>,
        retry: &Retry,
        attempts: u32,
    ) -> Result<Reply> {
        let client = self.client.inner();
        let outgoing = Outgoing {
            method: &request.method,
            url: &request.url,
            headers: &request.headers,
            authorization: authorization.map(|authorization| &authorization.value),
            body: &request.body,
        };
        let mut reply = match client.transport.exchange(outgoing).await {
            Ok(reply) => reply,
            Err(error) => return Err(error.with_attempts(attempts)),
        };
        reply.parts.attempts = attempts;
        if reply.status().is_success() {
            return Ok(reply);
        }
        let retry_after = retry_after::read(reply.headers(), client.clock.wall());
        if reply.status() == StatusCode::TOO_MANY_REQUESTS
            && let Some(wait) = retry_after
        {
            client
                .limiter
                .pause(self.target.api(), wait.min(retry.ceiling()));
        }
        Err(Error::status_of(reply, retry_after))
    }

    /// Whether the service refused a token that can be replaced; it is dropped then.
    fn refused(&self, error: &Error, authorization: Option<&Authorization>) -> bool {
        error.is_unauthorized()
            && authorization
                .is_some_and(|authorization| self.client.inner().tokens.invalidate(authorization))
    }
}

/// What is known of a call when its timeout strikes.
#[derive(Default)]
struct Progress {
    attempts: u32,
    last: Option<Error>,
}

fn spent(request: &Request) -> Error {
    Error::request(format!(
        "the {} body comes from a reader, which can't be sent again with a new token",
        request.method
    ))
}
