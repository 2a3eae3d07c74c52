//! What is emitted compiles, without a warning, and so does its documentation.
//!
//! All fixtures become the modules of one crate in a folder of their own, with cargo's own target folder below it: the
//! cargo that runs these tests holds the lock of the workspace's. Nothing is fetched: the crate uses the workspace's lock
//! file, and its dependencies have been built for the workspace before.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use tests::fixture;
use tests::run::Run;
use tests::tree;

/// The lints of the workspace that are rustc's.
const RUSTFLAGS: &str = "-Dwarnings -Wmissing_docs -Wmissing_debug_implementations -Wunreachable_pub -Welided_lifetimes_in_paths";

#[test]
fn every_fixture() {
    let run = Run::of_all(&fixture::valid());
    let folder = write(&run);
    // TLS would double the time and changes nothing in the emitted code.
    let mut features = run.modules().collect::<Vec<_>>();
    features.push("blocking");
    let features = features.join(",");
    let features = ["--no-default-features", "--features", &features];
    cargo(&folder, "check", &features);
    cargo(&folder, "doc", &[&features[..], &["--no-deps"]].concat());
}

/// Writes the crate of a run, and removes what an earlier run has left.
fn write(run: &Run) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("fixtures");
    let output = run
        .generate()
        .expect("the fixtures make a crate each, so all of them make one");
    let source = folder.join("src");
    if source.exists() {
        fs::remove_dir_all(&source).expect("the folder is ours to remove");
    }
    for (path, text) in &output.files {
        let path = folder.join(path);
        let parent = path.parent().expect("a file stands in a folder");
        fs::create_dir_all(parent).expect("the folder is ours to write");
        fs::write(&path, text).expect("the folder is ours to write");
    }
    fs::copy(tree::root().join("Cargo.lock"), folder.join("Cargo.lock"))
        .expect("the workspace has a lock file");
    folder
}

fn cargo(folder: &Path, command: &str, arguments: &[&str]) {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args([command, "--offline", "--quiet"])
        .args(arguments)
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .env("CARGO_INCREMENTAL", "0")
        .env("CARGO_TERM_COLOR", "never")
        .env("RUSTFLAGS", RUSTFLAGS)
        .env("RUSTDOCFLAGS", "-Dwarnings")
        .output()
        .expect("cargo runs these tests, so it is there");
    assert!(
        output.status.success(),
        "`cargo {command}` in {} failed:\n{}",
        folder.display(),
        String::from_utf8_lossy(&output.stderr)
    );
}
