//! The page about moving from beta to v2026 lists every difference.

use tests::tree;
use xtask::diff::{DiffOptions, Format, run};
use xtask::workspace::Workspace;

/// The output of the comparison follows this line of the page.
const BEGIN: &str =
    "<!-- From here on written by `cargo xtask diff --map beta=v2026 --format markdown`. -->\n";

#[test]
fn the_migration_page_is_up_to_date() {
    let workspace = Workspace::here().expect("the workspace is where it was built");
    let options = DiffOptions {
        map: vec!["beta=v2026".to_owned()],
        format: Format::Markdown,
        ..DiffOptions::default()
    };
    let told = run(&workspace, &options).expect("the documents can be read");
    // The summary above is about versions of the crate, which are the same here.
    let (_, changes) = told.text.split_once("\n### ").expect("there are changes");
    let path = tree::root().join("docs/migrating-from-beta.md");
    let page = std::fs::read_to_string(&path).expect("the page is there");
    let (above, below) = page.split_once(BEGIN).expect("the page has the line");
    let changes = format!("\n### {}\n", changes.trim_end());
    if std::env::var_os("UPDATE_PAGES").is_some() {
        std::fs::write(&path, format!("{above}{BEGIN}{changes}")).expect("the page can be written");
        return;
    }
    assert!(
        below == changes,
        "run `UPDATE_PAGES=1 cargo test -p tests --test diff migration`"
    );
}
