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
    /// From the root of the workspace, and empty for its own package.
    folder: String,
    pub(super) name: String,
    version: String,
}

impl Member {
    /// The path of a file of the crate, from the root of the workspace.
    fn path(&self, file: &str) -> String {
        match self.folder.as_str() {
            "" => file.to_owned(),
            folder => format!("{folder}/{file}"),
        }
    }
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
        let folder = it.manifest_path.parent().unwrap_or(&it.manifest_path);
        let Ok(inside) = folder.strip_prefix(&metadata.workspace_root) else {
            bail!(
                "the published crate `{}` is outside the workspace, in `{}`\n  help: move it into the workspace, or write `publish = false`",
                it.name,
                folder.display()
            )
        };
        Ok(Member {
            folder: slashed(inside),
            name: it.name,
            version: it.version,
        })
    };
    let mut members: Vec<Member> = published.map(member).collect::<Result<_>>()?;
    members.sort_by(|a, b| a.folder.cmp(&b.folder));
    Ok(members)
}

/// The errors of those whose changelog lacks the entry of their version.
pub(super) fn without_entry(workspace: &Workspace) -> Result<Vec<String>> {
    let mut errors = Vec::new();
    for member in published(&workspace.path("."))? {
        let file = member.path(changelog::FILE);
        if changelog::entry(workspace, &file, &member.version)?.is_none() {
            errors.push(changelogs::missing(workspace, &file, &member.version));
        }
    }
    Ok(errors)
}

/// The errors of those that are neither the generated crate nor the runtime, differ from the last release, and have its version.
pub(super) fn unraised(workspace: &Workspace, base: &Base) -> Result<Vec<String>> {
    let compared = [workspace.generated(), workspace.runtime()];
    let mut errors = Vec::new();
    for member in published(&workspace.path("."))? {
        if compared.contains(&workspace.path(&member.folder)) {
            continue;
        }
        let version = &member.version;
        let mut before = base.published.iter();
        let is_same = before.any(|it| it.folder == member.folder && it.version == *version);
        let [path, sources] = ["Cargo.toml", "src"].map(|it| member.path(it));
        if is_same && !git::changed(workspace, &base.commit, &[&sources, &path])?.is_empty() {
            errors.push(format!(
                "error: the version in `{path}` is {version}, that of {}, but the crate differs\n  help: raise it",
                base.name
            ));
        }
    }
    Ok(errors)
}
