//! Limits the number of requests in flight.
//!
//! A free place is offered to the first that waits, but not reserved for it: a caller that is no longer polled, because its
//! runtime is idle or it was dropped, blocks no other.

use std::collections::VecDeque;
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::oneshot;

use crate::clock::Time;

/// How long a caller waits for an offer before it looks for a free place itself.
const GRACE: Duration = Duration::from_secs(1);

/// The places for requests in flight.
#[derive(Debug, Clone)]
pub(crate) struct Turns(Arc<Places>);

#[derive(Debug)]
struct Places {
    max: usize,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    taken: usize,
    waiting: VecDeque<oneshot::Sender<()>>,
}

/// A place, until it is dropped.
#[derive(Debug)]
pub(crate) struct Turn(Arc<Places>);

/// Offers a free place to another caller, if one that waited for it goes away.
struct Waiting<'a>(&'a Places);

impl Turns {
    /// At most this many; 0 counts as 1.
    pub(crate) fn new(max: usize) -> Self {
        Self(Arc::new(Places {
            max: max.max(1),
            state: Mutex::default(),
        }))
    }

    /// Returns a place at once if there is one and nobody waits.
    pub(crate) fn try_take(&self) -> Option<Turn> {
        let is_free = self.0.lock().waiting.is_empty();
        if is_free { self.take() } else { None }
    }

    /// Waits for a place.
    pub(crate) async fn wait(&self, time: &Time) -> Turn {
        let _waiting = Waiting(&self.0);
        let mut is_first = false;
        loop {
            let mut turn = {
                let (offer, turn) = oneshot::channel();
                let mut state = self.0.lock();
                if state.taken < self.0.max {
                    state.taken += 1;
                    drop(state);
                    return Turn(Arc::clone(&self.0));
                }
                // One that lost its place to another keeps its place in the queue.
                if is_first {
                    state.waiting.push_front(offer);
                } else {
                    state.waiting.push_back(offer);
                }
                turn
            };
            is_first = loop {
                let offered = time.within(GRACE, pin!(&mut turn)).await;
                if offered.is_some() {
                    break true;
                }
                if let Some(turn) = self.take() {
                    return turn;
                }
            };
        }
    }

    fn take(&self) -> Option<Turn> {
        let mut state = self.0.lock();
        let is_free = state.taken < self.0.max;
        state.taken += usize::from(is_free);
        is_free.then(|| Turn(Arc::clone(&self.0)))
    }
}

impl Places {
    /// Offers a free place to the first that waits.
    fn offer(&self) {
        let mut state = self.lock();
        if state.taken >= self.max {
            return;
        }
        while let Some(next) = state.waiting.pop_front() {
            if next.send(()).is_ok() {
                break;
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.0.lock().taken -= 1;
        self.0.offer();
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.offer();
    }
}
