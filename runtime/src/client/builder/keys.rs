//! The credentials of a client, from the settings to the requests.

use std::sync::Arc;

use http::{HeaderMap, Method};
use secrecy::SecretString;

use super::Settings;
use crate::auth::credentials::{ClientAuth, Credentials, CredentialsKind};
use crate::auth::secret;
use crate::auth::security::{Credential, CredentialValue, Flows, Keyring, Scheme};
use crate::auth::token::{
    Cache, ClientCredentials, ClientId, Endpoint, Flow, Location, Password, Refresh, TokenSource,
    Tokens, locate,
};
use crate::error::{Error, Result};
use crate::operation::Target;
use crate::policy::timeouts::TimeoutPolicy;
use crate::server::Api;
use crate::server::bases::Bases;
use crate::transport::Transport;

/// The settings of security schemes.
#[derive(Clone, Default)]
pub(super) struct Keys {
    /// The credentials of single schemes, each scheme once.
    own: Vec<(&'static Scheme, Given)>,
    /// Calls without credentials are sent too.
    is_unchecked: bool,
}

/// The credential of a scheme, as given.
#[derive(Clone)]
enum Given {
    Text(SecretString),
    Basic(String, SecretString),
    Credentials(Credentials),
}

impl Given {
    /// Returns whether calls carry a secret because of it.
    fn is_secret(&self) -> bool {
        match self {
            Self::Text(_) | Self::Basic(..) => true,
            Self::Credentials(credentials) => !credentials.is_none(),
        }
    }
}

impl Keys {
    fn set(&mut self, scheme: &'static Scheme, given: Given) {
        self.own.retain(|(known, _)| !std::ptr::eq(*known, scheme));
        self.own.push((scheme, given));
    }

    /// The schemes that have credentials.
    pub(super) fn names(&self) -> Vec<&'static str> {
        let own = self.own.iter().filter(|(_, given)| given.is_secret());
        own.map(|(scheme, _)| scheme.name()).collect()
    }

    fn credentials(&self) -> impl Iterator<Item = &Credentials> {
        self.own.iter().filter_map(|(_, given)| match given {
            Given::Credentials(credentials) => Some(credentials),
            Given::Text(_) | Given::Basic(..) => None,
        })
    }
}

/// The setters of generated builders.
impl Settings {
    fn keys_mut(&mut self) -> &mut Keys {
        self.inherited.leave_identity();
        &mut self.keys
    }

    /// Sets the value of an API key, or of HTTP authentication by a scheme without its own support.
    pub fn scheme_value(&mut self, scheme: &'static Scheme, value: impl Into<String>) {
        self.keys_mut()
            .set(scheme, Given::Text(value.into().into()));
    }

    /// Sets the user name and the password of HTTP Basic authentication.
    pub fn scheme_basic(
        &mut self,
        scheme: &'static Scheme,
        user: impl Into<String>,
        password: impl Into<String>,
    ) {
        let password = password.into().into();
        self.keys_mut()
            .set(scheme, Given::Basic(user.into(), password));
    }

    /// Sets the credentials of one scheme that takes a token. They take precedence over the general ones.
    pub fn scheme_credentials(&mut self, scheme: &'static Scheme, credentials: Credentials) {
        self.keys_mut().set(scheme, Given::Credentials(credentials));
    }

    /// Sets a credential for every scheme that takes no token: for servers of tests, which take any.
    #[cfg(feature = "test-util")]
    pub(crate) fn mock_keys(&mut self) {
        let apis = self.apis.iter().copied();
        for scheme in apis.flat_map(Api::schemes) {
            // A scheme whose place is not valid has no credential.
            let key = SecretString::from("mock-key");
            if scheme.takes_password() {
                self.scheme_basic(scheme, "mock-user", "mock-password");
            } else if CredentialValue::text(scheme, &key).is_ok() {
                self.keys_mut().set(scheme, Given::Text(key));
            }
        }
    }

    /// Sends calls whether or not the client has their credentials: for servers of tests.
    #[cfg(feature = "test-util")]
    pub(crate) fn unchecked(&mut self) {
        self.keys_mut().is_unchecked = true;
    }
}

/// The parts of token requests.
struct TokenCx<'a> {
    bases: &'a Bases,
    transport: &'a Transport,
    headers: &'a HeaderMap,
    timeouts: &'a Arc<dyn TimeoutPolicy>,
}

impl Settings {
    /// The client id for which the service counts requests.
    pub(super) fn client_id(&self) -> Option<&str> {
        let mut all = self.credentials.iter().chain(self.keys.credentials());
        all.find_map(Credentials::client_id)
    }

