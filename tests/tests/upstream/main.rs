//! The vendor's own documents: generated, imported, compared and decoded; and our documents against them.
//!
//! They are not part of this project. Set `UPSTREAM_SPECS` to the folder that holds them, and run
//! `cargo test -p tests --test upstream -- --include-ignored`.

#![allow(clippy::panic, reason = "a panic fails the test")]

mod bundled;
mod conformance;
mod examples;
mod facts;
mod imports;
mod mutation;
mod updates;
mod whole_api;
mod workflows;

use std::path::PathBuf;

use tests::external;
use xtask::import::{self, ImportArgs};
use xtask::workspace::Workspace;

fn folder() -> PathBuf {
    external::folder(external::UPSTREAM)
}

/// Imports operations of one of the vendor's root documents: all, or those with a tag or an `operationId`.
fn imported(root: &str, tags: &[&str], operations: &[&str]) -> String {
    let args = ImportArgs {
        root: folder().join(format!("idn/sailpoint-api.{root}.yaml")),
        tags: tags.iter().map(|it| (*it).to_owned()).collect(),
        operations: operations.iter().map(|it| (*it).to_owned()).collect(),
        out: PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("import.yaml"),
        keep_going: false,
    };
    let workspace = Workspace::here().expect("the workspace is where it was built");
    match import::make(&workspace, &args) {
        Ok(imported) => imported.text,
        Err(error) => panic!("{root}: {error}"),
    }
}
