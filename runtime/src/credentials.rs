//! How the client proves who it is.

use std::fmt;
use std::sync::Arc;

use secrecy::SecretString;

use crate::token::{RefreshToken, RefreshTokenStore, TokenProvider};

/// How the client proves who it is. `Debug` shows no secret.
#[derive(Clone)]
pub struct Credentials {
    pub(crate) kind: CredentialsKind,
}

#[derive(Clone)]
pub(crate) enum CredentialsKind {
    None,
    Bearer(SecretString),
    ClientCredentials {
        id: String,
        secret: SecretString,
    },
    Refresh {
        id: String,
        secret: Option<SecretString>,
        token: RefreshToken,
        store: Arc<dyn RefreshTokenStore>,
    },
    Provider(Arc<dyn TokenProvider>),
}

impl Credentials {
    /// A client id and its secret, or a personal access token, which has the same two parts. Tokens are fetched on
    /// first use and renewed for ever.
    pub fn client_credentials(id: impl Into<String>, secret: impl Into<String>) -> Self {
        Self {
            kind: CredentialsKind::ClientCredentials {
                id: id.into(),
                secret: secret.into().into(),
            },
        }
    }

    /// A refresh token of a client, whose secret may be left out where the client has none.
    ///
    /// Each use of the token makes the service give a new one, which is handed to the store before any call goes out with the
    /// access token that came along: a program that starts again has to begin with the newest. Only one client may use the
    /// token, since a second one would be left with an old one.
    ///
    /// ```
    /// # use openapi_client_runtime::{Credentials, RefreshToken};
    /// let credentials = Credentials::refresh_token(
    ///     "client-id",
    ///     Some("client-secret".to_owned()),
    ///     std::fs::read_to_string("refresh-token").unwrap_or_default(),
    ///     |new: RefreshToken| async move { Ok(std::fs::write("refresh-token", new.expose())?) },
    /// );
    /// # let _ = credentials;
    /// ```
    pub fn refresh_token(
        client_id: impl Into<String>,
        client_secret: Option<String>,
        refresh_token: impl Into<String>,
        store: impl RefreshTokenStore,
    ) -> Self {
        Self {
            kind: CredentialsKind::Refresh {
                id: client_id.into(),
                secret: client_secret.map(Into::into),
                token: RefreshToken::new(refresh_token),
                store: Arc::new(store),
            },
        }
    }

    /// The client id that the service counts requests by, where it is known.
    pub(crate) fn client_id(&self) -> Option<&str> {
        match &self.kind {
            CredentialsKind::ClientCredentials { id, .. } | CredentialsKind::Refresh { id, .. } => {
                Some(id)
            }
            CredentialsKind::None | CredentialsKind::Bearer(_) | CredentialsKind::Provider(_) => {
                None
            }
        }
    }

    /// A token as it is. Nothing renews it.
    pub fn bearer(token: impl Into<String>) -> Self {
        Self {
            kind: CredentialsKind::Bearer(token.into().into()),
        }
    }

    /// Tokens from elsewhere; a closure that returns a future of an [`AccessToken`](crate::AccessToken) will do. They
    /// are cached until shortly before they expire.
    pub fn provider(provider: impl TokenProvider) -> Self {
        Self {
            kind: CredentialsKind::Provider(Arc::new(provider)),
        }
    }

    /// No token at all, for servers that ask for none.
    pub fn none() -> Self {
        Self {
            kind: CredentialsKind::None,
        }
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match &self.kind {
            CredentialsKind::None => "Credentials::none",
            CredentialsKind::Bearer(_) => "Credentials::bearer(…)",
            CredentialsKind::ClientCredentials { id, .. } => {
                return write!(f, "Credentials::client_credentials({id:?}, …)");
            }
            CredentialsKind::Refresh { id, .. } => {
                return write!(f, "Credentials::refresh_token({id:?}, …)");
            }
            CredentialsKind::Provider(_) => "Credentials::provider(…)",
        })
    }
}
