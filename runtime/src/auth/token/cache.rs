//! One token for all callers, and one renewal in flight whatever their number.
//!
//! A token goes through three ages. While it is fresh it is given out. When it nears its end it is still given out, and
//! a renewal starts behind the callers' backs. Past its end callers wait for the renewal.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::watch;

use super::{AccessToken, Authorization, TokenProvider};
use crate::auth::secret;
use crate::clock::Time;
use crate::error::{Error, Result};

/// A longer life than this is cut: it is no use to believe in, and adding it to a clock could overflow.
const LONGEST_LIFE: Duration = Duration::from_secs(24 * 60 * 60);

/// A token is renewed this long before its end, or a fifth of its life where that is less, plus up to half of that at
/// random, so that the processes of a fleet don't all ask at once.
const SLACK: Duration = Duration::from_secs(60);

/// How long a renewal that failed is left alone while the old token still serves.
const PAUSE: Duration = Duration::from_secs(5);

type Flight = watch::Receiver<Option<Result<Authorization>>>;

/// What a caller is given.
enum Asked {
    Held(Authorization),
    Flying(Flight),
}

/// The cache.
pub(crate) struct Cache {
    provider: Arc<dyn TokenProvider>,
    time: Time,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    held: Option<Held>,
    /// The renewal that is under way. Its task belongs to no caller, so no caller's end is its end.
    flight: Option<Flight>,
    /// Before this no early renewal starts.
    paused_until: Option<Instant>,
    generation: u64,
}

struct Held {
    authorization: Authorization,
    /// From here on a renewal is due.
    renews: Option<Instant>,
    /// From here on the token is not sent any more.
    expires: Option<Instant>,
}

impl Cache {
    pub(crate) fn new(provider: Arc<dyn TokenProvider>, time: Time) -> Self {
        Self {
            provider,
            time,
            state: Mutex::default(),
        }
    }

    /// A token that is good, from memory or from the one renewal that all callers share.
    pub(crate) async fn get(self: &Arc<Self>) -> Result<Authorization> {
        match self.ask()? {
            Asked::Held(authorization) => Ok(authorization),
            // In a box: hardly any call waits for a token, and none should carry what that takes.
            Asked::Flying(flight) => Box::pin(self.land(flight)).await,
        }
    }

    fn ask(self: &Arc<Self>) -> Result<Asked> {
        let mut state = self.lock();
        let now = self.time.now();
        if let Some(authorization) = usable(&state, now) {
            if is_due(&state, now) {
                self.flight(&mut state)?;
            }
            return Ok(Asked::Held(authorization));
        }
        self.flight(&mut state).map(Asked::Flying)
    }

    /// What a renewal brings. It ends without an answer when its runtime was shut down or its provider panicked. The first
    /// is cured by starting another here; the second isn't, so there is an end to trying.
    async fn land(self: &Arc<Self>, mut flight: Flight) -> Result<Authorization> {
        for last in [false, true] {
            if let Ok(landed) = flight.wait_for(Option::is_some).await
                && let Some(result) = landed.as_ref()
            {
                return result.clone();
            }
            if !last {
                match self.ask()? {
                    Asked::Held(authorization) => return Ok(authorization),
                    Asked::Flying(another) => flight = another,
                }
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
        let now = self.time.now();
        let (value, token) = result.inspect_err(|error| {
            state.paused_until = now.checked_add(PAUSE);
            tracing::warn!(target: crate::call::observe::TARGET, error = %error, "no new token");
        })?;
        state.generation += 1;
        let authorization = Authorization {
            value,
            generation: state.generation,
        };
        state.held = Some(Held::new(authorization.clone(), &token, now));
        tracing::debug!(target: crate::call::observe::TARGET, life = ?token.expires_in, "a new token");
        Ok(authorization)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Held {
    fn new(authorization: Authorization, token: &AccessToken, now: Instant) -> Self {
        let Some(life) = token.expires_in else {
            return Self {
                authorization,
                renews: None,
                expires: None,
            };
        };
        let life = life.min(LONGEST_LIFE);
        // What is sent at the last moment arrives after it.
        let margin = (life / 10).min(Duration::from_secs(10));
        let slack = (life / 5).min(SLACK);
        let early = slack + slack.mul_f64(fastrand::f64() / 2.0);
        let at = |before: Duration| now.checked_add(life.saturating_sub(before));
        Self {
            authorization,
            renews: at(early),
            expires: at(margin),
        }
    }
}

fn usable(state: &State, now: Instant) -> Option<Authorization> {
    let held = state.held.as_ref()?;
    let good = held.expires.is_none_or(|expires| now < expires);
    good.then(|| held.authorization.clone())
}

/// Whether the token that is held should be renewed early.
fn is_due(state: &State, now: Instant) -> bool {
    let near = state
        .held
        .as_ref()
        .and_then(|held| held.renews)
        .is_some_and(|renews| renews <= now);
    near && state.paused_until.is_none_or(|until| until <= now)
}

/// An error of the client's own stays whole; any other becomes the cause of one.
fn failed(error: Box<dyn std::error::Error + Send + Sync>) -> Error {
    match error.downcast::<Error>() {
        Ok(error) => error.into_auth("can't get a token"),
        Err(error) => Error::auth(format!("can't get a token: {error}")).with_boxed_source(error),
    }
}
