//! Documents of several files, brought together.

mod parts;
mod versions;

use super::*;
use crate::source::Source;

/// Imports from files given as pairs of path and text.
fn import_from(files: &[(&str, &str)], selection: &Selection) -> Result<Imported, String> {
    let mut read = |path: &str| {
        let file = files.iter().find(|(name, _)| *name == path);
        file.map(|(name, text)| Source::new(*name, *text))
            .ok_or_else(|| format!("there is no file `{path}`"))
    };
    import(files[0].0, selection, &mut read).map_err(|report| report.to_string())
}

fn all(files: &[(&str, &str)]) -> Imported {
    import_from(files, &Selection::default()).unwrap_or_else(|report| panic!("{report}"))
}

const ROOT: &str = "\
openapi: 3.0.1
info: {title: T, version: '1'}
security: [{user: []}]
tags: [{name: A}, {name: B}]
paths:
  /a/{id}: {$ref: './paths/a.yaml'}
  /b: {$ref: paths/b.yaml}
components:
  securitySchemes:
    user: {type: http, scheme: basic}
    other: {type: http, scheme: basic}
  schemas:
    Alias: {$ref: schemas/Tree.yaml}
";

const A: &str = "\
parameters:
  - $ref: ../parameters/id.yaml
get:
  operationId: getA
  tags: [A]
  responses:
    '200':
      description: One.
      content:
        application/json:
          schema: {$ref: ../schemas/Tree.yaml}
          example: {$ref: ../examples/tree.json}
          examples:
            one: {$ref: ../examples/one.yaml}
    '400': {$ref: ../responses/400.yaml}
";

const B: &str = "\
post:
  operationId: postB
  tags: [B]
  requestBody: {$ref: ../bodies/B.yaml}
  responses:
    '200':
      description: One.
      content:
        application/json: {schema: {$ref: '../schemas/Wide.yaml#/properties/inner'}}
";

fn files() -> Vec<(&'static str, &'static str)> {
    vec![
        ("root.yaml", ROOT),
        ("paths/a.yaml", A),
        ("paths/b.yaml", B),
        (
            "parameters/id.yaml",
            "{name: id, in: path, required: true, schema: {type: string}}",
        ),
        (
            "schemas/Tree.yaml",
            "type: object\nproperties:\n  children: {type: array, items: {$ref: Tree.yaml}}\n  link: {$ref: ./link.yaml}\n",
        ),
        ("schemas/link.yaml", "$ref: more/Link.yaml"),
        (
            "schemas/more/Link.yaml",
            "{type: string, enum: ['yes', '1e3']}",
        ),
        ("schemas/Wide.yaml", "properties: {$ref: wide.yaml}"),
        ("schemas/wide.yaml", "inner: {type: integer}\n"),
        (
            "examples/tree.json",
            r#"{"children": [], "$ref": "https://example.com/1"}"#,
        ),
        ("examples/one.yaml", "value: {$ref: tree.json}"),
        (
            "responses/400.yaml",
            "{description: Bad., content: {application/json: {schema: {$ref: '../schemas/Error.yaml'}}}}",
        ),
        ("schemas/Error.yaml", "{type: object, title: Error}"),
        (
            "bodies/B.yaml",
            "content: {application/json: {schema: {$ref: ../schemas/Pair.yaml}}}",
        ),
        (
            "schemas/Pair.yaml",
            "properties: {$ref: './pair-properties.yaml'}\n",
        ),
        (
            "schemas/pair-properties.yaml",
            "first: {$ref: Error.yaml}\nsecond: {$ref: other/Error.yaml}\n",
        ),
        ("schemas/other/Error.yaml", "{type: object, title: Other}"),
    ]
}

fn tree(imported: &Imported) -> Value {
    let source = Source::new("out.yaml", imported.text.clone());
    syntax::parse_yaml(&source, &mut Diagnostics::default()).expect("what is written can be read")
}

