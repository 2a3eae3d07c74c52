//! Operations that one side skips are neither removed nor new: they are not compared.

use generator::diff::{self, Diff, View};
use tests::fixture::Fixture;
use tests::run::Run;

use crate::verdicts::rows;

const DOCUMENT: &str = "openapi: 3.0.3
info: {title: Things, version: '1'}
paths:
  /things:
    get: {operationId: listThings, responses: {'204': {description: Done.}}}
    post: {operationId: makeThing, requestBody: {content: {application/json: {schema: {type: string}}}}, responses: {'204': {description: Done.}}}
";

fn run(text: &str, omit: &str) -> Run {
    let fixture = Fixture {
        folder: "diff".to_owned(),
        name: "skipped".to_owned(),
        text: text.to_owned(),
        config: Some(format!(
            "[crate]\nname = \"skipped\"\n[[api]]\nmodule = \"api\"\ndocument = \"skipped.yaml\"\n{omit}"
        )),
        overlay: None,
    };
    Run::of(&fixture).expect("it is in order")
}

/// The rows, and the last line of the report.
fn report(found: &Diff) -> (Vec<String>, String) {
    let view = View::default();
    let text = diff::text(found, &view);
    let last = text.lines().last().unwrap_or_default().to_owned();
    (rows(found), last)
}

#[test]
fn omitted_operations_are_not_compared() {
    let whole = run(DOCUMENT, "");
    let omit = "[api.omit]\nmakeThing = \"later\"\n";
    let part = run(&DOCUMENT.replace("type: string", "type: integer"), omit);
    for (old, new) in [(&whole, &part), (&part, &whole)] {
        let found = old.diff(new).expect("the documents can be read");
        let (rows, last) = report(&found);
        assert_eq!(rows, Vec::<String>::new());
        assert!(
            last.starts_with("not compared: skipped operations (`makeThing`)"),
            "{last}"
        );
    }
}

#[test]
fn operations_with_errors_are_not_compared() {
    let whole = run(DOCUMENT, "").keep_going();
    let broken = DOCUMENT.replace("{type: string}", "{$ref: '#/components/schemas/Gone'}");
    let broken = run(&broken, "").keep_going();
    let unnamed = DOCUMENT.replace("operationId: makeThing, ", "");
    let unnamed = run(
        &unnamed.replace("{type: string}", "{$ref: '#/components/schemas/Gone'}"),
        "",
    );
    let unnamed = unnamed.keep_going();
    for (old, new, name) in [
        (&whole, &broken, "makeThing"),
        (&broken, &whole, "makeThing"),
        (&whole, &unnamed, "POST /things"),
    ] {
        let found = old.diff(new).expect("the documents can be read");
        let (rows, last) = report(&found);
        assert_eq!(rows, Vec::<String>::new());
        let expected = format!("not compared: skipped operations (`{name}`)");
        assert!(last.starts_with(&expected), "{last}");
    }
}
