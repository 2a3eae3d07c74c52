//! The command line over the generator.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::{Args, CommandFactory as _, FromArgMatches as _, Parser, Subcommand};
use generator::Report;
use xtask::conformance::{self, ConformanceOptions};
use xtask::diff::{self, DiffOptions};
use xtask::import::ImportArgs;
use xtask::job::{ConfigArgs, DocumentArgs, Job, SingleArgs};
use xtask::release::{self, ReleaseOptions};
use xtask::workspace::Workspace;
use xtask::{generate, import, report};

/// More than a third of the time of generation went into the system's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const STALE: u8 = 4;

const DIFF_EXIT_CODES: &str = "\
Exit codes:
  0  nothing at or above the threshold of `--fail-on`
  1  error (see stderr); a document that can't be read is never reported as unchanged
  4  a change at or above the threshold";

const EXIT_CODES: &str = "\
Exit codes:
  0  done; of `check`: the emitted crate is up to date
  1  error (see stderr); nothing was written
  4  of `check` alone: the emitted crate is stale";

const GENERATE_USAGE: &str = "\
cargo xtask generate [--config FILE] [--out DIR]
       cargo xtask generate (--document FILE [--overlay FILE] [--module NAME])... --out DIR
                            [--crate-name NAME] [--runtime-path DIR] [--standalone] [--keep-going]";

/// Generates Rust client crates from OpenAPI documents.
#[derive(Debug, Parser)]
#[command(bin_name = "cargo xtask", after_help = EXIT_CODES)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    /// `Cargo.toml` of the workspace to work in [default: the one that this program was built from]
    #[arg(long, global = true, value_name = "FILE")]
    manifest: Option<PathBuf>,
    /// Diagnostic output format
    #[arg(long, global = true, value_name = "FORMAT", default_value = "text")]
    message_format: MessageFormat,
    /// Print every warning; by default, warnings of one kind are printed once, with their number and the first
    /// three places. `--message-format json` always prints each
    #[arg(long, global = true)]
    all: bool,
}

/// Diagnostic output format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum MessageFormat {
    /// On the standard error, for people
    Text,
    /// On the standard output, a JSON object a line: `severity`, `code`, `message`, `locations` (each with `file`, JSON
    /// `pointer`, `line` and `column`) and `help`. Everything else then goes to the standard error
    Json,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Generates the client crate: writes changed files and deletes files that are no longer generated.
    ///
    /// Without options it makes `generated/` from `spec/apis.toml`. With `--document` it makes a crate of its own from any
    /// OpenAPI document (3.0, 3.1 or 3.2), or from several, a module each. In a folder outside any workspace, `cargo check` works in it at
    /// once. To add the crate to a workspace, list its folder under `members` in the workspace's `Cargo.toml`. With
    /// `--standalone` the crate has a workspace table and builds in any folder, but can't be a member of a workspace.
    ///
    /// Outside `generated/`, only files whose first line says that they were emitted are replaced or removed; `target`,
    /// `Cargo.lock` and names beginning with a dot are never touched.
    #[command(after_help = EXIT_CODES, override_usage = GENERATE_USAGE)]
    Generate(GenerateArgs),
    /// Checks whether the client crate is up to date. Writes nothing.
    ///
    /// Prints the changes that `generate` would make as a unified diff, and the command to run.
    #[command(after_help = EXIT_CODES, override_usage = "cargo xtask check [--config FILE] [--out DIR]")]
    Check(WorkspaceArgs),
    /// Combines an OpenAPI document of many files into one.
    ///
    /// Follows the references of the root document into other files, keeps the selected operations and the components that they
    /// reach, and writes one document that `generate` reads. Prints what it renamed, merged or skipped, and why. The same
    /// files give the same bytes, and a file has the same name for every selection.
    ///
    /// References may point to files outside the root document's folder; nothing is fetched
    /// from the network.
    #[command(after_help = EXIT_CODES)]
    Import(ImportOptions),
    /// Reports the effect of a change of the documents, on the wire and in Rust.
    ///
    /// Compares two documents, or without them the documents of a git revision with those of the working tree: every API of
    /// `spec/apis.toml`, overlays applied. Whether a schema is inline, a component or composed, the order of keys and the names of
    /// components make no difference on the wire.
    #[command(after_help = DIFF_EXIT_CODES)]
    Diff(DiffOptions),
    /// Compares the crate of a document with the document: components by values, operations by requests.
    ///
    /// Makes values of every component and requests of every operation, compiles a program against the crate that `generate`
    /// would write, and prints each value that is not read and written as the document says, and each request that differs
    /// from it.
    #[command(after_help = conformance::EXIT_CODES)]
    Conformance(ConformanceOptions),
    /// Prepares the two published crates for publishing.
    ///
    /// Shows the next version and the entry of the changelog, and packages both crates as `cargo publish` would.
    #[command(after_help = EXIT_CODES)]
    Release(ReleaseOptions),
}

