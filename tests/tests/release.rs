//! What a release changes, in a scratch repository with tags: the documents, the crate, the runtime.

use generator::diff::Rust;
use tests::scratch::Repository;
use xtask::release::{ReleaseOptions, Released, Threshold, run};

const CONFIG: &str = "\
[crate]
name = \"acme-client\"
version = \"0.1.0\"
description = \"Client for Acme\"
license = \"MIT\"

[[api]]
document = \"things.yaml\"
module = \"things\"
";

const DOCUMENT: &str = "\
openapi: 3.0.3
info: {title: Things, version: '1'}
paths:
  /things:
    get:
      operationId: listThings
      responses: {'204': {description: Done.}}
";

const RUNTIME: &str = "\
[package]
name = \"openapi-client-runtime\"
version = \"0.1.0\"
edition = \"2024\"
";

const GENERATED: &str = "\
[package]
name = \"acme-client\"
version = \"0.1.0\"
edition = \"2024\"

[features]
blocking = []

[dependencies.openapi-client-runtime]
version = \"0.1.0\"
path = \"../runtime\"

[package.metadata.docs.rs]
features = [\"blocking\"]
";

/// A repository before its first release. Its sources are the shortest that use a runtime.
fn repository(name: &str) -> Repository {
    let repository = Repository::new(env!("CARGO_TARGET_TMPDIR"), name);
    repository.write(".gitignore", "/target\nCargo.lock\n");
    repository.write(
        "Cargo.toml",
        "[workspace]\nresolver = \"3\"\nmembers = [\"generated\", \"runtime\"]\n",
    );
    repository.write("spec/apis.toml", CONFIG);
    repository.write("spec/things.yaml", DOCUMENT);
    repository.write("runtime/Cargo.toml", RUNTIME);
    repository.write("runtime/src/lib.rs", "pub fn send(_: u8) {}\n");
    repository.write("generated/Cargo.toml", GENERATED);
    repository.write(
        "generated/src/lib.rs",
        "pub struct Things;\nimpl Things {\n    pub fn list(&self) {\n        openapi_client_runtime::send(1);\n    }\n}\n",
    );
    for (folder, name) in [
        ("generated", "acme-client"),
        ("runtime", "openapi-client-runtime"),
    ] {
        let text = format!("# Changelog\n\nReleases of `{name}`.\n\n## 0.1.0\n\nThe first.\n");
        repository.write(&format!("{folder}/CHANGELOG.md"), &text);
    }
    repository.commit("Begin");
    repository
}

fn released(name: &str) -> Repository {
    let repository = repository(name);
    repository.git(&["tag", "v0.1.0"]);
    // Neither is a release.
    repository.git(&["tag", "v0.2"]);
    repository.git(&["tag", "version-9.0.0"]);
    repository
}

fn compared(repository: &Repository) -> Released {
    let options = ReleaseOptions {
        fail_on: Some(Threshold::Major),
        ..ReleaseOptions::default()
    };
    run(&repository.workspace(), &options).expect("the states can be compared")
}

/// Checks the verdict, and the lowest version if the present one is too low.
fn expect(repository: &Repository, verdict: Rust, least: Option<&str>) -> String {
    let found = compared(repository);
    let text = &found.text;
    assert!(text.contains(&format!("\nverdict: {verdict}\n")), "{text}");
    assert_eq!(found.is_at_threshold, verdict == Rust::Major, "{text}");
    let is_named = |it: &String| {
        it.contains("`spec/apis.toml`")
            && least.is_some_and(|least| it.contains(&format!("at least {least}\n")))
    };
    assert_eq!(
        found.errors.iter().any(is_named),
        least.is_some(),
        "{:?}",
        found.errors
    );
    found.text
}

#[test]
fn before_the_first_tag_there_is_nothing_to_compare_with() {
    let found = compared(&repository("untagged"));
    assert!(
        found.text.starts_with("nothing to compare with: "),
        "{}",
        found.text
    );
    assert!(found.errors.is_empty() && !found.is_at_threshold);
}

#[test]
fn the_same_sources_need_no_version() {
    let repository = released("same");
    repository.write("spec/README.md", "Documents.\n");
    repository.commit("Describe");
    let text = expect(&repository, Rust::None, None);
    assert!(text.contains("runtime: none; unchanged"), "{text}");
}

#[test]
fn a_document_alone_can_be_a_major_release() {
    let repository = released("document");
    repository.replace("spec/things.yaml", "listThings", "listAllThings");
    let text = expect(&repository, Rust::Major, Some("0.2.0"));
    assert!(text.contains("documents: major; "), "{text}");
    assert!(
        text.contains("generated crate: none; 0 files differ"),
        "{text}"
    );
    repository.replace("spec/apis.toml", "0.1.0", "0.2.0");
    expect(&repository, Rust::Major, None);
    // A version that only a later release may have is in order.
    repository.replace("spec/apis.toml", "0.2.0", "1.0.0");
    expect(&repository, Rust::Major, None);
}

#[test]
fn the_generated_items_decide_though_the_document_is_the_same() {
    let repository = released("items");
    let file = "generated/src/lib.rs";
    repository.replace(file, "send(1);", "send(2);");
    expect(&repository, Rust::Patch, Some("0.1.1"));
    repository.replace(
        file,
        "pub struct Things;",
        "pub struct Things;\npub struct More;",
    );
    let text = expect(&repository, Rust::Minor, Some("0.1.1"));
    assert!(
        text.contains("\n  + struct More with any features\n"),
        "{text}"
    );
    repository.replace(file, "fn list(&self)", "fn list(&self, _all: bool)");
    let text = expect(&repository, Rust::Major, Some("0.2.0"));
    assert!(
        text.contains("\n  - Things: fnlist(&self) with any features\n"),
        "{text}"
    );
}

#[test]
fn the_last_release_builds_against_the_present_runtime_or_the_verdict_is_major() {
    let repository = released("runtime");
    let file = "runtime/src/lib.rs";
    repository.replace(file, "_: u8", "_: impl Copy");
    let text = expect(&repository, Rust::Patch, Some("0.1.1"));
    assert!(
        text.contains("runtime: patch; the sources of v0.1.0 build against it"),
        "{text}"
    );
    repository.replace(file, "_: impl Copy", "_: &str");
    let text = expect(&repository, Rust::Major, Some("0.2.0"));
    assert!(
        text.contains("don't build against it:\n") && text.contains("E0308"),
        "{text}"
    );
    // The runtime's own version has to say so, too.
    let errors = compared(&repository).errors;
    assert!(
        errors
            .iter()
            .any(|it| it.contains("`runtime/Cargo.toml` is 0.1.0, expected at least 0.2.0")),
        "{errors:?}"
    );
    repository.replace("runtime/Cargo.toml", "0.1.0", "0.2.0");
    let text = expect(&repository, Rust::Major, Some("0.2.0"));
    assert!(
        text.contains("its version, 0.2.0, is not one that v0.1.0 accepts"),
        "{text}"
    );
    assert_eq!(compared(&repository).errors.len(), 1);
}

#[test]
fn what_the_runtime_inherits_is_part_of_it() {
    let repository = repository("inherited");
    let root = repository.read("Cargo.toml");
    let with =
        |version: &str| format!("{root}\n[workspace.package]\nrust-version = \"{version}\"\n");
    repository.write("Cargo.toml", &with("1.85"));
    let manifest = format!("{RUNTIME}rust-version.workspace = true\n");
    repository.write("runtime/Cargo.toml", &manifest);
    repository.commit("Share");
    repository.git(&["tag", "v0.1.0"]);
    let others = format!("{}authors = [\"A\"]\n", with("1.85"));
    repository.write("Cargo.toml", &others);
    let text = expect(&repository, Rust::None, None);
    assert!(text.contains("runtime: none; unchanged"), "{text}");
    repository.write("Cargo.toml", &with("1.86"));
    let text = expect(&repository, Rust::Patch, Some("0.1.1"));
    assert!(text.contains("runtime: patch; "), "{text}");
}

#[test]
fn the_highest_tag_below_the_commit_is_the_last_release() {
    let repository = released("tags");
    repository.replace("spec/apis.toml", "0.1.0", "0.10.0");
    repository.commit("Raise");
    repository.git(&["tag", "v0.9.0"]);
    repository.git(&["tag", "v0.10.0"]);
    repository.git(&["checkout", "--quiet", "-b", "other"]);
    repository.git(&[
        "commit",
        "--quiet",
        "--allow-empty",
        "--message",
        "Elsewhere",
    ]);
    repository.git(&["tag", "v9.0.0"]);
    repository.git(&["checkout", "--quiet", "main"]);
    let text = compared(&repository).text;
    assert!(
        text.starts_with("last release: v0.10.0, version 0.10.0\n"),
        "{text}"
    );
}

#[test]
fn published_crates_need_the_entry_of_their_version() {
    let repository = released("changelogs");
    repository.replace("spec/things.yaml", "listThings", "listAllThings");
    repository.replace("spec/apis.toml", "0.1.0", "0.2.0");
    repository.replace(
        "generated/Cargo.toml",
        "version = \"0.1.0\"\nedition",
        "version = \"0.2.0\"\nedition",
    );
    repository.replace("runtime/Cargo.toml", "0.1.0", "0.1.1");
    let errors = compared(&repository).errors;
    let expected = [
        "error: `generated/CHANGELOG.md` has no entry of 0.2.0\n  help: run `cargo xtask release --changelog`",
        "error: `runtime/CHANGELOG.md` has no entry of 0.1.1\n  help: write `## 0.1.1` and what programs have to change",
    ];
    assert_eq!(errors, expected);
    let options = ReleaseOptions {
        changelog: true,
        ..ReleaseOptions::default()
    };
    let found = run(&repository.workspace(), &options).expect("the crates can be compared");
    assert_eq!(found.errors, expected[1..]);
    let text = repository.read("generated/CHANGELOG.md");
    assert!(
        text.contains("\n\n## 0.2.0\n\n### Programs have to follow\n\n- ")
            && text.ends_with("\n\n## 0.1.0\n\nThe first.\n"),
        "{text}"
    );
    repository.replace(
        "runtime/CHANGELOG.md",
        "## 0.1.0",
        "## 0.1.1\n\nFaster.\n\n## 0.1.0",
    );
    assert_eq!(compared(&repository).errors, [""; 0]);
    let file = "runtime/CHANGELOG.md";
    repository.write(file, &repository.read(file).replace('\n', "\r\n"));
    assert_eq!(compared(&repository).errors, [""; 0]);
}

#[test]
fn a_shallow_clone_is_an_error() {
    let repository = released("shallow");
    repository.write("more", "");
    repository.commit("Go on");
    let origin = format!("file://{}", repository.folder.display());
    let clone = Repository::new(env!("CARGO_TARGET_TMPDIR"), "clone");
    clone.git(&["fetch", "--quiet", "--depth", "1", &origin, "main"]);
    clone.git(&["reset", "--quiet", "--hard", "FETCH_HEAD"]);
    let error = run(&clone.workspace(), &ReleaseOptions::default()).expect_err("it lacks tags");
    assert!(
        format!("{error:#}").contains("this clone is shallow"),
        "{error:#}"
    );
}
