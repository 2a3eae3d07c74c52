//! The command line as a function: what `cargo xtask` and the installed command run.

mod cli;
mod help;

use std::io::Write as _;
use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::{CommandFactory as _, FromArgMatches as _};
use generator::Report;

use crate::import::ImportArgs;
use crate::job::{ConfigArgs, Job, Made};
use crate::new::{NewArgs, Start};
use crate::plan::Ownership;
use crate::program::Program;
use crate::workspace::Workspace;
use crate::{conformance, diff, exit, generate, import, release, report, surface, update};

use cli::{Cli, Command, MessageFormat, Places};

/// Runs the command of this process's arguments.
pub fn main(program: Program) -> ExitCode {
    let line = help::complete(Cli::command(), program);
    let parsed = line.try_get_matches().and_then(|matches| {
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
        Err(error) => {
            let is_error = error.use_stderr();
            let print = if is_error { complain } else { say };
            print(&help::text(error));
            return ExitCode::from(u8::from(is_error));
        }
    };
    let voice = Voice {
        format: cli.message_format,
        prints_all: cli.all,
    };
    let writes = cli.command.writes();
    match with_room(move || run(cli, voice, program)) {
        Ok(code) => code,
        Err(error) => {
            match error.downcast_ref::<Report>() {
                Some(report) => {
                    voice.tell(report);
                    complain(&report::nothing_done(report, writes));
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

fn run(cli: Cli, voice: Voice, program: Program) -> Result<ExitCode> {
    let workspace = match (&cli.manifest, program) {
        (Some(manifest), _) => Workspace::at(manifest)?.of(program),
        (None, Program::Xtask) => Workspace::here()?,
        (None, Program::Installed) => Workspace::around()?,
    };
    match cli.command {
        Command::New(args) => new(&workspace, &args, voice),
        Command::Generate(args) => {
            let reports_untyped = args.report_untyped;
            let job = args.into_job(&workspace)?;
            let code = generate(&workspace, &job, voice)?;
            if reports_untyped {
                voice.say(&job.untyped()?);
            }
            Ok(code)
        }
        Command::Check(args) => check(&workspace, &args, voice),
        Command::Import(args) => import(&workspace, &args, voice),
        Command::Diff(options) => {
            let comparison = diff::run(&workspace, &options)?;
            voice.say(&comparison.text);
            comparison.warnings.iter().for_each(|it| complain(it));
            Ok(if comparison.is_at_threshold {
                ExitCode::from(exit::STALE)
            } else {
                ExitCode::SUCCESS
            })
        }
        Command::Conformance(options) => conformance::run(&workspace, &options),
        Command::Update(options) => {
            let updated = update::run(&workspace, &options)?;
            voice.say(&updated.text);
            Ok(if updated.has_tasks {
                ExitCode::from(exit::STALE)
            } else {
                ExitCode::SUCCESS
            })
        }
        Command::Release(options) => {
            let released = release::run(&workspace, &options)?;
            voice.say(&released.text);
            released.errors.iter().for_each(|it| complain(it));
            Ok(if !released.errors.is_empty() {
                ExitCode::FAILURE
            } else if released.is_at_threshold {
                ExitCode::from(exit::STALE)
            } else {
                ExitCode::SUCCESS
            })
        }
    }
}

fn new(workspace: &Workspace, args: &NewArgs, voice: Voice) -> Result<ExitCode> {
    let start = Start::new(workspace, args)?;
    let (made, report) = match start.job.make() {
        Ok(made) => (Some(made), None),
        Err(error) => (None, Some(error.downcast::<Report>()?)),
    };
    if let Some(made) = &made {
        expect_operations(made, voice)?;
    }
    for name in start.write(made.as_ref().map(|it| &it.plan))? {
        voice.say(&format!("wrote {name}"));
    }
    if let Some(made) = made {
        voice.tell(&made.output.warnings);
        voice.say(&report::generated(&made, &start.job.target.name));
        surface::update(&start.workspace)?;
        voice.say(&start.next(args));
    }
    Ok(match report {
        None => ExitCode::SUCCESS,
        Some(report) => {
            voice.tell(&report);
            complain(&report::not_generated(
                &report,
                &args.out,
                &start.job.command,
            ));
            ExitCode::FAILURE
        }
    })
}

fn generate(workspace: &Workspace, job: &Job, voice: Voice) -> Result<ExitCode> {
    let made = job.make()?;
    expect_operations(&made, voice)?;
    generate::apply(&made.plan, &job.target.dir)?;
    voice.tell(&made.output.warnings);
    voice.say(&report::generated(&made, &job.target.name));
    if job.target.ownership == Ownership::Whole && surface::update(workspace)? {
        voice.say(&format!("updated {}", surface::FILE));
    }
    Ok(ExitCode::SUCCESS)
}

/// Checks that a crate has something to call.
fn expect_operations(made: &Made, voice: Voice) -> Result<()> {
    if let Some(api) = made.output.summary.iter().find(|api| api.operations == 0) {
        voice.tell(&made.output.warnings);
        bail!(
            "the document of `{}` has no operations; describe them below `paths`, for example `/things: {{get: …}}`",
            api.module
        );
    }
    Ok(())
}

fn check(workspace: &Workspace, args: &ConfigArgs, voice: Voice) -> Result<ExitCode> {
    let job = Job::from_config(workspace, args)?;
    job.expect_target(workspace)?;
    let made = job.make()?;
    voice.tell(&made.output.warnings);
    if made.plan.is_clean() {
        voice.say(&report::clean(&made, &job.target.name));
        if job.target.ownership == Ownership::Whole && surface::is_stale(workspace)? {
            let (file, command) = (surface::FILE, &job.command);
            voice.say(&format!("`{file}` is not up to date; run: {command}"));
            return Ok(ExitCode::from(exit::STALE));
        }
        return Ok(ExitCode::SUCCESS);
    }
    voice.say(&report::stale(&made, &job));
    Ok(ExitCode::from(exit::STALE))
}

fn import(workspace: &Workspace, args: &ImportArgs, voice: Voice) -> Result<ExitCode> {
    let imported = import::make(workspace, args)?;
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
