//! Setting up a client.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderMap;
use http::header::{
    AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, HOST, HeaderName, HeaderValue, TRANSFER_ENCODING,
    USER_AGENT,
};

use crate::base_url::{self, BaseUrl};
use crate::client::{Client, Inner};
use crate::clock::{Clock, SystemClock};
use crate::config::Config;
use crate::connect::Connect;
use crate::credentials::{Credentials, CredentialsKind};
use crate::error::{Error, Result};
use crate::limit::{Limiter, RateLimit};
use crate::retry::Retry;
use crate::secret;
use crate::token::{Cache, ClientCredentials, TokenProvider, Tokens};
use crate::transport::Transport;
use crate::user_agent::{self, Product};

/// Headers that depend on the request, so that none can be right for all of them.
const NEVER_DEFAULT: [HeaderName; 5] = [
    AUTHORIZATION,
    CONTENT_LENGTH,
    CONTENT_TYPE,
    HOST,
    TRANSFER_ENCODING,
];

/// The settings of a client. It never reads the environment; [`Config`] does, when asked to.
///
/// `C` is the client that [`build`](Self::build) gives: the crate's own, or one that wraps it.
#[must_use = "a builder does nothing until it is built"]
pub struct ClientBuilder<C = Client> {
    base_url: Option<String>,
    /// What is wrong with the tenant.
    tenant_fault: Option<String>,
    token_url: Option<String>,
    credentials: Option<Credentials>,
    product: Product,
    app: Option<Product>,
    user_agent: Option<String>,
    default_headers: Vec<(String, String)>,
    connect: Connect,
    timeout: Option<Duration>,
    attempt_timeout: Duration,
    read_timeout: Duration,
    max_response: usize,
    retry: Retry,
    rate_limit: RateLimit,
    clock: Arc<dyn Clock>,
    client: PhantomData<fn() -> C>,
}

impl<C: From<Client>> Default for ClientBuilder<C> {
    fn default() -> Self {
        Self::new()
    }
}

impl<C: From<Client>> ClientBuilder<C> {
    /// Every setting at its default.
    pub fn new() -> Self {
        let product = Product {
            name: env!("CARGO_PKG_NAME").to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        };
        Self {
            base_url: None,
            tenant_fault: None,
            token_url: None,
            credentials: None,
            product,
            app: None,
            user_agent: None,
            default_headers: Vec::new(),
            connect: Connect::default(),
            timeout: None,
            attempt_timeout: Duration::from_secs(60),
            read_timeout: Duration::from_secs(30),
            max_response: 256 * 1024 * 1024,
            retry: Retry::default(),
            rate_limit: RateLimit::default(),
            clock: Arc::new(SystemClock),
            client: PhantomData,
        }
    }

    /// Takes base URL and credentials from a configuration.
    pub fn config(self, config: Config) -> Self {
        let (base_url, credentials) = config.into_parts();
        self.base_url(base_url).credentials(credentials)
    }

    /// Sets the tenant, `acme` of `https://acme.api.identitynow.com`.
    ///
    /// A tenant is one label of a host name; anything else is an error at [`build`](Self::build), so that no text can lead
    /// the credentials to another host.
    pub fn tenant(mut self, tenant: impl AsRef<str>) -> Self {
        let tenant = tenant.as_ref().trim();
        self.tenant_fault = (!is_label(tenant)).then(|| {
            format!(
                "`{}` can't be a tenant: letters, digits and hyphens only",
                tenant.escape_debug()
            )
        });
        self.base_url = Some(format!("https://{tenant}.api.identitynow.com"));
        self
    }

