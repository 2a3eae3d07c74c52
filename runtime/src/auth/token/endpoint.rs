//! The service's token endpoint, which every OAuth flow uses.

use std::sync::Arc;
use std::time::Duration;

use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue};
use reqwest::Url;
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::AccessToken;
use crate::auth::credentials::ClientAuth;
use crate::auth::security::{Applied, base64};
use crate::call::progress::{Phase, Progress, Watch};
use crate::clock::Time;
use crate::error::{Error, Hope, Result, describe_html};
use crate::operation::{CallInfo, Target};
use crate::policy::middleware::event::Chain;
use crate::policy::retry::{Failed, RetryPolicy};
use crate::policy::retry_after;
use crate::policy::timeouts::TimeoutPolicy;
use crate::request::Request;
use crate::request::body::Body;
use crate::request::encode::{encode, push_pair};
use crate::request::form;
use crate::response::{Reply, decode};
use crate::transport::{Outgoing, Transport};

/// The assumed life of a token whose response has no `expires_in`.
const DEFAULT_LIFE: Duration = Duration::from_secs(600);

/// The token endpoint, and how requests reach it: as all others, but through no middleware, which sees only their events, and no limiter.
pub(crate) struct Endpoint {
    pub(crate) transport: Transport,
    pub(crate) url: Url,
    pub(crate) headers: HeaderMap,
    pub(crate) retry: Arc<dyn RetryPolicy>,
    pub(crate) timeouts: Arc<dyn TimeoutPolicy>,
    pub(crate) time: Time,
    /// The call as policies see it.
    pub(crate) target: Target,
}

/// The client that requests tokens, and the scopes that it requests.
pub(crate) struct ClientId {
    pub(crate) id: String,
    pub(crate) secret: Option<SecretString>,
    pub(crate) auth: ClientAuth,
    pub(crate) scopes: Vec<String>,
}

impl ClientId {
    /// Adds the scopes, and the client's id and secret unless they are in a header, to a form.
    fn write(&self, form: &mut String) {
        if self.header().is_none() {
            push_pair(form, "client_id", &self.id);
            if let Some(secret) = &self.secret {
                push_pair(form, "client_secret", secret.expose_secret());
            }
        }
        if !self.scopes.is_empty() {
            push_pair(form, "scope", &self.scopes.join(" "));
        }
    }

    /// The header `Authorization`: id and secret are encoded as in a form first (RFC 6749, section 2.3.1). A client without a
    /// secret has nothing to prove, and is named in the form.
    fn header(&self) -> Option<HeaderValue> {
        let secret = self.secret.as_ref()?;
        if self.auth == ClientAuth::Body {
            return None;
        }
        let pair = format!("{}:{}", encode(&self.id), encode(secret.expose_secret()));
        let value = format!("Basic {}", base64(pair.as_bytes()));
        let mut value = HeaderValue::from_str(&value).ok()?;
        value.set_sensitive(true);
        Some(value)
    }

    /// The context of an error, if another kind of client authentication may help.
    fn hint(&self) -> &'static str {
        match (self.secret.is_some(), self.auth) {
            (false, _) => "can't get a token (the client did not authenticate)",
            (true, ClientAuth::Body) => {
                "can't get a token (the client authenticated in the body; `.basic()` of `Credentials` uses the header \
                 `Authorization`)"
            }
            (true, ClientAuth::Basic) => {
                "can't get a token (the client authenticated in the header `Authorization`; `.in_body()` of `Credentials` \
                 uses the body)"
            }
        }
    }
}

