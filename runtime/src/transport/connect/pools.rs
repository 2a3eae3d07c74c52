//! The pools of connections, one for each runtime.
//!
//! A connection makes progress only while the runtime that made it is driven. So each runtime has a pool, and a runtime that
//! has ended, or that nobody drives, delays no call of another.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, Instant};

use tokio::runtime::{Handle, Id};
use tokio::sync::oneshot;

use crate::error::Result;

/// How often a pool is replaced at most.
pub(crate) const INTERVAL: Duration = Duration::from_secs(10);

/// The number of the last pool of all clients.
static NUMBER: AtomicU64 = AtomicU64::new(0);

/// A client of the HTTP library, with the number of its pool.
#[derive(Debug, Clone)]
pub(crate) struct Lease {
    pub(crate) http: reqwest::Client,
    /// Whether requests may share a connection.
    pub(crate) is_shared: bool,
    number: u64,
}

impl Lease {
    fn new(http: reqwest::Client) -> Self {
        Self {
            http,
            is_shared: false,
            number: NUMBER.fetch_add(1, Ordering::Relaxed),
        }
    }
}

/// The pools of clients that are set up alike.
#[derive(Debug, Default)]
pub(crate) struct Pools {
    state: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
struct State {
    /// Set up when the client was built, for the first runtime.
    spare: Option<reqwest::Client>,
    pools: Vec<Pool>,
}

#[derive(Debug)]
struct Pool {
    runtime: Id,
    lease: Lease,
    replaced: Option<Instant>,
    /// Whether the next request needs new connections.
    is_stale: bool,
    /// Dropping it ends the task that waits for the end of the runtime.
    _alive: oneshot::Sender<()>,
}

impl Pools {
    /// Keeps a client for the first runtime.
    pub(crate) fn prepare(&self, http: reqwest::Client) {
        lock(&self.state).spare = Some(http);
    }

    /// Returns the client of the current runtime.
    pub(crate) fn get(&self, build: impl FnOnce() -> Result<reqwest::Client>) -> Result<Lease> {
        let handle = Handle::current();
        let runtime = handle.id();
        let mut state = lock(&self.state);
        let mut pools = state.pools.iter_mut();
        if let Some(pool) = pools.find(|pool| pool.runtime == runtime) {
            if pool.is_stale {
                pool.lease = Lease::new(build()?);
                pool.is_stale = false;
            }
            return Ok(pool.lease.clone());
        }
        let http = match state.spare.take() {
            Some(http) => http,
            None => build()?,
        };
        let lease = Lease::new(http);
        let (alive, gone) = oneshot::channel::<()>();
        state.pools.push(Pool {
            runtime,
            lease: lease.clone(),
            replaced: None,
            is_stale: false,
            _alive: alive,
        });
        // Not under the lock: a runtime that shuts down drops the task at once.
        drop(state);
        let end = End {
            state: Arc::downgrade(&self.state),
            runtime,
        };
        handle.spawn(async move {
            let _end = end;
            // Nothing is ever sent: the channel closes when the client is dropped.
            let _ = gone.await;
        });
        Ok(lease)
    }

    /// Makes later requests use new connections, unless their pool has been replaced already, or a short time ago. Requests in
    /// flight keep theirs.
    pub(crate) fn replace(&self, lease: &Lease, now: Instant) {
        let mut state = lock(&self.state);
        let mut pools = state.pools.iter_mut();
        let Some(pool) = pools.find(|pool| pool.lease.number == lease.number) else {
            return;
        };
        let is_old = |at: Instant| now.saturating_duration_since(at) >= INTERVAL;
        if !pool.is_stale && pool.replaced.is_none_or(is_old) {
            pool.is_stale = true;
            pool.replaced = Some(now);
        }
    }
}

/// Drops the pool of a runtime that ends.
struct End {
    state: Weak<Mutex<State>>,
    runtime: Id,
}

impl Drop for End {
    fn drop(&mut self) {
        let Some(state) = self.state.upgrade() else {
            return;
        };
        let mut state = lock(&state);
        let ended = state.pools.iter().position(|it| it.runtime == self.runtime);
        let pool = ended.map(|at| state.pools.swap_remove(at));
        drop(state);
        drop(pool);
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}
