//! The recipe of `docs/whole-api.md`, command by command: every operation, a feature for each service, each of which compiles alone.

use std::fs;
use std::path::Path;
use std::process::Command;

use tests::{nested, sample, tree, whole};

/// How many services are compiled in a sample.
const SAMPLE: usize = 2;

/// The commands of the page, without the one that needs the network.
fn commands() -> Vec<String> {
    let page = fs::read_to_string(tree::root().join("docs/whole-api.md"));
    let page = page.expect("the page is there");
    let blocks = page.split("```sh\n").skip(1);
    let blocks = blocks.filter_map(|it| Some(it.split_once("```")?.0));
    let commands = blocks.flat_map(str::lines).map(str::to_owned);
    commands.filter(|it| !it.starts_with("git clone")).collect()
}

/// Runs a command of the page with its folders replaced; returns its output.
fn run(command: &str, specs: &Path, scratch: &Path) -> String {
    let command = command
        .replace("../api-specs", &specs.display().to_string())
        .replace("../isc", &scratch.join("isc").display().to_string());
    let output = Command::new("sh")
        .args(["-c", &command])
        .current_dir(tree::root())
        // The cargo that runs this test holds the lock of the other folder.
        .env("CARGO_TARGET_DIR", scratch.join("nested-target"))
        .output()
        .expect("there is a shell");
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "`{command}` failed:\n{error}");
    String::from_utf8(output.stdout).expect("it prints text")
}

#[test]
#[ignore = "set UPSTREAM_SPECS"]
fn the_whole_api_generates_and_its_services_compile_alone() {
    let specs = crate::folder();
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let commands = commands();
    assert_eq!(commands.len(), 6, "{commands:?}");
    let output: String = commands.iter().map(|it| run(it, &specs, scratch)).collect();
    let folder = scratch.join("isc");
    let operations = whole::operations(&folder.join("isc.yaml"));
    assert_eq!(operations, 917);
    let summary = format!("isc: {operations} operations");
    assert!(
        output.contains(&summary),
        "`{summary}` is missing:\n{output}"
    );

    let manifest = fs::read_to_string(folder.join("client/Cargo.toml"));
    let manifest = manifest.expect("the crate is written");
    let of_service = |line: &str| Some(line.split_once(" = [\"_isc\"]")?.0.to_owned());
    let features: Vec<String> = manifest.lines().filter_map(of_service).collect();
    let services = fs::read_dir(specs.join("idn/apis")).expect("the services are there");
    let services = services.filter(|it| {
        let folder = it.as_ref().expect("the folder can be listed").path();
        folder.join("openapi.yaml").is_file()
    });
    assert_eq!(features.len(), services.count());

    for feature in sample::of("services of the whole API", features, SAMPLE) {
        let arguments = [
            "-p",
            "sailpoint-isc-whole",
            "--no-default-features",
            "--features",
            &feature,
        ];
        nested::succeed(env!("CARGO_TARGET_TMPDIR"), &folder, "check", &arguments);
    }
}
