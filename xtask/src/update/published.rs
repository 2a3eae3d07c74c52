//! Documents that are kept as published: the document, the crate, the entry of the changelog and the version follow.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result, bail};
use generator::diff::{self, Diff, Rust, Version};
use generator::{Config, Source};

use crate::changelog;
use crate::diff::{Documents, compare};
use crate::job::{ConfigArgs, Job};
use crate::plan::{Change, ChangeKind, Plan};
use crate::workspace::Workspace;
use crate::{generate, git, read};

/// What an update of such documents writes.
pub(super) struct Update {
    /// The change of the documents.
    pub(super) found: Diff,
    /// The crate's version after it.
    pub(super) version: String,
    /// What to say of the entry of that version, if people edited it: it stays as it is.
    pub(super) kept_entry: Option<String>,
    files: Plan,
    job: Job,
    krate: Plan,
}

impl Update {
    /// Computes everything; writes nothing. `texts` are the new documents by their names.
    pub(super) fn new(workspace: &Workspace, mut texts: BTreeMap<String, String>) -> Result<Self> {
        let old = Documents::of_tree(workspace)?;
        let new = Documents::of_tree_with(workspace, &texts)?;
        let found = compare(&old, &new, &[])?;
        // What was released decides on the version and its entry; before the first release, what is there.
        let (since, base) = match git::last_release(workspace, None)? {
            Some(tag) => {
                let released = Documents::of_revision(workspace, &tag)?;
                (compare(&released, &new, &[])?, released)
            }
            None => (found.clone(), old.clone()),
        };
        let now = version(&old)?;
        let next = now.max(version(&base)?.next(since.rust()));
        let config = workspace.name(&workspace.config());
        if next != now {
            let text = read::text(workspace, &workspace.config())?;
            texts.insert(
                config,
                with_version(&text, &now.to_string(), &next.to_string())?,
            );
        }
        let new = Documents::of_tree_with(workspace, &texts)?;
        let mut job = Job::from_config(workspace, &ConfigArgs::default())?;
        job.replace(new.config.clone(), new.documents);
        let krate = job.make()?.plan;
        let mut kept_entry = None;
        if since.rust() != Rust::None {
            let [earlier, later] = [now, next].map(|it| it.to_string());
            let entry = diff::changelog(&since, &later);
            kept_entry = changelog::kept(workspace, &later, &entry)?;
            if kept_entry.is_none() {
                // An earlier update chose a version that was never released, and is now too low.
                let is_outdated =
                    next != now && now > version(&base)? && changelog::is_own(workspace, &earlier)?;
                let outdated = is_outdated.then_some(earlier.as_str());
                let name = &new.config.package.name;
                let added = (later.as_str(), entry.as_str());
                let text = changelog::text(workspace, name, added, outdated)?;
                texts.extend(text.map(|text| (changelog::GENERATED.to_owned(), text)));
            }
        }
        let changes = texts.into_iter().map(|(path, new)| Change {
            path,
            kind: ChangeKind::Update { old: None, new },
        });
        Ok(Self {
            found,
            version: next.to_string(),
            kept_entry,
            files: Plan {
                changes: changes.collect(),
                unchanged: 0,
            },
            job,
            krate,
        })
    }

    /// Writes it; the crate last, as it follows from all else.
    pub(super) fn write(&self, workspace: &Workspace) -> Result<()> {
        generate::apply(&self.files, &workspace.path("."))?;
        generate::apply(&self.krate, &self.job.target.dir)
    }

    /// The files that it writes.
    pub(super) fn files(&self) -> Vec<String> {
        let files = self.files.changes.iter();
        let mut names: Vec<String> = files.map(|it| format!("`{}`", it.path)).collect();
        let count = self.krate.changes.len();
        if count > 0 {
            names.push(format!("{count} files of `{}`", self.job.target.name));
        }
        names
    }
}

fn version(documents: &Documents) -> Result<Version> {
    let text = &documents.config.package.version;
    Version::parse(text)
        .with_context(|| format!("the crate's version, `{text}`, is not of the form 1.2.3"))
}

/// The configuration with another version of the crate; all else stays as people wrote it.
fn with_version(config: &str, now: &str, next: &str) -> Result<String> {
    let mut is_crate = false;
    let mut lines = Vec::new();
    for line in config.split_inclusive('\n') {
        if line.starts_with('[') {
            is_crate = line.trim_end() == "[crate]";
        }
        let is_version = line.trim_start().starts_with("version") && is_crate;
        lines.push(if is_version {
            line.replacen(now, next, 1)
        } else {
            line.to_owned()
        });
    }
    let text = lines.concat();
    let parsed = Config::parse(&Source::new("apis.toml", text.clone()))?;
    if parsed.package.version != next {
        bail!("can't find the version of the crate\n  help: write `version = \"{next}\"`");
    }
    Ok(text)
}
