//! The crates of `spec/` read, write and send what their documents say, and the comparison itself finds what it is for.

use std::path::Path;
use std::sync::Mutex;

use serde_json::{Map, Value, json};
use tests::conformance::document::Document;
use tests::conformance::documents;
use tests::conformance::requests::{self, Request};
use tests::conformance::server::Received;
use tests::conformance::translate::Validators;
use tests::conformance::values::Sampler;
use tests::conformance::{self, Share, checker};
use tests::{fixture, sample, tree};

/// The programs are compiled in one folder.
static FOLDER: Mutex<()> = Mutex::new(());

/// How the names of fixtures of unions start.
const UNIONS: &[&str] = &[
    "union_",
    "all_of_discriminated_base",
    "all_of_mapped_base",
    "all_of_union",
    "recursive_",
    "enum_shared",
];

/// Runs a document, which has to have no failure.
fn conforming(path: &Path) -> conformance::Report {
    let _folder = FOLDER.lock();
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let report = conformance::run(path, scratch, Share(1)).expect("the program compiles and runs");
    assert!(
        report.failures.is_empty(),
        "{report}\n{}",
        report.failures.join("\n")
    );
    report
}

#[test]
fn documents_of_the_workspace_conform() {
    let names = vec!["beta", "v2026", "isc"];
    for name in sample::of("conformance of documents", names, 1) {
        let report = conforming(&tree::root().join(format!("spec/{name}.yaml")));
        assert_eq!(report.faults, [""; 0]);
        assert!(report.samples > 400 && report.requests.0 > 20, "{report}");
    }
}

#[test]
fn styles_and_media_types_conform() {
    let mut paths = documents::parameters();
    paths.extend(documents::bodies());
    let document = document(&json!({}), &paths.into());
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("requests.json");
    std::fs::write(&path, document.root().to_string()).expect("the scratch folder can be written");
    let report = conforming(&path);
    assert_eq!(report.requests, (17, 17));
}

#[test]
fn constructs_of_later_versions_conform() {
    let report = conforming(&tree::root().join("tests/documents/later.yaml"));
    assert_eq!(report.faults, [""; 0]);
    assert!(report.samples > 150, "{report}");
    assert_eq!(report.requests, (4, 4));
}

/// All fixtures of unions as one document. Each component gets the name of its fixture before its own.
#[test]
fn fixtures_of_unions_conform() {
    let mut components = Map::new();
    for fixture in fixture::in_folder("schema") {
        // `{nullable: true}` is read as null, and accepts anything.
        if !UNIONS.iter().any(|start| fixture.name.starts_with(start))
            || fixture.name == "union_nullable"
        {
            continue;
        }
        let document: Value = serde_yaml::from_str(&fixture.document()).expect("a fixture is YAML");
        let schemas = document["components"]["schemas"].to_string();
        let prefix = format!("#/components/schemas/{}_", fixture.name);
        let schemas: Map<String, Value> =
            serde_json::from_str(&schemas.replace("#/components/schemas/", &prefix))
                .expect("it still is JSON");
        let named = schemas.into_iter();
        components.extend(named.map(|(name, it)| (format!("{}_{name}", fixture.name), it)));
    }
    let mut document = whole(&components.into(), &json!({}));
    document["openapi"] = json!("3.1.0");
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("unions.json");
    std::fs::write(&path, document.to_string()).expect("the folder is there");
    let report = conforming(&path);
    assert!(report.components.0 > 40, "{report}");
}

fn document(components: &Value, paths: &Value) -> Document {
    document_of("3.0.3", components, paths)
}

fn whole(components: &Value, paths: &Value) -> Value {
    json!({
        "openapi": "3.0.3",
        "info": { "title": "Things", "version": "1" },
        "paths": paths,
        "components": { "schemas": components },
    })
}

fn document_of(version: &str, components: &Value, paths: &Value) -> Document {
    let mut root = whole(components, paths);
    root["openapi"] = version.into();
    Document::parse(&root.to_string()).expect("the document is OpenAPI 3")
}

/// The valid values of a component, and how many are not valid.
fn values(document: &Document, name: &str) -> (Vec<Value>, usize) {
    let schema = json!({ "$ref": format!("#/components/schemas/{name}") });
    let mut validators = Validators::new(document);
    let mut values = Sampler::new(document).values(&schema);
    let count = values.len();
    values.retain(|value| validators.check(&schema, value).is_ok());
    let invalid = count - values.len();
    (values, invalid)
}

