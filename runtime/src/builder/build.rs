//! From settings to a client: everything is checked here.

use std::sync::Arc;

use http::header::{
    AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, HOST, HeaderName, HeaderValue, TRANSFER_ENCODING,
    USER_AGENT,
};
use http::{HeaderMap, Method};

use super::Settings;
use crate::base_url::{self, BaseUrl};
use crate::bases::Bases;
use crate::client::{Client, Inner};
use crate::clock::Time;
use crate::credentials::{Credentials, CredentialsKind};
use crate::error::{Error, Result};
use crate::limit::{Key, Limits, Window};
use crate::operation::Target;
use crate::secret;
use crate::timeouts::TimeoutPolicy;
use crate::token::{Cache, ClientCredentials, Endpoint, Refresh, TokenProvider, Tokens};
use crate::transport::Transport;
use crate::user_agent;

/// Headers that depend on the request, so that none can be right for all of them.
const NEVER_DEFAULT: [HeaderName; 5] = [
    AUTHORIZATION,
    CONTENT_LENGTH,
    CONTENT_TYPE,
    HOST,
    TRANSFER_ENCODING,
];

impl Settings {
    /// Makes the client.
    pub fn build(self) -> Result<Client> {
        let bases = Bases::new(self.apis, &self.selection)?;
        let base_url = bases.root().clone();
        let default_headers = self.headers()?;
        let transport = Transport {
            http: self.connect.build(base_url.is_plain())?,
            time: self.time.clone(),
            max_response: self.max_response,
            service: self.service,
        };
        let timeouts = match &self.timeout_policy {
            Some(policy) => Arc::clone(policy),
            None => Arc::new(self.timeouts),
        };
        let tokens = self.tokens(&base_url, &transport, &default_headers, &timeouts)?;
        let limits = self.limits(&base_url);
        let inner = Inner {
            bases,
            transport,
            tokens,
            default_headers,
            timeouts,
            retry: self.retry,
            limits,
            middleware: self.middleware,
            time: self.time,
            #[cfg(feature = "blocking")]
            engine: crate::blocking::Engine::default(),
        };
        Ok(Client::from_inner(inner))
    }

    fn headers(&self) -> Result<HeaderMap> {
        let mut headers = HeaderMap::new();
        let user_agent = match &self.user_agent {
            Some(text) => HeaderValue::from_str(text)
                .map_err(|_| Error::config("the user agent can't stand in a header"))?,
            None => user_agent::compose(&self.product, self.app.as_ref())?,
        };
        headers.insert(USER_AGENT, user_agent);
        for (name, value) in &self.default_headers {
            let invalid = || {
                Error::config(format!(
                    "the default header `{}` is not valid",
                    name.escape_debug()
                ))
            };
            let name = HeaderName::try_from(name.as_str()).map_err(|_| invalid())?;
            let value = HeaderValue::from_str(value).map_err(|_| invalid())?;
            if NEVER_DEFAULT.contains(&name) {
                return Err(Error::config(format!("`{name}` can't be a default header")));
            }
            headers.insert(name, value);
        }
        Ok(headers)
    }

    fn limits(&self, base_url: &BaseUrl) -> Limits {
        if let Some(limiter) = &self.limiter {
            return Limits::Given(Arc::clone(limiter));
        }
        let limit = self.rate_limit.resolved(self.service);
        let client_id = self.credentials.as_ref().and_then(Credentials::client_id);
        Limits::Window(match (client_id, &self.time) {
            (Some(client_id), Time::System(_)) if limit.shared => {
                let key = Key {
                    base_url: base_url.as_str().to_owned(),
                    client_id: client_id.to_owned(),
                    limit,
                };
                key.window()
            }
            _ => Arc::new(Window::new(limit, self.time.clone())),
        })
    }

    fn tokens(
        &self,
        base_url: &BaseUrl,
        transport: &Transport,
        headers: &HeaderMap,
        timeouts: &Arc<dyn TimeoutPolicy>,
    ) -> Result<Tokens> {
        let credentials = self.credentials.as_ref().ok_or_else(|| {
            Error::config(
                "no credentials are set; `Credentials::none()` says that the server asks for none",
            )
        })?;
        if !base_url.is_secure() && !matches!(credentials.kind, CredentialsKind::None) {
            return Err(Error::config(format!(
                "a token must not go over plain http to another machine: {}",
                base_url.as_str()
            )));
        }
        let endpoint = || self.endpoint(base_url, transport, headers, timeouts);
        let provider: Arc<dyn TokenProvider> = match &credentials.kind {
            CredentialsKind::None => return Ok(Tokens::None),
            CredentialsKind::Bearer(token) => {
                let value = secret::bearer(token)
                    .map_err(|error| Error::config("the token can't be sent").with_source(error))?;
                return Ok(Tokens::Fixed(value));
            }
            CredentialsKind::Provider(provider) => Arc::clone(provider),
            CredentialsKind::Client { id, secret } => Arc::new(ClientCredentials {
                endpoint: endpoint()?,
                id: id.clone(),
                secret: secret.clone(),
            }),
            CredentialsKind::Refresh {
                id,
                secret,
                token,
                store,
            } => Arc::new(Refresh::new(
                endpoint()?,
                id.clone(),
                secret.clone(),
                token.clone(),
                Arc::clone(store),
            )),
        };
        let cache = Cache::new(provider, self.time.clone());
        Ok(Tokens::Cached(Arc::new(cache)))
    }

    fn endpoint(
        &self,
        base_url: &BaseUrl,
        transport: &Transport,
        headers: &HeaderMap,
        timeouts: &Arc<dyn TimeoutPolicy>,
    ) -> Result<Endpoint> {
        let default = || format!("{}/oauth/token", base_url.as_str());
        let url = self.token_url.clone().unwrap_or_else(default);
        let url = base_url::parse(&url, "token URL")?;
        if !base_url::is_secure(&url) {
            return Err(Error::config(
                "a secret must not go over plain http to another machine",
            ));
        }
        let target = Target::Raw {
            method: Method::POST,
            path: url.path().to_owned(),
            api: None,
        };
        Ok(Endpoint {
            transport: transport.clone(),
            url,
            headers: headers.clone(),
            retry: Arc::clone(&self.retry),
            timeouts: Arc::clone(timeouts),
            time: self.time.clone(),
            target,
        })
    }
}
