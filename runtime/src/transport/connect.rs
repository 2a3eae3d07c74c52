//! Setting up the HTTP client: proxies, certificates, redirects, pools of connections.

pub(crate) mod pools;

use std::fmt;
#[cfg(any(feature = "rustls-no-provider", feature = "native-tls"))]
use std::sync::Arc;
use std::time::{Duration, Instant};

use reqwest::Url;
#[cfg(any(feature = "rustls-no-provider", feature = "native-tls"))]
use secrecy::{ExposeSecret as _, SecretSlice};

use crate::error::{Error, Result};
use crate::server::base_url;
#[cfg(any(feature = "rustls-no-provider", feature = "native-tls"))]
use crate::transport::certificates;
use crate::transport::connect::pools::{Lease, Pools};

/// How connections are made.
#[derive(Clone)]
pub(crate) struct Connect {
    pub(crate) client: Option<reqwest::Client>,
    pub(crate) timeout: Duration,
    pub(crate) proxy: Option<String>,
    pub(crate) no_proxy: bool,
    /// How long a connection is kept that no request uses. Most servers close one after 5 s at the earliest.
    pub(crate) idle: Duration,
    /// The maximum number of idle connections to one host.
    pub(crate) max_idle: usize,
    /// How long a connection of HTTP/2 with requests may be silent before a ping, and how long the ping may take.
    pub(crate) pings: Option<(Duration, Duration)>,
    pub(crate) http1_only: bool,
    #[cfg(any(feature = "rustls-no-provider", feature = "native-tls"))]
    pub(crate) roots: Vec<Vec<u8>>,
    /// Certificates and key, in PEM.
    #[cfg(any(feature = "rustls-no-provider", feature = "native-tls"))]
    pub(crate) identity: Option<(Vec<u8>, Arc<SecretSlice<u8>>)>,
    /// The settings that were set, none of which a client of the caller's own has.
    given: Vec<&'static str>,
}

impl Default for Connect {
    fn default() -> Self {
        Self {
            client: None,
            timeout: Duration::from_secs(10),
            proxy: None,
            no_proxy: false,
            idle: Duration::from_secs(4),
            max_idle: 32,
            pings: Some((Duration::from_secs(15), Duration::from_secs(10))),
            http1_only: false,
            #[cfg(any(feature = "rustls-no-provider", feature = "native-tls"))]
            roots: Vec::new(),
            #[cfg(any(feature = "rustls-no-provider", feature = "native-tls"))]
            identity: None,
            given: Vec::new(),
        }
    }
}

impl Connect {
    /// Returns the settings, after a note that the builder's method of that name sets one of them.
    pub(crate) fn by(&mut self, method: &'static str) -> &mut Self {
        self.given.push(method);
        self
    }

    /// Checks that no setting is ignored.
    fn check(&self) -> Result<()> {
        match self.given.first() {
            Some(method) if self.client.is_some() => Err(Error::config(format!(
                "`{method}` has no effect on the client of `http_client`: set it on that client instead"
            ))),
            _ => Ok(()),
        }
    }

    fn build(&self, ignores_system_proxies: bool) -> Result<reqwest::Client> {
        if let Some(client) = &self.client {
            return Ok(client.clone());
        }
        let invalid = |what: &'static str| {
            move |error: reqwest::Error| Error::config(what).with_source(error.without_url())
        };
        expect_provider()?;
        // The transport follows redirects itself, if that is safe for the token.
        let mut builder = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .connect_timeout(self.timeout)
            .pool_idle_timeout(self.idle)
            .pool_max_idle_per_host(self.max_idle);
        if self.http1_only {
            builder = builder.http1_only();
        } else if let Some((silence, timeout)) = self.pings {
            builder = builder
                .http2_keep_alive_interval(silence)
                .http2_keep_alive_timeout(timeout);
        }
        if self.no_proxy || (ignores_system_proxies && self.proxy.is_none()) {
            builder = builder.no_proxy();
        }
        if let Some(proxy) = &self.proxy {
            if cfg!(not(feature = "socks")) && is_socks(proxy) {
                return Err(Error::config(
                    "a proxy of SOCKS needs the cargo feature `socks`, which is off",
                ));
            }
            builder = builder.proxy(
                reqwest::Proxy::all(proxy).map_err(invalid("the proxy's address is not valid"))?,
            );
        }
        #[cfg(any(feature = "rustls-no-provider", feature = "native-tls"))]
        for pem in &self.roots {
            builder = builder.tls_certs_merge(certificates::roots(pem)?);
        }
        #[cfg(any(feature = "rustls-no-provider", feature = "native-tls"))]
        if let Some((certificates, key)) = &self.identity {
            let identity = identity(certificates, key.expose_secret());
            builder = builder.identity(identity.map_err(invalid(
                "the client's certificate and key are not valid PEM",
            ))?);
        }
        builder
            .build()
            .map_err(invalid("the HTTP client can't be set up"))
    }
}

/// The HTTP clients: hosts and runtimes decide which of them sends a request.
pub(crate) struct Connections {
    connect: Connect,
    general: Pools,
    /// Those that ignore the proxies of the system.
    loopback: Pools,
}

