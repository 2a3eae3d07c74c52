//! The OAuth flow of a client id and its secret.

use std::sync::Arc;
use std::time::Duration;

use http::header::{ACCEPT, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, Method};
use reqwest::Url;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde_json::Value;

use super::{AccessToken, TokenFuture, TokenProvider};
use crate::body::Body;
use crate::clock::Clock;
use crate::encode::push_pair;
use crate::error::{Error, Result};
use crate::form;
use crate::response::Reply;
use crate::retry::{Failed, Retry};
use crate::retry_after;
use crate::transport::{Outgoing, Transport};

/// What is assumed where the answer doesn't say how long a token is good; the service's own say 749 s.
const DEFAULT_LIFE: Duration = Duration::from_secs(600);

/// Tokens by `grant_type=client_credentials`. The secret goes into the body, never into the URL.
pub(crate) struct ClientCredentials {
    pub(crate) transport: Transport,
    pub(crate) token_url: Url,
    pub(crate) headers: HeaderMap,
    pub(crate) id: String,
    pub(crate) secret: SecretString,
    pub(crate) retry: Retry,
    pub(crate) clock: Arc<dyn Clock>,
}

#[derive(Deserialize)]
struct Answer {
    access_token: SecretString,
    expires_in: Option<Value>,
}

impl TokenProvider for ClientCredentials {
    fn token(&self) -> TokenFuture<'_> {
        Box::pin(async move { self.fetch().await.map_err(Into::into) })
    }
}

impl ClientCredentials {
    /// Asks until there is a token or the failure stands. Asking twice does no harm.
    async fn fetch(&self) -> Result<AccessToken> {
        let body = self.body();
        let started = self.clock.now();
        let mut attempts = 0;
        loop {
            attempts += 1;
            let error = match self.exchange(&body).await {
                Ok(reply) => return read(&reply),
                Err(error) => error.with_attempts(attempts),
            };
            let elapsed = self.clock.now().saturating_duration_since(started);
            let method = &Method::POST;
            let failed = Failed {
                error: &error,
                method,
                idempotent: Some(true),
                attempts,
                elapsed,
            };
            match self.retry.wait(&failed) {
                Some(wait) => self.clock.sleep(wait).await,
                None => return Err(error),
            }
        }
    }

    async fn exchange(&self, body: &Body) -> Result<Reply> {
        let mut headers = self.headers.clone();
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(form::MEDIA_TYPE));
        let outgoing = Outgoing {
            method: &Method::POST,
            url: &self.token_url,
            headers: &headers,
            authorization: None,
            body,
        };
        let reply = self.transport.exchange(outgoing).await?;
        if reply.status().is_success() {
            return Ok(reply);
        }
        let retry_after = retry_after::read(reply.headers(), self.clock.wall());
        Err(Error::status_of(reply, retry_after))
    }

    fn body(&self) -> Body {
        let mut form = String::new();
        push_pair(&mut form, "grant_type", "client_credentials");
        push_pair(&mut form, "client_id", &self.id);
        push_pair(&mut form, "client_secret", self.secret.expose_secret());
        Body::from_bytes(HeaderValue::from_static(form::MEDIA_TYPE), form.into())
    }
}

/// Reads the token. What the answer holds stays out of the error: it may be half a token.
fn read(reply: &Reply) -> Result<AccessToken> {
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
    Ok(AccessToken {
        token: answer.access_token,
        expires_in: Some(life),
    })
}
