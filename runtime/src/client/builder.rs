//! The builder of a client.

mod build;
mod inherit;
mod keys;
mod options;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::auth::credentials::Credentials;
use crate::client::Client;
use crate::client::config::Config;
use crate::client::user_agent::Product;
use crate::clock::{Clock, Time};
use crate::policy::limit::{Limiter, RateLimit};
use crate::policy::middleware::Middleware;
use crate::policy::retry::{Retry, RetryPolicy};
use crate::policy::timeouts::{TimeoutPolicy, Timeouts};
use crate::server::{Api, Selection};
use crate::service::{self, Service};
use crate::transport::connect::Connect;

/// The settings of a client without operations; every client crate has a builder of its own.
///
/// It never reads the environment; [`Config`] does, if asked to.
#[must_use = "a builder does nothing until it is built"]
#[derive(Debug, Default)]
pub struct ClientBuilder {
    settings: Settings,
}

crate::client_builder!(ClientBuilder => Client);
crate::to_builder!(ClientBuilder => Client);

impl ClientBuilder {
    /// Returns a builder with every setting at its default.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets base URL and credentials from a configuration.
    pub fn config<S>(mut self, config: Config<S>) -> Self {
        self.settings.config(config);
        self
    }

    /// Sets the facts about the service.
    #[doc(hidden)]
    pub fn service(mut self, service: &'static Service) -> Self {
        self.settings.inherited.leave_identity();
        self.settings.service = service;
        self
    }
}

/// The settings of a client, which builders collect.
#[derive(Clone)]
pub struct Settings {
    selection: Selection,
    apis: &'static [&'static Api],
    token_url: Option<String>,
    credentials: Option<Credentials>,
    keys: keys::Keys,
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
    max_in_flight: Option<usize>,
    middleware: Vec<Arc<dyn Middleware>>,
    time: Time,
    service: &'static Service,
    /// What the client shares with the one that the settings come from.
    inherited: inherit::Inherited,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            selection: Selection::default(),
            apis: &[],
            token_url: None,
            credentials: None,
            keys: keys::Keys::default(),
            product: Product {
                name: env!("CARGO_PKG_NAME").to_owned(),
                version: env!("CARGO_PKG_VERSION").to_owned(),
            },
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
            max_in_flight: None,
            middleware: Vec::new(),
            time: Time::system(),
            service: &service::UNKNOWN,
            inherited: inherit::Inherited::default(),
        }
    }
}

