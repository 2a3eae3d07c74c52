//! The OAuth flow of a refresh token, which each use replaces with a new one.

use std::error::Error as StdError;
use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use secrecy::{ExposeSecret, SecretString};

use super::endpoint::{ClientId, Endpoint};
use super::{AccessToken, TokenFuture, TokenSource};
use crate::error::{Error, Result};
use crate::policy::middleware::event::Chain;

/// A refresh token. `Debug` doesn't show it.
#[derive(Clone)]
pub struct RefreshToken(SecretString);

impl RefreshToken {
    pub(crate) fn new(token: impl Into<String>) -> Self {
        Self(token.into().into())
    }

    /// The token itself. Keep it where secrets are kept.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

impl fmt::Debug for RefreshToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RefreshToken(…)")
    }
}

/// The future of [`RefreshTokenStore::save`].
pub type StoreFuture<'a> =
    Pin<Box<dyn Future<Output = Result<(), Box<dyn StdError + Send + Sync>>> + Send + 'a>>;

/// A store for new refresh tokens, so that the program finds the newest when it starts again.
///
/// A closure from a [`RefreshToken`] to a future implements it.
pub trait RefreshTokenStore: Send + Sync + 'static {
    /// Saves a new token. The previous one is invalid, or will be soon.
    ///
    /// The client calls it before it sends any call with the new access token. If it fails, so do the calls that wait
    /// for a token; the new token stays in memory, and the next call saves it first.
    fn save(&self, token: RefreshToken) -> StoreFuture<'_>;
}

impl<F, R> RefreshTokenStore for F
where
    F: Fn(RefreshToken) -> R + Send + Sync + 'static,
    R: Future<Output = Result<(), Box<dyn StdError + Send + Sync>>> + Send + 'static,
{
    fn save(&self, token: RefreshToken) -> StoreFuture<'_> {
        Box::pin(self(token))
    }
}

/// Requests tokens with `grant_type=refresh_token`.
pub(crate) struct Refresh {
    pub(crate) endpoint: Endpoint,
    pub(crate) client: ClientId,
    pub(crate) store: Arc<dyn RefreshTokenStore>,
    pub(crate) newest: Newest,
}

/// The newest refresh token, which all clients with clones of the same credentials share: each use replaces it.
#[derive(Clone)]
pub(crate) struct Newest(Arc<Mutex<State>>);

struct State {
    current: RefreshToken,
    unsaved: Option<Unsaved>,
}

/// A new refresh token that the store has not saved yet, with the access token of the same response.
#[derive(Clone)]
struct Unsaved {
    refresh: RefreshToken,
    access: AccessToken,
    since: Instant,
}

impl TokenSource for Refresh {
    fn token<'a>(&'a self, chain: Option<&'a Chain>) -> TokenFuture<'a> {
        Box::pin(async move { self.fetch(chain).await.map_err(Into::into) })
    }
}

impl Newest {
    pub(crate) fn new(token: RefreshToken) -> Self {
        Self(Arc::new(Mutex::new(State {
            current: token,
            unsaved: None,
        })))
    }

    /// The token for the next request.
    pub(crate) fn current(&self) -> RefreshToken {
        self.lock().current.clone()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Refresh {
    async fn fetch(&self, chain: Option<&Chain>) -> Result<AccessToken> {
        let unsaved = self.newest.lock().unsaved.clone();
        if let Some(unsaved) = unsaved
            && let Some(access) = self.save(unsaved).await?
        {
            return Ok(access);
        }
        let current = self.newest.current();
        let form = [
            ("grant_type", "refresh_token"),
            ("refresh_token", current.expose()),
        ];
        let grant = self.endpoint.grant(&self.client, &form, chain).await?;
        let Some(refresh) = grant
            .refresh
            .filter(|new| new.expose_secret() != current.expose())
        else {
            return Ok(grant.access);
        };
        let unsaved = Unsaved {
            refresh: RefreshToken(refresh),
            access: grant.access.clone(),
            since: self.endpoint.time.now(),
        };
        // Recorded before anything can fail or be cancelled: it is the only valid one.
        self.newest.lock().unsaved = Some(unsaved.clone());
        self.save(unsaved).await?;
        Ok(grant.access)
    }

    /// Passes a new refresh token to the store, and only then drops the old one. Returns the access token of the same response,
    /// unless it has expired.
    async fn save(&self, unsaved: Unsaved) -> Result<Option<AccessToken>> {
        let saved = self.store.save(unsaved.refresh.clone()).await;
        saved.map_err(|error| {
            Error::auth(format!("can't save the new refresh token: {error}"))
                .with_boxed_source(error)
        })?;
        let mut state = self.newest.lock();
        state.current = unsaved.refresh;
        state.unsaved = None;
        drop(state);
        let age = self
            .endpoint
            .time
            .now()
            .saturating_duration_since(unsaved.since);
        let mut access = unsaved.access;
        access.expires_in = access.expires_in.map(|life| life.saturating_sub(age));
        Ok(Some(access).filter(|access| access.expires_in != Some(Duration::ZERO)))
    }
}
