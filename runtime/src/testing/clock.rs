//! A clock whose time passes by sleeping.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use tokio::sync::watch;

use crate::clock::{Clock, Sleep};

/// Time that goes forward by sleeping and by [`advance`](Self::advance) alone, so that a test of waiting does not wait.
///
/// A sleep is over at once, and the clock has then moved on by as much. A deadline is over when the clock has got there.
/// Clones show the same time.
#[derive(Clone, Debug)]
pub struct ManualClock {
    start: Instant,
    passed: Arc<watch::Sender<Duration>>,
    /// When the deadlines are that are being waited for.
    deadlines: Arc<watch::Sender<Vec<Duration>>>,
    sleeps: Arc<Mutex<Vec<Duration>>>,
}

impl Default for ManualClock {
    fn default() -> Self {
        Self::new()
    }
}

impl ManualClock {
    /// A clock on which no time has passed. Its day is the 2nd of January 2026.
    pub fn new() -> Self {
        Self {
            start: Instant::now(),
            passed: Arc::default(),
            deadlines: Arc::default(),
            sleeps: Arc::default(),
        }
    }

    /// How much time has passed in all.
    pub fn passed(&self) -> Duration {
        *self.passed.borrow()
    }

    /// How long whoever has this clock has slept in all.
    pub fn slept(&self) -> Duration {
        self.sleeps().iter().sum()
    }

    /// Every sleep, in the order in which they began.
    pub fn sleeps(&self) -> Vec<Duration> {
        self.sleeps
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Lets time pass.
    pub fn advance(&self, duration: Duration) {
        self.passed
            .send_modify(|passed| *passed = passed.saturating_add(duration));
    }

    /// Lets time pass, and waits until whoever had a deadline meanwhile has noticed.
    pub(super) async fn pass(&self, duration: Duration) {
        self.advance(duration);
        let now = self.passed();
        let mut deadlines = self.deadlines.subscribe();
        let noticed = deadlines.wait_for(|deadlines| deadlines.iter().all(|end| *end > now));
        // The sender lives as long as this clock.
        let _ = noticed.await;
    }
}

/// A deadline that is being waited for, until it is dropped.
struct Waiting(Arc<watch::Sender<Vec<Duration>>>, Duration);

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.send_modify(|deadlines| {
            if let Some(place) = deadlines.iter().position(|end| *end == self.1) {
                deadlines.remove(place);
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
        self.deadlines.send_modify(|deadlines| deadlines.push(end));
        let waiting = Waiting(Arc::clone(&self.deadlines), end);
        Box::pin(async move {
            let mut passed = self.passed.subscribe();
            let over = passed.wait_for(|passed| *passed >= waiting.1);
            let _ = over.await;
        })
    }
}
