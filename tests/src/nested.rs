//! Running cargo inside of a test, on a crate that the test has written.
//!
//! The cargo that runs the tests holds the lock of the workspace's target folder, so nested ones use another. All tests
//! share it, and the flags, so that dependencies are built once; cargo's lock on it lets one test compile at a time. Nothing is fetched: the crates use the workspace's lock
//! file, and their dependencies have been fetched for the workspace.

use std::path::Path;
use std::process::{Command, Output};
use std::{env, fs};

use generator::FileSet;

use crate::{sample, tree};

/// Warnings are errors, and the lints of the workspace that are rustc's are on.
const RUSTFLAGS: &str = "-Dwarnings -Wmissing_docs -Wmissing_debug_implementations -Wunreachable_pub -Welided_lifetimes_in_paths";

/// Runs cargo in `folder`, one of the folders below `scratch`, which is the test's `CARGO_TARGET_TMPDIR`.
///
/// # Panics
/// When cargo can't be started, or the folder can't be written.
pub fn cargo(scratch: &str, folder: &Path, command: &str, arguments: &[&str]) -> Output {
    let lock = tree::root().join("Cargo.lock");
    fs::copy(lock, folder.join("Cargo.lock")).expect("the workspace has a lock file");
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    Command::new(cargo)
        .args([command, "--offline", "--quiet"])
        .args(arguments)
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", Path::new(scratch).join("nested-target"))
        .env("CARGO_INCREMENTAL", "0")
        .env("CARGO_TERM_COLOR", "never")
        .env("RUSTFLAGS", RUSTFLAGS)
        .env("RUSTDOCFLAGS", "-Dwarnings")
        .output()
        .expect("cargo runs these tests, so it is there")
}

/// Runs cargo as [`cargo`] does.
///
/// # Panics
/// When the command fails, with what it printed.
pub fn succeed(scratch: &str, folder: &Path, command: &str, arguments: &[&str]) {
    let output = cargo(scratch, folder, command, arguments);
    assert!(
        output.status.success(),
        "`cargo {command}` in {} failed:\n{}",
        folder.display(),
        String::from_utf8_lossy(&output.stderr)
    );
}

/// Checks an emitted crate: with the compiler, and with `FULL=1` with clippy and rustdoc.
///
/// # Panics
/// When there is an error or a warning.
pub fn check(scratch: &str, folder: &Path, arguments: &[&str]) {
    let with = |more: &[&'static str]| [arguments, more].concat();
    if sample::is_full() {
        // Users have clippy's own thresholds, not those of the files that people write here.
        fs::write(folder.join("clippy.toml"), "").expect("the scratch folder can be written");
        succeed(scratch, folder, "clippy", &with(&["--all-targets"]));
        succeed(scratch, folder, "doc", &with(&["--no-deps"]));
    } else {
        succeed(scratch, folder, "check", &with(&["--lib", "--examples"]));
    }
}

/// Writes an emitted crate, and removes what an earlier run has left.
///
/// # Panics
/// When the folder can't be written.
pub fn write(folder: &Path, files: &FileSet) {
    let source = folder.join("src");
    if source.exists() {
        fs::remove_dir_all(&source).expect("the scratch folder can be removed");
    }
    for (path, text) in files {
        let path = folder.join(path);
        let parent = path.parent().expect("a file is in a folder");
        fs::create_dir_all(parent).expect("the scratch folder can be written");
        fs::write(&path, text).expect("the scratch folder can be written");
    }
}
