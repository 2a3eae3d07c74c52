//! The OAuth flow of a client id and its secret.

use super::endpoint::{ClientId, Endpoint};
use super::{TokenFuture, TokenSource};
use crate::policy::middleware::event::Chain;

/// Requests tokens with `grant_type=client_credentials`.
pub(crate) struct ClientCredentials {
    pub(crate) endpoint: Endpoint,
    pub(crate) client: ClientId,
}

impl TokenSource for ClientCredentials {
    fn token<'a>(&'a self, chain: Option<&'a Chain>) -> TokenFuture<'a> {
        Box::pin(async move {
            let form = [("grant_type", "client_credentials")];
            let grant = self.endpoint.grant(&self.client, &form, chain).await?;
            Ok(grant.access)
        })
    }
}
