//! A clock whose sleeps are over at once, and which remembers them.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime};

use sailpoint_isc_runtime::{Clock, Sleep};

/// Time that passes only by sleeping and by [`advance`](Self::advance).
#[derive(Debug, Clone)]
pub(crate) struct TestClock {
    start: Instant,
    state: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
struct State {
    passed: Duration,
    sleeps: Vec<Duration>,
}

impl TestClock {
    pub(crate) fn new() -> Self {
        Self {
            start: Instant::now(),
            state: Arc::default(),
        }
    }

    /// Lets time pass.
    pub(crate) fn advance(&self, duration: Duration) {
        self.state.lock().unwrap().passed += duration;
    }

    /// How much time has passed.
    pub(crate) fn passed(&self) -> Duration {
        self.state.lock().unwrap().passed
    }

    /// Every sleep so far.
    pub(crate) fn sleeps(&self) -> Vec<Duration> {
        self.state.lock().unwrap().sleeps.clone()
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
            {
                let mut state = self.state.lock().unwrap();
                state.passed += duration;
                state.sleeps.push(duration);
            }
            tokio::task::yield_now().await;
        })
    }
}
