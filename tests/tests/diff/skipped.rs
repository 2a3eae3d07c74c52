//! Operations that one side skips are neither removed nor new: they are not compared.

use generator::diff::{self, Diff, View};
use tests::fixture::Fixture;
use tests::run::Run;

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

/// All changes, and the last line of the report.
fn report(found: &Diff) -> (Vec<String>, String) {
    let view = View::default();
    let text = diff::text(found, &view);
    let last = text.lines().last().unwrap_or_default().to_owned();
    let changes = found.changes.iter();
    let changes = changes.map(|it| format!("{} {} {}", it.wire, it.rust, it.rule.id));
    (changes.collect(), last)
}

/// What a user of the crate hears where an operation leaves it, and where one enters it.
const LEAVES: &[&str] = &["risky major operation-skipped"];
const ENTERS: &[&str] = &["safe minor rust-gained"];

#[test]
fn omitted_operations_are_not_compared() {
    let whole = run(DOCUMENT, "");
    let part = |id: &str| {
        let text = DOCUMENT.replace("type: string", "type: integer");
        let omit = format!("[api.omit]\n{id} = \"later\"\n");
        run(&text.replace("makeThing", id), &omit)
    };
    for id in ["makeThing", "createThing"] {
        let part = part(id);
        for (old, new, expected) in [(&whole, &part, LEAVES), (&part, &whole, ENTERS)] {
            let found = old.diff(new).expect("the documents can be read");
            let (changes, last) = report(&found);
            assert_eq!(changes, expected);
            let expected = format!("not compared: skipped operations (`{id}`)");
            assert!(last.starts_with(&expected), "{last}");
        }
    }
}

#[test]
fn operations_with_errors_are_not_compared() {
    let document = |path: &str, id: &str, schema: &str| {
        let text = DOCUMENT.replace(
            "    post: {operationId: makeThing, ",
            &format!("  {path}:\n    post: {{{id}"),
        );
        run(&text.replace("{type: string}", schema), "").keep_going()
    };
    let (string, gone) = ("{type: string}", "{$ref: '#/components/schemas/Gone'}");
    let (made, id) = ("/made", "operationId: makeThing, ");
    let by_id = "/made/{id}";
    let by_key = "/made/{key}";
    let whole = document(made, id, string);
    let broken = document(made, id, gone);
    for (old, new, name, expected) in [
        (&whole, &broken, "makeThing", LEAVES),
        (&broken, &whole, "makeThing", ENTERS),
        (&whole, &document(made, "", gone), "POST /made", LEAVES),
        (
            &document(by_id, "", string),
            &document(by_key, "", gone),
            "POST /made/{key}",
            LEAVES,
        ),
    ] {
        let found = old.diff(new).expect("the documents can be read");
        let (changes, last) = report(&found);
        assert_eq!(changes, expected, "{name}");
        let expected = format!("not compared: skipped operations (`{name}`)");
        assert!(last.starts_with(&expected), "{last}");
    }
}
