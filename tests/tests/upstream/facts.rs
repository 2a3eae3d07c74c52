//! Our documents have the facts of the vendor's: paths, parameters, types, values, limits, statuses, scopes.

use xtask::update::{self, UpdateFormat, UpdateOptions};
use xtask::workspace::Workspace;

#[test]
#[ignore = "set UPSTREAM_SPECS"]
fn our_documents_lack_no_fact() {
    let workspace = Workspace::here().expect("the workspace is where it was built");
    let options = UpdateOptions {
        upstream: crate::folder(),
        dry_run: true,
        format: UpdateFormat::Text,
    };
    let updated = update::run(&workspace, &options).unwrap_or_else(|error| panic!("{error:#}"));
    assert!(!updated.has_tasks, "{}", updated.text);
    assert_eq!(updated.text.lines().count(), 3, "{}", updated.text);
}
