//! Setting up the HTTP client: proxies, certificates, redirects.

use std::time::Duration;

#[cfg(any(feature = "rustls", feature = "native-tls"))]
use secrecy::{ExposeSecret as _, SecretSlice};

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
    /// Returns whether connections authenticate by a client certificate. A custom HTTP client may do so.
    pub(crate) fn has_certificate(&self) -> bool {
        #[cfg(any(feature = "rustls", feature = "native-tls"))]
        let has_identity = self.identity.is_some();
        #[cfg(not(any(feature = "rustls", feature = "native-tls")))]
        let has_identity = false;
        has_identity || self.client.is_some()
    }

    /// The HTTP client. For plain http it ignores the proxies of the system: plain http is only for this machine, and a
    /// remote proxy would see the token.
    pub(crate) fn build(&self, is_plain: bool) -> Result<reqwest::Client> {
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
        if self.no_proxy || (is_plain && self.proxy.is_none()) {
            builder = builder.no_proxy();
        }
        if let Some(proxy) = &self.proxy {
            builder = builder.proxy(
                reqwest::Proxy::all(proxy).map_err(invalid("the proxy's address is not valid"))?,
            );
        }
        #[cfg(any(feature = "rustls", feature = "native-tls"))]
        for pem in &self.roots {
            let roots = reqwest::Certificate::from_pem_bundle(pem)
                .map_err(invalid("the root certificates are not valid PEM"))?;
            builder = builder.tls_certs_merge(roots);
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

/// With both features the HTTP library uses the platform's TLS, whose identities have another format.
#[cfg(feature = "native-tls")]
fn identity(certificates: &[u8], key: &[u8]) -> reqwest::Result<reqwest::Identity> {
    reqwest::Identity::from_pkcs8_pem(certificates, key)
}

#[cfg(all(feature = "rustls", not(feature = "native-tls")))]
fn identity(certificates: &[u8], key: &[u8]) -> reqwest::Result<reqwest::Identity> {
    let both = SecretSlice::from([certificates, b"\n", key].concat());
    reqwest::Identity::from_pem(both.expose_secret())
}
