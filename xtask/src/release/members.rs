//! The crates of the workspace that are published.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};
use serde::Deserialize;

use super::base::Base;
use super::changelogs;
use crate::changelog;
use crate::git;
use crate::workspace::{Workspace, slashed};

/// A crate that is published.
pub(super) struct Member {
    /// From the root of the workspace.
    pub(super) folder: String,
    pub(super) name: String,
    version: String,
}

/// The output of `cargo metadata`, in part.
#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
    workspace_root: PathBuf,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
    manifest_path: PathBuf,
    /// The registries; none with `publish = false`.
    publish: Option<Vec<String>>,
}

/// The members of the workspace in a folder whose manifests don't say `publish = false`, sorted by their folders.
pub(super) fn published(folder: &Path) -> Result<Vec<Member>> {
    let output = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .current_dir(folder)
        .args(["metadata", "--no-deps", "--offline"])
        .args(["--format-version", "1", "--manifest-path", "Cargo.toml"])
        .output()
        .context("can't start cargo")?;
    if !output.status.success() {
        bail!(
            "`cargo metadata` failed:\n{}",
            String::from_utf8_lossy(&output.stderr).trim_end()
        );
    }
    let metadata: Metadata = serde_json::from_slice(&output.stdout)
        .context("can't read the output of `cargo metadata`")?;
    let packages = metadata.packages.into_iter();
    let published = packages.filter(|it| it.publish.as_ref().is_none_or(|it| !it.is_empty()));
    let member = |it: Package| {
        let folder = it.manifest_path.parent()?;
        let folder = folder.strip_prefix(&metadata.workspace_root).ok()?;
        Some(Member {
            folder: slashed(folder),
            name: it.name,
            version: it.version,
        })
    };
    let mut members: Vec<Member> = published.filter_map(member).collect();
    members.sort_by(|a, b| a.folder.cmp(&b.folder));
    Ok(members)
}

/// The errors of those whose changelog lacks the entry of their version.
pub(super) fn without_entry(workspace: &Workspace) -> Result<Vec<String>> {
    let mut errors = Vec::new();
    for Member {
        folder, version, ..
    } in published(&workspace.path("."))?
    {
        if changelog::entry(workspace, &folder, &version)?.is_none() {
            errors.push(changelogs::missing(workspace, &folder, &version));
        }
    }
    Ok(errors)
}

/// The errors of those that are neither the generated crate nor the runtime, differ from the last release, and have its version.
pub(super) fn unraised(workspace: &Workspace, base: &Base) -> Result<Vec<String>> {
    let compared = [workspace.generated(), workspace.runtime()];
    let mut errors = Vec::new();
    for Member {
        folder, version, ..
    } in published(&workspace.path("."))?
    {
        if compared.contains(&workspace.path(&folder)) {
            continue;
        }
        let mut before = base.published.iter();
        let is_same = before.any(|it| it.folder == folder && it.version == version);
        let path = format!("{folder}/Cargo.toml");
        let sources = format!("{folder}/src");
        if is_same && !git::changed(workspace, &base.commit, &[&sources, &path])?.is_empty() {
            errors.push(format!(
                "error: the version in `{path}` is {version}, that of {}, but the crate differs\n  help: raise it",
                base.name
            ));
        }
    }
    Ok(errors)
}
