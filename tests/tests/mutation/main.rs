//! No document, however broken, makes the generator panic, overflow its stack or run on: it says what is wrong, or emits
//! Rust.
//!
//! The cases are the same on every machine. A case that fails is run alone by `MUTATION=<its number>`, which prints its
//! document as well.

mod change;
mod compiled;
mod documents;
mod random;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use generator::{Config, Document, Input, Placement, Source, WorkspaceRole};
use random::Random;
use serde_json::Value;

/// How many documents are made up.
const CASES: usize = 20_000;

/// How many cases a thread takes at once; its name tells which, should it overflow.
const BATCH: usize = 250;

/// A quarter of what the command line gives the generator.
const STACK: usize = 8 << 20;

/// What came of a document.
enum Outcome {
    Emitted,
    Told,
}

/// Puts a text through the generator.
fn run(text: &str, keep_going: bool) -> Outcome {
    let config = Config::single("mutant", "api", "mutant.yaml").expect("the names can be names");
    let documents = [Document {
        source: Source::new("mutant.yaml", text),
        overlay: None,
    }];
    let input = Input {
        config: &config,
        documents: &documents,
        placement: Placement {
            runtime_version: "0.1.0".to_owned(),
            runtime_path: "runtime".to_owned(),
            workspace: WorkspaceRole::Root,
            command: "cargo test".to_owned(),
        },
        keep_going,
    };
    match generator::rehearse(&input) {
        Ok(files) => {
            assert!(files > 0, "nothing was emitted");
            Outcome::Emitted
        }
        Err(report) => {
            assert!(report.errors() > 0, "refused without an error");
            for diagnostic in report.diagnostics() {
                assert!(!diagnostic.message.is_empty(), "a finding says nothing");
                let at = diagnostic.positions[0];
                assert!(
                    at.is_some() || diagnostic.at[0].last().is_none(),
                    "no position: {diagnostic}"
                );
            }
            Outcome::Told
        }
    }
}

/// The document of a case.
fn document(case: usize, originals: &[(String, Value)]) -> String {
    let mut random = Random::new(u64::try_from(case).expect("there are not that many"));
    let (text, tree) = random.pick(originals);
    if random.below(12) == 0 {
        let changes = 1 + random.below(3);
        return (0..changes).fold(text.clone(), |text, _| change::scribble(&text, &mut random));
    }
    let mut tree = tree.clone();
    for _ in 0..=random.below(4) {
        change::change(&mut tree, &mut random);
    }
    tree.to_string()
}

#[expect(clippy::print_stderr, reason = "what failed is told when it fails")]
fn tell(text: &str) {
    eprintln!("{text}");
}

/// Runs all cases, as many at once as there are processors.
fn all(cases: usize, originals: &[(String, Value)]) {
    let next = AtomicUsize::new(0);
    let (emitted, failed) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let batch = |from: usize| {
        for case in from..(from + BATCH).min(cases) {
            let text = document(case, originals);
            let keep_going = case % 3 == 0;
            match catch_unwind(AssertUnwindSafe(|| run(&text, keep_going))) {
                Ok(Outcome::Emitted) => {
                    emitted.fetch_add(1, Ordering::Relaxed);
                }
                Ok(Outcome::Told) => {}
                Err(_) => {
                    failed.fetch_add(1, Ordering::Relaxed);
                    tell(&format!("case {case} failed: MUTATION={case}"));
                }
            }
        }
    };
    let workers = thread::available_parallelism().map_or(2, usize::from);
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                loop {
                    let from = next.fetch_add(BATCH, Ordering::Relaxed);
                    if from >= cases {
                        break;
                    }
                    let name = format!("mutation {from}..{}", from + BATCH);
                    let of_batch = thread::Builder::new().name(name).stack_size(STACK);
                    thread::scope(|scope| {
                        let started = of_batch.spawn_scoped(scope, || batch(from));
                        started.expect("a thread can be started");
                    });
                }
            });
        }
    });
    assert_eq!(failed.into_inner(), 0, "cases failed; they are named above");
    let emitted = emitted.into_inner();
    // Were all of them refused, or none, the cases would show nothing.
    assert!(
        emitted > cases / 10,
        "only {emitted} of {cases} were emitted"
    );
    assert!(
        emitted < cases - cases / 10,
        "{emitted} of {cases} were emitted"
    );
}

#[test]
fn broken_documents_are_told_or_emitted() {
    let originals = documents::originals();
    match std::env::var("MUTATION") {
        Ok(case) => {
            let text = document(case.parse().expect("a number"), &originals);
            tell(&text);
            run(&text, case.parse::<usize>().expect("a number") % 3 == 0);
        }
        Err(_) => all(CASES, &originals),
    }
}

#[test]
fn endless_documents_end() {
    let small_stack = thread::Builder::new().stack_size(STACK);
    let tried = small_stack.spawn(|| {
        for text in documents::endless() {
            run(&text, false);
        }
    });
    let ended = tried.expect("a thread can be started").join();
    assert!(ended.is_ok(), "a document was too much");
}
