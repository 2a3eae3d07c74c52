//! Time that passes when every task waits for it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use tokio::sync::oneshot;

use crate::clock::{Clock, Sleep};

/// What is to happen, and when.
#[derive(Clone, Debug)]
pub(super) struct Agenda {
    start: Instant,
    state: Arc<Mutex<State>>,
}

#[derive(Debug)]
struct State {
    passed: Duration,
    /// By time; at the same time in random order.
    events: BTreeMap<(Duration, u64), oneshot::Sender<()>>,
    random: fastrand::Rng,
}

impl Agenda {
    pub(super) fn new(seed: u64) -> Self {
        let state = State {
            passed: Duration::ZERO,
            events: BTreeMap::new(),
            random: fastrand::Rng::with_seed(!seed),
        };
        Self {
            start: Instant::now(),
            state: Arc::new(Mutex::new(state)),
        }
    }

    pub(super) fn clock(&self) -> AgendaClock {
        AgendaClock(self.clone())
    }

    pub(super) fn passed(&self) -> Duration {
        self.lock().passed
    }

    pub(super) fn sleep(&self, duration: Duration) -> impl Future<Output = ()> + Send + use<> {
        let (event, comes) = oneshot::channel();
        let mut state = self.lock();
        let at = (state.passed + duration, state.random.u64(..));
        state.events.insert(at, event);
        async {
            // It is dropped at the end of the schedule only.
            let _ = comes.await;
        }
    }

    /// Lets the next event happen that somebody waits for, and returns whether there was one.
    pub(super) fn next(&self) -> bool {
        let mut state = self.lock();
        while let Some(((at, _), event)) = state.events.pop_first() {
            if event.is_closed() {
                continue;
            }
            state.passed = at;
            drop(state);
            let _ = event.send(());
            return true;
        }
        false
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The agenda as the clock of a client.
#[derive(Clone, Debug)]
pub(super) struct AgendaClock(Agenda);

impl Clock for AgendaClock {
    fn now(&self) -> Instant {
        self.0.start + self.0.passed()
    }

    fn wall(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + self.0.passed()
    }

    fn sleep(&self, duration: Duration) -> Sleep<'_> {
        Box::pin(self.0.sleep(duration))
    }

    fn deadline(&self, duration: Duration) -> Sleep<'_> {
        self.sleep(duration)
    }
}
