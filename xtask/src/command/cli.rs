//! The command line: its commands, their options and their help.

use std::path::PathBuf;

use anyhow::{Result, bail};
use clap::{Args, Parser, Subcommand};

use crate::conformance::ConformanceOptions;
use crate::diff::DiffOptions;
use crate::import::ImportArgs;
use crate::job::{ConfigArgs, DocumentArgs, Job, SingleArgs};
use crate::new::NewArgs;
use crate::release::ReleaseOptions;
use crate::update::UpdateOptions;
use crate::workspace::Workspace;

/// Generates Rust client crates from OpenAPI documents.
#[derive(Debug, Parser)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
    /// `Cargo.toml` of the workspace to work in [default: for `cargo xtask` the one that it was built from, otherwise that of the nearest folder with `spec/apis.toml`]
    #[arg(long, global = true, value_name = "FILE", display_order = 900)]
    pub(crate) manifest: Option<PathBuf>,
    /// Diagnostic output format
    #[arg(
        long,
        global = true,
        value_name = "FORMAT",
        default_value = "text",
        display_order = 901
    )]
    pub(crate) message_format: MessageFormat,
    /// Print every warning; by default, warnings of one kind are printed once, with their number and the first
    /// three places. `--message-format json` always prints each
    #[arg(long, global = true, display_order = 902)]
    pub(crate) all: bool,
}

/// Diagnostic output format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum MessageFormat {
    /// On the standard error, for people
    Text,
    /// On the standard output, one JSON object per line: `severity`, `code`, `message`, `locations` (each with `file`, JSON
    /// `pointer`, `line` and `column`) and `help`. Everything else then goes to the standard error
    Json,
}

/// What replaces the option `--keep-going` where a configuration names the documents.
pub(super) const KEEP_GOING: &str = "write `keep-going = true` into `[[api]]` of the configuration";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Starts a crate in an empty folder: a workspace with the document, its configuration, and the crate.
    ///
    /// It also has a workflow that runs the tests and, with the command from where the runtime comes from, checks that the crate is
    /// up to date, and `public-items.txt`, a list of the crate's public
    /// items: where a change of the document removes or changes one of its lines, programs may no longer compile. Afterwards,
    /// `cargo test` works in the folder, and the other commands do.
    New(NewArgs),
    /// Generates the client crate: writes changed files and deletes files that are no longer generated.
    ///
    /// Without options it generates `generated/` from `spec/apis.toml`. With `--document` it generates a separate crate from any
    /// OpenAPI document (3.0, 3.1 or 3.2), or from several, with one module for each. In a folder outside any workspace, `cargo check` works in it at
    /// once. To add the crate to a workspace, list its folder under `members` in the workspace's `Cargo.toml`. With
    /// `--standalone` the crate has a workspace table and builds in any folder, but can't be a member of a workspace.
    ///
    /// Outside `generated/`, only files whose first line says that they were emitted are replaced or removed; `target`,
    /// `Cargo.lock`, `CHANGELOG.md`, licenses and names beginning with a dot are never touched.
    Generate(GenerateArgs),
    /// Checks whether the client crate is up to date. Writes nothing.
    ///
    /// Prints the changes that `generate` would make as a unified diff, and the command to run.
    Check(ConfigArgs),
    /// Combines an OpenAPI document of many files into one.
    ///
    /// Follows the references of the root document into other files, keeps the selected operations and the components that they
    /// reach, and writes one document that `generate` reads. Prints what it renamed, merged or skipped, and why. The same
    /// files give the same bytes, and a file has the same name for every selection.
    ///
    /// References may point to files outside the root document's folder; nothing is fetched
    /// from the network.
    Import(ImportArgs),
    /// Reports the effect of changed documents, on the wire and in Rust.
    ///
    /// Compares two documents, or without them the documents of a git revision with those of the working tree: every API of
    /// `spec/apis.toml`, overlays applied. Whether a schema is inline, a component or composed, the order of keys and the names of
    /// components make no difference on the wire.
    Diff(DiffOptions),
    /// Compares the crate of a document with the document: components by values, operations by requests.
    ///
    /// Makes values of every component and requests of every operation, compiles a program against the crate that `generate`
    /// would write, and prints each value that is not read and written as the document says, and each request that differs
    /// from it.
    Conformance(ConformanceOptions),
    /// Compares the published crates with the last release.
    ///
    /// The verdict is the worst of three: the change of the documents, of the public items of the generated crate, and of the
    /// runtime, against which the sources of the last release are built. Prints the lowest version that says so and the entry
    /// of the changelog. A generated crate that is stale and a version that is too low are errors.
    Release(ReleaseOptions),
    /// Follows the documents that the vendor publishes.
    ///
    /// `spec/upstream.toml` says where each document comes from. One that is kept as published is replaced, and the crate, the
    /// entry of the changelog and the version follow. For one in our own words, it lists what to change by hand: the facts that
    /// it lacks or states otherwise, each with its addresses.
    Update(UpdateOptions),
}

