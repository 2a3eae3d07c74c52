//! One token for all callers, and one renewal in flight whatever their number.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::watch;

use super::{AccessToken, Authorization, TokenProvider};
use crate::clock::Clock;
use crate::error::{Error, Result};
use crate::secret;

/// A longer life than this is cut: it is no use to believe in, and adding it to a clock could overflow.
const LONGEST_LIFE: Duration = Duration::from_secs(24 * 60 * 60);

type Flight = watch::Receiver<Option<Result<Authorization>>>;

/// The cache.
pub(crate) struct Cache {
    provider: Arc<dyn TokenProvider>,
    clock: Arc<dyn Clock>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    held: Option<Held>,
    /// The renewal that is under way. Its task belongs to no caller, so no caller's end is its end.
    flight: Option<Flight>,
    generation: u64,
}

struct Held {
    authorization: Authorization,
    /// From here on the token is not sent any more.
    expires: Option<Instant>,
}

impl Cache {
    pub(crate) fn new(provider: Arc<dyn TokenProvider>, clock: Arc<dyn Clock>) -> Self {
        Self {
            provider,
            clock,
            state: Mutex::default(),
        }
    }

    /// A token that is good, from memory or from the one renewal that all callers share.
    pub(crate) async fn get(self: &Arc<Self>) -> Result<Authorization> {
        // A flight ends without an answer when its runtime was shut down or its provider panicked. The first is cured
        // by starting another here; the second isn't, so there is an end to trying.
        for _ in 0..2 {
            let mut flight = {
                let mut state = self.lock();
                if let Some(authorization) = self.usable(&state) {
                    return Ok(authorization);
                }
                self.flight(&mut state)?
            };
            if let Ok(landed) = flight.wait_for(Option::is_some).await
                && let Some(result) = landed.as_ref()
            {
                return result.clone();
            }
        }
        Err(Error::auth(
            "getting a token ended without a result: its provider panicked, or its runtime was shut down",
        ))
    }

    /// Drops a token unless it has been replaced already.
    pub(crate) fn invalidate(&self, refused: &Authorization) {
        let mut state = self.lock();
        if state
            .held
            .as_ref()
            .is_some_and(|held| held.authorization.generation == refused.generation)
        {
            state.held = None;
        }
    }

    fn usable(&self, state: &State) -> Option<Authorization> {
        let held = state.held.as_ref()?;
        let good = held
            .expires
            .is_none_or(|expires| self.clock.now() < expires);
        good.then(|| held.authorization.clone())
    }

    /// The flight to wait for: the one under way, or a new one.
    fn flight(self: &Arc<Self>, state: &mut State) -> Result<Flight> {
        if let Some(flight) = &state.flight
            && flight.has_changed().is_ok()
        {
            return Ok(flight.clone());
        }
        let runtime = tokio::runtime::Handle::try_current().map_err(|error| {
            Error::auth("getting a token needs a Tokio runtime").with_source(error)
        })?;
        let (landing, flight) = watch::channel(None);
        state.flight = Some(flight.clone());
        let cache = Arc::clone(self);
        runtime.spawn(async move {
            let result = cache.renew().await;
            // Nobody may be waiting any more, which is fine: the token is in the cache.
            let _ = landing.send(Some(result));
        });
        Ok(flight)
    }

    async fn renew(&self) -> Result<Authorization> {
        let result = self.provider.token().await.map_err(failed);
        let result = result.and_then(|token| Ok((secret::bearer(&token.token)?, token)));
        let mut state = self.lock();
        state.flight = None;
        let (value, token) = result?;
        state.generation += 1;
        let authorization = Authorization {
            value,
            generation: state.generation,
        };
        state.held = Some(Held {
            authorization: authorization.clone(),
            expires: self.expiry(&token),
        });
        Ok(authorization)
    }

    fn expiry(&self, token: &AccessToken) -> Option<Instant> {
        let life = token.expires_in?.min(LONGEST_LIFE);
        // What is sent at the last moment arrives after it.
        let margin = (life / 10).min(Duration::from_secs(10));
        self.clock.now().checked_add(life.saturating_sub(margin))
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An error of the client's own stays whole; any other becomes the cause of one.
fn failed(error: Box<dyn std::error::Error + Send + Sync>) -> Error {
    match error.downcast::<Error>() {
        Ok(error) => error.into_auth("can't get a token"),
        Err(error) => Error::auth(format!("can't get a token: {error}")).with_boxed_source(error),
    }
}
