//! Broken documents: changes to correct ones, and a check that the generator reports or emits each.
//!
//! The cases are the same on every machine. `MUTATION=<number>` runs one case alone and prints its document.
//! `MUTATION_CASES=<number>` runs that many cases.

mod change;
pub mod documents;
mod scribble;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{env, thread};

use generator::{Config, Document, Input, Placement, RuntimeSource, Source, WorkspaceRole};
use serde_json::Value;

use crate::random::Random;
use crate::sample;

/// How many cases one thread runs. Its name holds their numbers, in case its stack overflows.
const BATCH: usize = 50;

/// The stack of a thread: a quarter of what the command line gives the generator.
pub const STACK: usize = 8 << 20;

/// The result of the generator for a document.
enum Outcome {
    Emitted,
    Reported,
}

/// Generates from a text.
///
/// # Panics
/// When the generator panics, emits nothing, or refuses the document without a complete error.
pub fn run(text: &str, keep_going: bool) {
    outcome(text, keep_going);
}

fn outcome(text: &str, keep_going: bool) -> Outcome {
    let mut config =
        Config::single("mutant", "api", "mutant.yaml").expect("the names can be names");
    config.service = crate::run::service();
    config.apis[0].keep_going = keep_going;
    let documents = [Document {
        source: Source::new("mutant.yaml", text),
        overlay: None,
    }];
    let input = Input {
        config: &config,
        documents: &documents,
        placement: Placement {
            runtime_version: "0.1.0".to_owned(),
            runtime: RuntimeSource::Path("runtime".to_owned()),
            workspace: WorkspaceRole::Root,
            command: "cargo test".to_owned(),
        },
    };
    match generator::check(&input) {
        Ok(files) => {
            assert!(files > 0, "nothing was emitted");
            Outcome::Emitted
        }
        Err(report) => {
            assert!(report.errors() > 0, "refused without an error");
            for diagnostic in report.diagnostics() {
                assert!(
                    !diagnostic.message.is_empty(),
                    "a diagnostic has no message"
                );
                let at = diagnostic.positions[0];
                assert!(
                    at.is_some() || diagnostic.at[0].last().is_none(),
                    "no position: {diagnostic}"
                );
            }
            Outcome::Reported
        }
    }
}

/// The document of a case.
///
/// # Panics
/// When there is no original.
pub fn document(case: usize, originals: &[(String, Value)]) -> String {
    let mut random = Random::new(u64::try_from(case).expect("there are not that many"));
    let (text, tree) = random.pick(originals);
    if random.below(12) == 0 {
        let changes = 1 + random.below(3);
        return (0..changes).fold(text.clone(), |text, _| {
            scribble::scribble(&text, &mut random)
        });
    }
    let mut tree = tree.clone();
    for _ in 0..=random.below(4) {
        change::change(&mut tree, &mut random);
    }
    tree.to_string()
}

/// Whether a case leaves out operations with errors.
fn keeps_going(case: usize) -> bool {
    case.is_multiple_of(3)
}

#[expect(clippy::print_stderr, reason = "a failure is printed when it happens")]
fn print(text: &str) {
    eprintln!("{text}");
}

/// The number that an environment variable holds.
fn number(variable: &str) -> Option<usize> {
    let value = env::var(variable).ok()?;
    let number = value.parse();
    assert!(number.is_ok(), "`{variable}` is not a number: `{value}`");
    number.ok()
}

/// Runs a sample of the cases, all of them, or those that the environment asks for, on all processors.
///
/// # Panics
/// When a case fails; and when too few or too many documents are emitted for the cases to show anything.
pub fn sweep(name: &str, total: usize, count: usize, originals: &[(String, Value)]) {
    if let Some(case) = number("MUTATION") {
        let text = document(case, originals);
        print(&text);
        return run(&text, keeps_going(case));
    }
    let cases = match number("MUTATION_CASES") {
        Some(total) => sample::numbers(name, total, total),
        None => sample::numbers(name, total, count),
    };
    run_all(&cases, originals);
}

/// Runs cases on all processors.
fn run_all(cases: &[usize], originals: &[(String, Value)]) {
    let (emitted, failed) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let batch = |batch: &[usize]| {
        for &case in batch {
            let text = document(case, originals);
            match catch_unwind(AssertUnwindSafe(|| outcome(&text, keeps_going(case)))) {
                Ok(Outcome::Emitted) => {
                    emitted.fetch_add(1, Ordering::Relaxed);
                }
                Ok(Outcome::Reported) => {}
                Err(_) => {
                    failed.fetch_add(1, Ordering::Relaxed);
                    print(&format!("case {case} failed: MUTATION={case}"));
                }
            }
        }
    };
    let next = AtomicUsize::new(0);
    let batches: Vec<&[usize]> = cases.chunks(BATCH).collect();
    let work = || {
        while let Some(cases) = batches.get(next.fetch_add(1, Ordering::Relaxed)) {
            let name = format!("mutation {}..={}", cases[0], cases[cases.len() - 1]);
            let of_batch = thread::Builder::new().name(name).stack_size(STACK);
            thread::scope(|scope| {
                let started = of_batch.spawn_scoped(scope, || batch(cases));
                started.expect("a thread can be started");
            });
        }
    };
    let workers = thread::available_parallelism().map_or(2, usize::from);
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(work);
        }
    });
    assert_eq!(failed.into_inner(), 0, "cases failed; they are named above");
    let (emitted, cases) = (emitted.into_inner(), cases.len());
    // Cases that are all refused, or all emitted, show nothing.
    let range = cases / 10..cases - cases / 10;
    assert!(
        range.contains(&emitted),
        "{emitted} of {cases} were emitted"
    );
}
