//! The client's clock; tests replace it, so that they don't wait.

pub(crate) mod alarm;
pub(crate) mod timer;

use std::fmt;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::{Duration, Instant, SystemTime};

use crate::clock::timer::Timers;

/// The future of [`Clock::sleep`].
pub type Sleep<'a> = Pin<Box<dyn Future<Output = ()> + Send + 'a>>;

/// A future that is waited for, pinned in place. Not generic, so that waiting is compiled once for each result.
pub(crate) type Pinned<'a, T> = Pin<&'a mut (dyn Future<Output = T> + Send + 'a)>;

/// A future without a type. The state of an async function is compiled in every crate, and every part of a crate, that polls it; this one
/// only where the box is made.
pub(crate) type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A source of time and of waiting.
///
/// Every wait that the client decides on (backoff, `Retry-After`, the limiter, the life of a token) and every deadline
/// (of a call, of an attempt, of a body that stalls) goes through the client's clock. Only connecting has a
/// deadline in real time, since the HTTP library keeps it.
pub trait Clock: fmt::Debug + Send + Sync + 'static {
    /// A monotonic clock.
    fn now(&self) -> Instant;
    /// The time of day, for dates that the server sends.
    fn wall(&self) -> SystemTime;
    /// Completes after the duration, for waits in which nothing else happens.
    fn sleep(&self, duration: Duration) -> Sleep<'_>;
    /// Completes after the duration, as a deadline for something in progress.
    ///
    /// A clock whose sleeps complete at once needs another implementation here, since an exchange with a server takes
    /// time. The default uses real time.
    fn deadline(&self, duration: Duration) -> Sleep<'_> {
        Box::pin(tokio::time::sleep(duration))
    }
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

/// The clock of a client. Real time has its own variant, because its deadlines are cheaper.
#[derive(Debug, Clone)]
pub(crate) enum Time {
    System(Timers),
    Given(Arc<dyn Clock>),
}

impl Time {
    pub(crate) fn system() -> Self {
        Self::System(Timers::default())
    }

    pub(crate) fn now(&self) -> Instant {
        match self {
            Self::System(_) => SystemClock.now(),
            Self::Given(clock) => clock.now(),
        }
    }

    pub(crate) fn wall(&self) -> SystemTime {
        match self {
            Self::System(_) => SystemClock.wall(),
            Self::Given(clock) => clock.wall(),
        }
    }

    pub(crate) async fn sleep(&self, duration: Duration) {
        match self {
            Self::System(_) => tokio::time::sleep(duration).await,
            Self::Given(clock) => clock.sleep(duration).await,
        }
    }

    /// Returns the result of the future, or `None` if the time is over first. The future is pinned in place: moving it in would
    /// double its size at every deadline.
    pub(crate) fn within<'a, T>(
        &'a self,
        duration: Duration,
        future: Pinned<'a, T>,
    ) -> Within<'a, T> {
        match self {
            Self::System(timers) => Within::System(timers.within(duration, future)),
            Self::Given(clock) => Within::Given(future, clock.deadline(duration)),
        }
    }
}

/// The future of [`Time::within`].
pub(crate) enum Within<'a, T> {
    System(timer::Within<'a, T>),
    Given(Pinned<'a, T>, Sleep<'a>),
}

impl<T> Future for Within<'_, T> {
    type Output = Option<T>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match &mut *self {
            Self::System(within) => pin!(within).poll(context),
            Self::Given(future, end) => match future.as_mut().poll(context) {
                Poll::Ready(output) => Poll::Ready(Some(output)),
                Poll::Pending => end.as_mut().poll(context).map(|()| None),
            },
        }
    }
}
