//! The service's token endpoint, which every OAuth flow asks.

use std::sync::Arc;
use std::time::Duration;

use http::header::{ACCEPT, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue};
use reqwest::Url;
use secrecy::SecretString;
use serde::Deserialize;
use serde_json::Value;

use super::AccessToken;
use crate::body::Body;
use crate::clock::Time;
use crate::encode::push_pair;
use crate::error::{Error, Result};
use crate::form;
use crate::operation::{CallInfo, Target};
use crate::request::Request;
use crate::response::Reply;
use crate::retry::{Failed, RetryPolicy};
use crate::retry_after;
use crate::timeouts::TimeoutPolicy;
use crate::transport::{Outgoing, Transport};

/// What is assumed where the answer doesn't say how long a token is good; the service's own say 749 s.
const DEFAULT_LIFE: Duration = Duration::from_secs(600);

/// The address that gives out tokens, and how it is asked: as everything else, but through no middleware and no limiter.
pub(crate) struct Endpoint {
    pub(crate) transport: Transport,
    pub(crate) url: Url,
    pub(crate) headers: HeaderMap,
    pub(crate) retry: Arc<dyn RetryPolicy>,
    pub(crate) timeouts: Arc<dyn TimeoutPolicy>,
    pub(crate) time: Time,
    /// What policies are told.
    pub(crate) target: Target,
}

/// What the endpoint gave.
pub(super) struct Grant {
    pub(super) access: AccessToken,
    pub(super) refresh: Option<SecretString>,
}

#[derive(Deserialize)]
struct Answer {
    access_token: SecretString,
    expires_in: Option<Value>,
    refresh_token: Option<SecretString>,
}

impl Endpoint {
    /// Asks until there is a token or the failure stands. Secrets go into the body, never into the URL.
    ///
    /// A form that can be sent twice without harm is; another one only where it surely was not taken.
    pub(super) async fn grant(&self, form: &[(&str, &str)], idempotent: bool) -> Result<Grant> {
        let mut text = String::new();
        for (name, value) in form {
            push_pair(&mut text, name, value);
        }
        let body = Body::from_bytes(HeaderValue::from_static(form::MEDIA_TYPE), text.into());
        let call = CallInfo::new(&self.target);
        let started = self.time.now();
        let mut attempts = 0;
        loop {
            attempts += 1;
            let error = match self.exchange(&body).await {
                Ok(reply) => return read(&reply),
                Err(error) => error.with_attempts(attempts),
            };
            let failed = Failed {
                error: &error,
                call,
                idempotent: Some(idempotent),
                attempts,
                elapsed: self.time.now().saturating_duration_since(started),
            };
            match self.retry.wait(&failed) {
                Some(wait) => self.time.sleep(wait).await,
                None => return Err(error),
            }
        }
    }

    fn request(&self, body: &Body) -> Request {
        let mut head = reqwest::Request::new(self.target.method().clone(), self.url.clone());
        let headers = head.headers_mut();
        headers.clone_from(&self.headers);
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(form::MEDIA_TYPE));
        let body = body.clone();
        Request { head, body }
    }

    async fn exchange(&self, body: &Body) -> Result<Reply> {
        let outgoing = Outgoing {
            make: &|| Ok(Box::new(self.request(body))),
            body,
            authorization: None,
        };
        let timeouts = self.timeouts.timeouts(CallInfo::new(&self.target));
        let reply = self.transport.exchange(&outgoing, &timeouts).await?;
        if reply.status().is_success() {
            return Ok(reply);
        }
        let retry_after = retry_after::read(reply.headers(), self.time.wall());
        Err(Error::status_of(reply, retry_after))
    }
}

/// Reads the tokens. What the answer holds stays out of the error: it may be half a token.
fn read(reply: &Reply) -> Result<Grant> {
    let answer: Answer = serde_json::from_slice(reply.bytes()).map_err(|error| {
        let place = format!("line {} column {}", error.line(), error.column());
        Error::auth(format!(
            "the token endpoint's {} answer holds no access_token ({place})",
            reply.status().as_u16()
        ))
    })?;
    let life = match answer.expires_in {
        Some(Value::Number(seconds)) => seconds.as_f64(),
        Some(Value::String(seconds)) => seconds.trim().parse().ok(),
        None | Some(Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_)) => None,
    };
    // A life that is no length of time, or longer than time itself, says nothing.
    let life = life
        .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
        .unwrap_or(DEFAULT_LIFE);
    Ok(Grant {
        access: AccessToken {
            token: answer.access_token,
            expires_in: Some(life),
        },
        refresh: answer.refresh_token,
    })
}
