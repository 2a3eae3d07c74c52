//! The changelogs of the published crates: the entry that a release writes, and those that are missing.

use std::fmt::Write as _;

use anyhow::{Context as _, Result};
use generator::diff::{self, Diff, Rust};

use super::MOST_ITEMS;
use super::runtime::Effect;
use super::surface::Surface;
use crate::changelog;
use crate::read;
use crate::workspace::Workspace;

/// The entry of the generated crate: the documents, then what the generator and the runtime change besides.
pub(super) fn entry(
    next: &str,
    found: &Diff,
    (surface, of_sources): (&Surface, Rust),
    runtime: &Effect,
) -> String {
    let mut text = diff::changelog(found, next);
    if of_sources > found.rust() {
        text += "\n### The generator differs\n\n";
        let items = surface.lost.iter().chain(&surface.demanded);
        for item in items.take(MOST_ITEMS) {
            let _ = writeln!(text, "- removed or changed: `{item}`");
        }
        for item in surface.gained.iter().take(MOST_ITEMS) {
            let _ = writeln!(text, "- new: `{item}`");
        }
        let count = surface.lost.len() + surface.demanded.len() + surface.gained.len();
        if count == 0 {
            text += "- The same items are written otherwise.\n";
        }
    }
    if runtime.verdict == Rust::Major {
        let _ = writeln!(
            text,
            "\n### The runtime differs\n\n- It needs {} of the runtime, whose changelog says what to change.",
            runtime.least.max(runtime.version)
        );
    }
    text
}

/// The errors of the published crates whose changelog lacks the entry of their version.
pub(super) fn missing(workspace: &Workspace) -> Result<Vec<String>> {
    let root = manifest(workspace, "Cargo.toml")?;
    let members = root.get("workspace").and_then(|it| it.get("members"));
    let members = members.and_then(toml::Value::as_array);
    let mut errors = Vec::new();
    for member in members.into_iter().flatten() {
        let Some(folder) = member.as_str() else {
            continue;
        };
        let name = format!("{folder}/Cargo.toml");
        if !workspace.path(&name).exists() {
            continue;
        }
        let manifest = manifest(workspace, &name)?;
        let Some(version) = published(&manifest) else {
            continue;
        };
        if changelog::entry(workspace, folder, version)?.is_none() {
            errors.push(error(workspace, folder, version));
        }
    }
    Ok(errors)
}

fn error(workspace: &Workspace, folder: &str, version: &str) -> String {
    let is_generated = workspace.path(folder) == workspace.generated();
    let help = if is_generated {
        format!("run `{} --changelog`", workspace.command("release"))
    } else {
        format!("write `## {version}` and what programs have to change")
    };
    format!(
        "error: `{folder}/{}` has no entry of {version}\n  help: {help}",
        changelog::FILE
    )
}

fn manifest(workspace: &Workspace, name: &str) -> Result<toml::Table> {
    let text = read::text(workspace, &workspace.path(name))?;
    text.parse()
        .with_context(|| format!("`{name}` is not TOML"))
}

/// The version of a crate that is published.
fn published(manifest: &toml::Table) -> Option<&str> {
    let package = manifest.get("package")?;
    let is_private = package.get("publish").and_then(toml::Value::as_bool) == Some(false);
    package.get("version")?.as_str().filter(|_| !is_private)
}
