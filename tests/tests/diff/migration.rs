//! The page about moving to the present API lists every call and every model that differs.

use tests::tree;
use xtask::diff::{DiffOptions, Format, run};
use xtask::workspace::Workspace;

/// The output of the comparison follows this line of the page.
const BEGIN: &str = "<!-- From here on written by `cargo xtask diff --map beta=isc --map v2026=isc --format markdown`. -->\n";

#[test]
fn the_migration_page_is_up_to_date() {
    let workspace = Workspace::here().expect("the workspace is where it was built");
    let options = DiffOptions {
        map: ["beta=isc", "v2026=isc"].map(str::to_owned).to_vec(),
        format: Format::Markdown,
        ..DiffOptions::default()
    };
    let report = run(&workspace, &options).expect("the documents can be read");
    // The tables of calls and models are between the summary and the single changes.
    let (_, tables) = report
        .text
        .split_once("\n## Calls")
        .expect("there are calls");
    let (tables, _) = tables.split_once("\n### ").expect("there are changes");
    let path = tree::root().join("docs/migrating-to-the-present-api.md");
    let page = std::fs::read_to_string(&path).expect("the page is there");
    let (above, below) = page.split_once(BEGIN).expect("the page has the line");
    let tables = format!("\n## Calls{}\n", tables.trim_end());
    if std::env::var_os("UPDATE_PAGES").is_some() {
        std::fs::write(&path, format!("{above}{BEGIN}{tables}")).expect("the page can be written");
        return;
    }
    assert!(
        below == tables,
        "run `UPDATE_PAGES=1 cargo test -p tests --test diff migration`"
    );
}
