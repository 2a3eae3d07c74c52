//! Time as the client sees it, so that tests of waiting don't wait.

use std::fmt;
use std::pin::Pin;
use std::time::{Duration, Instant, SystemTime};

/// The future of [`Clock::sleep`].
pub type Sleep<'a> = Pin<Box<dyn Future<Output = ()> + Send + 'a>>;

/// A source of time and of waiting.
///
/// Every wait that the client decides on (backoff, `Retry-After`, the limiter, the life of a token) goes through the
/// client's clock. Deadlines on the network itself run on real time.
pub trait Clock: fmt::Debug + Send + Sync + 'static {
    /// A clock that never goes back.
    fn now(&self) -> Instant;
    /// The time of day, for dates that the server sends.
    fn wall(&self) -> SystemTime;
    /// Completes after the duration.
    fn sleep(&self, duration: Duration) -> Sleep<'_>;
}

/// Real time.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Instant {
        Instant::now()
    }

    fn wall(&self) -> SystemTime {
        SystemTime::now()
    }

    fn sleep(&self, duration: Duration) -> Sleep<'_> {
        Box::pin(tokio::time::sleep(duration))
    }
}