#[test]
fn every_way_to_refer_is_followed() {
    let tree = tree(&all(&files()));
    let at = |pointer: &str| {
        tree.pointer(pointer)
            .unwrap_or_else(|| panic!("{pointer}"))
            .to_string()
    };
    assert_eq!(
        at("/paths/~1a~1{id}/parameters/0/$ref"),
        r##""#/components/parameters/id""##
    );
    let media = "/paths/~1a~1{id}/get/responses/200/content/application~1json";
    assert_eq!(
        at(&format!("{media}/schema/$ref")),
        r##""#/components/schemas/Tree""##
    );
    assert_eq!(
        at(&format!("{media}/example/$ref")),
        r#""https://example.com/1""#
    );
    assert_eq!(
        at(&format!("{media}/examples/one/$ref")),
        r##""#/components/examples/one""##
    );
    assert_eq!(at("/components/examples/one/value/children"), "[]");
    assert_eq!(
        at("/components/schemas/Tree/properties/children/items/$ref"),
        r##""#/components/schemas/Tree""##
    );
    assert_eq!(
        at("/components/schemas/Tree/properties/link/$ref"),
        r##""#/components/schemas/Link""##
    );
    assert_eq!(
        at("/components/responses/400/content/application~1json/schema/$ref"),
        r##""#/components/schemas/Error""##
    );
    assert_eq!(
        at("/components/schemas/Pair/properties/second/$ref"),
        r##""#/components/schemas/OtherError""##
    );
    assert_eq!(
        at("/components/securitySchemes"),
        r#"{"user":{"type":"http","scheme":"basic"}}"#
    );
}

