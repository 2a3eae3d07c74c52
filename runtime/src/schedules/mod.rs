//! Random schedules of many callers, on one thread and a clock of their own: no caller is forgotten, and no rule is broken in any order.
//!
//! A schedule is a seed: the same seed has the same order of events. `SCHEDULES=n` runs more than the few of every run, and
//! `SEED=n` repeats one.

mod limiter;
mod time;
mod token;

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use time::{Agenda, AgendaClock};

/// How many schedules of each kind run if `SCHEDULES` is not set.
const SCHEDULES: u64 = 50;

/// What the tasks of one schedule share.
#[derive(Clone)]
struct Schedule {
    random: Rc<RefCell<fastrand::Rng>>,
    agenda: Agenda,
}

impl Schedule {
    fn of(seed: u64) -> Self {
        Self {
            random: Rc::new(RefCell::new(fastrand::Rng::with_seed(seed))),
            agenda: Agenda::new(seed),
        }
    }

    fn clock(&self) -> AgendaClock {
        self.agenda.clock()
    }

    fn below(&self, bound: u64) -> u64 {
        self.random.borrow_mut().u64(..bound)
    }

    fn one_in(&self, n: u64) -> bool {
        self.below(n) == 0
    }

    /// Lets others go first, and often lets some time pass.
    async fn pause(&self, at_most: Duration) {
        for _ in 0..self.below(4) {
            tokio::task::yield_now().await;
        }
        if self.one_in(2) {
            let millis = u64::try_from(at_most.as_millis()).unwrap_or(u64::MAX);
            self.agenda
                .sleep(Duration::from_millis(self.below(millis)))
                .await;
        }
    }
}

/// Runs tasks to their end under every seed.
///
/// # Panics
/// When tasks wait although no time is left to pass, and whenever the tasks do.
fn run<F: Future<Output = ()> + 'static>(tasks: impl Fn(&Schedule) -> Vec<F>) {
    let number = |name: &str| {
        let value = std::env::var(name).ok()?;
        Some(value.parse().expect("a number"))
    };
    let seeds = match number("SEED") {
        Some(seed) => seed..seed + 1,
        None => 0..number("SCHEDULES").unwrap_or(SCHEDULES),
    };
    for seed in seeds {
        let shown = Shown(seed);
        let runtime = tokio::runtime::Builder::new_current_thread();
        let runtime = { runtime }.build().expect("a runtime");
        fastrand::seed(seed);
        let schedule = Schedule::of(seed);
        let local = tokio::task::LocalSet::new();
        local.block_on(&runtime, async {
            let mut running = tokio::task::JoinSet::new();
            for task in tasks(&schedule) {
                running.spawn_local(task);
            }
            loop {
                settle().await;
                while let Some(ended) = running.try_join_next() {
                    if let Err(error) = ended
                        && error.is_panic()
                    {
                        std::panic::resume_unwind(error.into_panic());
                    }
                }
                if running.is_empty() {
                    break;
                }
                let left = running.len();
                assert!(schedule.agenda.next(), "{left} tasks wait for nothing");
            }
        });
        std::mem::forget(shown);
    }
}

/// Gives every task that can go on the chance to.
async fn settle() {
    const LONGEST_CHAIN: usize = 64;
    for _ in 0..LONGEST_CHAIN {
        tokio::task::yield_now().await;
    }
}

/// Names the seed of a schedule that failed.
struct Shown(u64);

impl Drop for Shown {
    #[allow(clippy::print_stderr, reason = "a test that fails shows it")]
    fn drop(&mut self) {
        eprintln!("SEED={} repeats this schedule", self.0);
    }
}
