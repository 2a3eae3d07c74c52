//! The first build of a small program that uses the client with its default features, compared with the same program by hand,
//! and the size of both programs when they are optimized.
//!
//! `cargo run --release -p benches --bin first_build`. Each build has a target folder of its own, with nothing in it; what both need is
//! fetched before. The program by hand takes its dependencies in the client's versions, and reqwest with the client's features
//! and what it needs instead of the client.

use std::fs;
use std::path::Path;
use std::process::Command;

use benches::process::{Cost, run};

/// The number of builds, of which the best counts.
const ROUNDS: usize = 2;

const TOKIO: &str = r#"tokio = { version = "1", features = ["macros", "rt"] }"#;

const WITH_CLIENT: &str = include_str!("program/with_client.rs");

const BY_HAND: &str = include_str!("program/by_hand.rs");

#[allow(clippy::print_stdout, reason = "it prints its result")]
fn main() {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let client = format!(
        "sailpoint-isc = {{ path = '{}' }}\n{TOKIO}",
        workspace.join("generated").display()
    );
    let by_hand = format!(
        "reqwest = {{ version = \"0.13\", default-features = false, \
         features = [\"form\", \"http2\", \"json\", \"query\", \"rustls\"] }}\n\
         serde = {{ version = \"1\", features = [\"derive\"] }}\n{TOKIO}"
    );
    let folder = std::env::temp_dir().join(format!("benches-build-{}", std::process::id()));
    let programs = [("ours", client, WITH_CLIENT), ("theirs", by_hand, BY_HAND)];
    let programs = programs.map(|(name, dependencies, program)| {
        let at = folder.join(name);
        write(&at, &workspace, &dependencies, program);
        at
    });
    let mut best = [None, None];
    for _ in 0..ROUNDS {
        for (best, program) in best.iter_mut().zip(&programs) {
            *best = build(program).map(|it| it.or_less(*best));
        }
    }
    let sizes = programs.each_ref().map(|program| size(program));
    let _ = fs::remove_dir_all(&folder);
    if let [Some(ours), Some(theirs)] = sizes {
        println!(
            "size of the optimized program, without symbols: {:.2}",
            ours / theirs
        );
    }
    match best {
        [Some(ours), Some(theirs)] => println!(
            "over the same by hand: time {:.2}, time of the processors {:.2}, peak memory {:.2}",
            ours.wall / theirs.wall,
            ours.cpu / theirs.cpu,
            ours.peak / theirs.peak
        ),
        [ours, theirs] => println!(
            "does not build: {}{}",
            if ours.is_none() { "ours " } else { "" },
            if theirs.is_none() { "theirs" } else { "" }
        ),
    }
}

/// Makes a crate of a program.
fn write(at: &Path, workspace: &Path, dependencies: &str, program: &str) {
    let manifest = format!(
        "[package]\nname = \"program\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n{dependencies}\n"
    );
    let lock = workspace.join("Cargo.lock");
    let written = fs::create_dir_all(at.join("src"))
        .and_then(|()| fs::write(at.join("Cargo.toml"), manifest))
        .and_then(|()| fs::write(at.join("src/main.rs"), program))
        .and_then(|()| fs::copy(lock, at.join("Cargo.lock")).map(drop));
    written.expect("the files can be written");
}

/// Builds from nothing, but for the sources of what it needs.
fn build(program: &Path) -> Option<Cost> {
    let _ = fs::remove_dir_all(program.join("target"));
    run(&mut cargo(program, &["fetch"]))?;
    run(&mut cargo(program, &["build"]))
}

/// The bytes of the program when it is built with optimizations.
#[expect(
    clippy::cast_precision_loss,
    reason = "programs are far smaller than 2^53 bytes"
)]
fn size(program: &Path) -> Option<f64> {
    let mut release = cargo(program, &["build", "--release"]);
    run(release.env("CARGO_PROFILE_RELEASE_STRIP", "true"))?;
    let name = format!("target/release/program{}", std::env::consts::EXE_SUFFIX);
    let built = fs::metadata(program.join(name)).ok()?;
    Some(built.len() as f64)
}

fn cargo(program: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO"));
    command.args(arguments).current_dir(program);
    command.env("CARGO_TARGET_DIR", program.join("target"));
    command
}
