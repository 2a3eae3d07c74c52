//! Every content of a response is compared, not only the preferred one.

use tests::run::Run;

use crate::verdicts::{compared, expect, rows};

fn document(json: &str, further: &str) -> Run {
    Run::of_text(&format!(
        "openapi: 3.0.3
info: {{title: Reports, version: '1'}}
paths:
  /report:
    get:
      operationId: report
      responses:
        '200':
          description: The report.
          content:
            application/json: {{schema: {json}}}
            application/vnd.acme+json: {{schema: {further}}}
"
    ))
}

/// The ids of the changes.
fn changes(old: &Run, new: &Run) -> Vec<String> {
    let diff = old.diff(new).expect("both documents are in order");
    let changes = diff.changes.iter();
    changes.map(|it| it.rule.id.to_string()).collect()
}

#[test]
fn changes_of_further_contents_are_found() {
    let json = "{type: object, properties: {rows: {type: integer}}}";
    let list = |items: &str| format!("{{type: array, items: {{type: {items}}}, maxItems: 3}}");
    let old = document(json, &list("string"));
    assert_eq!(changes(&old, &old), Vec::<String>::new());
    let new = document(json, &list("integer"));
    assert_eq!(changes(&old, &new), ["type-changed", "rust-changed"]);
    let new = document(json, &list("string").replace('3', "5"));
    assert_eq!(changes(&old, &new), ["max-items-raised"]);
}

const SPELLINGS: &str = r"
openapi: 3.0.3
info: {title: T, version: '1'}
paths:
  /a:
    post:
      operationId: a
      requestBody: {content: {HERE}}
      responses: {'200': {description: Fine., content: {HERE}}}
";

#[test]
fn spellings_of_a_media_type_are_one_unless_their_contents_differ() {
    let content = |media: &str, ty: &str| format!("{media}: {{schema: {{type: {ty}}}}}");
    let one = content("text/csv", "string");
    let other = |ty| format!("{one}, {}", content("Text/CSV", ty));
    for (old, new) in [(&one, &other("string")), (&other("string"), &one)] {
        let of = |text: &str| SPELLINGS.replace("HERE", text);
        let found = compared(&of(old), &of(new));
        assert_eq!(rows(&found), Vec::<String>::new(), "{old} to {new}");
        assert_eq!(found.counts().documentation, 2, "{old} to {new}");
    }
    expect(
        SPELLINGS,
        &[
            (
                &one,
                &other("integer"),
                &[
                    "safe body.Text/CSV request-media-type-added",
                    "safe response.200.Text/CSV response-media-type-added",
                ],
            ),
            (
                &other("integer"),
                &one,
                &[
                    "breaking body.Text/CSV request-media-type-removed",
                    "breaking response.200.Text/CSV response-media-type-removed",
                ],
            ),
        ],
    );
}

#[test]
fn words_and_references_are_no_other_content() {
    let components = "components: {schemas: {Row: {type: string, description: A row.}}}\n";
    let document = format!("{SPELLINGS}{components}");
    let one = "text/csv: {schema: {$ref: '#/components/schemas/Row'}}";
    for schema in [
        "{type: string, description: A line.}",
        "{$ref: '#/components/schemas/Row'}",
    ] {
        let both = format!("{one}, Text/CSV: {{schema: {schema}}}");
        expect(&document, &[(one, &both, &[]), (&both, one, &[])]);
    }
}

#[test]
fn bounds_of_further_contents_are_compared() {
    let json = "{type: object, properties: {rows: {type: integer}}}";
    for (old, new, rule) in [
        (
            "type: integer, multipleOf: 2",
            "type: integer, multipleOf: 4",
            "multiple-of-narrowed",
        ),
        (
            "type: integer, minimum: 1",
            "type: integer, minimum: 2",
            "minimum-raised",
        ),
        (
            "type: string, minLength: 1",
            "type: string, minLength: 2",
            "min-length-raised",
        ),
        (
            "type: string, pattern: a",
            "type: string, pattern: b",
            "pattern-changed",
        ),
        (
            "type: object, maxProperties: 1",
            "type: object, maxProperties: 2",
            "max-properties-raised",
        ),
        (
            "type: array, items: {}, uniqueItems: true",
            "type: array, items: {}",
            "unique-items-lifted",
        ),
    ] {
        let of = |further: &str| document(json, &format!("{{{further}}}"));
        assert_eq!(changes(&of(old), &of(new)), [rule], "{old} to {new}");
    }
}
