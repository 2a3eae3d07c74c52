//! A clock that only sleeping advances.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use tokio::sync::watch;

use crate::clock::{Clock, Sleep};

/// Time that only sleeping and [`advance`](Self::advance) move forward, so that a test does not wait.
///
/// A sleep completes at once and advances the clock. A deadline passes when the clock reaches it.
/// Clones share the same time.
#[derive(Clone, Debug)]
pub struct ManualClock {
    start: Instant,
    passed: Arc<watch::Sender<Duration>>,
    deadlines: Arc<watch::Sender<Deadlines>>,
    sleeps: Arc<Mutex<Vec<Duration>>>,
}

/// The deadlines of the users of a clock.
#[derive(Debug, Default)]
struct Deadlines {
    /// Those that are being awaited.
    ends: Vec<Duration>,
    /// How many have started.
    started: usize,
}

/// How long, in real time, the end of a wait is waited for. Only a client that doesn't use the clock takes so long.
const PATIENCE: Duration = Duration::from_secs(1);

impl Default for ManualClock {
    fn default() -> Self {
        Self::new()
    }
}

impl ManualClock {
    /// A clock on which no time has passed. It starts on 2 January 2026.
    pub fn new() -> Self {
        Self {
            start: Instant::now(),
            passed: Arc::default(),
            deadlines: Arc::default(),
            sleeps: Arc::default(),
        }
    }

    /// Returns how much time has passed in total.
    pub fn passed(&self) -> Duration {
        *self.passed.borrow()
    }

    /// Returns how long the users of this clock have slept in total.
    pub fn slept(&self) -> Duration {
        self.sleeps().iter().sum()
    }

    /// Every sleep, in the order in which they started.
    pub fn sleeps(&self) -> Vec<Duration> {
        self.sleeps
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Advances the time.
    pub fn advance(&self, duration: Duration) {
        self.passed
            .send_modify(|passed| *passed = passed.saturating_add(duration));
    }

    /// Advances the time, and waits until every task whose deadline passed has noticed.
    pub(super) async fn pass(&self, duration: Duration) {
        self.advance(duration);
        let now = self.passed();
        let mut deadlines = self.deadlines.subscribe();
        let noticed = deadlines.wait_for(|deadlines| deadlines.ends.iter().all(|end| *end > now));
        // The sender lives as long as this clock.
        let _ = noticed.await;
    }

    /// How many deadlines have started.
    pub(super) fn started(&self) -> usize {
        self.deadlines.borrow().started
    }

    /// Waits until someone waits for a deadline that started after so many others.
    pub(super) async fn awaits(&self, earlier: usize) {
        let mut deadlines = self.deadlines.subscribe();
        let waits = deadlines.wait_for(|it| it.started > earlier && !it.ends.is_empty());
        let _ = tokio::time::timeout(PATIENCE, waits).await;
    }
}

/// A deadline that is being awaited, until it is dropped.
struct Waiting(Arc<watch::Sender<Deadlines>>, Duration);

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.send_modify(|deadlines| {
            if let Some(place) = deadlines.ends.iter().position(|end| *end == self.1) {
                deadlines.ends.remove(place);
            }
        });
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Instant {
        self.start + self.passed()
    }

    fn wall(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(1_767_323_045) + self.passed()
    }

    fn sleep(&self, duration: Duration) -> Sleep<'_> {
        Box::pin(async move {
            self.sleeps
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(duration);
            self.advance(duration);
            tokio::task::yield_now().await;
        })
    }

    fn deadline(&self, duration: Duration) -> Sleep<'_> {
        let end = self.passed().saturating_add(duration);
        self.deadlines.send_modify(|deadlines| {
            deadlines.ends.push(end);
            deadlines.started += 1;
        });
        let waiting = Waiting(Arc::clone(&self.deadlines), end);
        Box::pin(async move {
            let mut passed = self.passed.subscribe();
            let over = passed.wait_for(|passed| *passed >= waiting.1);
            let _ = over.await;
        })
    }
}
