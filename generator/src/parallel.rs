//! Many things at once, with results as if they had been done one after another.

use std::num::NonZero;
use std::panic::resume_unwind;
use std::sync::Mutex;
use std::thread::{self, Builder};

/// Below so many things, a thread takes more memory than it saves time.
const FEW: usize = 32;

/// As on the main thread of most systems; what nests as deep as lowering lets it must fit.
const STACK: usize = 8 << 20;

/// Does the work for each thing, on as many threads as the machine has processors; gives the results in the order of the things.
///
/// The caller's thread works too, so that a system which grants no threads makes this slower, not wrong.
pub(crate) fn each<T: Send, R: Send>(things: Vec<T>, work: impl Fn(T) -> R + Sync) -> Vec<R> {
    let helpers = if pays(things.len()) {
        thread::available_parallelism().map_or(1, NonZero::get) - 1
    } else {
        0
    };
    let queue = Mutex::new(things.into_iter().enumerate());
    let next = || queue.lock().expect("no work is done under the lock").next();
    let run = || {
        let mut done = Vec::new();
        while let Some((n, thing)) = next() {
            done.push((n, work(thing)));
        }
        done
    };
    let mut done = thread::scope(|scope| {
        let start = |_| {
            let thread = Builder::new().stack_size(STACK);
            thread.spawn_scoped(scope, run).ok()
        };
        let helpers: Vec<_> = (0..helpers).filter_map(start).collect();
        let mut done = run();
        for helper in helpers {
            done.extend(helper.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
        done
    });
    done.sort_unstable_by_key(|(n, _)| *n);
    done.into_iter().map(|(_, result)| result).collect()
}

/// Returns whether so many things are worth threads.
pub(crate) fn pays(things: usize) -> bool {
    things >= FEW
}

/// Does two things at once.
pub(crate) fn both<A: Send, B>(
    first: impl FnOnce() -> A + Send,
    second: impl FnOnce() -> B,
) -> (A, B) {
    let first = Mutex::new(Some(first));
    let run = || {
        let first = first.lock().expect("no work is done under the lock").take();
        first.expect("it is run once")()
    };
    thread::scope(|scope| {
        let thread = Builder::new().stack_size(STACK);
        let helper = thread.spawn_scoped(scope, run).ok();
        let second = second();
        let first = helper.map_or_else(run, |helper| {
            helper.join().unwrap_or_else(|panic| resume_unwind(panic))
        });
        (first, second)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order() {
        for count in [0, 1, FEW, 10 * FEW] {
            let squares: Vec<usize> = (0..count).map(|n| n * n).collect();
            assert_eq!(each((0..count).collect(), |n| n * n), squares);
        }
    }

    #[test]
    fn each_of_two_things_is_done() {
        assert_eq!(both(|| 1, || "2"), (1, "2"));
    }

    #[test]
    #[should_panic(expected = "seven")]
    fn a_panic_reaches_the_caller() {
        each((0..10 * FEW).collect(), |n| assert!(n != 7, "seven"));
    }
}
