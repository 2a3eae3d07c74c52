//! What keeps crates from being published besides their versions: a stale crate, a wrong tag, a tool that was changed.

use tests::scratch::Repository;
use xtask::job::{ConfigArgs, Job};
use xtask::release::{ReleaseOptions, run};

use super::{compared, compared_with, released, repository};

/// Replaces the crate that was written by hand with that of the documents.
pub(super) fn generate(repository: &Repository) {
    let options = ConfigArgs::default();
    let job = Job::from_config(&repository.workspace(), &options).expect("the documents are there");
    let made = job.make().expect("the documents are in order");
    xtask::generate::apply(&made.plan, &job.target.dir).expect("the crate can be written");
}

#[test]
fn a_stale_crate_is_an_error() {
    let repository = repository("stale");
    generate(&repository);
    let errors = || {
        let found = run(&repository.workspace(), &ReleaseOptions::default());
        found.expect("the states can be compared").errors
    };
    assert_eq!(errors(), [""; 0]);
    repository.replace("spec/things.yaml", "listThings", "listAllThings");
    let found = errors();
    let [error] = &found[..] else {
        panic!("{found:?}");
    };
    assert!(
        error.starts_with("error: `generated` is stale: "),
        "{error}"
    );
    assert!(
        error.ends_with("\n  help: run `cargo xtask generate`"),
        "{error}"
    );
    generate(&repository);
    repository.write("public-items.txt", "");
    let expected = "error: `public-items.txt` is stale\n  help: run `cargo xtask generate`";
    assert_eq!(errors(), [expected]);
}

#[test]
fn the_tag_to_publish_is_that_of_the_commit_and_the_version() {
    let repository = released("tag");
    repository.replace("spec/apis.toml", "0.1.0", "0.2.0");
    repository.replace(
        "generated/CHANGELOG.md",
        "## 0.1.0",
        "## 0.2.0\n\nB.\n\n## 0.1.0",
    );
    repository.commit("Raise");
    let of = |tag: &str| {
        let options = ReleaseOptions {
            tag: Some(tag.to_owned()),
            ..ReleaseOptions::default()
        };
        compared_with(&repository, &options)
    };
    let expected = "error: there is no tag `v0.2.0`\n  help: tag the commit first: git tag v0.2.0";
    assert_eq!(of("v0.2.0").errors, [expected]);
    repository.git(&["tag", "v0.2.0"]);
    let found = of("v0.2.0");
    assert!(
        found
            .text
            .starts_with("last release: v0.1.0, version 0.1.0\n"),
        "{}",
        found.text
    );
    assert_eq!(found.errors, [""; 0]);
    let errors = of("v0.1.0").errors;
    assert!(
        errors[0].starts_with("error: the tag is `v0.1.0`, expected `v0.2.0`\n"),
        "{errors:?}"
    );
    repository.write("more", "");
    repository.commit("Go on");
    let errors = of("v0.2.0").errors;
    assert!(
        errors[0].contains("is not of the commit that is checked out"),
        "{errors:?}"
    );
}

#[test]
fn a_published_crate_can_be_at_the_root_and_not_beside_it() {
    let repository = repository("root");
    let workspace = repository.read("Cargo.toml");
    let package = "[package]\nname = \"acme\"\nversion = \"0.1.0\"\nedition = \"2024\"\n";
    repository.write("Cargo.toml", &format!("{workspace}\n{package}"));
    repository.write("src/lib.rs", "");
    repository.commit("Add a root");
    repository.git(&["tag", "v0.1.0"]);
    let expected = "error: `CHANGELOG.md` has no entry of 0.1.0\n  help: write `## 0.1.0` and what programs have to change";
    assert_eq!(compared(&repository).errors, [expected]);
    repository.write("CHANGELOG.md", "## 0.1.0\n");
    assert_eq!(compared(&repository).errors, [""; 0]);
    repository.write("src/lib.rs", "pub fn help() {}\n");
    let expected = "error: the version in `Cargo.toml` is 0.1.0, that of v0.1.0, but the crate differs\n  help: raise it";
    assert_eq!(compared(&repository).errors, [expected]);

    let beside = Repository::new(env!("CARGO_TARGET_TMPDIR"), "root-beside");
    let name = "name = \"acme-beside\"";
    let manifest = package.replace("name = \"acme\"", name);
    let root = "[package]\nworkspace = \"../root\"";
    beside.write("Cargo.toml", &manifest.replace("[package]", root));
    beside.write("src/lib.rs", "");
    repository.replace(
        "Cargo.toml",
        "\"runtime\"",
        "\"runtime\", \"../root-beside\"",
    );
    let error =
        run(&repository.workspace(), &ReleaseOptions::default()).expect_err("it is outside");
    let error = format!("{error:#}");
    let expected = "the published crate `acme-beside` is outside the workspace, in `";
    assert!(error.starts_with(expected), "{error}");
}

#[test]
fn other_published_crates_raise_their_version_when_they_change() {
    let repository = repository("tools");
    repository.replace("Cargo.toml", "\"runtime\"", "\"runtime\", \"t*l\"");
    let root = repository.read("Cargo.toml");
    let shared = format!("{root}\n[workspace.package]\nversion = \"0.1.0\"\n");
    repository.write("Cargo.toml", &shared);
    let manifest =
        "[package]\nname = \"acme-tool\"\nversion.workspace = true\nedition = \"2024\"\n";
    repository.write("tool/Cargo.toml", manifest);
    repository.write("tool/src/lib.rs", "");
    repository.write("tool/CHANGELOG.md", "## 0.1.0\n\n## 0.1.1\n");
    repository.commit("Add a tool");
    repository.git(&["tag", "v0.1.0"]);
    assert_eq!(compared(&repository).errors, [""; 0]);
    repository.write("tool/src/lib.rs", "pub fn help() {}\n");
    let expected = "error: the version in `tool/Cargo.toml` is 0.1.0, that of v0.1.0, but the crate differs\n  help: raise it";
    assert_eq!(compared(&repository).errors, [expected]);
    repository.replace("Cargo.toml", "0.1.0", "0.1.1");
    assert_eq!(compared(&repository).errors, [""; 0]);
}
