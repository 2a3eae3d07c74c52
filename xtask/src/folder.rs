//! The content of a folder, read once before anything is decided.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

use anyhow::{Context as _, Result, anyhow, bail};

use crate::plan::is_marked;
use crate::read::last_existing;
use crate::workspace::Workspace;

/// Every relevant entry of a folder: relative path, separated by `/`, to the entry.
///
/// What cargo and other tools keep beside sources is not looked at: see [`is_ignored`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folder {
    entries: BTreeMap<String, Entry>,
}

/// One thing in a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// A regular file that holds text.
    Text(String),
    /// A folder.
    Folder,
    /// A file that is no text, or a link: links are never followed.
    Other,
}

impl Entry {
    /// The text of the file, if it is text.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Folder | Self::Other => None,
        }
    }
}

impl Folder {
    /// Reads a folder. One that does not exist is empty.
    ///
    /// # Errors
    /// When it is a file, or a part of it can't be read.
    pub fn read(dir: &Path) -> Result<Self> {
        let mut folder = Self::default();
        let mut waiting = vec![(dir.to_owned(), String::new())];
        while let Some((dir, prefix)) = waiting.pop() {
            for (name, path) in list(&dir)? {
                let key = format!("{prefix}{name}");
                if is_ignored(&key) {
                    continue;
                }
                let entry = read_entry(&path)?;
                if entry == Entry::Folder {
                    waiting.push((path, format!("{key}/")));
                }
                folder.entries.insert(key, entry);
            }
        }
        Ok(folder)
    }

    /// The entry at a path.
    pub fn get(&self, path: &str) -> Option<&Entry> {
        self.entries.get(path)
    }

    /// Whether it has files, and none is marked as generated.
    pub fn is_foreign(&self) -> bool {
        let mut files = self
            .entries
            .values()
            .filter(|entry| **entry != Entry::Folder)
            .peekable();
        files.peek().is_some() && !files.any(|file| file.text().is_some_and(is_marked))
    }

    /// Everything, in the order of the paths.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Entry)> {
        self.entries
            .iter()
            .map(|(path, entry)| (path.as_str(), entry))
    }
}

impl<'a> FromIterator<(&'a str, Entry)> for Folder {
    fn from_iter<T: IntoIterator<Item = (&'a str, Entry)>>(entries: T) -> Self {
        let entries = entries
            .into_iter()
            .map(|(path, entry)| (path.to_owned(), entry));
        Self {
            entries: entries.collect(),
        }
    }
}

/// Whether a crate may be emitted into a folder without reading all of it: it is new, empty, or holds an emitted crate.
///
/// # Errors
/// When it is a file, can't be read, or holds something else.
pub fn claim(workspace: &Workspace, dir: &Path) -> Result<()> {
    if let Some(existing) = last_existing(dir)
        && !existing.is_dir()
    {
        bail!("`{}` is a file, not a folder", workspace.name(existing));
    }
    let holds_something = list(dir)?.iter().any(|(name, _)| !is_ignored(name));
    let manifest = fs::read_to_string(dir.join("Cargo.toml")).unwrap_or_default();
    if holds_something && !is_marked(&manifest) {
        return Err(not_ours(&workspace.name(dir)));
    }
    Ok(())
}

/// Returns the error for a folder with foreign content.
pub(crate) fn not_ours(name: &str) -> anyhow::Error {
    anyhow!(
        "the folder `{name}` is not empty and contains no generated crate\n  \
         help: name a new or an empty folder with `--out`"
    )
}

/// Entries that are never read, written or removed: `target`, `Cargo.lock`, `CHANGELOG.md`, licenses, and names that begin with a dot.
pub fn is_ignored(path: &str) -> bool {
    matches!(path, "target" | "Cargo.lock" | crate::changelog::FILE)
        || path == "LICENSE"
        || path.starts_with("LICENSE-")
        || path.starts_with("target/")
        || path.split('/').any(|part| part.starts_with('.'))
}

/// The names in a folder and their paths, sorted; a name that is no text is shown with replacement characters.
fn list(dir: &Path) -> Result<Vec<(String, PathBuf)>> {
    let about = || format!("can't read the folder `{}`", dir.display());
    let entries = match fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error).with_context(about),
    };
    let mut listed = Vec::new();
    for entry in entries {
        let entry = entry.with_context(about)?;
        listed.push((
            entry.file_name().to_string_lossy().into_owned(),
            entry.path(),
        ));
    }
    listed.sort();
    Ok(listed)
}

fn read_entry(path: &Path) -> Result<Entry> {
    let about = || format!("can't read `{}`", path.display());
    let kind = fs::symlink_metadata(path).with_context(about)?.file_type();
    if kind.is_dir() {
        return Ok(Entry::Folder);
    }
    if !kind.is_file() {
        return Ok(Entry::Other);
    }
    let bytes = fs::read(path).with_context(about)?;
    Ok(String::from_utf8(bytes).map_or(Entry::Other, Entry::Text))
}
