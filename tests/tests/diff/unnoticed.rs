//! Edits of what the model carries in part are found, each once.

use tests::run::Run;

const DOCUMENT: &str = "openapi: 3.1.0
info: {title: Things, version: '1'}
paths:
  /things: {$ref: '#/components/pathItems/Things'}
webhooks:
  thing.made:
    post:
      summary: A thing was made.
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}
      responses: {'200': {description: Taken.}}
components:
  pathItems:
    Things:
      summary: All things.
      get: {operationId: listThings, responses: {'204': {description: Done.}}}
  schemas:
    Thing:
      type: object
      properties:
        pair: {type: array, prefixItems: [{type: string}, {type: integer, not: {const: 1}}]}
        level: {oneOf: [{const: 1, description: Low.}, {const: 2}]}
        twice: {oneOf: [{type: integer}, {type: integer, minimum: 3}]}
        real: {oneOf: [{type: integer}, {type: integer, minimum: 10.5}]}
        large: {oneOf: [{type: integer}, {type: integer, maximum: 18446744073709551615}]}
";

#[test]
fn keys_of_branches_are_compared() {
    for (old, new) in [
        ("minProperties: 1", "minProperties: 2"),
        ("maxProperties: 8", "maxProperties: 9"),
        ("enum: [{a: b}]", "enum: [{a: c}]"),
        ("default: {a: b}", "default: {a: c}"),
        ("deprecated: false", "deprecated: true"),
    ] {
        let document = |key: &str| {
            let branch = format!("{{type: object, properties: {{a: {{type: string}}}}, {key}}}");
            let other = "{type: object, properties: {b: {type: string}}}";
            let content = format!(
                "content: {{application/json: {{schema: {{allOf: [{branch}, {other}]}}}}}}"
            );
            Run::of_text(&format!(
                "openapi: 3.1.0
info: {{title: Things, version: '1'}}
paths:
  /things:
    post:
      operationId: makeThing
      requestBody: {{{content}}}
      responses: {{'200': {{description: Made., {content}}}}}
"
            ))
        };
        let diff = document(old).diff(&document(new));
        let diff = diff.expect("both documents are in order");
        assert!(!diff.changes.is_empty(), "{old}");
    }
}

/// The ids of the changes and their places.
fn changes(from: &str, to: &str) -> Vec<String> {
    assert!(DOCUMENT.contains(from), "{from}");
    let new = DOCUMENT.replace(from, to);
    let diff = Run::of_text(DOCUMENT).diff(&Run::of_text(&new));
    let diff = diff.expect("both documents are in order");
    let changes = diff.changes.iter();
    changes
        .map(|it| format!("{} {}", it.rule.id, it.place))
        .collect()
}

#[test]
fn every_edit_is_found() {
    let words = "documentation-changed";
    let made = "webhooks.thing.made.post";
    let thing = "components.schemas.Thing.properties";
    for (from, to, expected) in [
        (
            "A thing was made.",
            "A thing is new.",
            vec![format!("{words} {made}.summary")],
        ),
        (
            "'200': {description: Taken",
            "'202': {description: Taken",
            vec![
                format!("callback-changed {made}.responses.200"),
                format!("callback-changed {made}.responses.202"),
            ],
        ),
        (
            "All things.",
            "Every thing.",
            vec![format!("{words} path.summary")],
        ),
        (
            "const: 1}}",
            "const: 2}}",
            vec![format!("not-changed {thing}.pair.items.anyOf.1.not")],
        ),
        (
            "Low.",
            "Not urgent.",
            vec![format!("{words} level.description")],
        ),
        (
            "minimum: 3",
            "minimum: 4",
            vec![format!("uncovered {thing}.twice.oneOf.1.minimum")],
        ),
        (
            "minimum: 10.5",
            "minimum: 99.5",
            vec![format!("uncovered {thing}.real.oneOf.1.minimum")],
        ),
        (
            "18446744073709551615",
            "18446744073709551614",
            vec![format!("uncovered {thing}.large.oneOf.1.maximum")],
        ),
    ] {
        assert_eq!(changes(from, to), expected, "{from} to {to}");
    }
}