    /// Sets the address of the service, without the path of an API version. A prefix is kept.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self.tenant_fault = None;
        self
    }

    /// Sets the address of the token endpoint; `/oauth/token` under the base URL without it.
    pub fn token_url(mut self, url: impl Into<String>) -> Self {
        self.token_url = Some(url.into());
        self
    }

    /// Sets how the client proves who it is.
    pub fn credentials(mut self, credentials: Credentials) -> Self {
        self.credentials = Some(credentials);
        self
    }

    /// Sets the name and the version of the program, for the `User-Agent` header.
    pub fn app_info(mut self, name: impl Into<String>, version: impl Into<String>) -> Self {
        self.app = Some(Product {
            name: name.into(),
            version: version.into(),
        });
        self
    }

    /// Sets the name and the version of the client crate, for the `User-Agent` header.
    #[doc(hidden)]
    pub fn product(mut self, name: impl Into<String>, version: impl Into<String>) -> Self {
        self.product = Product {
            name: name.into(),
            version: version.into(),
        };
        self
    }

    /// Sets the whole `User-Agent` header.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = Some(user_agent.into());
        self
    }

    /// Adds a header to every request, those for tokens included. Headers that depend on the request, such as
    /// `Authorization` and `Content-Type`, are refused by [`build`](Self::build).
    pub fn default_header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.default_headers.push((name.into(), value.into()));
        self
    }

    /// Bounds every call as a whole: all its attempts and all its waits. Without it only the parts are bounded.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Bounds one attempt, from the first byte sent to the last byte read. Default: 60 s.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.attempt_timeout = timeout;
        self
    }

    /// Bounds the silence between two pieces of a body. Default: 30 s.
    pub fn read_timeout(mut self, timeout: Duration) -> Self {
        self.read_timeout = timeout;
        self
    }

    /// Bounds the making of a connection. Default: 10 s. Not for a client of [`http_client`](Self::http_client).
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect.timeout = timeout;
        self
    }

    /// Bounds the size of a body that is read. Default: 256 MiB.
    pub fn max_response_size(mut self, bytes: usize) -> Self {
        self.max_response = bytes;
        self
    }

    /// Sets how calls are repeated.
    pub fn retry(mut self, retry: Retry) -> Self {
        self.retry = retry;
        self
    }

    /// Sets how many requests are sent in a span of time. Default: the service's own limit.
    pub fn rate_limit(mut self, limit: RateLimit) -> Self {
        self.rate_limit = limit;
        self
    }

    /// Sends everything through a proxy, `http://` or `https://`. Without it the system's proxy variables hold.
    pub fn proxy(mut self, url: impl Into<String>) -> Self {
        self.connect.proxy = Some(url.into());
        self
    }

    /// Uses no proxy, whatever the system's variables say.
    pub fn no_proxy(mut self) -> Self {
        self.connect.no_proxy = true;
        self
    }

    /// Trusts the certificates of a PEM bundle besides the system's.
    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    pub fn add_root_certificates(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.connect.roots.push(pem.into());
        self
    }

    /// Sends everything, token requests included, through a client of your own. Its settings for connections, proxies,
    /// certificates and redirects hold in place of this builder's.
    pub fn http_client(mut self, client: reqwest::Client) -> Self {
        self.connect.client = Some(client);
        self
    }

    /// Sets the clock, so that tests of waiting don't wait.
    #[doc(hidden)]
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// The client.
    ///
    /// # Errors
    /// When the base URL or the credentials are missing, when an address, a header or a certificate is not valid, and
    /// when a token would go over plain http to another machine.
    pub fn build(self) -> Result<C> {
        if let Some(fault) = &self.tenant_fault {
            return Err(Error::config(fault.clone()));
        }
        let base_url = self
            .base_url
            .as_deref()
            .ok_or_else(|| Error::config("no tenant and no base URL is set"))?;
        let base_url = BaseUrl::parse(base_url)?;
        let default_headers = self.headers()?;
        let transport = Transport {
            http: self.connect.build()?,
            attempt_timeout: self.attempt_timeout,
            read_timeout: self.read_timeout,
            max_response: self.max_response,
        };
        let tokens = self.tokens(&base_url, &transport, &default_headers)?;
        let limiter = Limiter::new(self.rate_limit, Arc::clone(&self.clock));
        let inner = Inner {
            base_url,
            transport,
            tokens,
            default_headers,
            timeout: self.timeout,
            retry: self.retry,
            limiter,
            clock: self.clock,
            #[cfg(feature = "blocking")]
            engine: crate::blocking::Engine::default(),
        };
        Ok(C::from(Client::from_inner(inner)))
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

    fn tokens(
        &self,
        base_url: &BaseUrl,
        transport: &Transport,
        headers: &HeaderMap,
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
        let provider: Arc<dyn TokenProvider> = match &credentials.kind {
            CredentialsKind::None => return Ok(Tokens::None),
            CredentialsKind::Bearer(token) => {
                let value = secret::bearer(token)
                    .map_err(|error| Error::config("the token can't be sent").with_source(error))?;
                return Ok(Tokens::Fixed(value));
            }
            CredentialsKind::Provider(provider) => Arc::clone(provider),
            CredentialsKind::Client { id, secret } => {
                let default = || format!("{}/oauth/token", base_url.as_str());
                let token_url =
                    base_url::parse(&self.token_url.clone().unwrap_or_else(default), "token URL")?;
                if !base_url::is_secure(&token_url) {
                    return Err(Error::config(
                        "the client secret must not go over plain http to another machine",
                    ));
                }
                Arc::new(ClientCredentials {
                    transport: transport.clone(),
                    token_url,
                    headers: headers.clone(),
                    id: id.clone(),
                    secret: secret.clone(),
                    retry: self.retry.clone(),
                    clock: Arc::clone(&self.clock),
                })
            }
        };
        Ok(Tokens::Cached(Arc::new(Cache::new(
            provider,
            Arc::clone(&self.clock),
        ))))
    }
}

/// Whether the text is one label of a host name.
fn is_label(text: &str) -> bool {
    (1..=63).contains(&text.len())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
        && !text.starts_with('-')
        && !text.ends_with('-')
}

/// Headers and addresses stay out: they may hold secrets.
impl<C> fmt::Debug for ClientBuilder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("credentials", &self.credentials)
            .field("timeout", &self.timeout)
            .field("retry", &self.retry)
            .field("rate_limit", &self.rate_limit)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tenant_is_one_label() {
        let build = |tenant: &str| {
            let builder: ClientBuilder = ClientBuilder::new();
            builder
                .tenant(tenant)
                .credentials(Credentials::none())
                .build()
        };
        assert!(build("acme").is_ok());
        assert!(build(" acme-test2 ").is_ok());
        for tenant in [
            "",
            "a.b",
            "evil.example/",
            "evil.example?",
            "evil.example#",
            "x@evil:443/",
            "-a",
            "a-",
            "ä",
        ] {
            assert!(
                build(tenant).is_err_and(|error| error.is_config()),
                "{tenant}"
            );
        }
    }
}
