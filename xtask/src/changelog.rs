//! The changelog at the root of the workspace.

use std::fs;

use anyhow::{Context as _, Result};
use generator::diff::{self, Diff};

use crate::read;
use crate::workspace::Workspace;

pub(crate) const FILE: &str = "CHANGELOG.md";

fn head(name: &str) -> String {
    format!(
        "# Changelog\n\nOf the crate `{name}`, newest first. The entries are written by `cargo xtask diff --changelog`.\n"
    )
}

/// Writes the entry of a version, in the place of one that is there for it; gives what to say of it.
pub(crate) fn write(workspace: &Workspace, found: &Diff, name: &str, next: &str) -> Result<String> {
    let Some(new) = text(workspace, found, name, next)? else {
        return Ok(format!("`{FILE}` already has the entry of {next}"));
    };
    fs::write(workspace.path(FILE), new).with_context(|| format!("can't write `{FILE}`"))?;
    Ok(format!("wrote the entry of {next} into `{FILE}`"))
}

/// The changelog of a crate with the entry of a version; `None` if it has that already.
pub(crate) fn text(
    workspace: &Workspace,
    found: &Diff,
    name: &str,
    next: &str,
) -> Result<Option<String>> {
    let path = workspace.path(FILE);
    let old = if path.exists() {
        read::text(workspace, &path)?
    } else {
        String::new()
    };
    let old = if old.trim().is_empty() {
        head(name)
    } else {
        old
    };
    let new = with_entry(&old, next, &diff::changelog(found, next));
    Ok((new != old).then_some(new))
}

/// The entry of a version as the changelog has it.
pub(crate) fn entry(workspace: &Workspace, version: &str) -> Result<Option<String>> {
    let path = workspace.path(FILE);
    if !path.exists() {
        return Ok(None);
    }
    let text = read::text(workspace, &path)?;
    Ok(place(&text, version).map(|(start, end)| text[start..end].trim_end().to_owned()))
}

/// The position of a version's entry.
fn place(text: &str, version: &str) -> Option<(usize, usize)> {
    let title = format!("## {version}\n");
    let start = if text.starts_with(&title) {
        0
    } else {
        text.find(&format!("\n{title}"))? + 1
    };
    let rest = start + title.len();
    let end = text[rest..]
        .find("\n## ")
        .map_or(text.len(), |n| rest + n + 1);
    Some((start, end))
}

fn with_entry(text: &str, version: &str, entry: &str) -> String {
    let entry = entry.trim_end();
    if let Some((start, end)) = place(text, version) {
        let rest = &text[end..];
        let gap = if rest.is_empty() { "\n" } else { "\n\n" };
        return format!("{}{entry}{gap}{rest}", &text[..start]);
    }
    match text.find("\n## ") {
        Some(n) => format!("{}\n{entry}\n\n{}", &text[..n], &text[n + 1..]),
        None => format!("{}\n\n{entry}\n", text.trim_end()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_sorted_newest_first_and_replaced_in_place() {
        let first = with_entry(&head("acme-client"), "0.1.1", "## 0.1.1\n\n- a\n");
        assert!(
            first.starts_with("# Changelog\n\nOf the crate `acme-client`, "),
            "{first}"
        );
        assert!(first.ends_with("\n\n## 0.1.1\n\n- a\n"), "{first}");
        let second = with_entry(&first, "0.2.0", "## 0.2.0\n\n- b\n");
        assert!(
            second.contains("\n\n## 0.2.0\n\n- b\n\n## 0.1.1\n\n- a\n"),
            "{second}"
        );
        let again = with_entry(&second, "0.2.0", "## 0.2.0\n\n- c\n");
        assert!(
            again.contains("\n\n## 0.2.0\n\n- c\n\n## 0.1.1\n\n- a\n"),
            "{again}"
        );
        assert_eq!(with_entry(&again, "0.2.0", "## 0.2.0\n\n- c\n"), again);
        let last = with_entry(&again, "0.1.1", "## 0.1.1\n\n- d\n");
        assert!(last.ends_with("\n\n## 0.1.1\n\n- d\n"), "{last}");
    }
}
