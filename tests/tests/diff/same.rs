//! Documents that describe the same contract produce no changes.

use tests::fixture;
use tests::run::Run;
use tests::{shuffle, snapshot};

fn assert_same(old: &Run, new: &Run) {
    let found = old.diff(new).expect("the documents can be read");
    let ids: Vec<&str> = found
        .changes
        .iter()
        .map(|change| change.id.as_str())
        .collect();
    assert!(ids.is_empty(), "{ids:#?}");
}

#[test]
fn a_document_and_itself() {
    assert_same(&Run::of_workspace(), &Run::of_workspace());
    snapshot::each(&fixture::valid(), fixture::Fixture::path, |fixture| {
        let run = Run::of(fixture).expect("a valid fixture is valid");
        assert_same(&run, &run);
    });
}

#[test]
fn a_document_in_another_order() {
    let run = Run::of_workspace();
    assert_same(&run, &run.clone().map(shuffle::reversed));
}

const INLINE: &str = r"
openapi: 3.0.3
info: {title: T, version: '1'}
paths:
  /things:
    get:
      operationId: listThings
      responses:
        '200':
          description: Fine.
          content:
            application/json:
              schema:
                type: array
                items:
                  type: object
                  required: [id, owner]
                  properties:
                    id: {type: string, maxLength: 32, example: a}
                    kind: {type: string, enum: [A, B], description: What kind it is.}
                    owner:
                      type: object
                      nullable: true
                      properties: {name: {type: string}, size: {type: integer, minimum: 1}}
";

const REFERENCES: &str = r"
openapi: 3.0.3
info: {title: T, version: '1'}
paths:
  /things:
    get:
      operationId: listThings
      responses: {'200': {$ref: '#/components/responses/Things'}}
components:
  responses:
    Things:
      description: Fine.
      content: {application/json: {schema: {$ref: '#/components/schemas/List'}}}
  schemas:
    List: {type: array, items: {$ref: '#/components/schemas/Thing'}}
    Base: {type: object, required: [id], properties: {id: {$ref: '#/components/schemas/Key'}}}
    Key: {type: string, maxLength: 32, example: a}
    Kind: {type: string, enum: [A, B], description: What kind it is.}
    Owner:
      type: object
      properties: {name: {type: string}, size: {allOf: [{type: integer, minimum: 1}]}}
    Thing:
      allOf:
        - $ref: '#/components/schemas/Base'
        - properties: {kind: {$ref: '#/components/schemas/Kind'}}
        - required: [owner]
          properties: {owner: {allOf: [{$ref: '#/components/schemas/Owner'}, {nullable: true}]}}
";

#[test]
fn extracting_components_changes_nothing_on_the_wire() {
    let run = |text: &str| Run::of_modules("same", &[("api".to_owned(), text.to_owned())]);
    for (old, new) in [(INLINE, REFERENCES), (REFERENCES, INLINE)] {
        let found = run(old).diff(&run(new)).expect("the documents can be read");
        for change in &found.changes {
            let only_rust =
                ["type-renamed", "type-removed", "type-added"].contains(&change.rule.id.as_str());
            assert!(only_rust, "{}: {}", change.id, change.sentence());
        }
    }
}

const UNION: &str = r"
openapi: 3.0.3
info: {title: T, version: '1'}
paths:
  /things:
    post:
      operationId: sendThing
      requestBody: {content: {application/json: {schema: {type: object, properties: {value: {KIND: [FIRST, {type: integer}]}}}}}}
      responses: {'204': {description: Done.}}
";

#[test]
fn one_of_disjoint_types_is_any_of_them() {
    let run = |kind: &str, first: &str| {
        let text = UNION.replace("KIND", kind).replace("FIRST", first);
        Run::of_modules("same", &[("api".to_owned(), text)])
    };
    let disjoint = "{type: string}";
    assert_same(&run("anyOf", disjoint), &run("oneOf", disjoint));
    let shared = "{type: number}";
    let found = run("anyOf", shared).diff(&run("oneOf", shared));
    let found = found.expect("the documents can be read");
    assert_eq!(found.wire(), Some(generator::diff::Wire::Breaking));
}

/// An integer in each place where it may be: a parameter, a header, a body, a component, a body of another media type.
const INTEGERS: &str = r"
openapi: 3.0.3
info: {title: T, version: '1'}
paths:
  /things:
    post:
      operationId: sendThing
      parameters: [{name: size, in: query, schema: {type: integer, LIMITS}}]
      requestBody:
        content:
          application/json: {schema: {type: object, properties: {size: {type: integer, LIMITS}, age: {$ref: '#/components/schemas/Age'}}}}
          application/xml: {schema: {type: object, properties: {size: {type: integer, LIMITS}}}}
      responses: {'204': {description: Done., headers: {X-Size: {schema: {type: integer, LIMITS}}}}}
components: {schemas: {Age: {type: integer, LIMITS}}}
";

#[test]
fn integers_above_0_are_at_least_1() {
    let run = |limits: &str| {
        let text = INTEGERS.replace("LIMITS", limits);
        Run::of_modules("same", &[("api".to_owned(), text)])
    };
    let least = run("minimum: 1, maximum: 8");
    let excluded = "minimum: 0, exclusiveMinimum: true, maximum: 9, exclusiveMaximum: true";
    assert_same(&least, &run(excluded));
    assert_same(&run(excluded), &least);
    let found = run(excluded).diff(&run("minimum: 0, maximum: 8"));
    assert_eq!(found.expect("the documents can be read").changes.len(), 5);
}

#[test]
fn renaming_components_changes_nothing_on_the_wire() {
    let run = Run::of_workspace();
    let renamed = run.clone().map(|text| {
        text.replace("schemas/Entitlement'", "schemas/Right'")
            .replace("\n    Entitlement:\n", "\n    Right:\n")
    });
    let found = run.diff(&renamed).expect("the documents can be read");
    let rules: Vec<&str> = found
        .contract()
        .map(|change| change.rule.id.as_str())
        .collect();
    assert!(
        rules
            .iter()
            .all(|rule| *rule == "type-renamed" || *rule == "rust-changed"),
        "{rules:?}"
    );
}
