//! Setting up the HTTP client: proxies, certificates, redirects.

use std::time::Duration;

use crate::error::{Error, Result};

/// How connections are made.
pub(crate) struct Connect {
    pub(crate) client: Option<reqwest::Client>,
    pub(crate) timeout: Duration,
    pub(crate) proxy: Option<String>,
    pub(crate) no_proxy: bool,
    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    pub(crate) roots: Vec<Vec<u8>>,
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
        }
    }
}

impl Connect {
    pub(crate) fn build(&self) -> Result<reqwest::Client> {
        if let Some(client) = &self.client {
            return Ok(client.clone());
        }
        let invalid = |what: &'static str| {
            move |error: reqwest::Error| Error::config(what).with_source(error.without_url())
        };
        // The transport follows redirects by itself, where that is safe for the token.
        let mut builder = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .connect_timeout(self.timeout);
        if self.no_proxy {
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
        builder
            .build()
            .map_err(invalid("the HTTP client can't be set up"))
    }
}
