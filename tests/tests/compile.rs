//! Emitted crates compile without a warning of the compiler; with `FULL=1`, of clippy and rustdoc neither.
//!
//! Fixtures become the modules of one crate.

use std::path::{Path, PathBuf};

use tests::fixture::{self, Fixture};
use tests::run::Run;
use tests::{nested, sample};

/// How many fixtures a sample has, and how many groups.
const FIXTURES: usize = 40;
const GROUPS: usize = 1;

/// TLS would double the time and changes nothing in the emitted code.
const NO_TLS: &str = "--no-default-features";

#[test]
fn fixtures_compile() {
    let fixtures = sample::of("compiled fixtures", fixture::valid(), FIXTURES);
    let run = Run::of_all(&fixtures);
    let folder = write("fixtures", &run);
    let modules: Vec<&str> = run.modules().collect();
    let features = format!("{},blocking,test-util", modules.join(","));
    nested::check(
        env!("CARGO_TARGET_TMPDIR"),
        &folder,
        &[NO_TLS, "--features", &features],
    );
}

#[test]
fn each_group_compiles_alone() {
    let mut fixtures = fixture::in_folder("operation");
    fixtures.retain(|fixture: &Fixture| fixture.name == "group_features");
    let folder = write("groups", &Run::of_all(&fixtures));
    let groups = vec!["cats", "dogs", "mice"];
    for group in sample::of("compiled groups", groups, GROUPS) {
        let features = format!("operation_group_features-{group},blocking,test-util");
        let arguments = [NO_TLS, "--features", &features];
        nested::succeed(env!("CARGO_TARGET_TMPDIR"), &folder, "check", &arguments);
    }
}

/// A crate without facts about its service has no configuration and no filters, and still compiles.
#[test]
fn crate_without_service_facts_compiles() {
    let fixture = fixture::in_folder("vendor").remove(0);
    let folder = write("vendor", &Run::of_text(&fixture.document()));
    nested::check(
        env!("CARGO_TARGET_TMPDIR"),
        &folder,
        &[NO_TLS, "--features", "api,blocking,test-util"],
    );
}

/// Writes the crate of a run.
fn write(name: &str, run: &Run) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let output = run
        .generate()
        .expect("the fixtures make a crate each, so all of them make one");
    nested::write(&folder, &output.files);
    folder
}