#[derive(Args, Debug)]
struct ImportOptions {
    /// Root document: the one with `openapi` and `paths`
    #[arg(long, value_name = "FILE")]
    root: PathBuf,
    /// Keep the operations with this tag; may be given several times [default: all operations]
    #[arg(long = "tag", value_name = "TAG")]
    tags: Vec<String>,
    /// Keep the operation with this `operationId`, or `GET /path`; may be given several times
    #[arg(long = "operation", value_name = "ID")]
    operations: Vec<String>,
    /// File to write
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Skip operations that can't be read, and report each
    #[arg(long)]
    keep_going: bool,
}

#[derive(Args, Debug)]
struct GenerateArgs {
    /// Configuration that names the documents [default: spec/apis.toml of the workspace]
    #[arg(long, value_name = "FILE", conflicts_with = "document")]
    config: Option<PathBuf>,
    /// Folder of the crate, created if missing [default: generated of the workspace]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// OpenAPI document to generate a separate crate from; several become modules of one crate
    #[arg(
        long,
        value_name = "FILE",
        requires = "out",
        help_heading = "Documents"
    )]
    document: Vec<PathBuf>,
    /// OpenAPI Overlay with corrections to the document named before it
    #[arg(
        long,
        value_name = "FILE",
        requires = "document",
        help_heading = "Documents"
    )]
    overlay: Vec<PathBuf>,
    /// Rust module and cargo feature of the document named before it [default: from the document's file name]
    #[arg(
        long,
        value_name = "NAME",
        requires = "document",
        help_heading = "Documents"
    )]
    module: Vec<String>,
    /// Name of the crate [default: from the document's file name, followed by `-client`; of the folder's for several]
    #[arg(
        long,
        value_name = "NAME",
        requires = "document",
        help_heading = "Documents"
    )]
    crate_name: Option<String>,
    /// Folder of the runtime crate; written relative if given so [default: runtime of the workspace]
    #[arg(
        long,
        value_name = "DIR",
        requires = "document",
        help_heading = "Documents"
    )]
    runtime_path: Option<PathBuf>,
    /// Write a `[workspace]` table, so that the crate builds inside a folder of a workspace that does not list it
    #[arg(long, requires = "document", help_heading = "Documents")]
    standalone: bool,
    /// Skip operations that have errors, with a warning each, and emit all others
    #[arg(long)]
    keep_going: bool,
    /// Print each place of the documents that becomes any JSON value, with the reason
    #[arg(long)]
    report_untyped: bool,
    #[arg(skip)]
    places: Places,
}

#[derive(Args, Debug)]
struct WorkspaceArgs {
    /// Configuration that names the documents [default: spec/apis.toml of the workspace]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Folder of the crate [default: generated of the workspace]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Skip operations that have errors, as `generate` does with this option
    #[arg(long)]
    keep_going: bool,
}

fn main() -> ExitCode {
    let parsed = Cli::command().try_get_matches().and_then(|matches| {
        let mut cli = Cli::from_arg_matches(&matches)?;
        if let (Command::Generate(args), Some((_, given))) =
            (&mut cli.command, matches.subcommand())
        {
            args.places = Places::of(given);
        }
        Ok(cli)
    });
    let cli = match parsed {
        Ok(cli) => cli,
        Err(help_or_usage) => {
            let is_error = help_or_usage.use_stderr();
            let _ = help_or_usage.print();
            return ExitCode::from(u8::from(is_error));
        }
    };
    let voice = Voice {
        format: cli.message_format,
        prints_all: cli.all,
    };
    match with_room(move || run(cli, voice)) {
        Ok(code) => code,
        Err(error) => {
            match error.downcast_ref::<Report>() {
                Some(report) => {
                    voice.tell(report);
                    complain(&report::nothing_written(report));
                }
                None => complain(&report::error(&error)),
            }
            ExitCode::FAILURE
        }
    }
}

/// How much a document may nest is limited; what that takes must not depend on the system's idea of a stack.
const STACK: usize = 32 << 20;

fn with_room(work: impl FnOnce() -> Result<ExitCode> + Send + 'static) -> Result<ExitCode> {
    let thread = std::thread::Builder::new().stack_size(STACK).spawn(work)?;
    match thread.join() {
        Ok(done) => done,
        Err(panic) => std::panic::resume_unwind(panic),
    }
}

