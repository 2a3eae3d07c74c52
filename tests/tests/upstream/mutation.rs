//! Broken documents made from the vendor's: more kinds of nodes than the fixtures have.

use std::fs;
use std::path::Path;

use generator::Source;
use generator::import::{Selection, import};
use tests::mutation::documents::{operations, with_trees};
use tests::mutation::sweep;

/// The number of broken documents, and how many of them a sample has.
const CASES: usize = 4_000;
const SAMPLE: usize = 400;

/// How many paths of each of the vendor's documents are changed.
const PATHS: usize = 8;

#[test]
#[ignore = "set UPSTREAM_SPECS"]
fn broken_vendor_documents_are_reported_or_emitted() {
    let folder = crate::folder();
    let mut texts = Vec::new();
    for name in [
        "beta-entitlements.yaml",
        "v2026-entitlement-connections.yaml",
    ] {
        let text = fs::read_to_string(folder.join("bundled").join(name));
        texts.extend(operations(&text.expect("the document can be read")));
    }
    for version in ["beta", "v2026"] {
        texts.extend(paths(&folder.join("idn"), version));
    }
    let originals = with_trees(texts);
    sweep("broken vendor documents", CASES, SAMPLE, &originals);
}

/// Some of the paths of the vendor's document of many files, each a document of its own.
fn paths(folder: &Path, version: &str) -> Vec<String> {
    let entries = fs::read_dir(folder.join(version).join("paths"));
    let mut names: Vec<String> = entries
        .expect("the folder can be listed")
        .map(|entry| entry.expect("the folder can be listed").file_name())
        .filter_map(|name| name.into_string().ok())
        .collect();
    names.sort();
    let each = names.len() / PATHS;
    let some = names.iter().step_by(each.max(1)).take(PATHS);
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
            // An unresolved reference makes the document broken already.
            Err(_) => root,
        }
    })
    .collect()
}
