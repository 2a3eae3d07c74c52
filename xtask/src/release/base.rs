//! The last release: its tag, and its files in a folder.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, Result};

use super::members::{self, Member};
use crate::git;
use crate::workspace::Workspace;

/// The state that a release is compared with.
pub(super) struct Base {
    /// As people call it: a tag or another revision.
    pub(super) name: String,
    pub(super) commit: String,
    /// The generated crate's name.
    pub(super) package: String,
    /// A copy of its files.
    pub(super) folder: PathBuf,
    /// The crates that it published.
    pub(super) published: Vec<Member>,
}

impl Base {
    /// Copies the files of a revision.
    pub(super) fn new(workspace: &Workspace, name: &str, package: &str) -> Result<Self> {
        let commit = git::commit(workspace, name)?;
        let folder = workspace.path("target/release-check/files");
        let about = || {
            format!(
                "can't write the files of `{name}` to `{}`",
                folder.display()
            )
        };
        if folder.exists() {
            fs::remove_dir_all(&folder).with_context(about)?;
        }
        fs::create_dir_all(&folder).with_context(about)?;
        git::write_files(workspace, &commit, &folder).with_context(about)?;
        Ok(Self {
            name: name.to_owned(),
            commit,
            package: package.to_owned(),
            published: members::published(&folder)?,
            folder,
        })
    }
}
