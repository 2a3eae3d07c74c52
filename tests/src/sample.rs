//! Sampling of long sweeps.
//!
//! A sweep tries many subjects in the same way: broken documents, whole documents, crates to compile. `cargo test` runs a
//! sample of each sweep, which is the same on every machine; `FULL=1 cargo test` runs all of them. Each sweep prints one line,
//! visible with `--nocapture`, with the number of subjects that it runs.

use std::env;

use crate::random::Random;

/// The seed of every sample.
const SEED: u64 = 17;

/// Returns whether `FULL` is set, to anything but nothing and `0`.
pub fn is_full() -> bool {
    env::var_os("FULL").is_some_and(|value| !value.is_empty() && value != "0")
}

/// Draws `count` numbers below `total`, in ascending order; with `FULL=1`, returns all of them.
pub fn numbers(sweep: &str, total: usize, count: usize) -> Vec<usize> {
    let chosen = if is_full() {
        (0..total).collect()
    } else {
        draw(total, count)
    };
    report(sweep, chosen.len(), total);
    chosen
}

/// Draws `count` of the subjects, in their order; with `FULL=1`, returns all of them.
pub fn of<T>(sweep: &str, subjects: Vec<T>, count: usize) -> Vec<T> {
    let mut chosen = numbers(sweep, subjects.len(), count).into_iter().peekable();
    let mut subjects: Vec<(usize, T)> = subjects.into_iter().enumerate().collect();
    subjects.retain(|(n, _)| chosen.next_if_eq(n).is_some());
    subjects.into_iter().map(|(_, subject)| subject).collect()
}

/// The number of rounds per subject: `count`, or `total` with `FULL=1`.
pub fn rounds(sweep: &str, total: usize, count: usize) -> usize {
    let rounds = if is_full() { total } else { count.min(total) };
    report(sweep, rounds, total);
    rounds
}

/// Selection sampling: each number is drawn with the same probability, without sorting afterwards.
fn draw(total: usize, count: usize) -> Vec<usize> {
    let mut random = Random::new(SEED);
    let mut missing = count.min(total);
    let mut chosen = Vec::with_capacity(missing);
    for n in 0..total {
        if random.below(total - n) < missing {
            chosen.push(n);
            missing -= 1;
        }
    }
    chosen
}

#[expect(clippy::print_stdout, reason = "a sweep reports how much of it ran")]
fn report(sweep: &str, count: usize, total: usize) {
    let hint = if count < total {
        "; FULL=1 runs all"
    } else {
        ""
    };
    println!("{sweep}: {count} of {total}{hint}");
}

#[cfg(test)]
mod tests {
    use super::draw;

    #[test]
    fn draws_the_same_distinct_numbers_each_time() {
        let chosen = draw(20_000, 1_000);
        assert_eq!(chosen.len(), 1_000);
        assert!(chosen.is_sorted_by(|a, b| a < b));
        assert_eq!(chosen, draw(20_000, 1_000));
    }

    #[test]
    fn draws_from_the_whole_range() {
        let chosen = draw(20_000, 1_000);
        for quarter in 0..4 {
            let range = quarter * 5_000..(quarter + 1) * 5_000;
            let met = chosen.iter().filter(|n| range.contains(*n)).count();
            assert!((200..300).contains(&met), "{met} in quarter {quarter}");
        }
    }

    #[test]
    fn draws_no_more_than_there_are() {
        assert_eq!(draw(3, 5), [0, 1, 2]);
        assert_eq!(draw(0, 5), [0; 0]);
    }
}
