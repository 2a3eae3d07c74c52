//! The one renewal of a token for all callers.

use std::cell::Cell;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::time::Agenda;
use super::{Schedule, run};
use crate::auth::token::{AccessToken, Authorization, Cache, TokenFuture, TokenProvider};
use crate::call::progress::Progress;
use crate::clock::{Clock, Time};
use crate::error::Result;

const CALLERS: usize = 20;
const CALLS: usize = 6;
/// The life of a token, where it has one.
const LIFE: Duration = Duration::from_secs(20);

/// A service that gives tokens with numbers, one at a time.
struct Service {
    agenda: Agenda,
    random: Mutex<fastrand::Rng>,
    life: Option<Duration>,
    is_asked: AtomicBool,
    /// Whether a renewal began while another was in flight.
    was_asked_twice: AtomicBool,
    /// When each token was given.
    given: Mutex<Vec<Duration>>,
}

impl Service {
    fn given(&self) -> usize {
        let was_asked_twice = self.was_asked_twice.load(Ordering::Relaxed);
        assert!(!was_asked_twice, "a second renewal while one was in flight");
        self.given.lock().expect("nobody panicked").len()
    }
}

impl TokenProvider for Service {
    fn token(&self) -> TokenFuture<'_> {
        Box::pin(async {
            if self.is_asked.swap(true, Ordering::Relaxed) {
                self.was_asked_twice.store(true, Ordering::Relaxed);
            }
            let (delay, fails) = {
                let mut random = self.random.lock().expect("nobody panicked");
                (random.u64(..4_000), random.u8(..5) == 0)
            };
            self.agenda.sleep(Duration::from_millis(delay)).await;
            self.is_asked.store(false, Ordering::Relaxed);
            if fails {
                return Err("not now".into());
            }
            let number = {
                let mut given = self.given.lock().expect("nobody panicked");
                given.push(self.agenda.passed());
                given.len()
            };
            let token = AccessToken::new(number.to_string());
            Ok(match self.life {
                Some(life) => token.expires_in(life),
                None => token,
            })
        })
    }
}

/// A schedule's service, its cache, and what the callers know together.
#[derive(Clone)]
struct Shared {
    schedule: Schedule,
    service: Arc<Service>,
    cache: Arc<Cache>,
    /// Tokens up to this number are rejected.
    refused: Rc<Cell<usize>>,
    refusals: Rc<Cell<usize>>,
}

impl Shared {
    fn new(schedule: &Schedule, life: Option<Duration>) -> Self {
        let service = Arc::new(Service {
            agenda: schedule.agenda.clone(),
            random: Mutex::new(fastrand::Rng::with_seed(schedule.below(u64::MAX))),
            life,
            is_asked: AtomicBool::default(),
            was_asked_twice: AtomicBool::default(),
            given: Mutex::default(),
        });
        let provider: Arc<dyn TokenProvider> = Arc::clone(&service) as _;
        let cache = Cache::new(Arc::new(provider), Time::Given(Arc::new(schedule.clock())));
        Self {
            schedule: schedule.clone(),
            service,
            cache: Arc::new(cache),
            refused: Rc::default(),
            refusals: Rc::default(),
        }
    }

    async fn authorization(&self) -> Result<Authorization> {
        let progress = Progress::new(self.schedule.clock().now(), None);
        self.cache.get(&progress).await
    }

    fn callers<F>(&self, caller: impl Fn(Self) -> F) -> Vec<F> {
        (0..CALLERS).map(|_| caller(self.clone())).collect()
    }
}

#[test]
fn a_refused_token_is_renewed_once() {
    run(|schedule| Shared::new(schedule, None).callers(with_refusals));
}

async fn with_refusals(shared: Shared) {
    for _ in 0..CALLS {
        shared.schedule.pause(Duration::from_secs(9)).await;
        let Ok(authorization) = shared.authorization().await else {
            continue;
        };
        let number = number(&authorization);
        shared.schedule.pause(Duration::from_secs(1)).await;
        let is_refused = number <= shared.refused.get();
        if number == shared.service.given() && !is_refused && shared.schedule.one_in(20) {
            shared.refused.set(number);
            shared.refusals.set(shared.refusals.get() + 1);
        }
        if number <= shared.refused.get() {
            shared.cache.invalidate(&authorization);
        }
        let given = shared.service.given();
        let needed = shared.refusals.get() + 1;
        assert!(given <= needed, "{given} renewals, {needed} were needed");
    }
}

#[test]
fn no_caller_gets_a_token_that_has_expired() {
    run(|schedule| Shared::new(schedule, Some(LIFE)).callers(with_a_short_life));
}

async fn with_a_short_life(shared: Shared) {
    for _ in 0..CALLS {
        shared.schedule.pause(Duration::from_secs(15)).await;
        let Ok(authorization) = shared.authorization().await else {
            continue;
        };
        let now = shared.schedule.agenda.passed();
        let number = number(&authorization);
        let since = shared.service.given.lock().expect("nobody panicked")[number - 1];
        assert!(now < since + LIFE, "given at {since:?}, sent at {now:?}");
        let given = shared.service.given();
        // A token is renewed at the earliest when seven tenths of its life are over.
        let most = now.as_secs() / (LIFE.as_secs() * 7 / 10) + 1;
        let most = usize::try_from(most).expect("few");
        assert!(given <= most, "{given} renewals in {now:?}");
    }
}

fn number(authorization: &Authorization) -> usize {
    let value = authorization.value.to_str().expect("ASCII");
    let number = value.strip_prefix("Bearer ").and_then(|it| it.parse().ok());
    number.expect("a number")
}
