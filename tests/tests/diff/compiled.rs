//! The compiler agrees with the verdicts on Rust, for the pair of documents of each rule.

use tests::pair;
use tests::sample;
use tests::verdict::{self, Subject};

/// How many pairs a sample has.
const SAMPLE: usize = 48;

#[test]
fn pairs_compile_where_the_verdict_is_not_major() {
    let subjects = pair::all().into_iter().filter_map(|pair| {
        Some(Subject {
            module: pair.module(),
            old: pair.old.as_ref()?.document(),
            new: pair.new.as_ref()?.document(),
        })
    });
    let subjects = sample::of("compiled pairs", subjects.collect(), SAMPLE);
    verdict::check(env!("CARGO_TARGET_TMPDIR"), "pairs", &subjects);
}
