//! The changelogs of the published crates, each beside its manifest.

use std::fmt::Write as _;
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

/// Writes the entry of a version, in the place of one that is there for it, unless that was edited; returns what was done, or what is
/// left to do.
pub(crate) fn write(
    workspace: &Workspace,
    name: &str,
    version: &str,
    entry: &str,
) -> Result<String> {
    if let Some(kept) = kept(workspace, version, entry)? {
        return Ok(kept);
    }
    let Some(new) = text(workspace, name, (version, entry), None)? else {
        return Ok(format!("`{GENERATED}` already has the entry of {version}"));
    };
    let about = || format!("can't write `{GENERATED}`");
    fs::create_dir_all(workspace.generated()).with_context(about)?;
    fs::write(workspace.path(GENERATED), new).with_context(about)?;
    Ok(format!("wrote the entry of {version} into `{GENERATED}`"))
}

/// What there is to say of the entry of a version that is there already, if people edited it.
pub(crate) fn kept(workspace: &Workspace, version: &str, entry: &str) -> Result<Option<String>> {
    let written = self::entry(workspace, GENERATED, version)?;
    let Some((lacking, besides)) = written.and_then(|it| edits(&it, entry)) else {
        return Ok(None);
    };
    let mut text = format!("`{GENERATED}` has an edited entry of {version}, which is kept");
    for (title, lines) in [
        ("it lacks", &lacking),
        ("the command would not write", &besides),
    ] {
        if !lines.is_empty() {
            let _ = write!(text, "\n\n{title}:\n\n{}", lines.join("\n"));
        }
    }
    if !lacking.is_empty() || !besides.is_empty() {
        text += "\n\n  help: add what programs have to know, and remove what is no longer true; or remove the entry, and run the command again";
    }
    Ok(Some(text))
}

/// Whether the command wrote the entry of a version that is there, and nobody edited it.
pub(crate) fn is_own(workspace: &Workspace, version: &str) -> Result<bool> {
    let written = entry(workspace, GENERATED, version)?;
    Ok(written.is_some_and(|it| has_own_hash(&it)))
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
    // Nobody has to keep the hash.
    let is_there = place(&kept, version)
        .is_some_and(|(start, end)| kept[start..end].trim_end() == entry.trim_end());
    let new = if is_there {
        kept
    } else {
        with_entry(&kept, version, &hashed(entry))
    };
    Ok((new != old).then_some(new))
}

/// The entry of a version in a changelog.
pub(crate) fn entry(workspace: &Workspace, file: &str, version: &str) -> Result<Option<String>> {
    let text = old(workspace, file)?;
    Ok(place(&text, version).map(|(start, end)| text[start..end].trim_end().to_owned()))
}

/// The lines that an entry lacks, and those that the command would not write, if people edited it. An entry without a hash is as good as
/// the command's own if all of its lines are in the new one.
fn edits(written: &str, entry: &str) -> Option<(Vec<String>, Vec<String>)> {
    if has_own_hash(written) {
        return None;
    }
    let only_in = |text: &str, other: &str| -> Vec<String> {
        let lines = text.lines().filter(|line| !line.starts_with(HASH));
        let lines = lines.filter(|line| other.lines().all(|it| it.trim() != line.trim()));
        lines.map(str::to_owned).collect()
    };
    let mut lines = [only_in(entry, written), only_in(written, entry)];
    if lines[1].is_empty() && !written.contains(HASH) {
        return None;
    }
    for list in &mut lines {
        list.retain(|line| !line.starts_with('#'));
    }
    Some(lines.into())
}

/// How the last line of an entry begins that the command wrote. An entry whose text has another hash was edited.
const HASH: &str = "<!-- generated: ";

fn hashed(entry: &str) -> String {
    let entry = entry.trim_end();
    // FNV-1a: the same with every version of the compiler.
    let add = |hash: u32, byte: u8| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    let hash = entry.bytes().fold(0x811c_9dc5, add);
    format!("{entry}\n\n{HASH}{hash:08x} -->")
}

/// Whether the command wrote an entry, and nobody edited it.
fn has_own_hash(written: &str) -> bool {
    let text = written.rsplit_once(HASH);
    text.is_some_and(|(text, _)| hashed(text) == written.trim_end())
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
        let lines =
            |list: &[&str]| -> Vec<String> { list.iter().map(ToString::to_string).collect() };
        let entry = "## 0.2.0\n\n- a\n- b\n";
        let own = hashed("## 0.2.0\n\n- b\n- c\n");
        assert_eq!(own, "## 0.2.0\n\n- b\n- c\n\n<!-- generated: 03531432 -->");
        for kept in ["## 0.2.0\n\n- a", &own, &hashed(entry)] {
            assert_eq!(edits(kept, entry), None, "{kept}");
        }
        let cases: [(&str, &[&str], &[&str]); 4] = [
            (&hashed(entry).replace("- a\n", ""), &["- a"], &[]),
            (&own.replace("- c", "- d"), &["- a"], &["- d"]),
            ("## 0.2.0\n\n- b\n- c", &["- a"], &["- c"]),
            ("## 0.2.0 in spring\n\n- a\n- b", &[], &[]),
        ];
        for (written, lacking, besides) in cases {
            let found = edits(written, entry).expect("it was edited");
            assert_eq!(found, (lines(lacking), lines(besides)), "{written}");
        }
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
