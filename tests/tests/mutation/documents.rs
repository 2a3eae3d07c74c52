//! The documents to begin with, and those without an end.

use generator::Source;
use generator::import::{Selection, import};
use serde_json::Value;
use tests::{fixture, tree};

/// Small documents: every fixture, and every operation of the workspace's documents by itself.
pub(crate) fn originals() -> Vec<(String, Value)> {
    let folders = fixture::VALID.iter().chain(&["invalid"]);
    let mut texts: Vec<String> = folders
        .flat_map(|folder| fixture::in_folder(folder))
        .map(|it| it.document())
        .collect();
    for file in tree::files("spec") {
        if file.is("yaml") && !file.name.ends_with(".overlay.yaml") {
            texts.extend(operations(&file.text()));
        }
    }
    if let Some(folder) = std::env::var_os("UPSTREAM_SPECS") {
        let bundled = std::path::Path::new(&folder).join("bundled");
        for name in [
            "beta-entitlements.yaml",
            "v2026-entitlement-connections.yaml",
        ] {
            let text = std::fs::read_to_string(bundled.join(name));
            texts.extend(operations(&text.expect("the vendor's documents are there")));
        }
    }
    let with_tree = |text: String| {
        let tree = serde_yaml::from_str(&text).unwrap_or_default();
        (text, tree)
    };
    texts.into_iter().map(with_tree).collect()
}

/// Each operation of a document with what it reaches.
fn operations(text: &str) -> Vec<String> {
    let tree: Value = serde_yaml::from_str(text).expect("the document is YAML");
    let items = tree["paths"]
        .as_object()
        .expect("the document has paths")
        .values();
    let ids = items
        .filter_map(Value::as_object)
        .flat_map(|item| item.values())
        .filter_map(|operation| operation["operationId"].as_str());
    ids.map(|id| {
        let selection = Selection {
            tags: Vec::new(),
            operations: vec![id.to_owned()],
            keep_going: false,
        };
        let imported = import("d.yaml", &selection, &mut |name| {
            Ok(Source::new(name, text))
        });
        imported.expect("the document is in order").text
    })
    .collect()
}

/// Documents that go on and on: in depth and in width.
pub(crate) fn endless() -> Vec<String> {
    const MANY: usize = 10_000;
    let head =
        "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths: {}\ncomponents:\n  schemas:\n";
    let mut indented = String::from(head);
    for n in 0..2_000 {
        indented.extend([" ".repeat(4 + n).as_str(), "a:\n"]);
    }
    // As deep as the reader lets it be.
    let deep = |before: &str, behind: &str, levels: usize| {
        format!(
            "{head}    A: {}{{type: string}}{}\n",
            before.repeat(levels),
            behind.repeat(levels)
        )
    };
    vec![
        deep("{type: array, items: ", "}", 120),
        deep("{additionalProperties: ", "}", 120),
        deep("{type: object, properties: {a: ", "}}", 60),
        deep("{type: object, required: [a], properties: {a: ", "}}", 60),
        deep("{allOf: [", "]}", 60),
        deep("{oneOf: [{type: integer}, ", "]}", 60),
        "[".repeat(MANY),
        "{\"a\":".repeat(MANY),
        "- ".repeat(MANY),
        format!("{head}    A: {}1{}", "{a: ".repeat(MANY), "}".repeat(MANY)),
        indented,
        format!(
            "{head}    A: {{type: string, enum: [{}]}}",
            (0..MANY)
                .map(|n| format!("v{n}"))
                .collect::<Vec<_>>()
                .join(", ")
        ),
        format!(
            "{head}    A: {{type: string, description: \"{}\"}}",
            "> ".repeat(MANY)
        ),
        format!(
            "{head}    A: {{type: string, description: \"{}\"}}",
            "*a _b [c](".repeat(MANY / 10)
        ),
    ]
}
