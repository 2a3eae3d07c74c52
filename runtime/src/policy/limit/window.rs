//! A sliding window: no span of time has more requests than the limit allows.
//!
//! A caller continues at once if there is room. Otherwise it waits in a queue, which a separate task serves: a caller that
//! gives up, or is not polled for a while, blocks no other.

use std::collections::{BTreeMap, VecDeque};
use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Poll;
use std::time::{Duration, Instant};

use tokio::sync::oneshot;

use super::RateLimit;
use crate::clock::Time;
use crate::operation::CallInfo;

/// The maximum delay of the task that serves a queue.
const GRACE: Duration = Duration::from_secs(1);

/// The counts of a client, by lane: requests that the service counts together.
#[derive(Debug)]
pub(crate) struct Window {
    limit: RateLimit,
    time: Time,
    lanes: Mutex<BTreeMap<String, Arc<Lane>>>,
}

/// The count of one lane.
#[derive(Debug)]
struct Lane {
    limit: RateLimit,
    time: Time,
    queue: Mutex<Queue>,
}

#[derive(Debug, Default)]
struct Queue {
    /// When the requests of the last span were admitted.
    sent: VecDeque<Instant>,
    waiting: VecDeque<oneshot::Sender<Permit>>,
    paused: Option<Instant>,
    /// Keeps the task that serves the queue alive; dropping it ends the task.
    served: Option<oneshot::Sender<()>>,
}

/// A permit to send one request, which is returned if it is dropped unused.
#[derive(Debug)]
pub(crate) struct Permit {
    lane: Option<Arc<Lane>>,
    given: Instant,
}

impl Window {
    pub(crate) fn new(limit: RateLimit, time: Time) -> Self {
        Self {
            limit,
            time,
            lanes: Mutex::default(),
        }
    }

    /// Returns a permit at once if there is room and nobody waits.
    pub(crate) fn admit(&self, call: CallInfo<'_>) -> Option<Permit> {
        let lane = self.lane(call);
        let mut queue = lane.lock();
        lane.room(&mut queue)
    }

    /// Waits until a request may be sent, in the order of arrival.
    pub(crate) async fn acquire(&self, call: CallInfo<'_>) -> Permit {
        let lane = self.lane(call);
        loop {
            let turn = {
                let mut queue = lane.lock();
                if let Some(permit) = lane.room(&mut queue) {
                    return permit;
                }
                let (permit, turn) = oneshot::channel();
                queue.waiting.push_back(permit);
                if queue.served.is_none() {
                    let (served, abandoned) = oneshot::channel();
                    queue.served = Some(served);
                    let serving = Serving(Some(Arc::clone(&lane)));
                    tokio::spawn(serve(serving, abandoned));
                }
                turn
            };
            let _waiting = Waiting(&lane);
            if let Some(permit) = lane.wait(turn).await {
                return permit;
            }
        }
    }

    /// Admits nothing for a while, after the service rejected a request for the rate.
    pub(crate) fn pause(&self, call: CallInfo<'_>, wait: Duration) {
        let Some(until) = self.time.now().checked_add(wait) else {
            return;
        };
        let lane = self.lane(call);
        let mut queue = lane.lock();
        queue.paused = Some(queue.paused.map_or(until, |earlier| earlier.max(until)));
    }

    /// Returns whether a pause is not over.
    pub(crate) fn is_paused(&self, call: CallInfo<'_>) -> bool {
        let paused = self.lane(call).lock().paused;
        paused.is_some_and(|until| until > self.time.now())
    }

    fn lane(&self, call: CallInfo<'_>) -> Arc<Lane> {
        let name = self.limit.lane(call);
        let mut lanes = self.lanes.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(lane) = lanes.get(name.as_ref()) {
            return Arc::clone(lane);
        }
        let lane = Arc::new(Lane {
            limit: self.limit,
            time: self.time.clone(),
            queue: Mutex::default(),
        });
        lanes.insert(name.into_owned(), Arc::clone(&lane));
        lane
    }
}

