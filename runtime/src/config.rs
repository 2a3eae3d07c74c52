//! Where base URL and credentials come from: given, the environment, or a file.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};

use crate::credentials::Credentials;

/// Base URL and credentials, all from one source.
///
/// [`load`](Self::load) tries the places that the vendor's tools use. The first that names a base URL is taken whole:
/// a secret of one place is never combined with the address of another.
#[derive(Clone)]
pub struct Config {
    base_url: String,
    client_id: String,
    client_secret: SecretString,
}

impl Config {
    /// A configuration that is given.
    pub fn new(
        base_url: impl Into<String>,
        client_id: impl Into<String>,
        client_secret: impl Into<String>,
    ) -> Self {
        Self {
            base_url: base_url.into(),
            client_id: client_id.into(),
            client_secret: client_secret.into().into(),
        }
    }

    pub(crate) fn into_parts(self) -> (String, Credentials) {
        (
            self.base_url,
            Credentials::client(self.client_id, self.client_secret.expose_secret()),
        )
    }
}

impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config")
            .field("base_url", &self.base_url)
            .field("client_id", &self.client_id)
            .finish_non_exhaustive()
    }
}
