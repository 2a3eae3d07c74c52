//! The list of the crate's public items, a file that people review: a line that is removed or changed breaks programs.

use std::fs;

use anyhow::{Context as _, Result};

use crate::items;
use crate::workspace::Workspace;

/// Beside the workspace's `Cargo.toml`. Without the file, there is no such list.
pub const FILE: &str = "public-items.txt";

/// Writes the list if the workspace has one and it differs; says whether it did.
///
/// # Errors
/// When the crate can't be read, or the file can't be written.
pub fn update(workspace: &Workspace) -> Result<bool> {
    let Some(new) = differing(workspace)? else {
        return Ok(false);
    };
    fs::write(workspace.path(FILE), new).with_context(|| format!("can't write `{FILE}`"))?;
    Ok(true)
}

/// Whether the workspace has a list that is not that of its crate.
///
/// # Errors
/// When the crate can't be read.
pub fn is_stale(workspace: &Workspace) -> Result<bool> {
    Ok(differing(workspace)?.is_some())
}

fn differing(workspace: &Workspace) -> Result<Option<String>> {
    let Ok(old) = fs::read_to_string(workspace.path(FILE)) else {
        return Ok(None);
    };
    let lines = items::of_crate(&workspace.generated().join("src"))?;
    let mut lines: Vec<String> = lines.iter().map(|line| readable(line)).collect();
    lines.sort();
    let head = format!(
        "# The public items of the crate. `{}` writes this file.\n",
        workspace.command("generate")
    );
    let new = head + &lines.join("\n") + "\n";
    Ok((new != old.replace("\r\n", "\n")).then_some(new))
}

/// A line for people: the blanks that tokens have around them are as `rustfmt` sets them.
pub(crate) fn readable(line: &str) -> String {
    let blanks = [
        (" :: ", "::"),
        (" < ", "<"),
        (" >", ">"),
        (" ,", ","),
        (",>", ">"),
        (" )", ")"),
        (" ;", ";"),
        (" : ", ": "),
        ("& ", "&"),
        ("? ", "?"),
        ("Fn (", "Fn("),
        ("FnOnce (", "FnOnce("),
        ("FnMut (", "FnMut("),
    ];
    blanks
        .iter()
        .fold(line.to_owned(), |line, (from, to)| line.replace(from, to))
}
