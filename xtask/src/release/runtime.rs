//! The runtime since the last release: whether the sources of that release build against it.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, bail};
use generator::diff::{Rust, Version};

use super::base::Base;
use crate::git;
use crate::job::RUNTIME;
use crate::workspace::Workspace;

/// How many errors of the compiler are shown.
const MOST_ERRORS: usize = 5;

/// What the change of the runtime does to programs.
pub(super) struct Effect {
    pub(super) verdict: Rust,
    /// Why, as half a sentence.
    pub(super) reason: String,
    pub(super) version: Version,
    /// The lowest version that says so.
    pub(super) least: Version,
}

/// Compares the runtime with that of the last release.
pub(super) fn compare(workspace: &Workspace, base: &Base) -> Result<Effect> {
    let path = "runtime/Cargo.toml";
    if !workspace.has_runtime() {
        let none = Version::parse("0.0.0").context("no version is a version")?;
        return Ok(Effect {
            verdict: Rust::None,
            reason: "not in this workspace".to_owned(),
            version: none,
            least: none,
        });
    }
    let old = manifest(&base.folder.join(path))?;
    let new = manifest(&workspace.path(path))?;
    let (was, is) = (version(&old, path)?, version(&new, path)?);
    let changed = git::changed(workspace, &base.commit, &["runtime/src", path])?;
    let shared_before = inherited(&old, &manifest(&base.folder.join("Cargo.toml"))?);
    let shared_now = inherited(&new, &manifest(&workspace.path("Cargo.toml"))?);
    let (verdict, reason) = if changed.is_empty() && shared_before == shared_now {
        (Rust::None, "unchanged".to_owned())
    } else if !is.satisfies(was) {
        (
            Rust::Major,
            format!("its version, {is}, is not one that {} accepts", base.name),
        )
    } else {
        match build(workspace, base, &workspace.runtime())? {
            None => (
                Rust::Patch,
                format!("the sources of {} build against it", base.name),
            ),
            Some(errors) => {
                let own = base.folder.join("runtime");
                if let Some(errors) = build(workspace, base, &own)? {
                    bail!(
                        "the sources of {} don't build against their own runtime:\n{errors}",
                        base.name
                    );
                }
                (
                    Rust::Major,
                    format!(
                        "the sources of {} don't build against it:\n{errors}",
                        base.name
                    ),
                )
            }
        }
    };
    Ok(Effect {
        verdict,
        reason,
        version: is,
        least: was.next(verdict),
    })
}

fn manifest(path: &Path) -> Result<toml::Table> {
    let name = path.display();
    let text = fs::read_to_string(path).with_context(|| format!("can't read `{name}`"))?;
    text.parse()
        .with_context(|| format!("`{name}` is not TOML"))
}

/// What a manifest takes from that of its workspace, such as the edition and the versions of dependencies.
fn inherited(manifest: &toml::Table, root: &toml::Table) -> Vec<Option<toml::Value>> {
    let mut found = Vec::new();
    for section in ["package", "dependencies"] {
        let own = manifest.get(section).and_then(toml::Value::as_table);
        let shared = root.get("workspace").and_then(|it| it.get(section));
        for (key, value) in own.into_iter().flatten() {
            if value.get("workspace").is_some() {
                found.push(shared.and_then(|it| it.get(key)).cloned());
            }
        }
    }
    found
}

fn version(manifest: &toml::Table, name: &str) -> Result<Version> {
    let text = manifest
        .get("package")
        .and_then(|it| it.get("version")?.as_str());
    let version = text.and_then(Version::parse);
    version.with_context(|| format!("`{name}` has no version of the form 1.2.3"))
}

/// Builds the crate of the last release, and its examples, against a runtime; gives the errors of the compiler.
fn build(workspace: &Workspace, base: &Base, runtime: &Path) -> Result<Option<String>> {
    let members: Vec<&str> = ["generated", "examples"]
        .into_iter()
        .filter(|it| base.folder.join(it).join("Cargo.toml").exists())
        .collect();
    edit(&base.folder.join("Cargo.toml"), |table| {
        let workspace = table
            .get_mut("workspace")
            .and_then(toml::Value::as_table_mut)?;
        workspace.insert("members".to_owned(), toml::Value::from(members.clone()));
        Some(())
    })?;
    let path = runtime
        .to_str()
        .context("the path of the runtime is not UTF-8")?;
    let mut features = Vec::new();
    edit(&base.folder.join("generated/Cargo.toml"), |table| {
        let wanted = ["metadata", "docs", "rs", "features"];
        let package = table.get("package")?;
        let listed = wanted.iter().try_fold(package, |it, key| it.get(key));
        let listed = listed.and_then(toml::Value::as_array).into_iter().flatten();
        features.extend(listed.filter_map(|it| Some(it.as_str()?.to_owned())));
        let dependency = table
            .get_mut("dependencies")?
            .get_mut(RUNTIME)?
            .as_table_mut()?;
        dependency.insert("path".to_owned(), path.into());
        Some(())
    })?;
    let lock = workspace.path("Cargo.lock");
    if lock.exists() {
        fs::copy(lock, base.folder.join("Cargo.lock")).context("can't copy `Cargo.lock`")?;
    }
    let features = features.iter().map(|it| format!("{}/{it}", base.package));
    let features: Vec<String> = features.collect();
    let output = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .current_dir(&base.folder)
        .args([
            "check",
            "--workspace",
            "--quiet",
            "--message-format",
            "short",
        ])
        .args(["--features", &features.join(",")])
        // Not the folder of the cargo that runs this: it may hold the lock.
        .env(
            "CARGO_TARGET_DIR",
            workspace.path("target/release-check/target"),
        )
        // An error counts, a warning does not.
        .env("RUSTFLAGS", "--cap-lints=warn")
        .output()
        .context("can't start cargo")?;
    if output.status.success() {
        return Ok(None);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let errors = said.lines().filter(|line| line.contains("error"));
    let errors: Vec<String> = errors
        .take(MOST_ERRORS)
        .map(|it| format!("  {it}"))
        .collect();
    Ok(Some(errors.join("\n")))
}

/// Edits a manifest of the last release's files.
fn edit(path: &Path, change: impl FnOnce(&mut toml::Table) -> Option<()>) -> Result<()> {
    let name = path.display();
    let text = fs::read_to_string(path).with_context(|| format!("can't read `{name}`"))?;
    let mut table: toml::Table = text
        .parse()
        .with_context(|| format!("`{name}` is not TOML"))?;
    change(&mut table).with_context(|| format!("`{name}` is not as a release has it"))?;
    fs::write(path, table.to_string()).with_context(|| format!("can't write `{name}`"))
}