/// The task that serves a queue until it is empty, or nobody waits any more.
async fn serve(mut serving: Serving, mut abandoned: oneshot::Receiver<()>) {
    if let Some(lane) = &serving.0 {
        while let Some(wait) = lane.serve() {
            let mut sleep = pin!(lane.time.sleep(wait));
            let is_abandoned = poll_fn(|context| match sleep.as_mut().poll(context) {
                Poll::Ready(()) => Poll::Ready(false),
                Poll::Pending => Pin::new(&mut abandoned).poll(context).map(|_| true),
            });
            if is_abandoned.await {
                break;
            }
        }
    }
    serving.0 = None;
}

/// A caller that waits. The last one that gives up ends the task.
struct Waiting<'a>(&'a Lane);

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        let mut queue = self.0.lock();
        if queue.waiting.iter().all(oneshot::Sender::is_closed) {
            queue.waiting.clear();
            queue.served = None;
        }
    }
}

/// Releases a queue whose task ended early, because its runtime was shut down: the callers that wait try again.
struct Serving(Option<Arc<Lane>>);

impl Drop for Serving {
    fn drop(&mut self) {
        if let Some(lane) = self.0.take() {
            let mut queue = lane.lock();
            queue.served = None;
            queue.waiting.clear();
        }
    }
}

impl Lane {
    /// Waits for a permit; `None` if the runtime of the task that served the queue was shut down, so that the caller tries again.
    ///
    /// A runtime may also be idle because nobody drives it. So a caller that waits for longer than it should
    /// serves the queue by itself.
    async fn wait(self: &Arc<Self>, mut turn: oneshot::Receiver<Permit>) -> Option<Permit> {
        loop {
            let next = {
                let mut queue = self.lock();
                queue.left(self.limit, self.time.now()).unwrap_or_default()
            };
            let patience = next.saturating_add(GRACE);
            if let Some(turn) = self.time.within(patience, pin!(&mut turn)).await {
                return turn.ok();
            }
            self.serve();
        }
    }

    /// Serves the front of the queue as far as there is room, and returns how long the next caller must wait.
    fn serve(self: &Arc<Self>) -> Option<Duration> {
        let mut queue = self.lock();
        loop {
            // Callers that gave up are skipped.
            let Some(next) = queue.next() else {
                queue.served = None;
                return None;
            };
            let now = self.time.now();
            if let Some(wait) = queue.left(self.limit, now) {
                queue.waiting.push_front(next);
                return Some(wait);
            }
            let permit = self.admit(&mut queue, now);
            if let Err(mut refused) = next.send(permit) {
                // Returned here, since returning it on drop would take the lock that is held.
                refused.lane = None;
                queue.give_back(now);
            }
        }
    }

    fn room(self: &Arc<Self>, queue: &mut Queue) -> Option<Permit> {
        let now = self.time.now();
        let free = queue.waiting.is_empty() && queue.left(self.limit, now).is_none();
        free.then(|| self.admit(queue, now))
    }

    fn admit(self: &Arc<Self>, queue: &mut Queue, now: Instant) -> Permit {
        if self.limit.per > Duration::ZERO {
            queue.sent.push_back(now);
        }
        Permit {
            lane: Some(Arc::clone(self)),
            given: now,
        }
    }

    fn lock(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Queue {
    fn next(&mut self) -> Option<oneshot::Sender<Permit>> {
        while let Some(next) = self.waiting.pop_front() {
            if !next.is_closed() {
                return Some(next);
            }
        }
        None
    }

    /// How long nothing may be sent, if so.
    fn left(&mut self, limit: RateLimit, now: Instant) -> Option<Duration> {
        let paused = self
            .paused
            .map(|until| until.saturating_duration_since(now));
        if let Some(left) = paused.filter(|left| !left.is_zero()) {
            return Some(left);
        }
        let age = |sent: &Instant| now.saturating_duration_since(*sent);
        while self
            .sent
            .front()
            .is_some_and(|first| age(first) >= limit.per)
        {
            self.sent.pop_front();
        }
        if self.sent.len() < limit.requests {
            return None;
        }
        self.sent
            .front()
            .map(|first| limit.per.saturating_sub(age(first)))
    }

    fn give_back(&mut self, given: Instant) {
        if let Some(place) = self.sent.iter().rposition(|sent| *sent == given) {
            self.sent.remove(place);
        }
    }
}

impl Permit {
    /// Marks the permit as used.
    pub(crate) fn spend(mut self) {
        self.lane = None;
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        if let Some(lane) = self.lane.take() {
            lane.lock().give_back(self.given);
        }
    }
}
