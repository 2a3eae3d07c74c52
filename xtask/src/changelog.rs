//! The changelogs of the published crates, each beside its manifest.

use std::fs;

use anyhow::{Context as _, Result};

use crate::read;
use crate::workspace::Workspace;

/// The name of the file in the folder of a crate.
pub(crate) const FILE: &str = "CHANGELOG.md";

/// The folder of the generated crate.
pub(crate) const FOLDER: &str = "generated";

/// The path of the generated crate's.
pub(crate) const GENERATED: &str = "generated/CHANGELOG.md";

fn head(name: &str) -> String {
    format!(
        "# Changelog\n\nReleases of `{name}`, newest first, and what programs have to change for them.\n"
    )
}

/// Writes the entry of a version, in the place of one that is there for it, unless that was edited; returns what was done, and what is
/// left to do.
pub(crate) fn write(
    workspace: &Workspace,
    name: &str,
    version: &str,
    entry: &str,
) -> Result<String> {
    let written = self::entry(workspace, GENERATED, version)?;
    if let Some(lacking) = written.and_then(|it| lacking(&it, entry)) {
        let kept = format!("`{GENERATED}` has an edited entry of {version}, which is kept");
        return Ok(if lacking.is_empty() {
            kept
        } else {
            format!(
                "{kept}; it lacks\n\n{}\n\n  help: add what programs have to know, or remove the entry and run the command again",
                lacking.join("\n")
            )
        });
    }
    let Some(new) = text(workspace, name, (version, entry), None)? else {
        return Ok(format!("`{GENERATED}` already has the entry of {version}"));
    };
    let about = || format!("can't write `{GENERATED}`");
    fs::create_dir_all(workspace.generated()).with_context(about)?;
    fs::write(workspace.path(GENERATED), new).with_context(about)?;
    Ok(format!("wrote the entry of {version} into `{GENERATED}`"))
}

/// The changelog of the generated crate with the entry of a version, and without that of an outdated one; `None` if it is that
/// already.
pub(crate) fn text(
    workspace: &Workspace,
    name: &str,
    (version, entry): (&str, &str),
    outdated: Option<&str>,
) -> Result<Option<String>> {
    let mut old = old(workspace, GENERATED)?;
    if old.trim().is_empty() {
        old = head(name);
    }
    let mut kept = old.clone();
    if let Some((start, end)) = outdated.and_then(|it| place(&old, it)) {
        kept.replace_range(start..end, "");
    }
    let new = with_entry(&kept, version, entry);
    Ok((new != old).then_some(new))
}

/// The entry of a version in a changelog.
pub(crate) fn entry(workspace: &Workspace, file: &str, version: &str) -> Result<Option<String>> {
    let text = old(workspace, file)?;
    Ok(place(&text, version).map(|(start, end)| text[start..end].trim_end().to_owned()))
}

/// The items that an entry lacks, if people edited it: it has lines that the command would not write.
fn lacking(written: &str, entry: &str) -> Option<Vec<String>> {
    let has = |text: &str, line: &str| text.lines().any(|it| it.trim() == line.trim());
    let is_edited = written.lines().any(|line| !has(entry, line));
    let items = entry.lines().filter(|line| line.starts_with("- "));
    let lacking = items.filter(|line| !has(written, line));
    is_edited.then(|| lacking.map(str::to_owned).collect())
}

/// The text of a changelog with line ends of Unix; empty if there is none.
fn old(workspace: &Workspace, name: &str) -> Result<String> {
    let path = workspace.path(name);
    if path.exists() {
        Ok(read::text(workspace, &path)?.replace("\r\n", "\n"))
    } else {
        Ok(String::new())
    }
}

/// The position of a version's entry. People may write more behind the version: `## 1.2.3 - 2026-12-01`.
fn place(text: &str, version: &str) -> Option<(usize, usize)> {
    let mut start = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if let Some(title) = line.strip_prefix("## ") {
            if let Some(start) = start {
                return Some((start, at));
            }
            if title.split_whitespace().next() == Some(version) {
                start = Some(at);
            }
        }
        at += line.len();
    }
    start.map(|start| (start, text.len()))
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
    fn entries_with_lines_of_people_are_kept() {
        let entry = "## 0.2.0\n\n- a\n- b\n";
        assert_eq!(lacking("## 0.2.0\n\n- a", entry), None);
        let lines = |written: &str| lacking(written, entry).expect("it was edited");
        assert_eq!(lines("## 0.2.0\n\n- b\n- c"), ["- a"]);
        assert_eq!(lines("## 0.2.0, in spring\n\n- a\n- b"), [""; 0]);
    }

    #[test]
    fn entries_are_sorted_newest_first_and_replaced_in_place() {
        let first = with_entry(&head("acme-client"), "0.1.1", "## 0.1.1\n\n- a\n");
        assert!(
            first.starts_with("# Changelog\n\nReleases of `acme-client`, "),
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
