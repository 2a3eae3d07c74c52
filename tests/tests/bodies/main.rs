//! Bodies of requests and responses of a generated crate, on a raw server and on the mock server.

use std::fs;
use std::path::Path;

use tests::nested;
use tests::run::Run;

const SCRATCH: &str = env!("CARGO_TARGET_TMPDIR");

const MANIFEST: &str = r#"[package]
name = "bodies"
version = "0.0.0"
edition = "2024"

[dependencies]
client = { path = "../client", default-features = false, features = ["api", "blocking", "test-util"] }
tokio = { version = "1", default-features = false, features = ["rt", "time"] }
"#;

const WORKSPACE: &str =
    "[workspace]\nresolver = \"3\"\nmembers = [\"program\"]\n\n[profile.dev]\ndebug = false\n";

#[test]
fn a_program_reads_and_writes_bodies() {
    let run = Run::of_text(include_str!("document.yaml")).as_member();
    let output = run.generate().expect("the document is in order");
    let folder = Path::new(SCRATCH).join("bodies");
    nested::write(&folder.join("client"), &output.files);
    let source = folder.join("program/src");
    fs::create_dir_all(&source).expect("the scratch folder can be written");
    for (path, text) in [
        (folder.join("Cargo.toml"), WORKSPACE),
        (folder.join("program/Cargo.toml"), MANIFEST),
        (source.join("main.rs"), include_str!("program.rs")),
    ] {
        fs::write(path, text).expect("the scratch folder can be written");
    }
    nested::succeed(SCRATCH, &folder, "run", &["--package", "bodies"]);
}
