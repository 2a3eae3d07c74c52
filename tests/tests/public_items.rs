//! The public items of the client: one committed list, which is what its sources have.

use std::collections::BTreeSet;

use tests::run::Run;
use tests::{snapshot, tree};
use xtask::items;

/// The lines that the generator lists.
fn listed() -> Vec<String> {
    let items = Run::of_workspace().public_items();
    items.expect("the workspace's documents are in order")
}

#[test]
fn each_is_in_the_committed_list() {
    snapshot::settings("public").bind(|| {
        insta::assert_snapshot!("items", listed().join("\n"));
    });
}

#[test]
fn the_sources_have_the_same() {
    let normal = |line: &String| items::normalized(line);
    // Features are in the manifest.
    let listed = listed();
    let in_sources = listed.iter().filter(|line| !line.contains(": feature "));
    let listed: BTreeSet<String> = in_sources.map(normal).collect();
    let root = tree::root().join("generated/src");
    let found = items::of_crate(&root).expect("the sources are Rust");
    let found: BTreeSet<String> = found.iter().map(normal).collect();
    let only = |a: &BTreeSet<String>, b: &BTreeSet<String>| -> Vec<String> {
        a.difference(b).cloned().collect()
    };
    assert_eq!(only(&listed, &found), [""; 0], "only in the list");
    assert_eq!(only(&found, &listed), [""; 0], "only in the sources");
}