impl Command {
    /// Whether it writes files that people keep.
    pub(crate) fn writes(&self) -> bool {
        match self {
            Self::New(_) | Self::Generate(_) | Self::Import(_) => true,
            Self::Update(options) => !options.dry_run,
            Self::Diff(options) => options.changelog || options.accept.is_some(),
            Self::Release(options) => options.changelog,
            Self::Check(_) | Self::Conformance(_) => false,
        }
    }
}

#[derive(Args, Debug)]
pub(crate) struct GenerateArgs {
    #[command(flatten)]
    pub(crate) config: ConfigArgs,
    #[command(flatten)]
    pub(crate) documents: DocumentsArgs,
    /// Print each place of the documents that becomes any JSON value, with the reason
    #[arg(long)]
    pub(crate) report_untyped: bool,
    #[arg(skip)]
    pub(crate) places: Places,
}

/// The options of a crate of documents that no configuration names.
#[derive(Args, Debug)]
#[command(next_help_heading = "Documents")]
pub(crate) struct DocumentsArgs {
    /// OpenAPI document to generate a separate crate from; several become modules of one crate
    #[arg(long, value_name = "FILE", requires = "out", conflicts_with = "config")]
    pub(crate) document: Vec<PathBuf>,
    /// OpenAPI Overlay with corrections to the document named before it
    #[arg(long, value_name = "FILE", requires = "document")]
    pub(crate) overlay: Vec<PathBuf>,
    /// Rust module and cargo feature of the document named before it [default: from the document's file name]
    #[arg(long, value_name = "NAME", requires = "document")]
    pub(crate) module: Vec<String>,
    /// Name of the crate [default: the document's file name, followed by `-client`; the folder's name if there are several]
    #[arg(long, value_name = "NAME", requires = "document")]
    pub(crate) crate_name: Option<String>,
    /// Folder of the runtime crate; a relative path stays relative [default: runtime of the workspace]
    #[arg(long, value_name = "DIR", requires = "document")]
    pub(crate) runtime_path: Option<PathBuf>,
    /// Write a `[workspace]` table, so that the crate builds inside a folder of a workspace that does not list it
    #[arg(long, requires = "document")]
    pub(crate) standalone: bool,
    /// Skip operations that have errors, with a warning each, and emit all others; a configuration has the key `keep-going`
    #[arg(long)]
    pub(crate) keep_going: bool,
}

/// The positions on the command line of options that belong to the document before them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Places {
    documents: Vec<usize>,
    overlays: Vec<usize>,
    modules: Vec<usize>,
}

impl Places {
    pub(crate) fn of(given: &clap::ArgMatches) -> Self {
        let of = |option| given.indices_of(option).into_iter().flatten().collect();
        Self {
            documents: of("document"),
            overlays: of("overlay"),
            modules: of("module"),
        }
    }

    /// The document that an option belongs to: the one before it, or the first.
    pub(crate) fn document(&self, option: usize) -> usize {
        let before = self.documents.iter().filter(|it| **it < option).count();
        before.saturating_sub(1)
    }
}

impl GenerateArgs {
    pub(crate) fn into_job(self, workspace: &Workspace) -> Result<Job> {
        let given = self.documents;
        let Some(out) = self
            .config
            .out
            .clone()
            .filter(|_| !given.document.is_empty())
        else {
            if given.keep_going {
                bail!("`--keep-going` needs `--document`\n  help: {KEEP_GOING}");
            }
            return Job::from_config(workspace, &self.config);
        };
        let mut documents: Vec<DocumentArgs> = given
            .document
            .into_iter()
            .map(|document| DocumentArgs {
                document,
                ..DocumentArgs::default()
            })
            .collect();
        for (overlay, at) in given.overlay.into_iter().zip(&self.places.overlays) {
            let of = &mut documents[self.places.document(*at)];
            if of.overlay.replace(overlay).is_some() {
                bail!(
                    "`{}` has two overlays; merge them into one",
                    of.document.display()
                );
            }
        }
        for (module, at) in given.module.into_iter().zip(&self.places.modules) {
            let of = &mut documents[self.places.document(*at)];
            if of.module.replace(module).is_some() {
                bail!(
                    "`{}` has two modules; write each `--module` behind its `--document`",
                    of.document.display()
                );
            }
        }
        let args = SingleArgs {
            documents,
            crate_name: given.crate_name,
            out,
            runtime: given.runtime_path,
            standalone: given.standalone,
            keep_going: given.keep_going,
        };
        Job::from_document(workspace, &args)
    }
}
