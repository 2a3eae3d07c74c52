//! Command-line options of a comparison.

use std::path::PathBuf;

use crate::day::Day;
use anyhow::{Result, bail};
use clap::{Args, ValueEnum};
use generator::diff::Weight;

/// The documents to compare, and the output.
#[derive(Args, Clone, Debug, Default)]
pub struct DiffOptions {
    /// Old OpenAPI document, `REV:FILE`, or folder of documents [default: those of the revision]
    #[arg(requires = "new", conflicts_with_all = ["base", "map"])]
    pub old: Option<String>,
    /// New OpenAPI document, `REV:FILE`, or folder of documents [default: those of the working tree]
    pub new: Option<String>,
    /// Git revision whose documents are the old ones [default: HEAD]
    #[arg(long, value_name = "REV")]
    pub base: Option<String>,
    /// Compare one API with another, for example `beta=v2026`; without `--base`, both of the working tree. Markdown then has a table of
    /// calls and one of models
    #[arg(long, value_name = "OLD=NEW")]
    pub map: Vec<String>,
    /// Compare only operations with this first tag; may be given several times
    #[arg(long = "tag", value_name = "TAG")]
    pub tags: Vec<String>,
    /// How to print the changes
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: Format,
    /// Exit with 4 if a change is at least this severe
    #[arg(long, value_name = "THRESHOLD")]
    pub fail_on: Option<FailOn>,
    /// List only changes that are at least this severe
    #[arg(long, value_name = "SEVERITY")]
    pub min: Option<Min>,
    /// Base URL of the links to lines of new documents in markdown, for example `https://github.com/o/r/blob/main/`
    #[arg(long, value_name = "URL")]
    pub link_base: Option<String>,
    /// Base URL of the links to lines of old documents, for example `https://github.com/o/r/blob/v0.1.0/`
    #[arg(long, value_name = "URL")]
    pub old_link_base: Option<String>,
    /// List changes of documentation, too
    #[arg(long)]
    pub docs: bool,
    /// File of accepted changes [default: spec/accepted.toml of the workspace, for its own documents]
    #[arg(long, value_name = "FILE")]
    pub accepted: Option<PathBuf>,
    /// Accept the change with this id: write it into that file, so that it no longer counts
    #[arg(long, value_name = "ID", requires = "reason", conflicts_with_all = ["changelog", "fail_on"])]
    pub accept: Option<String>,
    /// Reason for accepting the change
    #[arg(long, value_name = "TEXT", requires = "accept")]
    pub reason: Option<String>,
    /// Last day of the acceptance, for example 2027-06-30 [default: in 90 days]
    #[arg(long, value_name = "DATE", requires = "accept")]
    pub expires: Option<Day>,
    /// Print the table of rules instead
    #[arg(long)]
    pub rules: bool,
    /// Write the entry of the next version into `generated/CHANGELOG.md`
    #[arg(long, conflicts_with_all = ["old", "map"])]
    pub changelog: bool,
}

/// How to print the changes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For the terminal
    #[default]
    Text,
    /// For a pull request
    Markdown,
    /// One object, for programs
    Json,
    /// Annotations of a workflow
    Github,
}

/// The severity from which a comparison fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// The wire verdict `breaking`
    Breaking,
    /// `breaking` or `risky`
    Risky,
    /// All changes except those of documentation
    Any,
}

/// The severity from which changes are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Min {
    /// The wire verdict `breaking`
    Breaking,
    /// Changes that break on the wire or in Rust
    Major,
    /// Changes that break, or are `risky` on the wire
    Risky,
}

impl From<Min> for Weight {
    fn from(min: Min) -> Self {
        match min {
            Min::Breaking => Self::Breaking,
            Min::Major => Self::Major,
            Min::Risky => Self::Risky,
        }
    }
}

impl DiffOptions {
    /// The pairs of modules, old and new.
    pub(super) fn map(&self) -> Result<Vec<(String, String)>> {
        let pairs = self.map.iter().map(|pair| match pair.split_once('=') {
            Some((old, new)) if !old.is_empty() && !new.is_empty() => {
                Ok((old.to_owned(), new.to_owned()))
            }
            _ => bail!("`{pair}` is not a pair of modules; write `--map beta=v2026`"),
        });
        pairs.collect()
    }
}
