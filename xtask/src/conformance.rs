//! Comparing generated crates with their documents.
//!
//! The work is done by the program `conformance` of the package `tests`, so that `xtask` itself needs no validator of schemas.

use std::path::PathBuf;
use std::process::{Command, ExitCode};

use anyhow::{Context as _, Result, bail};
use clap::Args;

use crate::program::Program;
use crate::read;
use crate::workspace::{Workspace, absolute};

/// The documents to compare.
#[derive(Args, Clone, Debug)]
pub struct ConformanceOptions {
    /// OpenAPI documents
    #[arg(value_name = "DOCUMENT", required = true)]
    pub documents: Vec<PathBuf>,
    /// Run every Nth component and every Nth operation only
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub every: usize,
    /// Print the samples that do not count, because they are not valid values of their own schema
    #[arg(long)]
    pub faults: bool,
}

/// Compares the crates of the documents with the documents, and prints each failure.
///
/// # Errors
/// If a document can't be read, cargo does not start, or the sources that this program was built from are gone.
pub fn run(workspace: &Workspace, options: &ConformanceOptions) -> Result<ExitCode> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command
        .args(["run", "--quiet", "--package", "tests", "--bin"])
        .args(["conformance", "--"])
        .arg(format!("--every={}", options.every.max(1)));
    if options.faults {
        command.arg("--faults");
    }
    for document in &options.documents {
        read::text(workspace, document)?;
        command.arg(absolute(document)?);
    }
    // The program is one of the sources, wherever the command works.
    let Ok(sources) = Workspace::here() else {
        bail!(
            "`conformance` compiles a program of the sources that this command was built from, and they are gone\n  \
             help: run `{} conformance` in a checkout of them",
            Program::Xtask.name()
        );
    };
    command.current_dir(sources.path("."));
    let status = command.status().context("can't start cargo")?;
    Ok(ExitCode::from(u8::from(!status.success())))
}
