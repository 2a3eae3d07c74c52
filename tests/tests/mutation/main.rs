//! No document makes the generator panic, overflow its stack or run forever: it reports errors, or emits
//! Rust.

mod compiled;

use std::thread;

use tests::mutation::{STACK, documents, run, sweep};

/// The number of broken documents, and how many of them a sample has.
const CASES: usize = 20_000;
const SAMPLE: usize = 2_000;

#[test]
fn broken_documents_are_reported_or_emitted() {
    let originals = documents::originals();
    sweep("broken documents", CASES, SAMPLE, &originals);
}

#[test]
fn endless_documents_end() {
    let small_stack = thread::Builder::new().stack_size(STACK);
    let tried = small_stack.spawn(|| {
        for text in endless() {
            run(&text, false);
        }
    });
    let ended = tried.expect("a thread can be started").join();
    assert!(ended.is_ok(), "a document made the generator fail");
}

/// Documents of great depth or width.
fn endless() -> Vec<String> {
    const MANY: usize = 10_000;
    let head =
        "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths: {}\ncomponents:\n  schemas:\n";
    let mut indented = String::from(head);
    for n in 0..2_000 {
        indented.extend([" ".repeat(4 + n).as_str(), "a:\n"]);
    }
    // As deep as the parser allows.
    let deep = |before: &str, behind: &str, levels: usize| {
        format!(
            "{head}    A: {}{{type: string}}{}\n",
            before.repeat(levels),
            behind.repeat(levels)
        )
    };
    vec![
        deep("{type: array, items: ", "}", 120),
        deep("{additionalProperties: ", "}", 120),
        deep("{type: object, properties: {a: ", "}}", 60),
        deep("{type: object, required: [a], properties: {a: ", "}}", 60),
        deep("{allOf: [", "]}", 60),
        deep("{oneOf: [{type: integer}, ", "]}", 60),
        "[".repeat(MANY),
        "{\"a\":".repeat(MANY),
        "- ".repeat(MANY),
        format!("{head}    A: {}1{}", "{a: ".repeat(MANY), "}".repeat(MANY)),
        indented,
        format!(
            "{head}    A: {{type: string, enum: [{}]}}",
            (0..MANY)
                .map(|n| format!("v{n}"))
                .collect::<Vec<_>>()
                .join(", ")
        ),
        format!(
            "{head}    A: {{type: string, description: \"{}\"}}",
            "> ".repeat(MANY)
        ),
        format!(
            "{head}    A: {{type: string, description: \"{}\"}}",
            "*a _b [c](".repeat(MANY / 10)
        ),
    ]
}
