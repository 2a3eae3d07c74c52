//! Rows of a report: what is one row, and what is a row of its own.

use generator::diff::{self, View};
use tests::run::Run;

fn compared(old: &str, new: &str) -> diff::Diff {
    let run = |text: &str| Run::of_modules("rows", &[("api".to_owned(), text.to_owned())]);
    run(old).diff(&run(new)).expect("the documents can be read")
}

const PATTERNS: &str = r"
openapi: 3.0.3
info: {title: T, version: '1'}
paths:
  /a: {get: {operationId: a, parameters: [{name: q, in: query, schema: {type: string, pattern: FIRST}}], responses: {'204': {description: Done.}}}}
  /b: {get: {operationId: b, parameters: [{name: q, in: query, schema: {type: string, pattern: SECOND}}], responses: {'204': {description: Done.}}}}
";

#[test]
fn long_texts_that_differ_in_their_ends_are_rows_of_their_own() {
    let start = "[a-z]".repeat(20);
    let of = |first: &str, second: &str| {
        let text = PATTERNS.replace("FIRST", &format!("'{start}{first}'"));
        text.replace("SECOND", &format!("'{start}{second}'"))
    };
    let text = diff::text(&compared(&of("1", "1"), &of("2", "3")), &View::default());
    let rows = text
        .matches("`query.q` has to match another pattern")
        .count();
    assert_eq!(rows, 2, "{text}");
    let same = diff::text(&compared(&of("1", "1"), &of("2", "2")), &View::default());
    assert!(same.contains("2 operations (a, b)"), "{same}");
    // The texts are shown where they differ.
    assert!(text.contains("[a-z]1` → `…"), "{text}");
    assert!(
        text.contains("[a-z]2`\n") && text.contains("[a-z]3`\n"),
        "{text}"
    );
}

const LISTS: &str = r"
openapi: 3.0.3
info: {title: T, version: '1'}
paths:
  /a:
    get:
      operationId: a
      parameters:
      - {name: q, in: query, schema: {type: array, x-cost: 1, items: {type: string, x-cost: INNER}}}
      - {name: r, in: query, schema: {type: object, x-cost: 1, additionalProperties: {type: string, x-cost: INNER}}}
      responses: {'204': {description: Done.}}
";

#[test]
fn extensions_of_items_are_not_hidden_by_those_of_their_list() {
    let found = compared(&LISTS.replace("INNER", "1"), &LISTS.replace("INNER", "2"));
    let places: Vec<&str> = found.changes.iter().map(|it| it.place.as_str()).collect();
    assert_eq!(places, ["query.q[].x-cost", "query.r.*.x-cost"]);
}
