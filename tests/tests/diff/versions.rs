//! A document of OpenAPI 3.0 and its faithful translation to 3.1 have no changes.

use tests::run::Run;

/// Schemas of 3.0, and what 3.1 writes for them.
const SCHEMAS: [(&str, &str, &str); 16] = [
    (
        "nullable",
        "{type: string, nullable: true}",
        "{type: [string, 'null']}",
    ),
    (
        "nullable reference",
        "{nullable: true, allOf: [{$ref: '#/components/schemas/Owner'}]}",
        "{oneOf: [{$ref: '#/components/schemas/Owner'}, {type: 'null'}]}",
    ),
    (
        "nullable union",
        "{nullable: true, anyOf: [{type: string}, {type: integer}]}",
        "{anyOf: [{type: string}, {type: integer}, {type: 'null'}]}",
    ),
    (
        "types",
        "{anyOf: [{type: string, maxLength: 3}, {type: integer, minimum: 1}]}",
        "{type: [string, integer], maxLength: 3, minimum: 1}",
    ),
    ("constant text", "{type: string, enum: [a]}", "{const: a}"),
    (
        "constant integer",
        "{type: integer, enum: [2]}",
        "{const: 2}",
    ),
    (
        "constant boolean",
        "{type: boolean, enum: [true]}",
        "{const: true}",
    ),
    (
        "constants",
        "{type: string, enum: [a, b], description: \"**a**: First.\\n\\n**b**: Second.\"}",
        "{oneOf: [{const: a, description: First.}, {const: b, description: Second.}]}",
    ),
    (
        "keys beside a reference",
        "{allOf: [{$ref: '#/components/schemas/Owner'}], readOnly: true, deprecated: true}",
        "{$ref: '#/components/schemas/Owner', readOnly: true, deprecated: true}",
    ),
    (
        "example",
        "{type: string, example: a}",
        "{type: string, examples: [a, b]}",
    ),
    (
        "open bounds",
        "{type: number, minimum: 0, exclusiveMinimum: true, maximum: 1, exclusiveMaximum: true}",
        "{type: number, exclusiveMinimum: 0, exclusiveMaximum: 1}",
    ),
    (
        "any value",
        "{type: array, items: {}}",
        "{type: array, items: true}",
    ),
    (
        "positions",
        "{type: array, items: {anyOf: [{type: string}, {type: integer}]}, description: \"The items by position:\\n\\n1. string\\n2. integer\"}",
        "{type: array, prefixItems: [{type: string}, {type: integer}]}",
    ),
    (
        "patterns",
        "{type: object, additionalProperties: {type: integer}, description: Further properties have names that match `^x`.}",
        "{type: object, patternProperties: {'^x': {type: integer}}}",
    ),
    (
        "bytes",
        "{type: string, format: byte}",
        "{type: string, contentEncoding: base64}",
    ),
    (
        "definitions",
        "{type: object, properties: {a: {type: object, properties: {b: {type: string}}}}}",
        "{type: object, properties: {a: {$ref: '#/components/schemas/Thing/properties/it/$defs/A'}}, $defs: {A: {type: object, properties: {b: {type: string}}}}}",
    ),
];

fn document(version: &str, schema: &str) -> Run {
    Run::of_text(&format!(
        "
openapi: {version}
info: {{title: T, version: '1'}}
paths:
  /things:
    put:
      operationId: putThing
      requestBody: {{required: true, content: {{application/json: {{schema: {{$ref: '#/components/schemas/Thing'}}}}}}}}
      responses: {{'200': {{description: Fine., content: {{application/json: {{schema: {{$ref: '#/components/schemas/Thing'}}}}}}}}}}
components:
  schemas:
    Owner: {{type: object, properties: {{name: {{type: string}}}}}}
    Thing: {{type: object, properties: {{it: {schema}}}}}
"
    ))
}

#[test]
fn a_translation_has_no_changes() {
    let mut found = Vec::new();
    for (name, old, new) in SCHEMAS {
        let (old, new) = (document("3.0.3", old), document("3.1.1", new));
        for (from, to) in [(&old, &new), (&new, &old)] {
            let diff = from.diff(to).expect("the documents can be read");
            found.extend(diff.changes.iter().map(|it| format!("{name}: {}", it.id)));
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn what_3_1_allows_is_no_warning() {
    for (name, _, new) in SCHEMAS {
        let draft = document("3.1.1", new)
            .draft()
            .expect("the document is valid");
        assert!(
            draft.warnings.to_string().is_empty(),
            "{name}: {}",
            draft.warnings
        );
    }
}

#[test]
fn a_key_that_may_let_values_through_is_changed_where_it_is_added() {
    let rules = |old: &str, new: &str| -> Vec<String> {
        let of = |keys: &str| document("3.1.1", &format!("{{type: array{keys}}}"));
        let diff = of(old).diff(&of(new)).expect("the documents can be read");
        let changes = diff.changes.iter();
        changes.map(|it| it.rule.id.to_string()).collect()
    };
    let contains = ", contains: {const: a}";
    let none = ", contains: {const: a}, minContains: 0";
    assert_eq!(rules("", contains), ["not-added"]);
    assert_eq!(rules(contains, ""), ["not-removed"]);
    assert_eq!(rules(contains, none), ["not-changed"]);
    assert_eq!(rules(none, contains), ["not-changed"]);
}
