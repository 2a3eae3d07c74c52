//! How the client proves who it is.

use std::fmt;
use std::sync::Arc;

use secrecy::SecretString;

use crate::token::TokenProvider;

/// How the client proves who it is. `Debug` shows no secret.
#[derive(Clone)]
pub struct Credentials {
    pub(crate) kind: CredentialsKind,
}

#[derive(Clone)]
pub(crate) enum CredentialsKind {
    None,
    Bearer(SecretString),
    Client { id: String, secret: SecretString },
    Provider(Arc<dyn TokenProvider>),
}

impl Credentials {
    /// A client id and its secret, or a personal access token, which has the same two parts. Tokens are fetched on
    /// first use and renewed for ever.
    pub fn client(id: impl Into<String>, secret: impl Into<String>) -> Self {
        Self {
            kind: CredentialsKind::Client {
                id: id.into(),
                secret: secret.into().into(),
            },
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
            CredentialsKind::Client { id, .. } => {
                return write!(f, "Credentials::client({id:?}, …)");
            }
            CredentialsKind::Provider(_) => "Credentials::provider(…)",
        })
    }
}
