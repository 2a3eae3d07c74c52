//! A clock that a test advances.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime};

use openapi_client_runtime::{Clock, Sleep};
use tokio::sync::watch;

/// Time that passes only by sleeping and by [`advance`](Self::advance). Sleeps are over at once and remembered; deadlines
/// are over when the clock has got there.
#[derive(Debug, Clone)]
pub(crate) struct TestClock {
    start: Instant,
    passed: Arc<watch::Sender<Duration>>,
    /// The lengths of what is being waited for: deadlines, and sleeps on a manual clock.
    pending: Arc<watch::Sender<Vec<Duration>>>,
    sleeps: Arc<Mutex<Vec<Duration>>>,
    is_manual: bool,
}

impl TestClock {
    pub(crate) fn new() -> Self {
        Self {
            start: Instant::now(),
            passed: Arc::default(),
            pending: Arc::default(),
            sleeps: Arc::default(),
            is_manual: false,
        }
    }

    /// A clock on which sleeps too are over only when it has got there.
    pub(crate) fn manual() -> Self {
        Self {
            is_manual: true,
            ..Self::new()
        }
    }

    /// Advances the time.
    pub(crate) fn advance(&self, duration: Duration) {
        self.passed.send_modify(|passed| *passed += duration);
    }

    /// Completes when something waits for exactly this long.
    pub(crate) async fn awaited(&self, duration: Duration) {
        let mut pending = self.pending.subscribe();
        let found = pending.wait_for(|pending| pending.contains(&duration));
        found.await.unwrap();
    }

    /// Lets time pass as soon as something waits for exactly this long, so that it waits no more.
    pub(crate) async fn expire(&self, duration: Duration) {
        self.awaited(duration).await;
        self.advance(duration);
    }

    /// How much time has passed.
    pub(crate) fn passed(&self) -> Duration {
        *self.passed.borrow()
    }

    /// Every sleep so far.
    pub(crate) fn sleeps(&self) -> Vec<Duration> {
        self.sleeps.lock().unwrap().clone()
    }

    async fn wait(&self, duration: Duration) {
        let end = self.passed().saturating_add(duration);
        let _waiting = Waiting::new(self, duration);
        let mut passed = self.passed.subscribe();
        passed.wait_for(|passed| *passed >= end).await.unwrap();
    }
}

/// Something that waits, until it is dropped.
struct Waiting<'a>(&'a TestClock, Duration);

impl<'a> Waiting<'a> {
    fn new(clock: &'a TestClock, duration: Duration) -> Self {
        clock.pending.send_modify(|pending| pending.push(duration));
        Self(clock, duration)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.pending.send_modify(|pending| {
            let place = pending.iter().position(|other| *other == self.1).unwrap();
            pending.remove(place);
        });
    }
}

impl Clock for TestClock {
    fn now(&self) -> Instant {
        self.start + self.passed()
    }

    /// Starts at 2026-01-02T03:04:05Z.
    fn wall(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(1_767_323_045) + self.passed()
    }

    fn sleep(&self, duration: Duration) -> Sleep<'_> {
        Box::pin(async move {
            self.sleeps.lock().unwrap().push(duration);
            if self.is_manual {
                return self.wait(duration).await;
            }
            self.advance(duration);
            tokio::task::yield_now().await;
        })
    }

    fn deadline(&self, duration: Duration) -> Sleep<'_> {
        Box::pin(self.wait(duration))
    }
}
