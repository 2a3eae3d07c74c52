//! Two ways to do one thing, run by turns.

use std::time::{Duration, Instant};

/// How often each way is run.
const ROUNDS: usize = 401;

/// How much faster `ours` is than `theirs`: 2 where it takes half of the time.
///
/// They run by turns, each as often right after itself as after the other, so that what the machine and the allocator do
/// hits both; and their medians are compared.
pub fn race<A, B>(mut ours: impl FnMut() -> A, mut theirs: impl FnMut() -> B) -> f64 {
    let mut times = [Vec::new(), Vec::new()];
    for _ in 0..ROUNDS {
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

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}
