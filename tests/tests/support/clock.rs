//! A clock whose sleeps complete at once and are recorded.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime};

use sailpoint_isc::runtime::{Clock, Sleep};

/// Time that passes only by sleeping.
#[derive(Clone, Debug)]
pub(crate) struct TestClock {
    start: Instant,
    sleeps: Arc<Mutex<Vec<Duration>>>,
}

impl TestClock {
    /// A clock on which no time has passed.
    pub(crate) fn new() -> Self {
        Self {
            start: Instant::now(),
            sleeps: Arc::default(),
        }
    }

    /// How much time was slept away.
    pub(crate) fn passed(&self) -> Duration {
        self.sleeps.lock().unwrap().iter().sum()
    }
}

impl Clock for TestClock {
    fn now(&self) -> Instant {
        self.start + self.passed()
    }

    fn wall(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + self.passed()
    }

    fn sleep(&self, duration: Duration) -> Sleep<'_> {
        Box::pin(async move {
            self.sleeps.lock().unwrap().push(duration);
            tokio::task::yield_now().await;
        })
    }
}
