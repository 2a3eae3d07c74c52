//! A schema that is merged into another shares its inline types with it: what changes in them changes for both.

use crate::verdicts::compared;

/// An operation that sends `P`, and others that receive what `RESPONSE` says.
const DOCUMENT: &str = r"
openapi: 3.1.0
info: {title: T, version: '1'}
paths:
  /p:
    post:
      operationId: makeP
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: '#/components/schemas/P'}}}
      responses: {'204': {description: Done}}
  ROUTE:
    get:
      operationId: getP
      responses:
        '200':
          description: Done
          content: {application/json: {schema: RESPONSE}}
components:
  schemas:
    Q: {type: object, required: [q], properties: {q: {type: string}}}
    M:
      allOf:
        - $ref: '#/components/schemas/P'
        - {properties: {more: {type: string}}}
    P:
      type: object
      properties:
        it: PROPERTY
";

const MERGED: &str =
    "{allOf: [{$ref: '#/components/schemas/P'}, {properties: {links: {type: string}}}]}";

/// The response schemas that have `P` merged into them.
fn responses() -> Vec<String> {
    vec![
        MERGED.to_owned(),
        format!("{{type: array, items: {MERGED}}}"),
        format!("{{type: object, additionalProperties: {MERGED}}}"),
        format!(
            "{{type: object, properties: {{a: {{type: object, properties: {{b: {MERGED}}}}}}}}}"
        ),
        format!("{{oneOf: [{{$ref: '#/components/schemas/Q'}}, {MERGED}]}}"),
        "{$ref: '#/components/schemas/M'}".to_owned(),
    ]
}

/// Property schemas before and after, and the verdict and the place where `P` is both sent and received.
const PROPERTIES: &[(&str, &str, &str)] = &[
    (
        "{type: string, enum: [a, b]}",
        "{type: string, enum: [a, b, c]}",
        "risky both it=c",
    ),
    (
        "{type: object, required: [x], properties: {x: {type: string}}}",
        "{type: object, properties: {x: {type: string}}}",
        "breaking both it.x",
    ),
    (
        "{type: object, properties: {y: {type: object, required: [x], properties: {x: {type: string}}}}}",
        "{type: object, properties: {y: {type: object, properties: {x: {type: string}}}}}",
        "breaking both it.y.x",
    ),
    (
        "{type: array, items: {type: object, properties: {x: {type: string, maxLength: 9}}}}",
        "{type: array, items: {type: object, properties: {x: {type: string, maxLength: 10}}}}",
        "breaking both it[].x",
    ),
    (
        "{type: object, additionalProperties: {type: string, enum: [a]}}",
        "{type: object, additionalProperties: {type: string, enum: [a, b]}}",
        "risky both it.*=b",
    ),
    (
        "{oneOf: [{type: string}, {title: Size, type: object, required: [x], properties: {x: {type: string}}}]}",
        "{oneOf: [{type: string}, {title: Size, type: object, properties: {x: {type: string}}}]}",
        "breaking both it.|Size.x",
    ),
];

/// A document in which an operation at a route receives a schema.
fn document(route: &str, response: &str, property: &str) -> String {
    let document = DOCUMENT.replace("ROUTE", route);
    let document = document.replace("RESPONSE", response);
    document.replace("PROPERTY", property)
}

#[test]
fn changes_of_inline_types_are_judged_for_merged_schemas_too() {
    let mut responses = responses();
    responses.push("{$ref: '#/components/schemas/P'}".to_owned());
    for (old, new, expected) in PROPERTIES {
        // What is compared first names the place.
        for (response, route) in responses.iter().flat_map(|it| [(it, "/a"), (it, "/z")]) {
            let of = |property: &str| document(route, response, property);
            let found = compared(&of(old), &of(new));
            let changes: Vec<_> = found.contract().collect();
            let [change] = changes[..] else {
                panic!("{changes:#?}");
            };
            let (verdict, place) = expected.rsplit_once(' ').expect("a place is expected");
            let judged = format!("{} {}", change.wire, change.direction);
            assert_eq!(judged, verdict, "{old} in {response}");
            assert!(change.place.ends_with(place), "{change:#?}");
            let carriers: Vec<_> = change.carriers().map(|(id, ..)| id).collect();
            assert_eq!(carriers, ["getP", "makeP"], "{old} in {response}");
        }
    }
}

#[test]
fn changes_of_what_webhooks_send_are_judged_for_them_too() {
    let of = |values: &str| {
        let property = format!("{{type: string, enum: {values}}}");
        document("/z", "{type: string}", &property).replace(
            "\ncomponents:",
            "
webhooks:
  made:
    post:
      operationId: made
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/P'}}}}
      responses: {'204': {description: Done}}
components:",
        )
    };
    let found = compared(&of("[a]"), &of("[a, b]"));
    let rows = found
        .contract()
        .map(|it| format!("{} {} {}", it.wire, it.direction, it.place));
    assert_eq!(rows.collect::<Vec<_>>(), ["risky both it=b"]);
}
