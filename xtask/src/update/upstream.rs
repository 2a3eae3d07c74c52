//! Where the documents come from: `upstream.toml`, beside the configuration.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use generator::Source;
use generator::config::read_toml;
use serde::Deserialize;

use crate::diff::whole;
use crate::import::{self, ImportArgs};
use crate::read;
use crate::workspace::Workspace;

/// The whole file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Upstream {
    /// Where the folder can be had.
    pub(super) repository: String,
    #[serde(rename = "document")]
    pub(super) documents: Vec<Origin>,
    #[serde(default)]
    pub(super) otherwise: Vec<Exception>,
    #[serde(default)]
    pub(super) more: Vec<Exception>,
}

/// Where one document comes from.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Origin {
    pub(super) module: String,
    root: PathBuf,
    #[serde(default)]
    tags: Vec<String>,
    #[serde(default)]
    operations: Vec<String>,
    /// Whether the document is kept as published.
    #[serde(default)]
    pub(super) published: bool,
}

/// Facts that a document may state otherwise, or alone.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Exception {
    module: Option<String>,
    place: String,
    /// For people.
    #[allow(
        dead_code,
        reason = "every entry has to have one, and a reader of the file sees it"
    )]
    reason: String,
}

impl Upstream {
    pub(super) fn read(workspace: &Workspace) -> Result<Self> {
        let path = workspace.config().with_file_name("upstream.toml");
        if !path.exists() && workspace.config().exists() {
            bail!(
                "there is no file `{}`\n  help: write `repository = \"URL\"` into it, and a table `[[document]]` with `module` and `root` for each document",
                workspace.name(&path)
            );
        }
        let source = Source::new(workspace.name(&path), read::text(workspace, &path)?);
        let upstream: Self = read_toml(&source, "see the comments of the file, or remove the key")?;
        let mut exceptions = upstream.otherwise.iter().chain(&upstream.more);
        if exceptions.any(|it| it.place.trim_matches('.').is_empty()) {
            bail!(
                "an empty `place` in `{}` excepts every fact\n  help: write a part of the place, as an update prints it",
                workspace.name(&path)
            );
        }
        Ok(upstream)
    }
}

/// Exceptions, and which of them some fact needs.
pub(super) struct Exceptions<'u> {
    entries: &'u [Exception],
    is_used: Vec<bool>,
}

impl<'u> Exceptions<'u> {
    pub(super) fn new(entries: &'u [Exception]) -> Self {
        Self {
            entries,
            is_used: vec![false; entries.len()],
        }
    }

    /// Whether one of them is about a fact of a module.
    pub(super) fn has(&mut self, module: &str, place: &str, fact: &str) -> bool {
        let mut has = false;
        for (entry, is_used) in self.entries.iter().zip(&mut self.is_used) {
            if entry.has(module, place, fact) {
                *is_used = true;
                has = true;
            }
        }
        has
    }

    /// The places of those that no fact needs.
    pub(super) fn unused(&self) -> Vec<String> {
        let entries = self.entries.iter().zip(&self.is_used);
        let unused = entries.filter(|(_, is_used)| !**is_used);
        unused
            .map(|(entry, _)| format!("`{}`", entry.place))
            .collect()
    }
}

impl Exception {
    fn has(&self, module: &str, place: &str, fact: &str) -> bool {
        let is_module = self.module.as_deref().is_none_or(|it| it == module);
        is_module && has_steps(&format!("{place}.{fact}"), &self.place)
    }
}

/// Whether a text has a part that begins and ends with whole steps of a place, or whole entries of a list.
fn has_steps(text: &str, part: &str) -> bool {
    let is_end = |c: char| c == '.' || c == ' ';
    text.match_indices(part).any(|(start, _)| {
        let (before, rest) = (&text[..start], &text[start + part.len()..]);
        let starts = part.starts_with(is_end) || before.is_empty() || before.ends_with(is_end);
        starts && (part.ends_with(is_end) || rest.is_empty() || rest.starts_with(is_end))
    })
}

impl Origin {
    /// The vendor's document, with what it refers to and without what is not selected.
    pub(super) fn read(&self, workspace: &Workspace, folder: &Path, out: &Path) -> Result<Source> {
        let root = folder.join(&self.root);
        let leads_out =
            self.root.is_absolute() || self.root.components().any(|it| it.as_os_str() == "..");
        if leads_out {
            bail!("`{}` leads out of the folder", self.root.display());
        }
        if self.tags.is_empty() && self.operations.is_empty() {
            return whole(workspace, &root);
        }
        let args = ImportArgs {
            root,
            tags: self.tags.clone(),
            operations: self.operations.clone(),
            out: out.to_owned(),
            keep_going: false,
        };
        let imported = import::make(workspace, &args)?;
        Ok(Source::new(
            format!("{} (imported)", self.root.display()),
            imported.text,
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::has_steps;

    #[test]
    fn parts_are_of_whole_steps() {
        let text = "/things.get.parameters.limit.required.id name";
        for (part, expected) in [
            ("limit.required.id", true),
            ("parameters.limit.", true),
            ("name", true),
            ("/things", true),
            ("limit.require", false),
            ("mit.required", false),
            ("things", false),
            ("e", false),
        ] {
            assert_eq!(has_steps(text, part), expected, "{part}");
        }
    }
}
