//! One token for all callers, and at most one renewal in flight.
//!
//! A token has three phases. While it is fresh it is used. Near its end it is still used, and
//! a renewal starts in the background. After its end callers wait for the renewal.
//!
//! A renewal makes progress only while its runtime is driven. It shows that it is by its beats, so that a caller on another
//! runtime takes over a renewal that has none.

use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, Instant};

use tokio::sync::watch;

use super::{AccessToken, Authorization, TokenFuture, TokenSource};
use crate::auth::secret;
use crate::call::progress::{Phase, Progress};
use crate::clock::Time;
use crate::error::{Error, Result};
use crate::policy::middleware::event::Chain;

/// A longer life than this is cut: it is not plausible, and adding it to a clock could overflow.
const LONGEST_LIFE: Duration = Duration::from_secs(24 * 60 * 60);

/// A token is renewed this long before its end, or a fifth of its life if that is less, plus up to half of that at
/// random, so that the processes of a fleet don't all renew at once.
const SLACK: Duration = Duration::from_secs(60);

/// How long to wait after a failed renewal while the old token is still valid.
const PAUSE: Duration = Duration::from_secs(5);

/// How often a renewal shows that its runtime is driven.
const BEAT: Duration = Duration::from_secs(1);

/// A renewal ends after so many beats without a client.
const LAST_BEATS: u32 = 5;

/// A caller takes over a renewal that has shown nothing for this long.
const PATIENCE: Duration = Duration::from_secs(5);

/// A renewal in flight.
#[derive(Clone)]
struct Flight {
    landed: watch::Receiver<Option<Result<Authorization>>>,
    beats: Arc<AtomicU32>,
    number: u64,
}

impl Flight {
    /// Returns whether its task is alive.
    fn is_alive(&self) -> bool {
        self.landed.has_changed().is_ok()
    }

    /// Waits for the result for as long as the runtime of the renewal is driven.
    async fn wait(&mut self, time: &Time) -> Waited {
        // After a jump of the clock, as after a machine has slept, everything is late at once: the renewal gets a second chance.
        let mut is_silent = false;
        loop {
            let beats = self.beats.load(Ordering::Relaxed);
            let landed = pin!(self.landed.wait_for(Option::is_some));
            match time.within(PATIENCE / 2, landed).await {
                Some(Ok(landed)) => match landed.as_ref() {
                    Some(result) => return Waited::Landed(result.clone()),
                    None => return Waited::Ended,
                },
                Some(Err(_)) => return Waited::Ended,
                None if beats != self.beats.load(Ordering::Relaxed) => is_silent = false,
                None if is_silent => return Waited::Silent,
                None => is_silent = true,
            }
        }
    }
}

/// What became of a renewal.
enum Waited {
    Landed(Result<Authorization>),
    /// Its task has ended without a result.
    Ended,
    Silent,
}

/// The result for a caller.
enum Asked {
    Held(Authorization),
    Flying(Flight),
}

/// The cache.
pub(crate) struct Cache {
    source: Arc<dyn TokenSource>,
    time: Time,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    held: Option<Held>,
    /// The renewal in flight. Its task belongs to no caller, so a dropped caller does not end it.
    flight: Option<Flight>,
    /// Before this no early renewal starts.
    paused_until: Option<Instant>,
    generation: u64,
    /// The number of the last renewal.
    flights: u64,
}

struct Held {
    authorization: Authorization,
    /// The time of the next early renewal.
    renews: Option<Instant>,
    /// The token is not sent after this time.
    expires: Option<Instant>,
}

impl Cache {
    pub(crate) fn new(source: Arc<dyn TokenSource>, time: Time) -> Self {
        Self {
            source,
            time,
            state: Mutex::default(),
        }
    }

    /// Returns a valid token, from memory or from the one renewal that all callers share.
    pub(crate) async fn get(self: &Arc<Self>, progress: &Progress<'_>) -> Result<Authorization> {
        let chain = progress.chain();
        match self.ask(chain)? {
            Asked::Held(authorization) => Ok(authorization),
            Asked::Flying(flight) => {
                progress.enter(Phase::Token, self.time.now());
                // In a box: few calls wait for a token, and none should carry the size of the future.
                Box::pin(self.land(flight, chain)).await
            }
        }
    }

    fn ask(self: &Arc<Self>, chain: Option<&Chain>) -> Result<Asked> {
        let mut state = self.lock();
        let now = self.time.now();
        if let Some(authorization) = usable(&state, now) {
            if renews_early(&state, now) {
                self.flight(&mut state, chain)?;
            }
            return Ok(Asked::Held(authorization));
        }
        self.flight(&mut state, chain).map(Asked::Flying)
    }

