//! Comparing documents: what to read, and what to print of it.

use std::path::Path;

use anyhow::{Context as _, Result, bail};
use generator::diff::{self, Diff, View, Wire};
use generator::{Config, Document, Input, Placement, Source, WorkspaceRole};

use crate::changelog;
use crate::git;
use crate::read;
use crate::workspace::Workspace;

mod options;

pub use options::{DiffOptions, FailOn, Format, Min};

/// The result of a comparison.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// What to print.
    pub text: String,
    /// Whether something is at or above the threshold.
    pub is_at_threshold: bool,
}

/// Documents with what makes a crate of them.
#[derive(Clone, Debug)]
pub(crate) struct Documents {
    pub(crate) config: Config,
    documents: Vec<Document>,
}

/// Compares what the options name.
///
/// # Errors
/// When something can't be read, or git does not know the revision.
pub fn run(workspace: &Workspace, options: &DiffOptions) -> Result<Comparison> {
    if options.rules {
        let text = match options.format {
            Format::Text => diff::rules_as_text(),
            Format::Markdown => diff::rules_as_markdown(),
            Format::Json | Format::Github => {
                bail!("the rules are printed as text or as markdown; choose one by `--format`")
            }
        };
        return Ok(Comparison {
            text: text.trim_end().to_owned(),
            is_at_threshold: false,
        });
    }
    let (old, new) = both(workspace, options)?;
    let map = options.map()?;
    let mut found = compare(&old, &new, &map)?;
    if !options.tags.is_empty() {
        found.retain_tags(&options.tags);
    }
    let version = &new.config.package.version;
    let view = View {
        version,
        docs: options.docs,
        min: options.min.map(Into::into),
        link_base: options.link_base.as_deref(),
    };
    let mut text = match options.format {
        Format::Text => diff::text(&found, &view),
        Format::Markdown => diff::markdown(&found, &view),
        Format::Json => diff::json(&found, &view),
        Format::Github => diff::github(&found, &view),
    };
    if options.changelog {
        let written = changelog::write(workspace, &found, &new.config.package)?;
        // Programs that read the output want nothing else in it.
        if matches!(options.format, Format::Text) {
            text = format!("{text}\n\n{written}");
        }
    }
    Ok(Comparison {
        text,
        is_at_threshold: options.fail_on.is_some_and(|it| is_at(it, &found)),
    })
}

/// Compares two sets of documents.
///
/// # Errors
/// The generator's report.
pub(crate) fn compare(old: &Documents, new: &Documents, map: &[(String, String)]) -> Result<Diff> {
    let (old, new) = (old.input(), new.input());
    let mut found = diff::diff(&old, &new, map)?;
    found.locate(&old, &new);
    Ok(found)
}

fn both(workspace: &Workspace, options: &DiffOptions) -> Result<(Documents, Documents)> {
    match (&options.old, &options.new) {
        (Some(old), Some(new)) => Ok((
            Documents::of_file(workspace, old)?,
            Documents::of_file(workspace, new)?,
        )),
        (Some(_), None) | (None, Some(_)) => {
            bail!("name both documents, the old one and the new one, or none")
        }
        (None, None) => {
            let new = Documents::of_tree(workspace)?;
            // Two APIs of one state are compared, unless a revision is given.
            let old = match &options.base {
                None if !options.map.is_empty() => new.clone(),
                base => Documents::of_revision(workspace, base.as_deref().unwrap_or("HEAD"))?,
            };
            Ok((old, new))
        }
    }
}

fn is_at(threshold: FailOn, found: &Diff) -> bool {
    match threshold {
        FailOn::Breaking => found.wire() >= Some(Wire::Breaking),
        FailOn::Risky => found.wire() >= Some(Wire::Risky),
        FailOn::Any => found.contract().next().is_some(),
    }
}

impl Documents {
    fn of_file(workspace: &Workspace, path: &Path) -> Result<Self> {
        let name = workspace.name(path);
        let text = read::text(workspace, path)?;
        // The module is part of the ids, so it must not depend on the names of files.
        Ok(Self {
            config: Config::single("client", "api", &name)?,
            documents: vec![Document {
                source: Source::new(name, text),
                overlay: None,
            }],
        })
    }

    /// The working tree's.
    pub(crate) fn of_tree(workspace: &Workspace) -> Result<Self> {
        let config = workspace.config();
        Self::with(&workspace.name(&config), |name| {
            read::text(workspace, &workspace.path(name))
        })
    }

    /// Those of a git revision.
    pub(crate) fn of_revision(workspace: &Workspace, revision: &str) -> Result<Self> {
        let name = workspace.name(&workspace.config());
        let commit = git::commit(workspace, revision)?;
        Self::with(&name, |name| git::file(workspace, &commit, name))
            .with_context(|| format!("can't read the documents of `{revision}`"))
    }

    fn with(config: &str, text: impl Fn(&str) -> Result<String>) -> Result<Self> {
        let parsed = Config::parse(&Source::new(config, text(config)?))?;
        let folder = config.rsplit_once('/').map_or("", |(folder, _)| folder);
        let source = |name: &String| -> Result<Source> {
            let path = format!("{folder}/{name}");
            let path = path.trim_start_matches('/');
            Ok(Source::new(path, text(path)?))
        };
        let documents = parsed.apis.iter().map(|api| {
            Ok(Document {
                source: source(&api.document)?,
                overlay: api.overlay.as_ref().map(source).transpose()?,
            })
        });
        let documents = documents.collect::<Result<_>>()?;
        Ok(Self {
            config: parsed,
            documents,
        })
    }

    fn input(&self) -> Input<'_> {
        Input {
            config: &self.config,
            documents: &self.documents,
            // Nothing is emitted.
            placement: Placement {
                runtime_version: String::new(),
                runtime_path: String::new(),
                workspace: WorkspaceRole::Root,
                command: String::new(),
            },
            keep_going: false,
        }
    }
}
