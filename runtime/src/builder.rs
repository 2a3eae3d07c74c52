//! Setting up a client.

mod build;

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use crate::client::Client;
use crate::clock::{Clock, Time};
use crate::config::Config;
use crate::connect::Connect;
use crate::credentials::Credentials;
use crate::limit::{Limiter, RateLimit};
use crate::middleware::Middleware;
use crate::retry::{Retry, RetryPolicy};
use crate::service::{self, Service};
use crate::timeouts::{TimeoutPolicy, Timeouts};
use crate::user_agent::Product;

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
    timeouts: Timeouts,
    timeout_policy: Option<Arc<dyn TimeoutPolicy>>,
    max_response: usize,
    retry: Arc<dyn RetryPolicy>,
    rate_limit: RateLimit,
    limiter: Option<Arc<dyn Limiter>>,
    middleware: Vec<Arc<dyn Middleware>>,
    time: Time,
    service: &'static Service,
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
            timeouts: Timeouts::default(),
            timeout_policy: None,
            max_response: 256 * 1024 * 1024,
            retry: Arc::new(Retry::default()),
            rate_limit: RateLimit::default(),
            limiter: None,
            middleware: Vec::new(),
            time: Time::system(),
            service: &service::UNKNOWN,
            client: PhantomData,
        }
    }

    /// Takes base URL and credentials from a configuration.
    pub fn config<S>(self, config: Config<S>) -> Self {
        let (base_url, credentials) = config.into_parts();
        self.base_url(base_url).credentials(credentials)
    }

    /// Sets the tenant, `acme` of `https://acme.api.identitynow.com`.
    ///
    /// A tenant is one label of a host name; anything else is an error at [`build`](Self::build), so that no text can lead
    /// the credentials to another host.
    pub fn tenant(mut self, tenant: impl AsRef<str>) -> Self {
        let tenant = tenant.as_ref().trim();
        self.tenant_fault = (!crate::service::is_label(tenant)).then(|| {
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

    /// Sets the facts about the service.
    #[doc(hidden)]
    pub fn service(mut self, service: &'static Service) -> Self {
        self.service = service;
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
        self.timeouts = self.timeouts.call(timeout);
        self
    }

    /// Bounds one attempt, from the first byte sent to the last byte read. Default: 60 s.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.timeouts = self.timeouts.attempt(timeout);
        self
    }

    /// Bounds the silence between two pieces of a body. Default: 30 s.
    pub fn read_timeout(mut self, timeout: Duration) -> Self {
        self.timeouts = self.timeouts.read(timeout);
        self
    }

    /// Decides call by call how long it and its parts may take, in place of [`timeout`](Self::timeout),
    /// [`attempt_timeout`](Self::attempt_timeout) and [`read_timeout`](Self::read_timeout).
    pub fn timeouts(mut self, policy: impl TimeoutPolicy) -> Self {
        self.timeout_policy = Some(Arc::new(policy));
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

    /// Sets how calls and requests for tokens are repeated: a [`Retry`], or a policy of your own.
    pub fn retry(mut self, policy: impl RetryPolicy) -> Self {
        self.retry = Arc::new(policy);
        self
    }

    /// Sets how many requests are sent in a span of time. Default: the service's own limit, if
    /// the client crate knows one.
    ///
    /// Clients of one process with the same client id, base URL and limit share one count; see [`RateLimit`].
    pub fn rate_limit(mut self, limit: RateLimit) -> Self {
        self.rate_limit = limit;
        self
    }

    /// Decides when requests may be sent, in place of [`rate_limit`](Self::rate_limit).
    pub fn limiter(mut self, limiter: impl Limiter) -> Self {
        self.limiter = Some(Arc::new(limiter));
        self
    }

    /// Stands around every call and every attempt, within what was added before.
    pub fn middleware(mut self, middleware: impl Middleware) -> Self {
        self.middleware.push(Arc::new(middleware));
        self
    }

    /// Sends everything through a proxy, `http://` or `https://`. Without it the system's proxy variables hold, but not for a
    /// base URL of plain http, which has to be this machine's.
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

    /// Proves who the client is by a certificate too, on every connection: a PEM bundle with the certificate first, and its
    /// key in PEM of the form PKCS #8 (`BEGIN PRIVATE KEY`).
    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    pub fn client_identity(
        mut self,
        certificates: impl Into<Vec<u8>>,
        key: impl Into<Vec<u8>>,
    ) -> Self {
        self.connect.identity = Some((certificates.into(), key.into().into()));
        self
    }

    /// Sends everything, token requests included, through a client of your own. Its settings for connections, proxies,
    /// certificates and redirects hold in place of this builder's.
    ///
    /// Give it `redirect::Policy::none()`: this client follows by itself those redirects that are safe for the token. Any
    /// other policy can send the client secret, which is in the body of a token request, to another host.
    ///
    /// The version of `reqwest` that this crate uses is re-exported as [`reqwest`](crate::reqwest), with the cargo features
    /// that this crate enables. A program that needs further features, such as `socks`, adds them to a dependency on the
    /// same version.
    ///
    /// ```
    /// use openapi_client_runtime::{Client, Credentials, reqwest};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let http = reqwest::Client::builder()
    ///     .redirect(reqwest::redirect::Policy::none())
    ///     .pool_max_idle_per_host(4)
    ///     .no_proxy()
    ///     .build()?;
    /// let client = Client::builder()
    ///     .tenant("acme")
    ///     .credentials(Credentials::client("client id", "client secret"))
    ///     .http_client(http)
    ///     .build()?;
    /// # let _ = client;
    /// # Ok(())
    /// # }
    /// ```
    pub fn http_client(mut self, client: reqwest::Client) -> Self {
        self.connect.client = Some(client);
        self
    }

    /// Sets the clock, so that tests of waiting don't wait. A client with a clock of its own shares its count of requests with
    /// its clones alone.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.time = Time::Given(Arc::new(clock));
        self
    }
}

/// Headers and addresses stay out: they may hold secrets.
impl<C> fmt::Debug for ClientBuilder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("credentials", &self.credentials)
            .field("timeouts", &self.timeouts)
            .field("rate_limit", &self.rate_limit)
            .finish_non_exhaustive()
    }
}
