//! The crates of the workspace that are published.

use anyhow::{Context as _, Result};

use super::base::Base;
use super::changelogs;
use crate::changelog;
use crate::git;
use crate::read;
use crate::workspace::Workspace;

/// A crate that is published.
pub(super) struct Member {
    /// As the workspace's manifest names it.
    pub(super) folder: String,
    pub(super) name: String,
    version: String,
}

/// The members of the workspace whose manifests don't say `publish = false`.
pub(super) fn published(workspace: &Workspace) -> Result<Vec<Member>> {
    let root = manifest(workspace, "Cargo.toml")?;
    let members = root.get("workspace").and_then(|it| it.get("members"));
    let members = members.and_then(toml::Value::as_array);
    let mut found = Vec::new();
    for folder in members
        .into_iter()
        .flatten()
        .filter_map(toml::Value::as_str)
    {
        let path = format!("{folder}/Cargo.toml");
        if workspace.path(&path).exists() {
            found.extend(member(folder, &manifest(workspace, &path)?));
        }
    }
    Ok(found)
}

/// The errors of those whose changelog lacks the entry of their version.
pub(super) fn without_entry(workspace: &Workspace) -> Result<Vec<String>> {
    let mut errors = Vec::new();
    for Member {
        folder, version, ..
    } in published(workspace)?
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
    } in published(workspace)?
    {
        let path = format!("{folder}/Cargo.toml");
        let before = base.folder.join(&path);
        if compared.contains(&workspace.path(&folder)) || !before.exists() {
            continue;
        }
        let text = read::text(workspace, &before)?;
        let before = member(&folder, &parsed(&text, &path)?);
        let is_same = before.is_some_and(|it| it.version == version);
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

fn manifest(workspace: &Workspace, path: &str) -> Result<toml::Table> {
    parsed(&read::text(workspace, &workspace.path(path))?, path)
}

fn parsed(text: &str, path: &str) -> Result<toml::Table> {
    text.parse()
        .with_context(|| format!("`{path}` is not TOML"))
}

fn member(folder: &str, manifest: &toml::Table) -> Option<Member> {
    let package = manifest.get("package")?;
    if package.get("publish").and_then(toml::Value::as_bool) == Some(false) {
        return None;
    }
    let entry = |key: &str| Some(package.get(key)?.as_str()?.to_owned());
    Some(Member {
        folder: folder.to_owned(),
        name: entry("name")?,
        version: entry("version")?,
    })
}
