//! Parts: merged, renamed, converted.

use super::*;

#[test]
fn equal_parts_are_merged_and_reported() {
    let root = "\
openapi: 3.0.1
paths:
  /a:
    get:
      responses:
        '200': {description: a, content: {application/json: {schema: {oneOf: [{$ref: a/Node.yaml}, {$ref: b/Node.yaml}, {$ref: c/Node.yaml}]}}}}
";
    let node = "{type: object, properties: {next: {$ref: Node.yaml}}}";
    let other = "{type: object, properties: {last: {$ref: Node.yaml}}}";
    let imported = all(&[
        ("root.yaml", root),
        ("a/Node.yaml", node),
        ("b/Node.yaml", node),
        ("c/Node.yaml", other),
    ]);
    assert_eq!(
        imported.notes,
        [
            "renamed `c/Node.yaml` to `CNode`: `a/Node.yaml` has the name `Node`",
            "merged `b/Node.yaml` into `Node`: `a/Node.yaml` says the same",
        ]
    );
    assert_eq!(imported.components, 2);
}

#[test]
fn a_renamed_branch_keeps_its_value() {
    let root = "\
openapi: 3.0.1
paths:
  /a:
    get:
      responses:
        '200':
          description: a
          content:
            application/json:
              schema:
                oneOf: [{$ref: a/Cat.yaml}, {$ref: b/Cat.yaml}, {$ref: a/Dog.yaml}]
                discriminator: {propertyName: kind, mapping: {hound: a/Dog.yaml}}
";
    let imported = all(&[
        ("root.yaml", root),
        (
            "a/Cat.yaml",
            "{type: object, properties: {kind: {type: string}}}",
        ),
        (
            "b/Cat.yaml",
            "{type: object, properties: {kind: {type: string}, x: {type: string}}}",
        ),
        (
            "a/Dog.yaml",
            "{type: object, properties: {kind: {type: string}}}",
        ),
    ]);
    let schema = "/paths/~1a/get/responses/200/content/application~1json/schema";
    let mapping = tree(&imported)
        .pointer(&format!("{schema}/discriminator/mapping"))
        .cloned()
        .unwrap_or_default();
    assert_eq!(
        mapping.to_string(),
        r##"{"hound":"#/components/schemas/Dog","Cat":"#/components/schemas/BCat"}"##
    );
}

#[test]
fn a_title_separates_the_words_of_a_name() {
    let root = "openapi: 3.0.1\npaths: {/a: {get: {requestBody: {content: {application/json: {schema: {$ref: ./accessitem.yaml}}}}}}}\n";
    let imported = all(&[
        ("root.yaml", root),
        ("accessitem.yaml", "{title: Access item, type: object}"),
    ]);
    assert!(
        imported.text.contains("#/components/schemas/AccessItem"),
        "{}",
        imported.text
    );
}

#[test]
fn evident_parts_of_another_kind_are_converted() {
    let root = "\
openapi: 3.0.1
info: {title: T, version: '1'}
paths:
  /a:
    get:
      operationId: getA
      responses:
        '200': {$ref: schemas/A.yaml}
        '400':
          description: Bad.
          content: {application/json: {schema: {$ref: responses/Bad.yaml}}}
";
    let imported = all(&[
        ("root.yaml", root),
        ("schemas/A.yaml", "{type: object}"),
        (
            "responses/Bad.yaml",
            "{description: Bad., content: {a/b: {schema: {$ref: ../schemas/A.yaml}}}}",
        ),
    ]);
    let links = imported.text.matches("$ref: '#/components/schemas/A'");
    assert_eq!(links.count(), 2, "{}", imported.text);
    assert_eq!(imported.components, 1);
    assert_eq!(
        imported.notes,
        [
            "read `responses/Bad.yaml` as the schema in it: the reference expects a schema",
            "read `schemas/A.yaml`, which is a schema, as a response of JSON: `root.yaml#/paths/~1a/get/responses/200/$ref`",
        ]
    );
}
