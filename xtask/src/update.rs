//! Following the vendor's documents: what is kept as published is replaced, what is in our words is compared fact by fact.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use clap::{Args, ValueEnum};
use generator::diff::{self, Address, View};

use crate::diff::Documents;
use crate::read;
use crate::workspace::Workspace;

mod own;
mod published;
mod upstream;

use own::Task;
use published::Update;
use upstream::{Exceptions, Upstream};

/// The first line of the report for a workflow, by which it finds an issue or a pull request again.
const MARKER: &str = "<!-- api-update -->";

/// GitHub takes 65,536 characters.
const MOST_CHARACTERS: usize = 65_000;

/// How many tasks are printed of a document.
const MOST_TASKS: usize = 50;

/// How to update.
#[derive(Args, Clone, Debug)]
pub struct UpdateOptions {
    /// Folder with the vendor's documents, to which `spec/upstream.toml` is relative
    #[arg(long, value_name = "DIR")]
    pub upstream: PathBuf,
    /// Print what would be written, and write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// How to print it
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: UpdateFormat,
}

/// How to print an update.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum UpdateFormat {
    /// For the terminal
    #[default]
    Text,
    /// For an issue or a pull request
    Markdown,
}

/// The result of an update.
#[derive(Clone, Debug)]
pub struct Updated {
    /// What to print.
    pub text: String,
    /// Whether something is left to do: facts or an entry to change by hand, or, in a dry run, files to write.
    pub has_tasks: bool,
}

/// Compares the workspace's documents with the vendor's, and replaces those that are kept as published.
///
/// # Errors
/// When a document can't be read, or the crate can't be generated; then nothing was written.
pub fn run(workspace: &Workspace, options: &UpdateOptions) -> Result<Updated> {
    let folder = &options.upstream;
    if !folder.is_dir() {
        return Err(read::missing(workspace, folder, "folder"));
    }
    let upstream = Upstream::read(workspace)?;
    let mut report = Report::new(options.format, &upstream.repository);
    let texts = compared(workspace, folder, &upstream, &mut report)?;
    let mut has_tasks = report.has_tasks;
    if !texts.is_empty() {
        let update = Update::new(workspace, texts)?;
        has_tasks |= options.dry_run || update.kept_entry.is_some();
        if !options.dry_run {
            update.write(workspace)?;
        }
        report.published(&update, options.dry_run);
    }
    Ok(Updated {
        text: match options.format {
            UpdateFormat::Text => report.text.trim_end().to_owned(),
            UpdateFormat::Markdown => bounded(report.text.trim_end(), &workspace.command("update")),
        },
        has_tasks,
    })
}

/// Reports the tasks of documents in our words; gives the new texts of the others.
fn compared(
    workspace: &Workspace,
    folder: &Path,
    upstream: &Upstream,
    report: &mut Report,
) -> Result<BTreeMap<String, String>> {
    let documents = Documents::of_tree(workspace)?;
    let sorters = documents.config.service.sorters.as_ref();
    let phrases: Vec<&str> = sorters
        .map(|it| it.announced_by.as_str())
        .into_iter()
        .collect();
    let mut otherwise = Exceptions::new(&upstream.otherwise);
    let mut more = Exceptions::new(&upstream.more);
    let mut texts = BTreeMap::new();
    for origin in &upstream.documents {
        let mut apis = documents.config.apis.iter().zip(&documents.documents);
        let Some((_, ours)) = apis.find(|(api, _)| api.module == origin.module) else {
            bail!(
                "`upstream.toml` names the module `{}`, which `apis.toml` lacks",
                origin.module
            );
        };
        let ours = &ours.source;
        let theirs = origin
            .read(workspace, folder, &workspace.path(&ours.name))
            .with_context(|| format!("can't read the vendor's document of `{}`", origin.module))?;
        if !origin.published {
            let exceptions = [&mut otherwise, &mut more];
            let tasks = own::tasks(&origin.module, (ours, &theirs), &phrases, exceptions)?;
            report.own(&ours.name, &tasks);
        } else if theirs.text == ours.text {
            report.line(&format!("`{}`: as published", ours.name));
        } else {
            texts.insert(ours.name.clone(), theirs.text);
        }
    }
    let unused = [otherwise.unused(), more.unused()].concat();
    if !unused.is_empty() {
        bail!(
            "`upstream.toml` excepts what no fact has: {}\n  help: remove these entries, or fix their places",
            unused.join(", ")
        );
    }
    Ok(texts)
}

/// The report as it grows.
struct Report {
    format: UpdateFormat,
    text: String,
    has_tasks: bool,
}

impl Report {
    fn new(format: UpdateFormat, repository: &str) -> Self {
        let text = match format {
            UpdateFormat::Text => String::new(),
            UpdateFormat::Markdown => {
                format!("{MARKER}\n## The vendor's documents\n\nFrom {repository}.\n\n")
            }
        };
        Self {
            format,
            text,
            has_tasks: false,
        }
    }

    fn line(&mut self, line: &str) {
        let start = match self.format {
            UpdateFormat::Text => "",
            UpdateFormat::Markdown => "- ",
        };
        let _ = writeln!(self.text, "{start}{line}");
    }

    /// Adds a document in our words.
    fn own(&mut self, name: &str, tasks: &[Task]) {
        self.has_tasks |= !tasks.is_empty();
        match tasks.len() {
            0 => self.line(&format!("`{name}`: has the vendor's facts")),
            count => self.line(&format!("`{name}`: {count} to change by hand")),
        }
        for task in tasks.iter().take(MOST_TASKS) {
            let (here, there, text) = (address(&task.here), address(&task.there), &task.text);
            let _ = match self.format {
                UpdateFormat::Text => writeln!(
                    self.text,
                    "\n  {text}\n      here:     {here}\n      upstream: {there}"
                ),
                UpdateFormat::Markdown => {
                    writeln!(self.text, "  - [ ] `{here}`: {text} (upstream `{there}`)")
                }
            };
        }
        if tasks.len() > MOST_TASKS {
            self.line(&format!("  and {} more", tasks.len() - MOST_TASKS));
        }
    }

    /// Adds the documents that are kept as published.
    fn published(&mut self, update: &Update, is_dry: bool) {
        let verb = if is_dry { "would write" } else { "wrote" };
        let files = update.files().join(", ");
        self.line(&format!(
            "{verb} {files}; the crate's version is {}",
            update.version
        ));
        if let Some(kept) = &update.kept_entry {
            self.line(kept);
        }
        // The version is raised already.
        let view = View::default();
        self.text += "\n";
        self.text += &match self.format {
            UpdateFormat::Text => diff::text(&update.found, &view),
            UpdateFormat::Markdown => diff::markdown(&update.found, &view),
        };
    }
}

/// A report that is not too long for an issue.
fn bounded(text: &str, command: &str) -> String {
    match text.char_indices().nth(MOST_CHARACTERS) {
        None => text.to_owned(),
        Some((end, _)) => {
            let end = text[..end].rfind('\n').unwrap_or(end);
            format!(
                "{}\n\nThe rest is cut; `{command} --dry-run` prints it.",
                &text[..end]
            )
        }
    }
}

fn address(address: &Address) -> String {
    let line = address.line.map(|line| format!(":{line}"));
    format!(
        "{}{}#{}",
        address.file,
        line.unwrap_or_default(),
        address.pointer
    )
}