impl Connections {
    /// Returns the connections, and sets up the HTTP client for a URL.
    ///
    /// # Errors
    /// If the settings of connections are not valid.
    pub(crate) fn new(connect: Connect, url: &Url) -> Result<Self> {
        connect.check()?;
        let connections = Self {
            connect,
            general: Pools::default(),
            loopback: Pools::default(),
        };
        let is_loopback = connections.is_loopback(url);
        let http = connections.connect.build(is_loopback)?;
        connections.pools(is_loopback).prepare(http);
        Ok(connections)
    }

    /// Returns whether connections prove who the client is by a certificate. A client of the caller's own may do so.
    pub(crate) fn has_certificate(&self) -> bool {
        #[cfg(any(feature = "rustls-no-provider", feature = "native-tls"))]
        let has_identity = self.connect.identity.is_some();
        #[cfg(not(any(feature = "rustls-no-provider", feature = "native-tls")))]
        let has_identity = false;
        has_identity || self.connect.client.is_some()
    }

    /// Returns whether requests pass through a proxy that the caller set.
    pub(crate) fn has_proxy(&self) -> bool {
        self.connect.proxy.is_some()
    }

    /// Returns the HTTP client for a URL on the current runtime.
    ///
    /// # Errors
    /// If the settings of connections are not valid.
    pub(crate) fn client(&self, url: &Url) -> Result<Lease> {
        let is_loopback = self.is_loopback(url);
        let build = || self.connect.build(is_loopback);
        let mut lease = self.pools(is_loopback).get(build)?;
        // HTTP/2 is negotiated by TLS.
        lease.is_shared = url.scheme() == "https" && !self.connect.http1_only;
        Ok(lease)
    }

    /// Makes later requests use new connections, after one was sent on a connection that may be dead. A connection of HTTP/1
    /// ends with its request, so only HTTP/2 needs this.
    pub(crate) fn replace(&self, lease: &Lease, now: Instant) {
        if lease.is_shared && self.connect.client.is_none() {
            self.general.replace(lease, now);
            self.loopback.replace(lease, now);
        }
    }

    /// The limit of the time to connect, unless the HTTP client is the caller's.
    pub(crate) fn connect_timeout(&self) -> Option<Duration> {
        let is_own = self.connect.client.is_none();
        is_own.then_some(self.connect.timeout)
    }

    /// A URL of this machine never goes through a proxy of the system, which would reach another machine and, over plain http,
    /// see the token.
    fn is_loopback(&self, url: &Url) -> bool {
        let has_choice =
            self.connect.client.is_none() && self.connect.proxy.is_none() && !self.connect.no_proxy;
        has_choice && base_url::is_loopback(url)
    }

    fn pools(&self, is_loopback: bool) -> &Pools {
        if is_loopback {
            &self.loopback
        } else {
            &self.general
        }
    }
}

impl fmt::Debug for Connections {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connections").finish_non_exhaustive()
    }
}

/// Whether an address is that of a SOCKS proxy, which the HTTP library takes for one of HTTP if it was built without SOCKS.
fn is_socks(proxy: &str) -> bool {
    let scheme = proxy.trim().split_once("://").map(|(scheme, _)| scheme);
    scheme.is_some_and(|scheme| scheme.to_ascii_lowercase().starts_with("socks"))
}

/// Checks that rustls has a cryptographic provider, without which the HTTP library panics.
#[cfg(all(
    feature = "rustls-no-provider",
    not(any(feature = "rustls", feature = "native-tls"))
))]
fn expect_provider() -> Result<()> {
    if rustls::crypto::CryptoProvider::get_default().is_some() {
        return Ok(());
    }
    Err(Error::config(
        "rustls has no cryptographic provider: call `install_default` of one before building a client, or enable the \
         feature `rustls`",
    ))
}

#[cfg(not(all(
    feature = "rustls-no-provider",
    not(any(feature = "rustls", feature = "native-tls"))
)))]
#[expect(clippy::unnecessary_wraps, reason = "with other features it can fail")]
fn expect_provider() -> Result<()> {
    Ok(())
}

/// With both features the HTTP library takes the platform's TLS, whose identities are of another form.
#[cfg(feature = "native-tls")]
fn identity(certificates: &[u8], key: &[u8]) -> reqwest::Result<reqwest::Identity> {
    reqwest::Identity::from_pkcs8_pem(certificates, key)
}

#[cfg(all(feature = "rustls-no-provider", not(feature = "native-tls")))]
fn identity(certificates: &[u8], key: &[u8]) -> reqwest::Result<reqwest::Identity> {
    let both = SecretSlice::from([certificates, b"\n", key].concat());
    reqwest::Identity::from_pem(both.expose_secret())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proxy_of_socks_needs_the_feature() {
        for proxy in [
            "socks5://127.0.0.1:1080",
            "SOCKS5H://a:b@127.0.0.1:1",
            "socks4://127.0.0.1",
        ] {
            let mut connect = Connect::default();
            connect.by("proxy").proxy = Some(proxy.to_owned());
            let built = connect.build(false);
            assert_eq!(built.is_ok(), cfg!(feature = "socks"), "{proxy}");
            if let Err(error) = built {
                assert!(error.to_string().contains("feature `socks`"), "{error}");
            }
        }
    }
}
