//! Responses of a generated crate that are read while they arrive, from a raw server and from the mock server.

use std::fs;
use std::path::Path;

use tests::nested;
use tests::run::Run;

const SCRATCH: &str = env!("CARGO_TARGET_TMPDIR");

const MANIFEST: &str = r#"[package]
name = "streams"
version = "0.0.0"
edition = "2024"

[dependencies]
client = { path = "../client", default-features = false, features = ["api", "blocking", "test-util"] }
tokio = { version = "1", default-features = false, features = ["io-util", "macros", "net", "rt", "time"] }
"#;

const WORKSPACE: &str =
    "[workspace]\nresolver = \"3\"\nmembers = [\"program\"]\n\n[profile.dev]\ndebug = false\n";

#[test]
fn a_program_reads_streams() {
    let run = Run::of_text(include_str!("document.yaml"));
    let run = run.as_member().ending_at("[DONE]");
    let output = run.generate().expect("the document is in order");
    let folder = Path::new(SCRATCH).join("streams");
    nested::write(&folder.join("client"), &output.files);
    let source = folder.join("program/src");
    fs::create_dir_all(&source).expect("the scratch folder can be written");
    for (path, text) in [
        (folder.join("Cargo.toml"), WORKSPACE),
        (folder.join("program/Cargo.toml"), MANIFEST),
        (source.join("main.rs"), include_str!("program.rs")),
        (source.join("mock.rs"), include_str!("mock.rs")),
    ] {
        fs::write(path, text).expect("the scratch folder can be written");
    }
    nested::succeed(SCRATCH, &folder, "run", &["--package", "streams"]);
}
