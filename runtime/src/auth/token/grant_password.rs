//! The OAuth flow of a user's name and password.

use secrecy::{ExposeSecret, SecretString};

use super::endpoint::{ClientId, Endpoint};
use super::{TokenFuture, TokenSource};
use crate::policy::middleware::event::Chain;

/// Requests tokens with `grant_type=password`.
pub(crate) struct Password {
    pub(crate) endpoint: Endpoint,
    pub(crate) client: ClientId,
    pub(crate) user: String,
    pub(crate) secret: SecretString,
}

impl TokenSource for Password {
    fn token<'a>(&'a self, chain: Option<&'a Chain>) -> TokenFuture<'a> {
        Box::pin(async move {
            let form = [
                ("grant_type", "password"),
                ("username", self.user.as_str()),
                ("password", self.secret.expose_secret()),
            ];
            let grant = self.endpoint.grant(&self.client, &form, chain).await?;
            Ok(grant.access)
        })
    }
}
