//! Crates made of a document, by us and by the peer.

use std::fs;
use std::path::Path;
use std::process::Command;

use xtask::generate;
use xtask::job::{DocumentArgs, Job, SingleArgs};
use xtask::workspace::Workspace;

use crate::process::{Cost, PEER, run};

/// Does what `cargo xtask generate --document FILE --out DIR` does; returns the number of operations.
///
/// # Panics
/// If the document has errors, or the files can't be written.
pub fn write_ours(document: &Path, out: &Path) -> usize {
    let workspace = Workspace::here().expect("the program runs where it was built");
    let args = SingleArgs {
        documents: vec![DocumentArgs {
            document: document.to_owned(),
            ..DocumentArgs::default()
        }],
        crate_name: Some("ours".to_owned()),
        out: out.to_owned(),
        runtime: None,
        standalone: true,
        keep_going: false,
    };
    let job = Job::from_document(&workspace, &args).expect("the folder can take a crate");
    let made = job.make().expect("the document has no errors");
    generate::apply(&made.plan, &job.target.dir).expect("the files can be written");
    let operations = made.output.summary.iter().map(|api| api.operations);
    operations.sum()
}

/// Runs the peer over a document; it writes modules, not a crate.
pub fn run_peer(document: &Path, out: &Path) -> Option<Cost> {
    let command = &mut Command::new(PEER);
    let command = command.arg("generate").arg(document);
    run(command.arg("--output-dir").arg(out).arg("--quiet"))
}

/// Makes a crate around the modules that the peer makes of a document. None where it can't.
///
/// # Panics
/// If the files can't be written.
pub fn write_peer(document: &Path, out: &Path) -> Option<()> {
    run_peer(document, &out.join("src/api"))?;
    let dependencies = fs::read_to_string(out.join("src/api/REQUIRED_DEPS.toml")).ok()?;
    let manifest = format!(
        "[package]\nname = \"theirs\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n{dependencies}"
    );
    fs::write(out.join("Cargo.toml"), manifest).expect("the files can be written");
    let root = "#![allow(warnings)]\npub mod api;\n";
    fs::write(out.join("src/lib.rs"), root).expect("the files can be written");
    Some(())
}
