//! Reusable timers, for deadlines in real time.
//!
//! A new timer that ends before all others has to wake the runtime, which sleeps until the earliest end it knows of: one
//! more write and wait for every exchange. An existing timer is reused as it is if it ends earlier than needed, rather than
//! later: if it ends while it is in use, it is moved then, which is rare.

use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use tokio::runtime::{Handle, Id};
use tokio::task::coop::unconstrained;
use tokio::time::{Instant, Sleep, sleep};

use super::Pinned;

/// The maximum number of idle timers.
const MOST: usize = 64;

/// The idle timers of a client.
#[derive(Debug, Clone, Default)]
pub(crate) struct Timers(Arc<Mutex<Vec<Timer>>>);

/// A timer, which will end or has ended.
#[derive(Debug)]
struct Timer {
    sleep: Pin<Box<Sleep>>,
    /// A timer belongs to the runtime that it was made on.
    runtime: Id,
}

impl Timers {
    /// Returns the result of the future, or `None` if the time is over first. A future that is ready needs no timer.
    pub(crate) fn within<'a, T>(
        &'a self,
        duration: Duration,
        future: Pinned<'a, T>,
    ) -> Within<'a, T> {
        Within {
            timers: self,
            duration,
            future,
            used: None,
        }
    }

    fn take(&self, duration: Duration) -> Used<'_> {
        let runtime = Handle::current().id();
        let end = Instant::now().checked_add(duration);
        let idle = end.and_then(|end| self.idle(runtime, end));
        let timer = idle.unwrap_or_else(|| Timer {
            sleep: Box::pin(sleep(duration)),
            runtime,
        });
        Used {
            end: end.unwrap_or_else(|| timer.sleep.deadline()),
            timer: Some(timer),
            timers: self,
        }
    }

    /// Returns an idle timer that ends no later than that: moving the end of one to an earlier time is as expensive as a new one. Of
    /// several, the one that ends last, which leaves the others to shorter deadlines.
    fn idle(&self, runtime: Id, end: Instant) -> Option<Timer> {
        let mut idle = self.lock();
        let (at, _) = idle
            .iter()
            .enumerate()
            .filter(|(_, timer)| timer.runtime == runtime && timer.sleep.deadline() <= end)
            .max_by_key(|(_, timer)| timer.sleep.deadline())?;
        Some(idle.swap_remove(at))
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Timer>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The future of [`Timers::within`], written by hand to be small: every call holds two.
pub(crate) struct Within<'a, T> {
    timers: &'a Timers,
    duration: Duration,
    future: Pinned<'a, T>,
    used: Option<Used<'a>>,
}

impl<T> Future for Within<'_, T> {
    type Output = Option<T>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        if let Poll::Ready(output) = self.future.as_mut().poll(context) {
            return Poll::Ready(Some(output));
        }
        let Self {
            timers,
            duration,
            used,
            ..
        } = &mut *self;
        let timer = used.get_or_insert_with(|| timers.take(*duration));
        timer.poll(context).map(|()| None)
    }
}

/// A timer in use, which is returned to the idle ones.
struct Used<'t> {
    timer: Option<Timer>,
    /// The deadline, which the timer may precede.
    end: Instant,
    timers: &'t Timers,
}

impl Used<'_> {
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<()> {
        let Some(timer) = &mut self.timer else {
            return Poll::Ready(());
        };
        // A future that uses up its task's budget of polls must not hide the deadline.
        let is_over = pin!(unconstrained(timer.sleep.as_mut())).poll(context);
        if is_over.is_pending() || timer.sleep.deadline() >= self.end {
            return is_over;
        }
        timer.sleep.as_mut().reset(self.end);
        pin!(unconstrained(timer.sleep.as_mut())).poll(context)
    }
}

impl Drop for Used<'_> {
    fn drop(&mut self) {
        // The timer would keep the task that it last served in memory.
        let _ = self.poll(&mut Context::from_waker(Waker::noop()));
        let mut idle = self.timers.lock();
        if idle.len() == MOST {
            // It may belong to a runtime that was shut down.
            idle.swap_remove(0);
        }
        idle.extend(self.timer.take());
    }
}

#[cfg(test)]
mod tests {
    use std::future::pending;

    use tokio::runtime::{Builder, Runtime};
    use tokio::time::advance;

    use super::*;

    const MINUTE: Duration = Duration::from_secs(60);
    const SECOND: Duration = Duration::from_secs(1);

    /// A runtime whose time passes when there is nothing to do.
    fn paused() -> Runtime {
        Builder::new_current_thread()
            .enable_time()
            .start_paused(true)
            .build()
            .unwrap()
    }

    async fn ends_after(timers: &Timers, duration: Duration) {
        let start = Instant::now();
        let out = timers.within(duration, pin!(pending::<()>())).await;
        assert_eq!(out, None);
        let late = start.elapsed().checked_sub(duration).unwrap();
        assert!(late < Duration::from_millis(5), "{late:?} late");
    }

    #[test]
    fn a_reused_timer_ends_in_time() {
        let timers = Timers::default();
        paused().block_on(async {
            // Longer, shorter, after its end, and before it.
            for duration in [SECOND, MINUTE, SECOND, MINUTE, MINUTE, SECOND] {
                ends_after(&timers, duration).await;
                let slow = pin!(tokio::time::sleep(duration / 2));
                assert_eq!(timers.within(duration, slow).await, Some(()));
            }
        });
    }

    #[test]
    fn one_timer_serves_one_exchange_after_another() {
        let timers = Timers::default();
        paused().block_on(async {
            for _ in 0..100 {
                let exchange = pin!(async {
                    advance(SECOND).await;
                    // Bounded by a deadline of its own, which ends before the other.
                    let part = pin!(tokio::task::yield_now());
                    timers.within(SECOND, part).await
                });
                assert_eq!(timers.within(MINUTE, exchange).await, Some(Some(())));
            }
        });
        assert_eq!(timers.lock().len(), 2);
    }

    #[test]
    fn ready_futures_need_no_timer_and_dropped_ones_return_it() {
        let timers = Timers::default();
        paused().block_on(async {
            let ready = pin!(std::future::ready(7));
            assert_eq!(timers.within(MINUTE, ready).await, Some(7));
            assert_eq!(timers.lock().len(), 0);
            let endless = pin!(pending::<()>());
            let given_up = timers.within(MINUTE, endless);
            assert!(tokio::time::timeout(SECOND, given_up).await.is_err());
            assert_eq!(timers.lock().len(), 1);
        });
    }

    #[test]
    fn runtimes_come_and_go() {
        let timers = Timers::default();
        for _ in 0..MOST * 2 {
            paused().block_on(ends_after(&timers, SECOND));
        }
        assert_eq!(timers.lock().len(), MOST);
        paused().block_on(ends_after(&timers, Duration::from_secs(2)));
    }

    #[test]
    fn an_idle_timer_keeps_no_task_in_memory() {
        let timers = Timers::default();
        let task = Arc::new(());
        let waker = Waker::from(Arc::new(Task(Arc::clone(&task))));
        let runtime = paused();
        let _inside = runtime.enter();
        {
            let mut context = Context::from_waker(&waker);
            let endless = pin!(pending::<()>());
            let mut whole = pin!(timers.within(MINUTE, endless));
            assert!(whole.as_mut().poll(&mut context).is_pending());
        }
        drop(waker);
        assert_eq!(Arc::strong_count(&task), 1);
    }

    struct Task(#[allow(dead_code, reason = "it is counted")] Arc<()>);

    impl std::task::Wake for Task {
        fn wake(self: Arc<Self>) {}
    }
}
