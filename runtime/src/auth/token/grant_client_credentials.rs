//! The OAuth flow of a client id and its secret.

use super::endpoint::{ClientId, Endpoint};
use super::{TokenFuture, TokenProvider};

/// Requests tokens with `grant_type=client_credentials`.
pub(crate) struct ClientCredentials {
    pub(crate) endpoint: Endpoint,
    pub(crate) client: ClientId,
}

impl TokenProvider for ClientCredentials {
    fn token(&self) -> TokenFuture<'_> {
        Box::pin(async move {
            let form = [("grant_type", "client_credentials")];
            let grant = self.endpoint.grant(&self.client, &form, true).await?;
            Ok(grant.access)
        })
    }
}
