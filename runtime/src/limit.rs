//! Staying below the service's rate limit instead of running into it.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::clock::Clock;

/// How many requests a client sends in a span of time, per API version.
///
/// The service counts per client id and API version, so a client and its clones share one count; two clients with the
/// same client id don't.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateLimit {
    requests: usize,
    per: Duration,
}

impl Default for RateLimit {
    /// The service's own: 100 requests in 10 seconds.
    fn default() -> Self {
        Self::new(100, Duration::from_secs(10))
    }
}

impl RateLimit {
    /// So many requests in any span of this length; 0 requests count as 1.
    #[must_use]
    pub fn new(requests: usize, per: Duration) -> Self {
        Self {
            requests: requests.max(1),
            per,
        }
    }

    /// No limit of the client's own. The service's still holds, and a 429 still makes the client pause.
    #[must_use]
    pub fn none() -> Self {
        Self {
            requests: usize::MAX,
            per: Duration::ZERO,
        }
    }
}

/// The counts of one client, by API version.
#[derive(Debug)]
pub(crate) struct Limiter {
    limit: RateLimit,
    clock: Arc<dyn Clock>,
    lanes: Mutex<BTreeMap<String, Arc<Lane>>>,
}

/// The count of one API version.
#[derive(Debug, Default)]
struct Lane {
    /// When the requests of the last span were let through. Whoever holds the lock is first in the queue: the lock is
    /// fair, and a caller that gives up while waiting leaves nothing behind.
    sent: tokio::sync::Mutex<VecDeque<Instant>>,
    paused: Mutex<Option<Instant>>,
}

impl Limiter {
    pub(crate) fn new(limit: RateLimit, clock: Arc<dyn Clock>) -> Self {
        Self {
            limit,
            clock,
            lanes: Mutex::default(),
        }
    }

    /// Waits until a request may go out, in the order of arrival, and says how long that took.
    pub(crate) async fn acquire(&self, api: &str) -> Duration {
        let lane = self.lane(api);
        let arrived = self.clock.now();
        let mut sent = lane.sent.lock().await;
        loop {
            let now = self.clock.now();
            let Some(wait) = lane
                .pause_left(now)
                .or_else(|| self.window_left(&mut sent, now))
            else {
                if self.limit.per > Duration::ZERO {
                    sent.push_back(now);
                }
                return now.saturating_duration_since(arrived);
            };
            self.clock.sleep(wait).await;
        }
    }

    /// Lets nothing through for a while, after the service has said that it is too much.
    pub(crate) fn pause(&self, api: &str, wait: Duration) {
        let lane = self.lane(api);
        let Some(until) = self.clock.now().checked_add(wait) else {
            return;
        };
        let mut paused = lane.paused.lock().unwrap_or_else(PoisonError::into_inner);
        *paused = Some(paused.map_or(until, |earlier| earlier.max(until)));
    }

    /// How long until the oldest request of a full span leaves it.
    fn window_left(&self, sent: &mut VecDeque<Instant>, now: Instant) -> Option<Duration> {
        while sent
            .front()
            .is_some_and(|first| now.saturating_duration_since(*first) >= self.limit.per)
        {
            sent.pop_front();
        }
        if sent.len() < self.limit.requests {
            return None;
        }
        let first = sent.front()?;
        Some(
            self.limit
                .per
                .saturating_sub(now.saturating_duration_since(*first)),
        )
    }

    fn lane(&self, api: &str) -> Arc<Lane> {
        let mut lanes = self.lanes.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(lane) = lanes.get(api) {
            return Arc::clone(lane);
        }
        Arc::clone(lanes.entry(api.to_owned()).or_default())
    }
}

impl Lane {
    fn pause_left(&self, now: Instant) -> Option<Duration> {
        let until = (*self.paused.lock().unwrap_or_else(PoisonError::into_inner))?;
        let left = until.saturating_duration_since(now);
        (left > Duration::ZERO).then_some(left)
    }
}