#[test]
fn a_selection_keeps_what_it_reaches_and_names_stay() {
    let whole = tree(&all(&files()));
    let selection = Selection {
        tags: vec!["B".to_owned()],
        operations: Vec::new(),
        keep_going: false,
    };
    let imported = import_from(&files(), &selection).unwrap_or_else(|report| panic!("{report}"));
    let tree = tree(&imported);
    let keys = |node: &Value| -> Vec<String> {
        node.as_object()
            .into_iter()
            .flat_map(|it| it.keys().cloned())
            .collect()
    };
    assert_eq!(keys(&tree["paths"]), ["/b"]);
    assert_eq!(tree["tags"].to_string(), r#"[{"name":"B"}]"#);
    assert_eq!(
        keys(&tree["components"]["schemas"]),
        ["Error", "OtherError", "Pair", "inner"]
    );
    assert_eq!(
        tree["components"]["schemas"]["OtherError"],
        whole["components"]["schemas"]["OtherError"]
    );
    assert_eq!(imported.operations, 1);
    let by_id = Selection {
        tags: Vec::new(),
        operations: vec!["POST /b".to_owned()],
        keep_going: false,
    };
    assert_eq!(
        import_from(&files(), &by_id).map(|it| it.text),
        Ok(imported.text)
    );
}

#[test]
fn unknown_tags_and_ids_are_reported_with_suggestions() {
    let selection = Selection {
        tags: vec!["C".to_owned()],
        operations: vec!["getAa".to_owned()],
        keep_going: false,
    };
    let report = import_from(&files(), &selection).unwrap_err();
    assert!(report.contains("no operation has the tag `C`"), "{report}");
    assert!(report.contains("did you mean `getA`?"), "{report}");
}

#[test]
fn only_selected_parts_must_be_valid() {
    let mut broken = files();
    broken.retain(|(name, _)| *name != "bodies/B.yaml");
    let report = import_from(&broken, &Selection::default()).unwrap_err();
    assert!(
        report.contains("unresolved reference `../bodies/B.yaml`: there is no file `bodies/B.yaml`\n  --> paths/b.yaml:4:17 #/post/requestBody/$ref"),
        "{report}"
    );
    let selection = Selection {
        tags: vec!["A".to_owned()],
        operations: Vec::new(),
        keep_going: false,
    };
    assert!(import_from(&broken, &selection).is_ok());
    let going = Selection {
        keep_going: true,
        ..Selection::default()
    };
    let imported = import_from(&broken, &going).unwrap_or_else(|report| panic!("{report}"));
    let left_out = "skipped `POST /b`: unresolved reference `../bodies/B.yaml`: there is no file `bodies/B.yaml` (paths/b.yaml#/post/requestBody/$ref)";
    assert!(
        imported.notes.iter().any(|note| note == left_out),
        "{:?}",
        imported.notes
    );
    assert!(tree(&imported)["paths"].get("/b").is_none());
}

#[test]
fn an_unreadable_file_is_reported_once() {
    let mut broken = files();
    for (name, text) in &mut broken {
        if *name == "bodies/B.yaml" {
            *text = "a:\n  b: 1\n c: 2\n";
        }
    }
    let report = import_from(&broken, &Selection::default()).unwrap_err();
    let expected = "error[syntax-error]: the indentation does not match any key above\n  --> bodies/B.yaml:3:2";
    assert!(report.starts_with(expected), "{report}");
    assert!(!report.contains("dangling-reference"), "{report}");
}

#[test]
fn similar_names_are_suggested() {
    let root = "openapi: 3.0.1\npaths: {/a: {$ref: 'a.yaml#/Pathh'}}\n";
    let report = import_from(
        &[("root.yaml", root), ("a.yaml", "Path: {}\n")],
        &Selection::default(),
    );
    let report = report.unwrap_err();
    assert!(
        report.contains("help: did you mean `a.yaml#/Path`?"),
        "{report}"
    );
    let root = "openapi: 3.0.1\ncomponents: {schemas: {A: {items: {$ref: a.yaml}}}}\npaths: {/a: {get: {requestBody: {content: {a/b: {schema: {$ref: a.yaml}}}}}}}\n";
    let report = import_from(
        &[("root.yaml", root), ("a.yaml", "$ref: a.yaml\n")],
        &Selection::default(),
    );
    let report = report.unwrap_err();
    assert!(
        report.starts_with("error[cyclic-reference]: `a.yaml` refers to itself"),
        "{report}"
    );
}

#[test]
fn cycles_and_deep_nesting_terminate() {
    let start = "openapi: 3.0.1\npaths:\n  /a: {$ref: a.yaml}\n";
    for (file, code) in [
        ("{$ref: a.yaml}", "cyclic-reference"),
        (
            "get: {responses: {'200': {$ref: '#/get/responses/200'}}}",
            "cyclic-reference",
        ),
        ("get: {x-a: {$ref: a.yaml}}", "cyclic-reference"),
        (
            "get: {parameters: {$ref: 'a.yaml#/get/parameters'}}",
            "cyclic-reference",
        ),
        (
            "get: {parameters: {$ref: 'a.yaml#/get/parameters/0'}}",
            "dangling-reference",
        ),
    ] {
        let report = import_from(
            &[("root.yaml", start), ("a.yaml", file)],
            &Selection::default(),
        )
        .unwrap_err();
        assert!(
            report.starts_with(&format!("error[{code}]")),
            "{file}\n{report}"
        );
    }
    let deep = format!("get: {{x-a: {}1{}}}", "[".repeat(120), "]".repeat(120));
    let report = import_from(
        &[("root.yaml", start), ("a.yaml", &deep)],
        &Selection::default(),
    )
    .unwrap_err();
    assert!(report.contains("nested too deeply"), "{report}");
}

#[test]
fn a_file_is_the_same_by_every_way() {
    let root = "\
openapi: 3.0.1
info: {title: T, version: '1'}
paths:
  /a:
    get:
      operationId: getA
      responses:
        '200':
          description: It.
          content: {application/json: {schema: {$ref: schemas/A.yaml}}}
";
    let files = [
        ("root.yaml", root),
        (
            "schemas/A.yaml",
            "{type: object, properties: {b: {$ref: ../../b/B.yaml}}}",
        ),
        (
            "../b/B.yaml",
            "{type: object, properties: {a: {$ref: ../a/schemas/A.yaml}}}",
        ),
    ];
    let mut read = |path: &str| {
        let file = files.iter().find(|(name, _)| *name == path);
        file.map(|(name, text)| Source::new(*name, *text))
            .ok_or_else(|| format!("there is no file `{path}`"))
    };
    let imported = import("x/a/root.yaml", &Selection::default(), &mut read).unwrap();
    assert_eq!((imported.files, imported.components), (3, 2));
    assert_eq!(imported.notes, [""; 0]);
}