#[test]
fn samples_have_every_branch_value_and_null() {
    let components = json!({
        "Pet": {
            "oneOf": [{ "$ref": "#/components/schemas/Cat" }, { "$ref": "#/components/schemas/Dog" }],
            "discriminator": { "propertyName": "kind", "mapping": { "meow": "#/components/schemas/Cat" } },
        },
        "Named": { "type": "object", "required": ["kind"], "properties": { "kind": { "type": "string" } } },
        "Cat": {
            "allOf": [
                { "$ref": "#/components/schemas/Named" },
                { "type": "object", "properties": { "lives": { "type": "integer", "nullable": true, "minimum": 7 } } },
            ],
        },
        "Dog": {
            "type": "object",
            "required": ["kind"],
            "properties": {
                "kind": { "type": "string" },
                "size": { "type": "string", "enum": ["small", "large"] },
                "code": { "type": "string", "pattern": "^[A-Z]{3}-[0-9]+$" },
            },
            "additionalProperties": false,
        },
    });
    let (values, invalid) = values(&document(&components, &json!({})), "Pet");
    assert_eq!(invalid, 0);
    for wanted in [
        json!({ "kind": "meow" }),
        json!({ "kind": "meow", "lives": 7 }),
        json!({ "kind": "meow", "lives": null }),
        json!({ "kind": "Dog" }),
        json!({ "kind": "Dog", "size": "large", "code": "AAA-1" }),
    ] {
        assert!(values.contains(&wanted), "{wanted} is not in {values:#?}");
    }
    let unknown = values
        .iter()
        .filter(|it| it.get("unknownProperty").is_some());
    assert!(unknown.count() > 0);
}

/// Schemas of 3.1, the first of which refers to the second.
fn later() -> Document {
    let components = json!({
        "Thing": {
            "type": "object",
            "required": ["kind"],
            "properties": {
                "kind": { "const": "a" },
                "size": { "type": ["integer", "string", "null"], "exclusiveMinimum": 3 },
                "maybe": { "anyOf": [{ "type": "null" }, { "$ref": "#code" }] },
                "code": { "$ref": "#/components/schemas/Code", "maxLength": 3 },
                "pair": { "type": "array", "prefixItems": [{ "type": "integer" }, { "type": "boolean" }], "items": false },
                "none": false,
            },
            "patternProperties": { "^x-[a-z]+$": { "type": "boolean" } },
            "additionalProperties": false,
        },
        "Code": { "$anchor": "code", "type": "string", "minLength": 2 },
        "Chain": { "type": "object", "properties": { "next": { "oneOf": [{ "$ref": "#/components/schemas/Chain" }, { "type": "null" }] } } },
        "Named": { "type": "object", "propertyNames": { "enum": ["b"] }, "additionalProperties": { "type": "integer" } },
    });
    document_of("3.1.0", &components, &json!({}))
}

#[test]
fn samples_have_what_later_versions_add() {
    let document = later();
    let (things, invalid) = values(&document, "Thing");
    assert_eq!(invalid, 0);
    for (name, wanted) in [
        ("kind", json!("a")),
        ("size", json!(4)),
        ("size", json!("text")),
        ("size", Value::Null),
        ("maybe", Value::Null),
        ("maybe", json!("text")),
        ("code", json!("tex")),
        ("pair", json!([1, true])),
        ("pair", json!([1, false])),
        ("x-a", json!(false)),
    ] {
        let has = |it: &Value| it.get(name) == Some(&wanted);
        assert!(things.iter().any(has), "no sample has {name}: {wanted}");
    }
    assert!(things.iter().all(|it| it.get("none").is_none()));
    let (chains, invalid) = values(&document, "Chain");
    assert!(chains.contains(&json!({ "next": null })) && invalid == 0);
    let (named, invalid) = values(&document, "Named");
    assert!(named.contains(&json!({ "b": 1 })) && invalid == 0);
}

#[test]
fn schemas_of_later_versions_validate_as_they_are() {
    let document = later();
    let mut validators = Validators::new(&document);
    let schema = json!({ "$ref": "#/components/schemas/Thing" });
    let mut is_valid = |value: Value| validators.check(&schema, &value).is_ok();
    assert!(is_valid(json!({ "kind": "a", "size": 4, "code": "abc" })));
    for bad in [
        json!({ "kind": "b" }),
        json!({ "kind": "a", "size": 3 }),
        json!({ "kind": "a", "size": true }),
        json!({ "kind": "a", "maybe": "a" }),
        json!({ "kind": "a", "code": "abcd" }),
        json!({ "kind": "a", "code": "a" }),
        json!({ "kind": "a", "pair": [1, true, 2] }),
        json!({ "kind": "a", "pair": [true] }),
        json!({ "kind": "a", "none": 1 }),
        json!({ "kind": "a", "x-a": 1 }),
    ] {
        assert!(!is_valid(bad.clone()), "{bad}");
    }
}

#[test]
fn samples_of_recursive_schemas_are_finite() {
    let components = json!({
        "Tree": {
            "type": "object",
            "required": ["leaves"],
            "properties": {
                "leaves": { "type": "array", "items": { "$ref": "#/components/schemas/Tree" } },
                "next": { "$ref": "#/components/schemas/Tree" },
                "by": { "type": "object", "additionalProperties": { "$ref": "#/components/schemas/Tree" } },
            },
        },
        "Shape": {
            "oneOf": [{ "$ref": "#/components/schemas/Circle" }],
            "properties": { "name": { "type": "string" } },
        },
        "Circle": {
            "allOf": [
                { "$ref": "#/components/schemas/Shape" },
                { "type": "object", "properties": { "radius": { "type": "number" } } },
            ],
        },
    });
    let document = document(&components, &json!({}));
    for name in ["Tree", "Shape", "Circle"] {
        let (values, invalid) = values(&document, name);
        assert!(values.len() > 2 && values.len() < 300, "{name}: {values:?}");
        assert_eq!(invalid, 0);
    }
}

