//! The OAuth flow of a client id and its secret.

use secrecy::{ExposeSecret, SecretString};

use super::endpoint::Endpoint;
use super::{TokenFuture, TokenProvider};

/// Tokens by `grant_type=client_credentials`.
pub(crate) struct ClientCredentials {
    pub(crate) endpoint: Endpoint,
    pub(crate) id: String,
    pub(crate) secret: SecretString,
}

impl TokenProvider for ClientCredentials {
    fn token(&self) -> TokenFuture<'_> {
        Box::pin(async move {
            let form = [
                ("grant_type", "client_credentials"),
                ("client_id", &self.id),
                ("client_secret", self.secret.expose_secret()),
            ];
            let grant = self.endpoint.grant(&form, true).await?;
            Ok(grant.access)
        })
    }
}
