//! Asking git: the documents of a revision.

use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::workspace::Workspace;

/// The commit that a revision names.
pub(crate) fn commit(workspace: &Workspace, revision: &str) -> Result<String> {
    // What begins with a dash would be an option.
    if revision.starts_with('-') {
        bail!("`{revision}` is not a revision");
    }
    let object = format!("{revision}^{{commit}}");
    let found = run(workspace, &["rev-parse", "--verify", "--quiet", &object]);
    let text = found.with_context(|| format!("unknown revision `{revision}`"))?;
    Ok(text.trim().to_owned())
}

/// The text of a file in a commit; its path is relative to the root of the workspace.
pub(crate) fn file(workspace: &Workspace, commit: &str, path: &str) -> Result<String> {
    let object = format!("{commit}:./{path}");
    run(workspace, &["show", &object])
        .with_context(|| format!("there is no `{path}` in that revision"))
}

fn run(workspace: &Workspace, arguments: &[&str]) -> Result<String> {
    let output = Command::new("git")
        .current_dir(workspace.path("."))
        .args(arguments)
        .output()
        .context("can't start git")?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        match said.trim() {
            "" => bail!("`git {}` failed", arguments[0]),
            said => bail!("{said}"),
        }
    }
    String::from_utf8(output.stdout).context("it is not UTF-8 text")
}
