//! Edits of what the model carries in part are found, each once.

use tests::run::Run;

use crate::verdicts::compared;

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
      minProperties: 1
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

/// The rules of the changes and their places, sorted.
fn changes(edits: &[&Edit]) -> Vec<String> {
    let mut new = DOCUMENT.to_owned();
    for (from, to, _) in edits {
        assert!(DOCUMENT.contains(from), "{from}");
        new = new.replace(from, to);
    }
    let diff = Run::of_text(DOCUMENT).diff(&Run::of_text(&new));
    let diff = diff.expect("both documents are in order");
    let changes = diff.changes.iter();
    let changes = changes.map(|it| format!("{} {}", it.rule.id, it.place));
    let mut changes: Vec<String> = changes.collect();
    changes.sort();
    changes
}

/// A text, its replacement and the changes that follow, sorted.
type Edit = (&'static str, &'static str, Vec<String>);

fn edits() -> Vec<Edit> {
    let words = "documentation-changed";
    let made = "webhooks.thing.made.post";
    let thing = "components.schemas.Thing.properties";
    vec![
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
            "minProperties: 1",
            "minProperties: 2",
            vec!["min-properties-raised ".to_owned()],
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
    ]
}

#[test]
fn every_edit_is_found() {
    for edit in &edits() {
        assert_eq!(changes(&[edit]), edit.2, "{} to {}", edit.0, edit.1);
    }
}

#[test]
fn no_edit_hides_another() {
    let edits = edits();
    for (n, one) in edits.iter().enumerate() {
        for other in &edits[n + 1..] {
            let mut expected = [&one.2[..], &other.2].concat();
            expected.sort();
            assert_eq!(
                changes(&[one, other]),
                expected,
                "{} and {}",
                one.0,
                other.0
            );
        }
    }
}

#[test]
fn edits_of_parts_of_an_operation_do_not_hide_each_other() {
    let document = |flag: &str, body: u8, response: u8| {
        let content = |n: u8| {
            let branch = format!("{{properties: {{a: {{type: string}}}}, minProperties: {n}}}");
            format!(
                "content: {{application/json: {{schema: {{allOf: [{branch}, {{properties: {{b: {{type: string}}}}}}]}}}}}}"
            )
        };
        Run::of_text(&format!(
            "openapi: 3.1.0
info: {{title: Things, version: '1'}}
paths:
  /things:
    post:
      operationId: makeThing
      deprecated: {flag}
      requestBody: {{{}}}
      responses: {{'200': {{description: Made., {}}}}}
",
            content(body),
            content(response),
        ))
    };
    let old = document("false", 1, 1);
    let count = |new: &Run| {
        let diff = old.diff(new).expect("both documents are in order");
        diff.changes.len()
    };
    let each = [("true", 1, 1), ("false", 2, 1), ("false", 1, 2)];
    assert_eq!(
        each.map(|(flag, body, response)| count(&document(flag, body, response))),
        [1, 1, 1]
    );
    assert_eq!(count(&document("true", 2, 2)), 3);
}

#[test]
fn responses_that_are_components_are_found_once() {
    let document = |responses: &str| {
        Run::of_text(&format!(
            "openapi: 3.1.0
info: {{title: Things, version: '1'}}
paths: {{/things: {{get: {{operationId: listThings, responses: {{'200': {{description: All.}}{responses}}}}}}}}}
components: {{responses: {{Lost: {{description: None.}}}}}}
"
        ))
    };
    let lost = document(", '404': {$ref: '#/components/responses/Lost'}");
    let old = document("");
    for (old, new, rule) in [
        (&old, &lost, "failure-status-added"),
        (&lost, &old, "failure-status-removed"),
    ] {
        let diff = old.diff(new).expect("both documents are in order");
        let rules = diff.contract().map(|it| it.rule.id.to_string());
        let rules: Vec<String> = rules.filter(|it| !it.starts_with("unused")).collect();
        assert_eq!(rules, [rule]);
    }
}

/// A schema of branches, and an operation with filters.
const BRANCHES: &str = "openapi: 3.1.0
info: {title: Things, version: '1'}
paths:
  /things:
    get:
      operationId: listThings
      parameters: [{name: filters, in: query, description: \"Filtering is supported for the following fields and operators:\\n\\n**id**: *eq*\", schema: {type: string}}]
      responses: {'200': {description: All., content: {application/json: {schema: {type: object, properties: {thing: {$ref: '#/components/schemas/Thing'}, twice: {oneOf: [{type: integer}, {type: integer, minimum: 3}]}}}}}}}
components:
  schemas:
    Thing:
      allOf:
        - {type: object, minProperties: 1, properties: {a: {type: string}}}
        - {type: object, minProperties: 1, properties: {b: {type: string, description: Low.}, description: {type: string, maxLength: 5}, a.c: {type: string, maxLength: 3}, a: {type: string, description: One.}}}
";

#[test]
fn words_and_other_parts_do_not_hide_changes() {
    let minimum = (
        "minProperties: 1, properties: {a:",
        "minProperties: 2, properties: {a:",
    );
    let branch = ("minimum: 3", "minimum: 4");
    for (one, other, rule) in [
        (minimum, ("Low.", "Not urgent."), "documentation-changed"),
        (
            minimum,
            ("maxLength: 5", "maxLength: 6"),
            "max-length-raised",
        ),
        (
            minimum,
            ("maxLength: 3", "maxLength: 4"),
            "max-length-raised",
        ),
        (
            minimum,
            ("{b: {type: string", "{b: {type: integer"),
            "type-changed",
        ),
        (branch, ("All.", "Each."), "documentation-changed"),
        (branch, ("*eq*", "*eq, in*"), "filter-operator-added"),
    ] {
        let new = BRANCHES.replace(one.0, one.1).replace(other.0, other.1);
        let diff = compared(BRANCHES, &new);
        let rules = diff.changes.iter().map(|it| it.rule.id.as_str());
        let rules: Vec<&str> = rules.collect();
        for rule in ["uncovered", rule] {
            assert!(
                rules.contains(&rule),
                "{rule} is not in {rules:?}: {other:?}"
            );
        }
    }
}
