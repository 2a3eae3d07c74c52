//! The documents to begin with, and those without an end.

use std::fs;
use std::path::Path;

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
        let bundled = Path::new(&folder).join("bundled");
        for name in [
            "beta-entitlements.yaml",
            "v2026-entitlement-connections.yaml",
        ] {
            let text = std::fs::read_to_string(bundled.join(name));
            texts.extend(operations(&text.expect("the vendor's documents are there")));
        }
        for version in ["beta", "v2026"] {
            texts.extend(slice(&Path::new(&folder).join("idn"), version));
        }
    }
    let with_tree = |text: String| {
        let tree = serde_yaml::from_str(&text).unwrap_or_default();
        (text, tree)
    };
    texts.into_iter().map(with_tree).collect()
}

/// Some of the paths of the vendor's document of many files, each a document of its own.
fn slice(folder: &Path, version: &str) -> Vec<String> {
    const SOME: usize = 8;
    let entries = fs::read_dir(folder.join(version).join("paths"));
    let mut names: Vec<String> = entries
        .expect("the vendor's documents are there")
        .map(|entry| entry.expect("the folder can be listed").file_name())
        .filter_map(|name| name.into_string().ok())
        .collect();
    names.sort();
    let each = names.len() / SOME;
    let some = names.iter().step_by(each.max(1)).take(SOME);
    some.map(|name| {
        let root = format!(
            "openapi: 3.0.1\ninfo: {{title: T, version: '1'}}\npaths: {{/a: {{$ref: './{version}/paths/{name}'}}}}\n"
        );
        let imported = import("root.yaml", &Selection::default(), &mut |path| {
            let text = match path {
                "root.yaml" => root.clone(),
                path => fs::read_to_string(folder.join(path)).map_err(|error| error.to_string())?,
            };
            Ok(Source::new(path, text))
        });
        match imported {
            Ok(imported) => imported.text,
            // What leads nowhere is broken already.
            Err(_) => root,
        }
    })
    .collect()
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
