//! Reading a text file, or saying in one sentence why it can't be read.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::{fs, io};

use anyhow::{Context as _, Result, anyhow};

use crate::workspace::{Workspace, absolute};

/// The text of a file of the command line.
pub(crate) fn text(workspace: &Workspace, path: &Path) -> Result<String> {
    let name = workspace.name(path);
    if path.is_dir() {
        return Err(anyhow!("`{name}` is a folder, not a file"));
    }
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if is_missing(&error) => return Err(missing(workspace, path, "file")),
        Err(error) => return Err(error).with_context(|| format!("can't read `{name}`")),
    };
    if let Some(other) = other_than_utf8(&bytes) {
        return Err(anyhow!("`{name}` is {other}"));
    }
    String::from_utf8(bytes).map_err(|error| {
        let good = error.utf8_error().valid_up_to();
        let line = String::from_utf8_lossy(&error.as_bytes()[..good])
            .matches('\n')
            .count()
            + 1;
        anyhow!("`{name}` is not UTF-8 text: the first byte that can't be read is in line {line}")
    })
}

/// File formats that are not UTF-8 text, by their first bytes, with the help.
fn other_than_utf8(bytes: &[u8]) -> Option<&'static str> {
    const KINDS: [(&[u8], &str); 4] = [
        (
            &[0x1f, 0x8b],
            "compressed with gzip\n  help: unpack it first",
        ),
        (b"PK\x03\x04", "a ZIP archive\n  help: unpack it first"),
        (&[0xff, 0xfe], "UTF-16 text\n  help: save it as UTF-8"),
        (&[0xfe, 0xff], "UTF-16 text\n  help: save it as UTF-8"),
    ];
    let mut kinds = KINDS.into_iter();
    kinds.find_map(|(start, kind)| bytes.starts_with(start).then_some(kind))
}

/// Returns whether a path does not exist: a part of it is missing or is not a folder.
pub(crate) fn is_missing(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
    )
}

/// Returns the error for a path that does not exist, with a similar path that does.
pub(crate) fn missing(workspace: &Workspace, path: &Path, kind: &str) -> anyhow::Error {
    let message = format!("there is no {kind} `{}`", workspace.name(path));
    match nearest(workspace, path) {
        Some(help) => anyhow!("{message}\n  help: {help}"),
        None => anyhow!(message),
    }
}

/// The likeliest slips of the pen put right, or else the part of the path that does exist.
fn nearest(workspace: &Workspace, path: &Path) -> Option<String> {
    let is_relative = path.is_relative();
    let path = absolute(path).ok()?;
    let folder = last_existing(&path)?;
    if path == workspace.config() && !path.parent().is_some_and(Path::exists) {
        return Some(format!(
            "run `{} --document FILE` in an empty folder, or go to the folder of a crate",
            workspace.command("new")
        ));
    }
    if !folder.is_dir() {
        return Some(format!(
            "`{}` is a file, not a folder",
            workspace.name(folder)
        ));
    }
    if let Some(meant) = put_right(&path) {
        let inside = std::env::current_dir().and_then(|folder| folder.canonicalize());
        let inside = inside
            .ok()
            .and_then(|folder| meant.strip_prefix(folder).ok());
        let shown = inside.filter(|_| is_relative).unwrap_or(&meant);
        return Some(format!("did you mean `{}`?", workspace.name(shown)));
    }
    // Nothing is said where only the last part is wrong and nothing looks like it.
    (path.parent() != Some(folder)).then(|| {
        format!(
            "the nearest folder that exists is `{}`",
            workspace.name(folder)
        )
    })
}

/// The longest part of a path that exists.
pub(crate) fn last_existing(path: &Path) -> Option<&Path> {
    path.ancestors().find(|part| part.exists())
}

/// The path with every part that does not exist replaced by the one that looks most like it.
fn put_right(path: &Path) -> Option<PathBuf> {
    let folder = last_existing(path)?;
    let mut rest = path.strip_prefix(folder).ok()?.components();
    let Some(missed) = rest.next() else {
        return Some(path.to_owned());
    };
    let found = folder.join(similar_name(folder, missed.as_os_str())?);
    let rest = rest.as_path();
    if rest.as_os_str().is_empty() {
        Some(found)
    } else {
        put_right(&found.join(rest))
    }
}

fn similar_name(folder: &Path, missed: &OsStr) -> Option<String> {
    let missed = missed.to_str()?;
    let mut names: Vec<String> = fs::read_dir(folder)
        .ok()?
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .collect();
    names.sort();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    similar::get_close_matches(missed, &names, 1, 0.7)
        .first()
        .map(|name| (*name).to_owned())
}