    /// The result of a renewal. It ends without one if its runtime was shut down or its provider panicked. A new renewal
    /// here helps in the first case only, so the number of tries is limited.
    async fn land(
        self: &Arc<Self>,
        mut flight: Flight,
        chain: Option<&Chain>,
    ) -> Result<Authorization> {
        let mut is_last = false;
        loop {
            match flight.wait(&self.time).await {
                Waited::Landed(result) => return result,
                Waited::Ended if is_last => break,
                Waited::Ended => is_last = true,
                Waited::Silent => self.leave(&flight),
            }
            match self.ask(chain)? {
                Asked::Held(authorization) => return Ok(authorization),
                Asked::Flying(another) => flight = another,
            }
        }
        let error = Error::auth(
            "getting a token ended without a result: its provider panicked, or its runtime was shut down",
        );
        Err(error)
    }

    /// Gives up a renewal whose runtime is not driven, so that the next caller starts another.
    fn leave(&self, flight: &Flight) {
        let mut state = self.lock();
        if state
            .flight
            .as_ref()
            .is_some_and(|it| it.number == flight.number)
        {
            state.flight = None;
        }
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

    /// The renewal to wait for: the one in flight, or a new one.
    fn flight(self: &Arc<Self>, state: &mut State, chain: Option<&Chain>) -> Result<Flight> {
        if let Some(flight) = &state.flight
            && flight.is_alive()
        {
            return Ok(flight.clone());
        }
        let runtime = tokio::runtime::Handle::try_current().map_err(|error| {
            Error::auth("getting a token needs a Tokio runtime").with_source(error)
        })?;
        let (landing, landed) = watch::channel(None);
        state.flights += 1;
        let flight = Flight {
            landed,
            beats: Arc::default(),
            number: state.flights,
        };
        state.flight = Some(flight.clone());
        let renewal = Renewal {
            cache: Arc::downgrade(self),
            time: self.time.clone(),
            beats: Arc::clone(&flight.beats),
            number: state.flights,
        };
        let (source, chain) = (Arc::clone(&self.source), chain.cloned());
        runtime.spawn(async move {
            let result = renewal.run(pin!(source.token(chain.as_ref()))).await;
            // It is fine if nobody is waiting: the token is in the cache.
            let _ = landing.send(result);
        });
        Ok(flight)
    }

    /// Keeps the token that a renewal has obtained.
    fn keep(&self, number: u64, obtained: Obtained) -> Result<Authorization> {
        let result = obtained.map_err(failed);
        let result = result.and_then(|token| Ok((secret::bearer(&token.token)?, token)));
        let mut state = self.lock();
        // Another may have taken over.
        if (state.flight.as_ref()).is_some_and(|flight| flight.number == number) {
            state.flight = None;
        }
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

/// A token, or why there is none.
type Obtained = Result<AccessToken, Box<dyn std::error::Error + Send + Sync>>;

/// The task of a renewal. It does not keep the cache alive, which ends with the last client.
struct Renewal {
    cache: Weak<Cache>,
    time: Time,
    beats: Arc<AtomicU32>,
    number: u64,
}

impl Renewal {
    /// Returns the result of the source. When all clients are gone, it continues for a while only: it may have used a refresh token
    /// and have to store the next.
    async fn run(&self, mut token: Pin<&mut TokenFuture<'_>>) -> Option<Result<Authorization>> {
        let mut left = LAST_BEATS;
        while left > 0 {
            if let Some(obtained) = self.time.within(BEAT, token.as_mut()).await {
                let cache = self.cache.upgrade()?;
                return Some(cache.keep(self.number, obtained));
            }
            self.beats.fetch_add(1, Ordering::Relaxed);
            left -= u32::from(self.cache.strong_count() == 0);
        }
        None
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
        // A token that is sent at the last moment arrives after it expired.
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

/// Returns whether the cached token should be renewed early.
fn renews_early(state: &State, now: Instant) -> bool {
    let near = state
        .held
        .as_ref()
        .and_then(|held| held.renews)
        .is_some_and(|renews| renews <= now);
    near && state.paused_until.is_none_or(|until| until <= now)
}

/// An error of the client is returned unchanged; any other becomes the cause of one.
fn failed(error: Box<dyn std::error::Error + Send + Sync>) -> Error {
    match error.downcast::<Error>() {
        Ok(error) => error.into_auth("can't get a token"),
        Err(error) => Error::auth(format!("can't get a token: {error}")).with_boxed_source(error),
    }
}