#[test]
fn translated_schemas_validate_like_openapi() {
    let components = json!({
        "Item": {
            "type": "object",
            "properties": {
                "above": { "type": "integer", "minimum": 1, "exclusiveMinimum": true },
                "maybe": { "nullable": true, "allOf": [{ "$ref": "#/components/schemas/Other" }] },
                "word": { "type": "string", "format": "date", "nullable": true, "enum": ["a", "b"] },
            },
        },
        "Other": { "type": "object", "required": ["id"], "properties": { "id": { "type": "string" } } },
    });
    let document = document(&components, &json!({}));
    let mut validators = Validators::new(&document);
    let schema = json!({ "$ref": "#/components/schemas/Item" });
    let mut is_valid = |value: Value| validators.check(&schema, &value).is_ok();
    assert!(is_valid(
        json!({ "above": 2, "maybe": { "id": "x" }, "word": "a" })
    ));
    assert!(is_valid(json!({ "maybe": null, "word": null })));
    assert!(!is_valid(json!({ "above": 1 })));
    assert!(!is_valid(json!({ "maybe": {} })));
    assert!(!is_valid(json!({ "word": "c" })));
}

/// The request with everything of the only operation.
fn request(document: &Document) -> Request {
    let mut all = requests::all(document, &mut Sampler::new(document));
    let (_, requests) = all.pop().expect("there is an operation");
    let mut requests = requests.expect("there are values").into_iter();
    requests.nth(1).expect("there is one with everything")
}

fn check(document: &Document, target: &str, body: &str) -> Result<(), String> {
    let headers = [("content-type", "application/json"), ("x-trace", "text")];
    check_with(document, target, &headers, body)
}

fn check_with(
    document: &Document,
    target: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Result<(), String> {
    let headers = headers.iter();
    let headers = headers.map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    let received = Received {
        method: "POST".to_owned(),
        target: target.to_owned(),
        headers: headers.collect(),
        body: body.as_bytes().to_vec(),
    };
    let mut validators = Validators::new(document);
    checker::check(document, &mut validators, &request(document), &received)
}

#[test]
fn requests_are_compared_with_the_document() {
    let list = json!({ "type": "array", "items": { "type": "integer" }, "minItems": 2 });
    let color = json!({ "type": "object", "properties": { "R": { "type": "integer" }, "G": { "type": "integer" } } });
    let text = json!({ "type": "string" });
    let paths = json!({ "/things/{id}.{ext}": { "post": {
        "parameters": [
            { "name": "id", "in": "path", "required": true, "style": "label", "schema": list },
            { "name": "ext", "in": "path", "required": true, "schema": text },
            { "name": "a", "in": "query", "schema": list },
            { "name": "b", "in": "query", "explode": false, "schema": list },
            { "name": "c", "in": "query", "style": "pipeDelimited", "schema": color },
            { "name": "d", "in": "query", "style": "deepObject", "schema": color },
            { "name": "e", "in": "query", "content": { "application/json": { "schema": color } } },
            { "name": "X-Trace", "in": "header", "schema": text },
        ],
        "requestBody": { "content": { "application/json": { "schema": color } } },
        "responses": {},
    } } });
    let document = document(&json!({}), &paths);
    let good =
        "/things/.1,0.text?a=1&a=0&b=1,0&c=G|1|R|1&d%5BR%5D=1&d[G]=1&e=%7B%22R%22:1,%22G%22:1%7D";
    let body = r#"{"G": 1, "R": 1}"#;
    assert_eq!(check(&document, good, body), Ok(()));
    for (old, new) in [
        ("/things/", "/thing/"),
        (".1,0", "1,0"),
        (".text", ".txt"),
        ("a=1&a=0", "a=1,0"),
        ("b=1,0", "b=1%2C0"),
        ("c=G|1|R|1", "R=1&G=1"),
        ("d[G]=1", "G=1"),
        ("&e=", "&e2="),
        ("?a", "?z=1&a"),
    ] {
        assert!(good.contains(old));
        let bad = good.replacen(old, new, 1);
        assert!(check(&document, &bad, body).is_err(), "{bad}");
    }
    assert!(check(&document, good, r#"{"R": 1}"#).is_err());
    assert!(check(&document, good, "").is_err());
}

#[test]
fn a_header_parameter_named_cookie_is_the_whole_header() {
    let check = |location: &str, sent: &str| {
        let paths = json!({ "/things": { "post": {
            "parameters": [{ "name": "Cookie", "in": location, "schema": { "type": "string" } }],
            "responses": {},
        } } });
        check_with(
            &document(&json!({}), &paths),
            "/things",
            &[("cookie", sent)],
            "",
        )
    };
    assert_eq!(check("header", "text"), Ok(()));
    assert!(check("header", "Cookie=text").is_err());
    assert_eq!(check("cookie", "Cookie=text"), Ok(()));
    assert!(check("cookie", "text").is_err());
}
