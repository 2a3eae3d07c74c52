//! Access tokens: their sources and their cache.

mod endpoint;
mod grant_client_credentials;
mod grant_password;
mod grant_refresh_token;
pub(crate) mod location;
mod renewal;

use std::error::Error as StdError;
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;
use secrecy::SecretString;

use crate::call::progress::Progress;
use crate::error::Result;
use crate::policy::middleware::event::Chain;

pub(crate) use endpoint::{ClientId, Endpoint};
pub(crate) use grant_client_credentials::ClientCredentials;
pub(crate) use grant_password::Password;
pub(crate) use grant_refresh_token::{Newest, Refresh};
pub use grant_refresh_token::{RefreshToken, RefreshTokenStore, StoreFuture};
pub(crate) use location::{Flow, Location, locate};
pub(crate) use renewal::Cache;

/// An access token and its life. `Debug` doesn't show the token.
#[derive(Clone)]
pub struct AccessToken {
    pub(crate) token: SecretString,
    pub(crate) expires_in: Option<Duration>,
}

impl AccessToken {
    /// A token that is valid until the service rejects it.
    pub fn new(token: impl Into<String>) -> Self {
        Self {
            token: token.into().into(),
            expires_in: None,
        }
    }

    /// Sets how long the token is valid from now on, so that it is renewed before it expires.
    #[must_use]
    pub fn expires_in(mut self, life: Duration) -> Self {
        self.expires_in = Some(life);
        self
    }
}

impl fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccessToken")
            .field("expires_in", &self.expires_in)
            .finish_non_exhaustive()
    }
}

/// The future of [`TokenProvider::token`].
pub type TokenFuture<'a> =
    Pin<Box<dyn Future<Output = Result<AccessToken, Box<dyn StdError + Send + Sync>>> + Send + 'a>>;

/// A source of access tokens.
///
/// The client has one request in flight at most, however many calls wait, and keeps the token until shortly before it expires or
/// until the service rejects it.
pub trait TokenProvider: Send + Sync + 'static {
    /// Returns a new token.
    fn token(&self) -> TokenFuture<'_>;
}

impl<F, R> TokenProvider for F
where
    F: Fn() -> R + Send + Sync + 'static,
    R: Future<Output = Result<AccessToken, Box<dyn StdError + Send + Sync>>> + Send + 'static,
{
    fn token(&self) -> TokenFuture<'_> {
        Box::pin(self())
    }
}

/// A source of access tokens, whose own requests middleware sees.
pub(crate) trait TokenSource: Send + Sync {
    fn token<'a>(&'a self, chain: Option<&'a Chain>) -> TokenFuture<'a>;
}

impl TokenSource for Arc<dyn TokenProvider> {
    fn token<'a>(&'a self, _: Option<&'a Chain>) -> TokenFuture<'a> {
        TokenProvider::token(&**self)
    }
}

/// The source of a client's tokens.
#[derive(Clone)]
pub(crate) enum Tokens {
    None,
    Fixed(HeaderValue),
    Cached(Arc<Cache>),
}

/// The value of the `Authorization` header, and the token it was made from.
#[derive(Clone)]
pub(crate) struct Authorization {
    pub(crate) value: HeaderValue,
    generation: u64,
}

impl Tokens {
    /// Returns the header to send; `None` if the server requires no token.
    pub(crate) async fn get(&self, progress: &Progress<'_>) -> Result<Option<Authorization>> {
        match self {
            Self::None => Ok(None),
            Self::Fixed(value) => Ok(Some(Authorization {
                value: value.clone(),
                generation: 0,
            })),
            Self::Cached(cache) => cache.get(progress).await.map(Some),
        }
    }

    /// Returns whether no token is ever sent.
    pub(crate) fn is_none(&self) -> bool {
        matches!(self, Self::None)
    }

    /// Drops a token that the service rejected, unless it has been replaced already. Returns whether another can be requested.
    pub(crate) fn invalidate(&self, refused: &Authorization) -> bool {
        match self {
            Self::None | Self::Fixed(_) => false,
            Self::Cached(cache) => {
                cache.invalidate(refused);
                true
            }
        }
    }
}