    /// Checks all credentials.
    pub(super) fn keyring(
        &self,
        bases: &Bases,
        transport: &Transport,
        headers: &HeaderMap,
        timeouts: &Arc<dyn TimeoutPolicy>,
    ) -> Result<Keyring> {
        let base_url = bases.root();
        let declares_schemes = bases.apis().any(|api| !api.schemes().is_empty());
        if self.credentials.is_none() && !declares_schemes && self.keys.own.is_empty() {
            return Err(Error::config(
                "no credentials are set; use `Credentials::none()` if the server requires none",
            ));
        }
        let sends = |credentials: &Credentials| !credentials.is_none();
        let mut own = self.keys.own.iter();
        let has_secret =
            self.credentials.as_ref().is_some_and(sends) || own.any(|(_, given)| given.is_secret());
        if !base_url.is_secure() && has_secret {
            return Err(Error::config(format!(
                "credentials must not be sent to another machine over plain http: {}",
                base_url.as_str()
            )));
        }
        self.check_token_settings()?;
        let cx = TokenCx {
            bases,
            transport,
            headers,
            timeouts,
        };
        let general = self.credentials.as_ref().filter(|it| !it.is_none());
        let is_none = self.credentials.as_ref().is_some_and(Credentials::is_none);
        let tokens = general.map(|it| self.tokens(&cx, it, &self.general_schemes(bases)));
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
            has_certificate: transport.connections.has_certificate(),
            apis: bases.at_root(),
        })
    }

    /// Checks that the settings of token requests have an effect.
    fn check_token_settings(&self) -> Result<()> {
        let all = || self.credentials.iter().chain(self.keys.credentials());
        all().try_for_each(Credentials::check)?;
        // A mock server names its endpoint for whatever credentials a test sets.
        let is_checked = !self.keys.is_unchecked;
        if is_checked && self.token_url.is_some() && !all().any(Credentials::requests_tokens) {
            return Err(Error::config(
                "`.token_url(…)` has no effect: the client has no credentials by which it requests tokens",
            ));
        }
        Ok(())
    }

    /// The schemes that the general credentials are for: those that take a token and have none of their own.
    fn general_schemes(&self, bases: &Bases) -> Vec<&'static Scheme> {
        let all = bases.apis().map(Api::schemes);
        let mut schemes: Vec<&'static Scheme> = Vec::new();
        for scheme in all.flatten() {
            let is_known = |other: &&'static Scheme| std::ptr::eq(*other, *scheme);
            let is_own = self.keys.own.iter().any(|(other, _)| is_known(other));
            if scheme.takes_token() && !is_own && !schemes.iter().any(is_known) {
                schemes.push(scheme);
            }
        }
        schemes
    }

    /// The source of tokens from the credentials for these schemes.
    fn tokens(
        &self,
        cx: &TokenCx<'_>,
        credentials: &Credentials,
        schemes: &[&'static Scheme],
    ) -> Result<Tokens> {
        let default_auth = if self.service.token_basic {
            ClientAuth::Basic
        } else {
            ClientAuth::Body
        };
        let client = |id: &str, secret: Option<&SecretString>| ClientId {
            id: id.to_owned(),
            secret: secret.cloned(),
            auth: credentials.grant.client_auth.unwrap_or(default_auth),
            scopes: credentials.grant.scopes.clone(),
        };
        let flows = |grant: fn(&Flows) -> Option<&'static str>| -> Vec<Flow> {
            let urls = schemes
                .iter()
                .filter_map(|it| Some((*it, grant(it.flows())?)));
            urls.filter_map(|(scheme, url)| flow(cx.bases, scheme, url))
                .collect()
        };
        let source: Arc<dyn TokenSource> = match &credentials.kind {
            CredentialsKind::None => return Ok(Tokens::None),
            CredentialsKind::Bearer(token) => {
                let value = secret::bearer(token)
                    .map_err(|error| Error::config("the token can't be sent").with_source(error))?;
                return Ok(Tokens::Fixed(value));
            }
            CredentialsKind::Provider(provider) => Arc::new(Arc::clone(provider)),
            CredentialsKind::ClientCredentials { id, secret } => {
                let flows = flows(|it| it.client_credentials);
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
                let flows = flows(|it| it.password);
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
                newest,
                store,
            } => {
                let flows = flows(|it| it.refresh);
                Arc::new(Refresh {
                    endpoint: self.endpoint(cx, &flows)?,
                    client: client(id, secret.as_ref()),
                    newest: newest.clone(),
                    store: Arc::clone(store),
                })
            }
        };
        let cache = Cache::new(source, self.time.clone());
        Ok(Tokens::Cached(Arc::new(cache)))
    }

    fn endpoint(&self, cx: &TokenCx<'_>, flows: &[Flow]) -> Result<Endpoint> {
        let url = locate(&Location {
            given: self.token_url.as_deref(),
            service_path: self.service.token_path,
            flows,
            base_url: cx.bases.root(),
        })?;
        let target = Target::Raw {
            method: Method::POST,
            path: url.path().to_owned(),
            api: None,
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

/// The token endpoint of a scheme, at the server of the first document that declares it.
fn flow(bases: &Bases, scheme: &Scheme, url: &'static str) -> Option<Flow> {
    let declares = |api: &&'static Api| api.schemes().iter().any(|it| std::ptr::eq(*it, scheme));
    let mut apis = bases.apis().filter(declares);
    apis.find_map(|api| bases.flow(api, url))
}