/// The settings of builders; [`client_builder!`](crate::client_builder) documents them.
#[allow(missing_docs, reason = "`client_builder!` documents what each sets")]
impl Settings {
    /// Returns the settings of a client crate of that name and version, which calls these APIs.
    pub fn new(name: &str, version: &str, apis: &'static [&'static Api]) -> Self {
        Self {
            apis,
            product: Product {
                name: name.to_owned(),
                version: version.to_owned(),
            },
            ..Self::default()
        }
    }

    /// Sets the facts about the service.
    #[must_use]
    pub fn of_service(mut self, service: &'static Service) -> Self {
        self.service = service;
        self
    }

    /// Sets the value of a variable of servers.
    pub fn variable(&mut self, name: &'static str, value: impl Into<String>) {
        self.inherited.leave_identity();
        self.selection.variable(name, value.into());
    }

    /// Selects a server by its URLs, one in each API that has it.
    pub fn server(&mut self, urls: &'static [&'static str]) {
        self.inherited.leave_identity();
        self.selection.urls = Some(urls);
    }

    pub fn config<S>(&mut self, config: Config<S>) {
        let (base_url, credentials) = config.into_parts();
        self.base_url(base_url);
        self.credentials(credentials);
    }

    pub fn base_url(&mut self, url: impl Into<String>) {
        self.inherited.leave_identity();
        self.selection.base_url = Some(url.into());
    }

    pub fn token_url(&mut self, url: impl Into<String>) {
        self.inherited.leave_identity();
        self.token_url = Some(url.into());
    }

    pub fn credentials(&mut self, credentials: Credentials) {
        self.inherited.leave_identity();
        self.credentials = Some(credentials);
    }

    pub fn app_info(&mut self, name: impl Into<String>, version: impl Into<String>) {
        self.app = Some(Product {
            name: name.into(),
            version: version.into(),
        });
    }

    pub fn user_agent(&mut self, user_agent: impl Into<String>) {
        self.user_agent = Some(user_agent.into());
    }

    pub fn default_header(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.inherited.leave_identity();
        self.default_headers.push((name.into(), value.into()));
    }

    pub fn timeout(&mut self, timeout: Duration) {
        self.timeouts = self.timeouts.call(timeout);
    }

    pub fn attempt_timeout(&mut self, timeout: Duration) {
        self.timeouts = self.timeouts.attempt(timeout);
    }

    pub fn read_timeout(&mut self, timeout: Duration) {
        self.timeouts = self.timeouts.read(timeout);
    }

    pub fn timeouts(&mut self, policy: impl TimeoutPolicy) {
        self.timeout_policy = Some(Arc::new(policy));
    }

    /// Returns the settings of connections, of which the builder's method of that name sets one.
    fn connect_by(&mut self, method: &'static str) -> &mut Connect {
        self.inherited.leave_connections();
        self.connect.by(method)
    }

    pub fn connect_timeout(&mut self, timeout: Duration) {
        self.connect_by("connect_timeout").timeout = timeout;
    }

    pub fn max_response_size(&mut self, bytes: usize) {
        self.max_response = bytes;
    }

    pub fn retry(&mut self, policy: impl RetryPolicy) {
        self.retry = Arc::new(policy);
    }

    pub fn rate_limit(&mut self, limit: RateLimit) {
        self.inherited.limits = None;
        self.rate_limit = limit;
    }

    pub fn limiter(&mut self, limiter: impl Limiter) {
        self.inherited.limits = None;
        self.limiter = Some(Arc::new(limiter));
    }

    pub fn max_requests_in_flight(&mut self, requests: usize) {
        self.inherited.turns = None;
        self.max_in_flight = Some(requests);
    }

    pub fn middleware(&mut self, middleware: impl Middleware) {
        self.middleware.push(Arc::new(middleware));
    }

    pub fn proxy(&mut self, url: impl Into<String>) {
        self.connect_by("proxy").proxy = Some(url.into());
    }

    pub fn no_proxy(&mut self) {
        self.connect_by("no_proxy").no_proxy = true;
    }

    #[cfg(any(feature = "rustls-no-provider", feature = "native-tls"))]
    pub fn add_root_certificates(&mut self, pem: impl Into<Vec<u8>>) {
        let connect = self.connect_by("add_root_certificates");
        connect.roots.push(pem.into());
    }

    #[cfg(any(feature = "rustls-no-provider", feature = "native-tls"))]
    pub fn client_identity(&mut self, certificates: impl Into<Vec<u8>>, key: impl Into<Vec<u8>>) {
        let connect = self.connect_by("client_identity");
        connect.identity = Some((certificates.into(), Arc::new(key.into().into())));
    }

    pub fn idle_timeout(&mut self, timeout: Duration) {
        self.connect_by("idle_timeout").idle = timeout;
    }

    pub fn max_idle_connections(&mut self, connections: usize) {
        self.connect_by("max_idle_connections").max_idle = connections;
    }

    pub fn http2_pings(&mut self, silence: Duration, timeout: Duration) {
        self.connect_by("http2_pings").pings = Some((silence, timeout));
    }

    pub fn no_http2_pings(&mut self) {
        self.connect_by("no_http2_pings").pings = None;
    }

    pub fn http1_only(&mut self) {
        self.connect_by("http1_only").http1_only = true;
    }

    pub fn http_client(&mut self, client: reqwest::Client) {
        self.inherited.leave_connections();
        self.connect.client = Some(client);
    }

    pub fn clock(&mut self, clock: impl Clock) {
        self.inherited.leave_identity();
        self.time = Time::Given(Arc::new(clock));
    }
}

/// Headers and URLs are not shown: they may contain secrets.
impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("credentials", &self.credentials)
            .field("schemes", &self.keys.names())
            .field("timeouts", &self.timeouts)
            .field("rate_limit", &self.rate_limit)
            .finish_non_exhaustive()
    }
}
