//! The credentials of a client, from the settings to what calls send.

use std::sync::Arc;

use http::{HeaderMap, Method};
use secrecy::SecretString;

use super::ClientBuilder;
use crate::base_url::BaseUrl;
use crate::client::Client;
use crate::credentials::{ClientAuth, Credentials, CredentialsKind};
use crate::error::{Error, Result};
use crate::operation::Target;
use crate::secret;
use crate::security::{Credential, CredentialValue, Keyring, Requirements, Scheme};
use crate::timeouts::TimeoutPolicy;
use crate::token::{
    Cache, ClientCredentials, ClientId, Endpoint, Location, Password, Refresh, TokenProvider,
    Tokens, locate,
};
use crate::transport::Transport;

/// The settings of security schemes.
pub(super) struct Keys {
    /// The credentials of single schemes, each scheme once.
    own: Vec<(&'static Scheme, Given)>,
    /// The alternatives of calls that no document describes; none if no document declares a scheme.
    raw: Option<Requirements>,
    /// Calls without credentials are sent.
    is_unchecked: bool,
    /// The path under the base URL where the service gives out tokens.
    token_path: Option<&'static str>,
}

impl Default for Keys {
    fn default() -> Self {
        Self {
            own: Vec::new(),
            raw: None,
            is_unchecked: false,
            token_path: Some("/oauth/token"),
        }
    }
}

/// The credential of a scheme, as given.
enum Given {
    Text(SecretString),
    Basic(String, SecretString),
    Credentials(Credentials),
}

impl Keys {
    fn set(&mut self, scheme: &'static Scheme, given: Given) {
        self.own.retain(|(known, _)| !std::ptr::eq(*known, scheme));
        self.own.push((scheme, given));
    }

    /// The schemes that have credentials.
    pub(super) fn names(&self) -> Vec<&'static str> {
        self.own.iter().map(|(scheme, _)| scheme.name()).collect()
    }

    fn credentials(&self) -> impl Iterator<Item = &Credentials> {
        self.own.iter().filter_map(|(_, given)| match given {
            Given::Credentials(credentials) => Some(credentials),
            Given::Text(_) | Given::Basic(..) => None,
        })
    }
}

/// The methods of generated builders.
impl<C: From<Client>> ClientBuilder<C> {
    /// Sets the value of an API key, or of HTTP authentication by a scheme of its own.
    #[doc(hidden)]
    pub fn scheme_value(mut self, scheme: &'static Scheme, value: impl Into<String>) -> Self {
        self.keys.set(scheme, Given::Text(value.into().into()));
        self
    }

    /// Sets the user name and the password of HTTP Basic authentication.
    #[doc(hidden)]
    pub fn scheme_basic(
        mut self,
        scheme: &'static Scheme,
        user: impl Into<String>,
        password: impl Into<String>,
    ) -> Self {
        let password = password.into().into();
        self.keys.set(scheme, Given::Basic(user.into(), password));
        self
    }

    /// Sets the credentials of one scheme that takes a token. They go before the general ones.
    #[doc(hidden)]
    pub fn scheme_credentials(mut self, scheme: &'static Scheme, credentials: Credentials) -> Self {
        self.keys.set(scheme, Given::Credentials(credentials));
        self
    }

    /// Sets the alternatives that the documents of the client accept, by which calls that no document describes choose their
    /// credentials. Only for documents that declare security schemes.
    #[doc(hidden)]
    pub fn security(mut self, requirements: Requirements) -> Self {
        self.keys.raw = Some(requirements);
        self
    }
}

impl<C> ClientBuilder<C> {
    /// Sends calls whether or not the client has their credentials: for servers of tests.
    #[cfg(feature = "test-util")]
    pub(crate) fn unchecked(mut self) -> Self {
        self.keys.is_unchecked = true;
        self
    }

    /// Sets the path under the base URL where the service gives out tokens, whatever the documents say.
    #[doc(hidden)]
    pub fn token_path(mut self, path: Option<&'static str>) -> Self {
        self.keys.token_path = path;
        self
    }
}

/// What token requests are made of.
struct TokenCx<'a> {
    base_url: &'a BaseUrl,
    transport: &'a Transport,
    headers: &'a HeaderMap,
    timeouts: &'a Arc<dyn TimeoutPolicy>,
}

impl<C> ClientBuilder<C> {
    /// The client id that the service counts requests by.
    pub(super) fn client_id(&self) -> Option<&str> {
        let mut all = self.credentials.iter().chain(self.keys.credentials());
        all.find_map(Credentials::client_id)
    }

