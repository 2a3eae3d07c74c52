//! Long chains of schemas end: what grew with the square of their length would take minutes here.

use std::fmt::Write as _;

use generator::{
    Config, Document, Explanation, Input, Placement, Report, RuntimeSource, Source, WorkspaceRole,
};

/// How many schemas refer to each other in a row.
const LENGTH: usize = 1_000;

/// How many of the last ones are read to their end.
const READ: usize = 32;

/// A document whose only operation answers with the first of a chain, each schema of which is made of the number of the
/// next one.
fn chain(link: impl Fn(usize) -> String, end: &str) -> String {
    let mut text = String::from(
        "openapi: 3.0.3\ninfo: {title: Chain, version: '1'}\npaths:\n  /first:\n    get:\n      operationId: getFirst\n      \
         tags: [First]\n      responses:\n        '200':\n          description: Done.\n          content:\n            \
         application/json:\n              schema: {$ref: '#/components/schemas/S0'}\ncomponents:\n  schemas:\n",
    );
    for n in 0..LENGTH {
        let _ = writeln!(text, "    S{n}: {}", link(n + 1));
    }
    let _ = writeln!(text, "    S{LENGTH}: {end}");
    text
}

fn to(n: usize) -> String {
    format!("{{$ref: '#/components/schemas/S{n}'}}")
}

fn explain(text: String, keep_going: bool) -> Result<Explanation, Report> {
    let mut config = Config::single("chain", "chain", "chain.yaml").expect("the names are plain");
    config.apis[0].keep_going = keep_going;
    let documents = [Document {
        source: Source::new("chain.yaml", text),
        overlay: None,
    }];
    let input = Input {
        config: &config,
        documents: &documents,
        placement: Placement {
            runtime_version: "0.1.0".to_owned(),
            runtime: RuntimeSource::Path("../runtime".to_owned()),
            workspace: WorkspaceRole::Root,
            command: "test".to_owned(),
        },
    };
    let explain = |mut all: Vec<Explanation>| all.remove(0);
    generator::explain(&input).map(explain)
}

const OBJECT: &str = "{type: object, properties: {last: {type: string}}}";

/// Every schema beyond the limit, and the operation, are reported; the rest is generated without the operation.
fn is_cut(link: impl Fn(usize) -> String, at_operation: usize, message: &str) {
    let text = chain(link, OBJECT);
    let report = explain(text.clone(), false).expect_err("the chain is too long");
    assert_eq!(report.errors(), LENGTH - READ + at_operation);
    for finding in report.diagnostics() {
        assert!(finding.message.contains(message), "{}", finding.message);
    }
    let rest = explain(text, true).expect("what is left has no errors");
    assert!(!rest.model.contains("getFirst"), "{}", rest.model);
    assert!(rest.names.contains(&format!("S{LENGTH}")));
}

#[test]
fn references() {
    is_cut(to, 1, "longer than 32");
}

#[test]
fn extensions_that_each_add_a_property() {
    let link = |n| {
        format!(
            "{{allOf: [{}, {{properties: {{p{n}: {{type: string}}}}}}]}}",
            to(n)
        )
    };
    is_cut(link, 0, "more than 32 `allOf`s");
}

#[test]
fn extensions_that_each_require_a_property() {
    let link = |n| format!("{{allOf: [{}, {{required: [last]}}]}}", to(n));
    is_cut(link, 0, "more than 32 `allOf`s");
}

#[test]
fn other_names() {
    for link in [
        |n| format!("{{allOf: [{}]}}", to(n)),
        |n| format!("{{type: array, items: {}}}", to(n)),
        |n| format!("{{oneOf: [{}, {{type: string}}]}}", to(n)),
        |n| format!("{{type: object, properties: {{next: {}}}}}", to(n)),
        |n| format!("{{type: object, additionalProperties: {}}}", to(n)),
    ] {
        let explained = explain(chain(link, OBJECT), false).expect("every schema is sound");
        assert!(explained.names.contains(&format!("S{LENGTH}")));
    }
}

#[test]
fn unions_in_a_cycle() {
    let link = |n| format!("{{oneOf: [{}, {{type: string}}]}}", to(n % LENGTH));
    let explained = explain(chain(link, OBJECT), false).expect("a circle is broken");
    assert!(explained.names.contains("S0"));
}

#[test]
fn many_schemas_that_extend_a_large_one() {
    let properties: Vec<String> = (0..LENGTH)
        .map(|n| format!("p{n}: {{type: string}}"))
        .collect();
    let link = |_| format!("{{allOf: [{}, {{required: [p0]}}]}}", to(LENGTH));
    let end = format!(
        "{{type: object, properties: {{{}}}}}",
        properties.join(", ")
    );
    let text = chain(link, &end);
    let report = explain(text, false).expect_err("that is too much");
    assert!(
        report.to_string().contains("more than 100000 properties"),
        "{}",
        &report.to_string()[..1000]
    );
}

#[test]
fn a_property_that_leads_back_to_its_own_all_of() {
    let owner = |schema: &str| format!("{{type: object, properties: {{owner: {schema}}}}}");
    let again = owner("{type: object, properties: {name: {type: string}}}");
    let text = format!(
        "openapi: 3.0.3\ninfo: {{title: Chain, version: '1'}}\npaths: {{}}\ncomponents:\n  schemas:\n    \
         Base: {}\n    Thing: {{allOf: [{{$ref: '#/components/schemas/Base'}}, {again}]}}\n",
        owner("{$ref: '#/components/schemas/Thing'}"),
    );
    let explained = explain(text, false).expect("a type may contain itself");
    assert!(
        explained.names.contains("ThingOwner"),
        "{}",
        explained.names
    );
    assert!(
        !explained.names.contains("ThingOwnerOwner"),
        "{}",
        explained.names
    );
}
