//! The committed file of accepted changes: what a reader decided, why, and until when.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use generator::Source;
use generator::config::read_toml;
use generator::diff::{self, Diff, Wire};
use generator::openapi::suggest::did_you_mean;
use serde::Deserialize;

use super::options::DiffOptions;
use crate::day::Day;
use crate::read;
use crate::workspace::Workspace;

/// How long a change is accepted unless the command line says otherwise.
const DAYS: i64 = 90;

/// How many places an entry keeps: enough that one of them is still there after an edit.
const MOST_PLACES: usize = 8;

/// `$` is the command.
const HEAD: &str = "\
# Changes of the documents that may stay, by their ids in the output of `$`. An entry that matches no change is
# an error; one that has expired no longer has an effect. `$ --accept ID --reason TEXT` adds one.
";

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    accept: Vec<Entry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: String,
    /// The ids of the same change by the operations that reach it.
    #[serde(default)]
    also: Vec<String>,
    reason: String,
    /// The last day.
    expires: Day,
    /// The verdict on the wire that it has instead.
    severity: Option<Severity>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Severity {
    Safe,
    Risky,
    Breaking,
}

impl From<Severity> for Wire {
    fn from(severity: Severity) -> Self {
        match severity {
            Severity::Safe => Self::Safe,
            Severity::Risky => Self::Risky,
            Severity::Breaking => Self::Breaking,
        }
    }
}

/// The file: the one that the options name, or the workspace's for the workspace's documents.
pub(super) fn path(workspace: &Workspace, options: &DiffOptions) -> Option<PathBuf> {
    let is_own = options.old.is_none() && options.map.is_empty();
    let own = || workspace.config().with_file_name("accepted.toml");
    options.accepted.clone().or_else(|| is_own.then(own))
}

/// Fails where the options name a file that isn't there, unless it is about to be written.
pub(super) fn check(workspace: &Workspace, options: &DiffOptions) -> Result<()> {
    match &options.accepted {
        Some(path) if !path.exists() && options.accept.is_none() => {
            bail!("there is no file `{}`", workspace.name(path))
        }
        Some(_) | None => Ok(()),
    }
}

/// Returns whether the file accepts something.
///
/// # Errors
/// When it can't be read.
pub(super) fn has_entries(workspace: &Workspace, path: &Path) -> Result<bool> {
    Ok(!entries(workspace, path)?.is_empty())
}

/// Accepts what the file says; returns a warning for each entry that has expired.
///
/// # Errors
/// When the file can't be read, or an entry matches no change.
pub(super) fn apply(workspace: &Workspace, path: &Path, found: &mut Diff) -> Result<Vec<String>> {
    let name = workspace.name(path);
    let (mut warnings, mut stale) = (Vec::new(), Vec::new());
    for entry in entries(workspace, path)? {
        let ids: Vec<&str> = std::iter::once(&entry.id)
            .chain(&entry.also)
            .map(String::as_str)
            .collect();
        let is_there = found
            .changes
            .iter()
            .any(|it| ids.iter().any(|id| it.is_named(id)));
        if !is_there {
            stale.push(format!("`{}`", entry.id));
        } else if entry.expires < Day::today() {
            warnings.push(format!(
                "warning: `{name}` accepts `{}` until {}: it has expired, and the change counts again",
                entry.id, entry.expires
            ));
        } else {
            let accepted = diff::Accepted {
                reason: entry.reason,
                expires: entry.expires.to_string(),
                is_judged: entry.severity.is_some(),
            };
            found.accept(&ids, &accepted, entry.severity.map(Into::into));
        }
    }
    if !stale.is_empty() {
        bail!(
            "`{name}` accepts unknown changes: {}\n  help: remove these entries, or fix their ids",
            stale.join(", ")
        );
    }
    Ok(warnings)
}

/// Writes the entry for a change; says what it wrote.
///
/// # Errors
/// When there is no such change, it has an entry already, or the file can't be written.
pub(super) fn add(
    workspace: &Workspace,
    path: &Path,
    options: &DiffOptions,
    found: &Diff,
) -> Result<String> {
    let id = options.accept.as_deref().unwrap_or_default();
    let Some(change) = found.changes.iter().find(|it| it.is_named(id)) else {
        let ids = found.changes.iter().map(|it| it.id.as_str());
        bail!(
            "there is no change `{id}`{}\n  help: copy its id from the output of `{}`",
            did_you_mean(id, ids),
            workspace.command("diff")
        );
    };
    let name = workspace.name(path);
    let known = entries(workspace, path)?;
    if known.iter().any(|it| change.is_named(&it.id)) {
        bail!("`{name}` has an entry for `{id}` already\n  help: edit that one");
    }
    if options
        .reason
        .as_deref()
        .is_none_or(|it| it.trim().is_empty())
    {
        bail!("the reason is empty\n  help: say by `--reason` why the change may stay");
    }
    let expires = options.expires.unwrap_or_else(|| Day::today().plus(DAYS));
    if expires < Day::today() {
        bail!("{expires} is over\n  help: name a day to come by `--expires`");
    }
    let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
    let mut text = if path.exists() {
        read::text(workspace, path)?
    } else {
        HEAD.replace('$', &workspace.command("diff"))
    };
    let _ = write!(text, "\n[[accept]]\nid = {}\n", quoted(&change.id));
    // A place that names other changes too would accept them.
    let is_own =
        |place: &&String| found.changes.iter().filter(|it| it.is_named(place)).count() == 1;
    let places = change.places.iter().filter(is_own).take(MOST_PLACES);
    let places: Vec<String> = places
        .map(|place| format!("    {},\n", quoted(place)))
        .collect();
    if !places.is_empty() {
        let _ = write!(text, "also = [\n{}]\n", places.concat());
    }
    let reason = quoted(options.reason.as_deref().unwrap_or_default());
    let _ = write!(text, "reason = {reason}\nexpires = \"{expires}\"\n");
    fs::write(path, text).with_context(|| format!("can't write `{name}`"))?;
    Ok(format!(
        "wrote `{name}`: `{}` is accepted until {expires}",
        change.id
    ))
}

fn entries(workspace: &Workspace, path: &Path) -> Result<Vec<Entry>> {
    if !path.exists() {
        return Ok(Vec::new());
    }
    let source = Source::new(workspace.name(path), read::text(workspace, path)?);
    let help = format!(
        "`{} --accept ID --reason TEXT` writes entries",
        workspace.command("diff")
    );
    let file: File = read_toml(&source, &help)?;
    Ok(file.accept)
}
