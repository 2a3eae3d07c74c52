//! The vendor's updates of a document compared, and a large document compared with itself.

use std::fs;

use generator::diff::{self, Diff};
use tests::run::Run;
use tests::sample;
use tests::verdict::{self, Subject};

/// How many updates are compiled in a sample.
const SAMPLE: usize = 2;

/// The documents of `history/`, each with the one that followed it.
fn updates() -> Vec<Subject> {
    let folder = crate::folder();
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
    let subjects = pairs.enumerate().map(|(n, pair)| Subject {
        module: format!("update_{n}"),
        old: text(&pair[0]),
        new: text(&pair[1]),
    });
    let subjects: Vec<Subject> = subjects.collect();
    assert!(
        !subjects.is_empty(),
        "`history` has no two documents of one API"
    );
    subjects
}

fn compared(old: &str, new: &str) -> Diff {
    let run = |text: &str| Run::of_modules("up", &[("api".to_owned(), text.to_owned())]);
    run(old).diff(&run(new)).expect("the documents can be read")
}

#[test]
#[ignore = "set UPSTREAM_SPECS"]
fn rules_cover_every_change_of_the_updates() {
    for Subject { module, old, new } in updates() {
        let found = compared(&old, &new);
        assert!(!found.is_empty(), "{module}");
        let uncovered: Vec<String> = found
            .changes
            .iter()
            .filter(|change| change.rule.id == generator::RuleId::Uncovered)
            .map(diff::Change::sentence)
            .collect();
        assert!(uncovered.is_empty(), "{module}: {uncovered:?}");
    }
}

#[test]
#[ignore = "set UPSTREAM_SPECS"]
fn updates_compile_where_the_verdict_is_not_major() {
    let subjects = sample::of("compiled updates", updates(), SAMPLE);
    verdict::check(env!("CARGO_TARGET_TMPDIR"), "updates", &subjects);
}

#[test]
#[ignore = "set UPSTREAM_SPECS"]
fn a_large_document_equals_itself() {
    let path = crate::folder().join("bundled/v2026.yaml");
    let text = fs::read_to_string(path).expect("the document can be read");
    assert!(compared(&text, &text).is_empty());
}
