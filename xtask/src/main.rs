//! The command line over the generator.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, Parser, Subcommand};
use xtask::import::ImportArgs;
use xtask::job::{ConfigArgs, Job, SingleArgs};
use xtask::workspace::Workspace;
use xtask::{generate, import, report};

const STALE: u8 = 4;

const EXIT_CODES: &str = "\
Exit codes:
  0  done; of `check`: the emitted crate is up to date
  1  an error, told on the standard error; nothing was written
  4  of `check` alone: the emitted crate is stale";

const GENERATE_USAGE: &str = "\
cargo xtask generate [--config FILE] [--out DIR]
       cargo xtask generate --document FILE --out DIR [--overlay FILE]
                            [--module NAME] [--crate-name NAME] [--runtime-path DIR]";

/// Makes Rust client crates from OpenAPI 3.0 documents.
#[derive(Debug, Parser)]
#[command(bin_name = "cargo xtask", after_help = EXIT_CODES)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    /// `Cargo.toml` of the workspace to work in [default: the one that this program was built from]
    #[arg(long, global = true, value_name = "FILE")]
    manifest: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Writes the client crate: only what changed, and away with what is no longer emitted.
    ///
    /// Without options it makes `generated/` from `spec/apis.toml`. With `--document` it makes a crate of its own from any
    /// OpenAPI 3.0 document; `cargo check` works in it at once.
    ///
    /// Outside `generated/`, only files whose first line says that they were emitted are replaced or removed; `target`,
    /// `Cargo.lock` and names beginning with a dot are never touched.
    #[command(after_help = EXIT_CODES, override_usage = GENERATE_USAGE)]
    Generate(GenerateArgs),
    /// Says whether the client crate is up to date. Writes nothing.
    ///
    /// Prints what `generate` would change as a unified diff, and at its end the command that mends it.
    #[command(after_help = EXIT_CODES, override_usage = "cargo xtask check [--config FILE] [--out DIR]")]
    Check(WorkspaceArgs),
    /// Brings an OpenAPI document of many files together into one.
    ///
    /// Follows the references of the root document into other files, keeps the operations that are asked for and what they
    /// reach, and writes one document that `generate` reads. Prints what it renamed, merged or left out, and why. The same
    /// files give the same bytes, and a file has the same name whatever is asked for.
    ///
    /// References may lead to files beside and above the root document's folder, as vendors share them; nothing is fetched
    /// from the network.
    #[command(after_help = EXIT_CODES)]
    Import(ImportOptions),
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
}

#[derive(Args, Debug)]
struct GenerateArgs {
    /// Configuration that names the documents [default: spec/apis.toml of the workspace]
    #[arg(long, value_name = "FILE", conflicts_with = "document")]
    config: Option<PathBuf>,
    /// Folder of the crate, made if need be [default: generated of the workspace]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// OpenAPI 3.0 document to make a crate of its own from
    #[arg(
        long,
        value_name = "FILE",
        requires = "out",
        help_heading = "One document"
    )]
    document: Option<PathBuf>,
    /// OpenAPI Overlay with corrections to the document
    #[arg(
        long,
        value_name = "FILE",
        requires = "document",
        help_heading = "One document"
    )]
    overlay: Option<PathBuf>,
    /// Rust module and cargo feature of the document [default: from the document's file name]
    #[arg(
        long,
        value_name = "NAME",
        requires = "document",
        help_heading = "One document"
    )]
    module: Option<String>,
    /// Name of the crate [default: from the document's file name, with `-client` behind it]
    #[arg(
        long,
        value_name = "NAME",
        requires = "document",
        help_heading = "One document"
    )]
    crate_name: Option<String>,
    /// Folder of the runtime crate; written relative if given so [default: runtime of the workspace]
    #[arg(
        long,
        value_name = "DIR",
        requires = "document",
        help_heading = "One document"
    )]
    runtime_path: Option<PathBuf>,
}

#[derive(Args, Debug)]
struct WorkspaceArgs {
    /// Configuration that names the documents [default: spec/apis.toml of the workspace]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Folder of the crate [default: generated of the workspace]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(help_or_usage) => {
            let is_error = help_or_usage.use_stderr();
            let _ = help_or_usage.print();
            return ExitCode::from(u8::from(is_error));
        }
    };
    match run(cli) {
        Ok(code) => code,
        Err(error) => {
            complain(&report::error(&error));
            ExitCode::FAILURE
        }
    }
}

fn run(cli: Cli) -> Result<ExitCode> {
    let workspace = match &cli.manifest {
        Some(manifest) => Workspace::at(manifest)?,
        None => Workspace::here()?,
    };
    match cli.command {
        Command::Generate(args) => generate(&args.into_job(&workspace)?),
        Command::Check(WorkspaceArgs { config, out }) => {
            check(&workspace, &ConfigArgs { config, out })
        }
        Command::Import(options) => import(&workspace, options),
    }
}

impl GenerateArgs {
    fn into_job(self, workspace: &Workspace) -> Result<Job> {
        let Some((document, out)) = self.document.zip(self.out.clone()) else {
            return Job::from_config(
                workspace,
                &ConfigArgs {
                    config: self.config,
                    out: self.out,
                },
            );
        };
        let args = SingleArgs {
            document,
            overlay: self.overlay,
            module: self.module,
            crate_name: self.crate_name,
            out,
            runtime: self.runtime_path,
        };
        Job::from_document(workspace, &args)
    }
}

fn generate(job: &Job) -> Result<ExitCode> {
    let made = job.make()?;
    generate::apply(&made.plan, &job.target.dir)?;
    complain(&made.output.warnings.to_string());
    say(&report::generated(&made, &job.target.name));
    Ok(ExitCode::SUCCESS)
}

fn check(workspace: &Workspace, args: &ConfigArgs) -> Result<ExitCode> {
    let job = Job::from_config(workspace, args)?;
    job.expect_target(workspace)?;
    let made = job.make()?;
    complain(&made.output.warnings.to_string());
    if made.plan.is_clean() {
        say(&report::clean(&made, &job.target.name));
        return Ok(ExitCode::SUCCESS);
    }
    say(&report::stale(&made, &job));
    Ok(ExitCode::from(STALE))
}

fn import(workspace: &Workspace, options: ImportOptions) -> Result<ExitCode> {
    let args = ImportArgs {
        root: options.root,
        tags: options.tags,
        operations: options.operations,
        out: options.out,
    };
    let imported = import::make(workspace, &args)?;
    let is_news = import::write(workspace, &imported, &args.out)?;
    say(&import::told(
        &imported,
        &workspace.name(&args.out),
        is_news,
    ));
    Ok(ExitCode::SUCCESS)
}

/// Prints to the standard output. A reader that has gone away, as `head` does, is no failure.
fn say(text: &str) {
    let _ = writeln!(std::io::stdout(), "{text}");
}

/// Prints to the standard error, if there is anything to say.
fn complain(text: &str) {
    if !text.is_empty() {
        let _ = writeln!(std::io::stderr(), "{text}");
    }
}
