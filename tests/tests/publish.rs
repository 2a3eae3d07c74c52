//! The steps of the workflow that publishes, run as scripts with a cargo that only notes what it is asked for.

// The steps are scripts of a shell, and so is the `cargo` of this test.
#![cfg(unix)]

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_yaml::Value;
use tests::tree;

/// The registry has none of the crates.
const CARGO: &str = "\
#!/bin/sh
printf '%s\\n' \"$*\" >> \"$CALLS\"
case \"$1\" in
  pkgid) printf 'path+file:///x#%s@0.1.0\\n' \"$4\" ;;
  info) exit 1 ;;
esac
";

/// Runs the steps on a branch or a tag; returns whether all passed, and the calls of cargo.
fn run(scratch: &str, (kind, name): (&str, &str), is_dry: bool) -> (bool, Vec<String>) {
    let path = tree::root().join(".github/workflows/publish.yml");
    let text = fs::read_to_string(path).expect("the workflow can be read");
    let workflow: Value = serde_yaml::from_str(&text).expect("the workflow is YAML");
    let steps = workflow["jobs"]["publish"]["steps"].as_sequence();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("publish")
        .join(scratch);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("the scratch folder can be written");
    let (cargo, calls) = (folder.join("cargo"), folder.join("calls"));
    fs::write(&cargo, CARGO).expect("the scratch folder can be written");
    fs::write(&calls, "").expect("the scratch folder can be written");
    let status = Command::new("chmod").arg("+x").arg(&cargo).status();
    assert!(status.is_ok_and(|it| it.success()), "cargo can't be run");
    let mut passed = true;
    for step in steps.expect("it has steps") {
        let condition = step["if"].as_str();
        assert!(condition.is_none_or(|it| it == "${{ !inputs.dry-run }}"));
        let (Some(script), true) = (step["run"].as_str(), passed) else {
            continue;
        };
        if is_dry && condition.is_some() {
            continue;
        }
        let path = std::env::var("PATH").unwrap_or_default();
        let output = Command::new("bash")
            .args(["--noprofile", "--norc", "-eo", "pipefail", "-c", script])
            .env("PATH", format!("{}:{path}", folder.display()))
            .env("CALLS", &calls)
            .env("GITHUB_REF_TYPE", kind)
            .env("GITHUB_REF_NAME", name)
            .env("DRY_RUN", is_dry.to_string())
            .output()
            .expect("bash can be started");
        passed = output.status.success();
    }
    let calls = fs::read_to_string(calls).expect("the file is there");
    (passed, calls.lines().map(str::to_owned).collect())
}

#[test]
fn a_branch_is_packaged_and_never_published() {
    let branch = ("branch", "main");
    let (passed, calls) = run("dry", branch, true);
    assert!(passed);
    assert_eq!(calls, ["xtask release --dry-run"]);
    let (passed, calls) = run("branch", branch, false);
    assert!(!passed);
    assert_eq!(calls, [""; 0]);
}

#[test]
fn a_tag_is_compared_with_the_release_before_and_published_in_order() {
    let (passed, calls) = run("tag", ("tag", "v0.1.0"), false);
    assert!(passed);
    assert_eq!(calls[0], "xtask release --dry-run --tag v0.1.0");
    let published = calls
        .iter()
        .filter_map(|it| it.strip_prefix("publish --locked -p "));
    let published: Vec<&str> = published.collect();
    assert_eq!(
        published,
        [
            "openapi-client-runtime",
            "sailpoint-isc",
            "openapi-clientgen-core",
            "openapi-clientgen-commands",
            "openapi-clientgen"
        ]
    );
}
