//! The Rust names of the real APIs, which are stable for users.

use tests::run::Run;
use tests::snapshot;

#[test]
fn tables() {
    let run = Run::of_workspace();
    let explanations = run.explain().expect("the workspace's documents are valid");
    let tables: Vec<_> = run.modules().zip(&explanations).collect();
    snapshot::settings("names").bind(|| {
        snapshot::each(
            &tables,
            |(module, _)| (*module).to_owned(),
            |(module, explanation)| {
                insta::assert_snapshot!(*module, explanation.names);
            },
        );
    });
}