    /// Checks all credentials.
    pub(super) fn keyring(
        &self,
        base_url: &BaseUrl,
        transport: &Transport,
        headers: &HeaderMap,
        timeouts: &Arc<dyn TimeoutPolicy>,
    ) -> Result<Keyring> {
        if self.credentials.is_none() && self.keys.raw.is_none() && self.keys.own.is_empty() {
            return Err(Error::config(
                "no credentials are set; `Credentials::none()` says that the server asks for none",
            ));
        }
        let sends = |credentials: &Credentials| !credentials.is_none();
        let has_secret = self.credentials.as_ref().is_some_and(sends) || !self.keys.own.is_empty();
        if !base_url.is_secure() && has_secret {
            return Err(Error::config(format!(
                "credentials must not be sent to another machine over plain http: {}",
                base_url.as_str()
            )));
        }
        let cx = TokenCx {
            base_url,
            transport,
            headers,
            timeouts,
        };
        let general = self.credentials.as_ref().filter(|it| !it.is_none());
        let is_none = self.credentials.as_ref().is_some_and(Credentials::is_none);
        let tokens = general.map(|it| self.tokens(&cx, it, &self.general_schemes()));
        let own = self.keys.own.iter().map(|(scheme, given)| {
            let credential = match given {
                Given::Text(value) => Credential::Value(CredentialValue::text(scheme, value)?),
                Given::Basic(user, password) => {
                    Credential::Value(CredentialValue::basic(scheme, user, password)?)
                }
                Given::Credentials(it) => Credential::Tokens(self.tokens(&cx, it, &[*scheme])?),
            };
            Ok((*scheme, credential))
        });
        Ok(Keyring {
            own: own.collect::<Result<_>>()?,
            tokens: tokens.transpose()?,
            is_unchecked: is_none || self.keys.is_unchecked,
            has_certificate: self.connect.has_certificate(),
            raw: self.keys.raw,
        })
    }

    /// The schemes that the general credentials are for: those that take a token and have none of their own.
    fn general_schemes(&self) -> Vec<&'static Scheme> {
        let all = self.keys.raw.unwrap_or_default();
        let mut schemes: Vec<&'static Scheme> = Vec::new();
        for scheme in all.iter().copied().flatten() {
            let is_known = |other: &&'static Scheme| std::ptr::eq(*other, *scheme);
            let is_own = self.keys.own.iter().any(|(other, _)| is_known(other));
            if scheme.takes_token() && !is_own && !schemes.iter().any(is_known) {
                schemes.push(scheme);
            }
        }
        schemes
    }

    /// The source of tokens for credentials that are for these schemes.
    fn tokens(
        &self,
        cx: &TokenCx<'_>,
        credentials: &Credentials,
        schemes: &[&'static Scheme],
    ) -> Result<Tokens> {
        let client = |id: &str, secret: Option<&SecretString>| ClientId {
            id: id.to_owned(),
            secret: secret.cloned(),
            auth: credentials.grant.client_auth.unwrap_or(ClientAuth::Body),
            scopes: credentials.grant.scopes.clone(),
        };
        let flows = schemes.iter().map(|scheme| scheme.flows());
        let provider: Arc<dyn TokenProvider> = match &credentials.kind {
            CredentialsKind::None => return Ok(Tokens::None),
            CredentialsKind::Bearer(token) => {
                let value = secret::bearer(token)
                    .map_err(|error| Error::config("the token can't be sent").with_source(error))?;
                return Ok(Tokens::Fixed(value));
            }
            CredentialsKind::Provider(provider) => Arc::clone(provider),
            CredentialsKind::ClientCredentials { id, secret } => {
                let flows: Vec<_> = flows.filter_map(|it| it.client_credentials).collect();
                Arc::new(ClientCredentials {
                    endpoint: self.endpoint(cx, &flows)?,
                    client: client(id, Some(secret)),
                })
            }
            CredentialsKind::Password {
                id,
                secret,
                user,
                password,
            } => {
                let flows: Vec<_> = flows.filter_map(|it| it.password).collect();
                Arc::new(Password {
                    endpoint: self.endpoint(cx, &flows)?,
                    client: client(id, secret.as_ref()),
                    user: user.clone(),
                    secret: password.clone(),
                })
            }
            CredentialsKind::Refresh {
                id,
                secret,
                token,
                store,
            } => {
                let flows: Vec<_> = flows.filter_map(|it| it.refresh).collect();
                Arc::new(Refresh::new(
                    self.endpoint(cx, &flows)?,
                    client(id, secret.as_ref()),
                    token.clone(),
                    Arc::clone(store),
                ))
            }
        };
        let cache = Cache::new(provider, self.time.clone());
        Ok(Tokens::Cached(Arc::new(cache)))
    }

    fn endpoint(&self, cx: &TokenCx<'_>, flows: &[&str]) -> Result<Endpoint> {
        let url = locate(&Location {
            given: self.token_url.as_deref(),
            service_path: self.keys.token_path,
            flows,
            server: None,
            base_url: cx.base_url,
        })?;
        let target = Target::Raw {
            method: Method::POST,
            path: url.path().to_owned(),
        };
        Ok(Endpoint {
            transport: cx.transport.clone(),
            url,
            headers: cx.headers.clone(),
            retry: Arc::clone(&self.retry),
            timeouts: Arc::clone(cx.timeouts),
            time: self.time.clone(),
            target,
        })
    }
}
