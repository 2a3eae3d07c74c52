//! Every operation of the vendor's bundled documents is emitted, and every file is formatted.

use std::path::PathBuf;

use tests::{external, sample, snapshot, whole};

/// How many documents a sample has.
const SAMPLE: usize = 2;

#[test]
#[ignore = "set UPSTREAM_SPECS"]
fn bundled_documents_generate_whole() {
    let documents = external::files(&crate::folder().join("bundled"), &["yaml"]);
    let documents = sample::of("bundled documents", documents, SAMPLE);
    let name = |path: &PathBuf| path.display().to_string();
    snapshot::each(&documents, name, |path| {
        whole::check(env!("CARGO_TARGET_TMPDIR"), path);
    });
}
