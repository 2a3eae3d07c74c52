//! The correct documents that mutation starts from.

use generator::Source;
use generator::import::{Selection, import};
use serde_json::Value;

use crate::{fixture, tree};

/// Small documents, as text and as a tree: every fixture, and every operation of the workspace's documents by itself.
///
/// # Panics
/// When one of the workspace's documents can't be read.
pub fn originals() -> Vec<(String, Value)> {
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
    with_trees(texts)
}

/// Parses each text; what is not YAML has the tree `null`.
pub fn with_trees(texts: Vec<String>) -> Vec<(String, Value)> {
    let with_tree = |text: String| {
        let tree = serde_yaml::from_str(&text).unwrap_or_default();
        (text, tree)
    };
    texts.into_iter().map(with_tree).collect()
}

/// Each operation of a document with everything that it refers to.
///
/// # Panics
/// When the document is not correct.
pub fn operations(text: &str) -> Vec<String> {
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
