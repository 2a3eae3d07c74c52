//! The vendor's own updates, and the whole of a large document against itself.

use std::path::PathBuf;
use std::{env, fs};

use generator::diff::{self, Diff};
use tests::run::Run;

#[expect(clippy::print_stdout, reason = "a test that was left out says so")]
pub(super) fn folder() -> Option<PathBuf> {
    let folder = env::var_os("UPSTREAM_SPECS").map(PathBuf::from);
    if folder.is_none() {
        println!("skipped: `UPSTREAM_SPECS` names no folder with the vendor's documents");
    }
    folder
}

/// The documents of `history/`, each with the one that followed it.
pub(super) fn updates() -> Vec<(String, String, String)> {
    let Some(folder) = folder() else {
        return Vec::new();
    };
    let entries = fs::read_dir(folder.join("history")).expect("the folder can be read");
    let mut names: Vec<String> = entries
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .collect();
    names.sort();
    let series = |name: &str| {
        name.trim_end_matches(|c: char| !c.is_alphabetic())
            .to_owned()
    };
    let text = |name: &String| {
        fs::read_to_string(folder.join("history").join(name)).expect("the document can be read")
    };
    let pairs = names.windows(2).filter(|pair| {
        let start = |name: &str| series(name.trim_end_matches(".yaml"));
        start(&pair[0]) == start(&pair[1])
    });
    pairs
        .enumerate()
        .map(|(n, pair)| (format!("update_{n}"), text(&pair[0]), text(&pair[1])))
        .collect()
}

fn compared(old: &str, new: &str) -> Diff {
    let run = |text: &str| Run::of_modules("up", &[("api".to_owned(), text.to_owned())]);
    run(old).diff(&run(new)).expect("the documents can be read")
}

#[test]
fn nothing_of_the_vendors_updates_is_uncovered() {
    for (name, old, new) in updates() {
        let found = compared(&old, &new);
        assert!(!found.is_empty(), "{name}");
        let uncovered: Vec<String> = found
            .changes
            .iter()
            .filter(|change| change.rule.id == "uncovered")
            .map(diff::Change::sentence)
            .collect();
        assert!(uncovered.is_empty(), "{name}: {uncovered:?}");
    }
}

#[test]
fn a_large_document_and_itself() {
    let Some(folder) = folder() else {
        return;
    };
    let path = folder.join("bundled/v2026.yaml");
    let text = fs::read_to_string(path).expect("the document can be read");
    assert!(compared(&text, &text).is_empty());
}
