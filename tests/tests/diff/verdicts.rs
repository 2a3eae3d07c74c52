//! Pairs of documents that differ in one text, and the verdicts on what differs.

use generator::diff::Diff;
use tests::run::Run;

pub(crate) fn compared(old: &str, new: &str) -> Diff {
    let run = |text: &str| Run::of_modules("wire", &[("api".to_owned(), text.to_owned())]);
    run(old).diff(&run(new)).expect("the documents can be read")
}

/// Each change as `verdict place rule`, without words and what is about Rust alone.
pub(crate) fn rows(diff: &Diff) -> Vec<String> {
    let only_rust = [
        "type-renamed",
        "type-removed",
        "type-added",
        "rust-changed",
        "rust-gained",
    ];
    let changes = diff.contract();
    let changes = changes.filter(|it| !only_rust.contains(&it.rule.id.as_str()));
    let rows = changes.map(|it| format!("{} {} {}", it.wire, it.place, it.rule.id));
    rows.collect()
}

/// Compares documents in which `HERE` is one text and another, and expects these rows.
pub(crate) fn expect(document: &str, cases: &[(&str, &str, &[&str])]) {
    for (old, new, expected) in cases {
        let of = |text: &str| document.replace("HERE", text);
        let found = rows(&compared(&of(old), &of(new)));
        assert_eq!(found, *expected, "{old} to {new}");
    }
}