fn run(cli: Cli, voice: Voice) -> Result<ExitCode> {
    let workspace = match &cli.manifest {
        Some(manifest) => Workspace::at(manifest)?,
        None => Workspace::here()?,
    };
    match cli.command {
        Command::Generate(args) => {
            let reports_untyped = args.report_untyped;
            let job = args.into_job(&workspace)?;
            let code = generate(&job, voice)?;
            if reports_untyped {
                voice.say(&job.untyped()?);
            }
            Ok(code)
        }
        Command::Check(args) => check(
            &workspace,
            &ConfigArgs {
                config: args.config,
                out: args.out,
                keep_going: args.keep_going,
            },
            voice,
        ),
        Command::Import(options) => import(&workspace, options, voice),
        Command::Diff(options) => {
            let comparison = diff::run(&workspace, &options)?;
            voice.say(&comparison.text);
            Ok(if comparison.is_at_threshold {
                ExitCode::from(STALE)
            } else {
                ExitCode::SUCCESS
            })
        }
        Command::Conformance(options) => conformance::run(&workspace, &options),
        Command::Release(options) => {
            voice.say(&release::run(&workspace, &options)?);
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// The positions on the command line of options that belong to the document before them.
#[derive(Clone, Debug, Default)]
struct Places {
    documents: Vec<usize>,
    overlays: Vec<usize>,
    modules: Vec<usize>,
}

impl Places {
    fn of(given: &clap::ArgMatches) -> Self {
        let of = |option| given.indices_of(option).into_iter().flatten().collect();
        Self {
            documents: of("document"),
            overlays: of("overlay"),
            modules: of("module"),
        }
    }

    /// The document that an option belongs to: the one before it, or the first.
    fn document(&self, option: usize) -> usize {
        let before = self.documents.iter().filter(|it| **it < option).count();
        before.saturating_sub(1)
    }
}

impl GenerateArgs {
    fn into_job(self, workspace: &Workspace) -> Result<Job> {
        let Some(out) = self.out.clone().filter(|_| !self.document.is_empty()) else {
            return Job::from_config(
                workspace,
                &ConfigArgs {
                    config: self.config,
                    out: self.out,
                    keep_going: self.keep_going,
                },
            );
        };
        let mut documents: Vec<DocumentArgs> = self
            .document
            .into_iter()
            .map(|document| DocumentArgs {
                document,
                ..DocumentArgs::default()
            })
            .collect();
        for (overlay, at) in self.overlay.into_iter().zip(&self.places.overlays) {
            let of = &mut documents[self.places.document(*at)];
            if of.overlay.replace(overlay).is_some() {
                bail!(
                    "`{}` has two overlays; merge them into one",
                    of.document.display()
                );
            }
        }
        for (module, at) in self.module.into_iter().zip(&self.places.modules) {
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
            crate_name: self.crate_name,
            out,
            runtime: self.runtime_path,
            standalone: self.standalone,
            keep_going: self.keep_going,
        };
        Job::from_document(workspace, &args)
    }
}

fn generate(job: &Job, voice: Voice) -> Result<ExitCode> {
    let made = job.make()?;
    if let Some(api) = made.output.summary.iter().find(|api| api.operations == 0) {
        voice.tell(&made.output.warnings);
        bail!(
            "the document of `{}` has no operations; describe them below `paths`, as `/things: {{get: …}}`",
            api.module
        );
    }
    generate::apply(&made.plan, &job.target.dir)?;
    voice.tell(&made.output.warnings);
    voice.say(&report::generated(&made, &job.target.name));
    Ok(ExitCode::SUCCESS)
}

fn check(workspace: &Workspace, args: &ConfigArgs, voice: Voice) -> Result<ExitCode> {
    let job = Job::from_config(workspace, args)?;
    job.expect_target(workspace)?;
    let made = job.make()?;
    voice.tell(&made.output.warnings);
    if made.plan.is_clean() {
        voice.say(&report::clean(&made, &job.target.name));
        return Ok(ExitCode::SUCCESS);
    }
    voice.say(&report::stale(&made, &job));
    Ok(ExitCode::from(STALE))
}

fn import(workspace: &Workspace, options: ImportOptions, voice: Voice) -> Result<ExitCode> {
    let args = ImportArgs {
        root: options.root,
        tags: options.tags,
        operations: options.operations,
        out: options.out,
        keep_going: options.keep_going,
    };
    let imported = import::make(workspace, &args)?;
    let is_news = import::write(workspace, &imported, &args.out)?;
    voice.say(&import::summary(
        &imported,
        &workspace.name(&args.out),
        is_news,
    ));
    Ok(ExitCode::SUCCESS)
}

/// How the program speaks.
#[derive(Clone, Copy)]
struct Voice {
    format: MessageFormat,
    /// Whether warnings of one kind are printed one by one.
    prints_all: bool,
}

impl Voice {
    /// Prints diagnostics of documents.
    fn tell(self, report: &Report) {
        match self.format {
            MessageFormat::Text if self.prints_all => complain(&report.to_string()),
            MessageFormat::Text => complain(&report.summary()),
            MessageFormat::Json => {
                for diagnostic in report.diagnostics() {
                    say(&diagnostic.to_json());
                }
            }
        }
    }

    /// Prints a summary.
    fn say(self, text: &str) {
        match self.format {
            MessageFormat::Text => say(text),
            MessageFormat::Json => complain(text),
        }
    }
}

/// Prints to the standard output. A closed pipe, as with `head`, is not an error.
fn say(text: &str) {
    let _ = writeln!(std::io::stdout(), "{text}");
}

/// Prints to the standard error, if there is anything to say.
fn complain(text: &str) {
    if !text.is_empty() {
        let _ = writeln!(std::io::stderr(), "{text}");
    }
}
