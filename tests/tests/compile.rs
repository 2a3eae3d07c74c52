//! What is emitted compiles, without a warning of the compiler or of clippy, and so does its documentation.
//!
//! All fixtures become the modules of one crate.

use std::path::{Path, PathBuf};

use tests::fixture;
use tests::nested;
use tests::run::Run;

#[test]
fn every_fixture() {
    let run = Run::of_all(&fixture::valid());
    let folder = write(&run);
    // TLS would double the time and changes nothing in the emitted code.
    let mut features = run.modules().collect::<Vec<_>>();
    features.extend(["blocking", "test-util"]);
    let features = features.join(",");
    let features = ["--no-default-features", "--features", &features];
    cargo(&folder, "clippy", &features);
    // One group alone has all that it needs.
    for group in ["cats", "dogs", "mice"] {
        let feature = format!("operation_group_features-{group},test-util");
        cargo(
            &folder,
            "check",
            &["--no-default-features", "--features", &feature],
        );
    }
    cargo(&folder, "doc", &[&features[..], &["--no-deps"]].concat());
}

/// Writes the crate of a run.
fn write(run: &Run) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("fixtures");
    let output = run
        .generate()
        .expect("the fixtures make a crate each, so all of them make one");
    nested::write(&folder, &output.files);
    folder
}

fn cargo(folder: &Path, command: &str, arguments: &[&str]) {
    let output = nested::cargo(env!("CARGO_TARGET_TMPDIR"), folder, command, arguments);
    assert!(
        output.status.success(),
        "`cargo {command}` in {} failed:\n{}",
        folder.display(),
        String::from_utf8_lossy(&output.stderr)
    );
}
