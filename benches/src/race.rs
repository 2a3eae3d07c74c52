//! Two ways to do one thing, run by turns.

use std::time::{Duration, Instant};

/// How often each way is run.
const ROUNDS: usize = 401;

/// How much faster `ours` is than `theirs`: 2 where it takes half of the time.
///
/// They run by turns, each as often right after itself as after the other, so that what the machine and the allocator do
/// hits both; and their medians are compared.
pub fn race<A, B>(ours: impl FnMut() -> A, theirs: impl FnMut() -> B) -> f64 {
    race_of(ROUNDS, ours, theirs)
}

/// The same for what takes long, with fewer rounds.
pub fn race_of<A, B>(
    rounds: usize,
    mut ours: impl FnMut() -> A,
    mut theirs: impl FnMut() -> B,
) -> f64 {
    let mut times = [Vec::new(), Vec::new()];
    for _ in 0..rounds {
        times[0].push(time(&mut ours));
        times[1].push(time(&mut theirs));
        times[1].push(time(&mut theirs));
        times[0].push(time(&mut ours));
    }
    let [ours, theirs] = times.map(median);
    theirs.as_secs_f64() / ours.as_secs_f64()
}

/// Dropping what is made counts: what one way puts off to then, the other may have done before.
fn time<R>(run: &mut impl FnMut() -> R) -> Duration {
    let start = Instant::now();
    drop(std::hint::black_box(run()));
    start.elapsed()
}

/// The one in the middle.
///
/// # Panics
/// If there is none.
pub fn median<T: Copy + Ord>(mut all: Vec<T>) -> T {
    all.sort_unstable();
    all[all.len() / 2]
}
