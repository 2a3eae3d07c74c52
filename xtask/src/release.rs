//! Making the published crates ready.

use std::process::Command;

use anyhow::{Context as _, Result, bail};
use clap::Args;

use crate::changelog;
use crate::diff::{Documents, compare};
use crate::workspace::Workspace;

/// The crate that has to be published before the generated one.
const RUNTIME: &str = "openapi-client-runtime";

/// How to make ready.
#[derive(Args, Clone, Debug)]
pub struct ReleaseOptions {
    /// Show everything and publish nothing; there is no other way
    #[arg(long, required = true)]
    pub dry_run: bool,
    /// Git revision of the last release [default: HEAD]
    #[arg(long, value_name = "REV", default_value = "HEAD")]
    pub base: String,
}

/// Shows version and entry, and packages both crates.
///
/// # Errors
/// When the documents can't be compared, or a crate can't be packaged.
pub fn run(workspace: &Workspace, options: &ReleaseOptions) -> Result<String> {
    let new = Documents::of_tree(workspace)?;
    let old = Documents::of_revision(workspace, &options.base)?;
    let found = compare(&old, &new, &[])?;
    let version = &new.config.package.version;
    let next = found
        .next_version(version)
        .with_context(|| format!("the crate's version, `{version}`, is not of the form 1.2.3"))?;
    let entry = match changelog::entry(workspace, &next)? {
        Some(entry) => entry,
        None => generator::diff::changelog(&found, &next)
            .trim_end()
            .to_owned(),
    };
    let stays = if next == *version {
        format!("{version} stays")
    } else {
        format!("{version} → {next}")
    };
    let mut summary = format!("version: {stays}\n\n{entry}\n");
    summary += &package(workspace, &new.config.package.name)?;
    Ok(summary)
}

/// Packages both crates in one run, so that cargo builds the second against the first as it was packaged.
fn package(workspace: &Workspace, generated: &str) -> Result<String> {
    let crates = [RUNTIME, generated];
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command
        .current_dir(workspace.path("."))
        .args(["package", "--allow-dirty", "--quiet"]);
    for name in crates {
        command.args(["-p", name]);
    }
    let output = command.output().context("can't start cargo")?;
    if !output.status.success() {
        bail!(
            "`cargo package` failed:\n{}",
            String::from_utf8_lossy(&output.stderr).trim_end()
        );
    }
    let lines = crates.map(|name| format!("\npackaged and built: {name}"));
    Ok(lines.concat())
}
