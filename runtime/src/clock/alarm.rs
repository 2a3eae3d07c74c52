//! Deadlines that a stream keeps between its polls.

use std::fmt;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::time::Instant;

use crate::clock::Time;

/// A deadline that starts when it is first polled, and again after [`reset`](Self::reset).
pub(crate) struct Alarm {
    time: Time,
    after: Duration,
    /// In a mutex that is never locked, because the future of a clock need not be `Sync`, but streams are.
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// Its time, in real time.
    end: Option<Instant>,
    sleeping: Option<Sleeping>,
}

enum Sleeping {
    System(Pin<Box<tokio::time::Sleep>>),
    Given(Pin<Box<dyn Future<Output = ()> + Send>>),
}

impl Alarm {
    pub(crate) fn new(time: &Time, after: Duration) -> Self {
        Self {
            time: time.clone(),
            after,
            state: Mutex::default(),
        }
    }

    pub(crate) fn after(&self) -> Duration {
        self.after
    }

    /// Starts again at the next poll. A timer in real time is kept and moved when it ends, which is cheaper.
    pub(crate) fn reset(&mut self) {
        let state = self.state.get_mut().unwrap_or_else(PoisonError::into_inner);
        state.end = None;
        if matches!(state.sleeping, Some(Sleeping::Given(_))) {
            state.sleeping = None;
        }
    }

    /// Completes when the time is over. In real time it must be polled on a Tokio runtime.
    pub(crate) fn poll(&mut self, context: &mut Context<'_>) -> Poll<()> {
        let (time, after) = (&self.time, self.after);
        let state = self.state.get_mut().unwrap_or_else(PoisonError::into_inner);
        let sleeping = state.sleeping.get_or_insert_with(|| match time {
            Time::System(_) => Sleeping::System(Box::pin(tokio::time::sleep(after))),
            Time::Given(clock) => {
                let clock = std::sync::Arc::clone(clock);
                Sleeping::Given(Box::pin(async move { clock.deadline(after).await }))
            }
        });
        match sleeping {
            Sleeping::Given(sleep) => sleep.as_mut().poll(context),
            Sleeping::System(sleep) => {
                let end = *state.end.get_or_insert_with(|| {
                    let end = Instant::now().checked_add(after);
                    end.unwrap_or_else(|| sleep.deadline())
                });
                if sleep.as_mut().poll(context).is_pending() {
                    return Poll::Pending;
                }
                if sleep.deadline() >= end {
                    return Poll::Ready(());
                }
                sleep.as_mut().reset(end);
                sleep.as_mut().poll(context)
            }
        }
    }
}

impl fmt::Debug for Alarm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Alarm").field(&self.after).finish()
    }
}
