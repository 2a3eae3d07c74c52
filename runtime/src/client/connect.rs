//! Setting up the HTTP client: proxies, certificates, redirects.

use std::fmt;
use std::sync::OnceLock;
use std::time::Duration;

use reqwest::Url;
#[cfg(any(feature = "rustls", feature = "native-tls"))]
use secrecy::{ExposeSecret as _, SecretSlice};

use crate::client::base_url;
#[cfg(any(feature = "rustls", feature = "native-tls"))]
use crate::client::certificates;
use crate::error::{Error, Result};

/// How connections are made.
pub(crate) struct Connect {
    pub(crate) client: Option<reqwest::Client>,
    pub(crate) timeout: Duration,
    pub(crate) proxy: Option<String>,
    pub(crate) no_proxy: bool,
    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    pub(crate) roots: Vec<Vec<u8>>,
    /// Certificates and key, in PEM.
    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    pub(crate) identity: Option<(Vec<u8>, SecretSlice<u8>)>,
}

impl Default for Connect {
    fn default() -> Self {
        Self {
            client: None,
            timeout: Duration::from_secs(10),
            proxy: None,
            no_proxy: false,
            #[cfg(any(feature = "rustls", feature = "native-tls"))]
            roots: Vec::new(),
            #[cfg(any(feature = "rustls", feature = "native-tls"))]
            identity: None,
        }
    }
}

impl Connect {
    fn build(&self, ignores_system_proxies: bool) -> Result<reqwest::Client> {
        if let Some(client) = &self.client {
            return Ok(client.clone());
        }
        let invalid = |what: &'static str| {
            move |error: reqwest::Error| Error::config(what).with_source(error.without_url())
        };
        // The transport follows redirects itself, if that is safe for the token.
        let mut builder = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .connect_timeout(self.timeout);
        if self.no_proxy || (ignores_system_proxies && self.proxy.is_none()) {
            builder = builder.no_proxy();
        }
        if let Some(proxy) = &self.proxy {
            builder = builder.proxy(
                reqwest::Proxy::all(proxy).map_err(invalid("the proxy's address is not valid"))?,
            );
        }
        #[cfg(any(feature = "rustls", feature = "native-tls"))]
        for pem in &self.roots {
            builder = builder.tls_certs_merge(certificates::roots(pem)?);
        }
        #[cfg(any(feature = "rustls", feature = "native-tls"))]
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

/// The HTTP clients, each set up at its first use: hosts decide which of them sends a request.
pub(crate) struct Connections {
    connect: Connect,
    general: OnceLock<Result<reqwest::Client>>,
    /// Ignores the proxies of the system.
    loopback: OnceLock<Result<reqwest::Client>>,
}

impl Connections {
    pub(crate) fn new(connect: Connect) -> Self {
        Self {
            connect,
            general: OnceLock::new(),
            loopback: OnceLock::new(),
        }
    }

    /// Returns whether connections prove who the client is by a certificate. A client of the caller's own may do so.
    pub(crate) fn has_certificate(&self) -> bool {
        #[cfg(any(feature = "rustls", feature = "native-tls"))]
        let has_identity = self.connect.identity.is_some();
        #[cfg(not(any(feature = "rustls", feature = "native-tls")))]
        let has_identity = false;
        has_identity || self.connect.client.is_some()
    }

    /// Returns the client for a URL. A URL of this machine never goes through a proxy of the system, which would reach another
    /// machine and, over plain http, see the token.
    ///
    /// # Errors
    /// If the settings of connections are not valid.
    pub(crate) fn client(&self, url: &Url) -> Result<&reqwest::Client> {
        let has_choice =
            self.connect.client.is_none() && self.connect.proxy.is_none() && !self.connect.no_proxy;
        let is_loopback = has_choice && base_url::is_loopback(url);
        let client = if is_loopback {
            &self.loopback
        } else {
            &self.general
        };
        let client = client.get_or_init(|| self.connect.build(is_loopback));
        client.as_ref().map_err(Error::clone)
    }
}

impl fmt::Debug for Connections {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connections").finish_non_exhaustive()
    }
}

/// With both features the HTTP library takes the platform's TLS, whose identities are of another form.
#[cfg(feature = "native-tls")]
fn identity(certificates: &[u8], key: &[u8]) -> reqwest::Result<reqwest::Identity> {
    reqwest::Identity::from_pkcs8_pem(certificates, key)
}

#[cfg(all(feature = "rustls", not(feature = "native-tls")))]
fn identity(certificates: &[u8], key: &[u8]) -> reqwest::Result<reqwest::Identity> {
    let both = SecretSlice::from([certificates, b"\n", key].concat());
    reqwest::Identity::from_pem(both.expose_secret())
}
