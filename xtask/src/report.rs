//! The words that the commands print.

use std::path::Path;

use generator::{Output, Report};

use crate::check::unified_diff;
use crate::job::{Job, Made};
use crate::plan::{Change, ChangeKind, Plan};

/// How many changed files are named one by one.
const NAMED_FILES: usize = 20;

/// Returns the summary of `generate`: the counts of each API and the changed files.
pub fn generated(made: &Made, folder: &str) -> String {
    let Output { summary, .. } = &made.output;
    let mut lines: Vec<String> = summary
        .iter()
        .map(|api| {
            format!(
                "{}: {}, {}{}",
                api.module,
                count(api.operations, "operation"),
                count(api.types, "type"),
                if api.left_out > 0 {
                    format!(", {} skipped", count(api.left_out, "operation"))
                } else {
                    String::new()
                }
            )
        })
        .collect();
    lines.extend(named(&made.plan, folder));
    lines.push(totals(&made.plan));
    lines.join("\n")
}

/// Returns the output of `check` for a crate that is up to date.
pub fn clean(made: &Made, folder: &str) -> String {
    format!(
        "`{folder}` is up to date ({})",
        count(made.plan.unchanged, "file")
    )
}

/// Returns the output of `check` for a stale crate: the diff, and the command to run.
pub fn stale(made: &Made, job: &Job) -> String {
    let plan = &made.plan;
    let folder = &job.target.name;
    format!(
        "{}\n`{folder}` is stale: {}. Update it with\n\n    {}",
        unified_diff(plan, folder),
        differences(plan),
        job.command
    )
}

/// Returns the error message for the standard error.
pub fn error(error: &anyhow::Error) -> String {
    let Some(report) = error.downcast_ref::<Report>() else {
        return format!("error: {error:#}");
    };
    format!("{report}\n{}", nothing_done(report, true))
}

/// Returns the last line of a report with errors, of a command that writes files or only compares them.
pub fn nothing_done(report: &Report, writes: bool) -> String {
    let errors = count(report.errors(), "error");
    let done = if writes { "written" } else { "compared" };
    format!("\nerror: nothing was {done} because of {errors}")
}

/// Returns the last line of a report with errors, when only the crate is missing.
pub fn not_generated(report: &Report, folder: &Path, command: &str) -> String {
    let errors = count(report.errors(), "error");
    let help = if folder == Path::new(".") {
        format!("fix the document in `spec/`, and run: {command}")
    } else {
        let (spec, folder) = (folder.join("spec"), folder.display());
        format!(
            "fix the document in `{}/`, and run in `{folder}`: {command}",
            spec.display()
        )
    };
    format!("\nerror: the crate was not generated because of {errors}\n  help: {help}")
}

/// One line a file, as long as that is a help; removals are always named.
fn named(plan: &Plan, folder: &str) -> Vec<String> {
    let is_new = |change: &Change| matches!(change.kind, ChangeKind::Create { .. });
    if plan.unchanged == 0 && plan.changes.iter().all(is_new) {
        // A crate of its own: its folder says the same.
        return Vec::new();
    }
    let line = |change: &Change| {
        let verb = match change.kind {
            ChangeKind::Create { .. } => "created",
            ChangeKind::Update { .. } => "updated",
            ChangeKind::Delete { .. } => "removed",
        };
        format!("{verb} {folder}/{}", change.path)
    };
    let is_removal = |change: &&Change| matches!(change.kind, ChangeKind::Delete { .. });
    let written: Vec<_> = plan
        .changes
        .iter()
        .filter(|change| !is_removal(change))
        .collect();
    let mut lines: Vec<_> = written
        .iter()
        .take(NAMED_FILES)
        .map(|change| line(change))
        .collect();
    if written.len() > NAMED_FILES {
        lines.push(format!("and {} more", written.len() - NAMED_FILES));
    }
    lines.extend(plan.changes.iter().filter(is_removal).map(line));
    lines
}

fn totals(plan: &Plan) -> String {
    let (created, updated, deleted) = plan.counts();
    format!(
        "wrote {}, removed {deleted}, {} unchanged",
        count(created + updated, "file"),
        plan.unchanged
    )
}

/// The numbers of files that `generate` would write and remove.
pub(crate) fn differences(plan: &Plan) -> String {
    let (created, updated, deleted) = plan.counts();
    let parts = [
        (created, "missing"),
        (updated, "changed"),
        (deleted, "no longer generated"),
    ];
    let parts: Vec<_> = parts
        .iter()
        .filter(|(files, _)| *files > 0)
        .map(|(files, what)| format!("{} {what}", count(*files, "file")))
        .collect();
    parts.join(", ")
}

fn count(n: usize, noun: &str) -> String {
    if n == 1 {
        format!("1 {noun}")
    } else {
        format!("{n} {noun}s")
    }
}

#[cfg(test)]
mod tests;
