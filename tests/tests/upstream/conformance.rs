//! The crates of the vendor's small bundled documents read, write and send what the documents say.

use std::fs;
use std::path::Path;

use tests::conformance::{self, Share};
use tests::external;

/// The size up to which a document runs, in bytes; `cargo xtask conformance` runs the others.
const LARGEST: u64 = 100_000;

#[test]
#[ignore = "set UPSTREAM_SPECS"]
fn bundled_crates_conform() {
    let mut documents = external::files(&crate::folder().join("bundled"), &["yaml"]);
    documents.retain(|path| fs::metadata(path).is_ok_and(|it| it.len() <= LARGEST));
    assert!(!documents.is_empty(), "there are no small documents");
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR"));
    for path in documents {
        let report = conformance::run(&path, scratch, Share(1)).unwrap();
        assert!(
            report.failures.is_empty(),
            "{}: {report}\n{}",
            path.display(),
            report.failures.join("\n")
        );
    }
}