/// The contents of a token response.
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
    /// Sends requests until there is a token or the error is final. Secrets are sent in the body, never in the URL.
    ///
    /// A form is sent again, except one with a refresh token if the server may have received it: a token that is used twice may
    /// be treated as stolen.
    pub(super) async fn grant(
        &self,
        client: &ClientId,
        form: &[(&str, &str)],
        chain: Option<&Chain>,
    ) -> Result<Grant> {
        let idempotent = form.iter().all(|(name, _)| *name != "refresh_token");
        let mut text = String::new();
        let mut form = form.iter();
        // The grant comes first, and then the client, which readers of logs of the server expect.
        for (name, value) in form.by_ref().take(1) {
            push_pair(&mut text, name, value);
        }
        client.write(&mut text);
        for (name, value) in form {
            push_pair(&mut text, name, value);
        }
        let body = Body::from_bytes(HeaderValue::from_static(form::MEDIA_TYPE), text.into());
        let call = CallInfo::new(&self.target);
        let started = self.time.now();
        let url = || self.address();
        let watch = chain.map(|chain| Watch {
            chain,
            call,
            url: &url,
            time: &self.time,
        });
        let progress = Progress::new(started, watch);
        let (mut attempts, mut look_ups) = (0, 0);
        loop {
            attempts += 1;
            let error = match self.exchange(client, &body, &progress).await {
                Ok(reply) => {
                    let grant = read(&reply, client);
                    return grant.map_err(|error| error.with_attempts(progress.sent()));
                }
                Err(error) => error.with_attempts(progress.sent()),
            };
            look_ups += u32::from(error.is_look_up());
            let failed = Failed {
                error: &error,
                call,
                idempotent: Some(idempotent),
                attempts,
                look_ups,
                elapsed: self.time.now().saturating_duration_since(started),
            };
            match self.retry.wait(&failed) {
                Some(wait) => {
                    progress.retry(error.status(), wait);
                    let phase = Phase::before_retry(&error);
                    progress.enter(phase, self.time.now());
                    self.time.sleep(wait).await;
                }
                None if oauth_error(error.body().map_or(&[], |it| it))
                    .is_some_and(|it| it.is_of_client()) =>
                {
                    return Err(error.into_auth(client.hint()));
                }
                None => return Err(error),
            }
        }
    }

    /// The URL as events have it, without a query or credentials.
    fn address(&self) -> String {
        format!(
            "{}{}",
            self.url.origin().ascii_serialization(),
            self.url.path()
        )
    }

    fn request(&self, client: &ClientId, body: &Body) -> Request {
        let mut head = reqwest::Request::new(self.target.method().clone(), self.url.clone());
        let headers = head.headers_mut();
        headers.clone_from(&self.headers);
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(form::MEDIA_TYPE));
        if let Some(authorization) = client.header() {
            headers.insert(AUTHORIZATION, authorization);
        }
        let body = body.clone();
        Request {
            head,
            body,
            secret_queries: Vec::new(),
        }
    }

    async fn exchange(
        &self,
        client: &ClientId,
        body: &Body,
        progress: &Progress<'_>,
    ) -> Result<Reply> {
        let outgoing = Outgoing {
            unread: None,
            make: &|| Ok(Box::new(self.request(client, body))),
            body,
            credentials: Applied::default(),
        };
        let timeouts = self.timeouts.timeouts(CallInfo::new(&self.target));
        let started = self.time.now();
        let reply = self.transport.exchange(&outgoing, &timeouts, progress);
        let reply = reply.await;
        let status = match &reply {
            Ok(reply) => Some(reply.status()),
            Err(error) => error.status(),
        };
        progress.token_request(status, self.time.now().saturating_duration_since(started));
        let reply = reply?;
        if reply.status().is_success() {
            return Ok(reply);
        }
        let retry_after = retry_after::read(reply.headers(), self.time.wall());
        Err(Error::status_of(reply, retry_after))
    }
}

/// An error response of OAuth (RFC 6749, section 5.2).
#[derive(Deserialize)]
struct Refusal {
    error: String,
    error_description: Option<String>,
}

impl Refusal {
    fn is_of_client(&self) -> bool {
        self.error == "invalid_client"
    }

    /// Returns whether the server may issue a token later.
    fn can_pass(&self) -> bool {
        matches!(
            self.error.as_str(),
            "temporarily_unavailable" | "server_error" | "slow_down"
        )
    }
}

fn oauth_error(body: &[u8]) -> Option<Refusal> {
    parse(body).ok()
}

/// Parses an answer, in which texts that do not matter here may be of another encoding than UTF-8.
fn parse<T: DeserializeOwned>(body: &[u8]) -> serde_json::Result<T> {
    let text = String::from_utf8_lossy(decode::without_mark(body));
    serde_json::from_str(&text)
}

/// Reads the tokens. The error does not show the response: it may contain part of a token.
fn read(reply: &Reply, client: &ClientId) -> Result<Grant> {
    let answer = parse::<Answer>(reply.bytes());
    // Some servers report errors with a 2xx status.
    if answer.is_err()
        && let Some(refusal) = oauth_error(reply.bytes())
    {
        let context = if refusal.is_of_client() {
            client.hint()
        } else {
            "can't get a token"
        };
        let description = refusal.error_description.as_deref().unwrap_or_default();
        let status = reply.status().as_u16();
        let message = format!("{context}: {status} [{}] {description}", refusal.error);
        let hope = if refusal.can_pass() {
            Hope::Some
        } else {
            Hope::Never
        };
        return Err(Error::auth(message.trim_end().to_owned())
            .with_parts(&reply.parts)
            .with_hope(hope));
    }
    let answer = answer.map_err(|error| {
        let status = reply.status().as_u16();
        let fault = match describe_html(reply.headers(), reply.bytes()) {
            Some(page) => format!("is {page}"),
            None => format!(
                "has no access_token (line {} column {})",
                error.line(),
                error.column()
            ),
        };
        let message = format!("can't get a token: the token endpoint's {status} response {fault}");
        Error::auth(message).with_parts(&reply.parts)
    })?;
    let life = match answer.expires_in {
        Some(Value::Number(seconds)) => seconds.as_f64(),
        Some(Value::String(seconds)) => seconds.trim().parse().ok(),
        None | Some(Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_)) => None,
    };
    // An invalid or too large `expires_in` is ignored.
    let life = life
        .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
        .unwrap_or(DEFAULT_LIFE);
    Ok(Grant {
        access: AccessToken {
            token: answer.access_token,
            expires_in: Some(life),
        },
        refresh: answer
            .refresh_token
            .filter(|token| !token.expose_secret().trim().is_empty()),
    })
}
