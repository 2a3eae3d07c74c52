//! The words that the commands print.

use generator::{Output, Report};

use crate::check::unified_diff;
use crate::job::{Job, Made};
use crate::plan::{Change, ChangeKind, Plan};

/// How many changed files are named one by one.
const NAMED_FILES: usize = 20;

/// What `generate` has done: how much each API comes to, and what became of the files.
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
                    format!(", {} left out", count(api.left_out, "operation"))
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

/// What `check` found where nothing is to be done.
pub fn clean(made: &Made, folder: &str) -> String {
    format!(
        "`{folder}` is up to date ({})",
        count(made.plan.unchanged, "file")
    )
}

/// What `check` found where something is to be done: the diff, and at its end the command that mends it.
pub fn stale(made: &Made, job: &Job) -> String {
    let plan = &made.plan;
    let folder = &job.target.name;
    format!(
        "{}\n`{folder}` is stale: {}. Mend it with\n\n    {}",
        unified_diff(plan, folder),
        differences(plan),
        job.command
    )
}

/// What is wrong, for the standard error.
pub fn error(error: &anyhow::Error) -> String {
    let Some(report) = error.downcast_ref::<Report>() else {
        return format!("error: {error:#}");
    };
    format!("{report}\n{}", nothing_written(report))
}

/// What a report with errors comes to.
pub fn nothing_written(report: &Report) -> String {
    let errors = count(report.errors(), "error");
    format!("\nerror: nothing was written because of {errors}")
}

/// One line a file, as long as that is a help; removals are always named.
fn named(plan: &Plan, folder: &str) -> Vec<String> {
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

fn differences(plan: &Plan) -> String {
    let (created, updated, deleted) = plan.counts();
    let parts = [
        (created, "missing"),
        (updated, "changed"),
        (deleted, "no longer emitted"),
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
