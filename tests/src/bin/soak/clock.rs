//! A clock that is fast, and that jumps.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use openapi_client_runtime::{Clock, Sleep};
use tokio::sync::watch;

/// A second of real time is this many seconds of the clock, so that the client's usual waits are short.
const SPEED: u32 = 20;

/// Time that passes faster than real time, and that jumps ahead. The time of day also jumps back.
#[derive(Debug, Clone)]
pub(crate) struct JumpingClock(Arc<State>);

#[derive(Debug)]
struct State {
    start: Instant,
    begun: SystemTime,
    /// By how much all jumps together have moved the clock.
    ahead: watch::Sender<Duration>,
    /// By how much the time of day is ahead of the clock, or behind it.
    wall: Mutex<(Duration, bool)>,
}

impl JumpingClock {
    pub(crate) fn new() -> Self {
        Self(Arc::new(State {
            start: Instant::now(),
            begun: SystemTime::now(),
            ahead: watch::Sender::default(),
            wall: Mutex::default(),
        }))
    }

    /// Jumps ahead, as after a machine has slept.
    pub(crate) fn jump(&self, by: Duration) {
        self.0.ahead.send_modify(|ahead| *ahead += by);
    }

    /// Sets the time of day ahead of the clock, or behind it.
    pub(crate) fn set_wall(&self, by: Duration, is_behind: bool) {
        let mut wall = self.0.wall.lock().unwrap_or_else(PoisonError::into_inner);
        *wall = (by, is_behind);
    }

    fn passed(&self) -> Duration {
        self.0.start.elapsed() * SPEED + *self.0.ahead.borrow()
    }

    async fn wait(&self, duration: Duration) {
        let end = self.passed().saturating_add(duration);
        let mut jumps = self.0.ahead.subscribe();
        loop {
            let left = end.saturating_sub(self.passed());
            if left.is_zero() {
                return;
            }
            tokio::select! {
                () = tokio::time::sleep(left / SPEED) => {}
                _ = jumps.changed() => {}
            }
        }
    }
}

impl Clock for JumpingClock {
    fn now(&self) -> Instant {
        self.0.start + self.passed()
    }

    fn wall(&self) -> SystemTime {
        let time = self.0.begun + self.passed();
        match *self.0.wall.lock().unwrap_or_else(PoisonError::into_inner) {
            (by, true) => time - by,
            (by, false) => time + by,
        }
    }

    fn sleep(&self, duration: Duration) -> Sleep<'_> {
        Box::pin(self.wait(duration))
    }

    fn deadline(&self, duration: Duration) -> Sleep<'_> {
        Box::pin(self.wait(duration))
    }
}
