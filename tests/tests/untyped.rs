//! Every place that becomes any JSON value is listed with its address and the reason.

use tests::run::Run;

const DOCUMENT: &str = r##"
openapi: 3.0.3
info: { title: Things, version: "1" }
paths:
  /things:
    get:
      operationId: listThings
      parameters:
        - { name: any, in: query, schema: { description: Whatever } }
      responses:
        "200":
          description: All
          content: { application/json: { schema: { type: array, items: { $ref: "#/components/schemas/Thing" } } } }
        default:
          description: An error
          content: { application/json: {} }
components:
  schemas:
    Thing:
      type: object
      properties:
        name: { type: string }
        open: {}
        list: { type: array, items: {} }
        map: { type: object, additionalProperties: { oneOf: [{}, { type: string }] } }
        either: { oneOf: [{ type: string }, {}] }
        both: { allOf: [{ description: One }, { description: Two }] }
        mixed: { enum: [1, a] }
        nothing: { enum: [null] }
        itself: { $ref: "#/components/schemas/Itself" }
    Itself: { $ref: "#/components/schemas/Thing/properties/open" }
"##;

#[test]
fn lists_each_place_with_the_reason() {
    let places = Run::of_text(DOCUMENT).untyped().unwrap();
    let schemas = "document.yaml#/components/schemas";
    let thing = format!("{schemas}/Thing/properties");
    let operation = "document.yaml#/paths/~1things/get";
    for wanted in [
        format!("{thing}/open: the schema has no `type`"),
        format!("{thing}/list/items: the schema has no `type`"),
        format!("{thing}/map/additionalProperties: a branch of the union takes any value"),
        format!("{thing}/either: a branch of the union takes any value"),
        format!("{thing}/both: the parts of `allOf` have no type in common"),
        format!("{thing}/mixed: the values of `enum` have several types"),
        format!("{thing}/nothing: null is its only value"),
        format!("{schemas}/Itself: the schema has no `type`"),
        format!("{operation}/parameters/0: the schema has no `type`"),
        format!("{operation}/responses/default: the schema has no `type`"),
    ] {
        assert!(
            places.contains(&wanted),
            "{wanted}\nis not in\n{}",
            places.join("\n")
        );
    }
    assert!(!places.iter().any(|it| it.contains("/name")));
}
