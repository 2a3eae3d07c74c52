//! The table of rules.

use std::fmt::Write as _;

use super::markdown::cell;
use crate::diff::Rule;
use crate::diff::rules::rules;

/// Every rule for the terminal.
pub fn rules_as_text() -> String {
    let mut out = String::new();
    for rule in rules() {
        let _ = writeln!(out, "{}\n  … {}", rule.id, rule.what);
        if is_one(rule) {
            let side = &rule.request;
            let _ = writeln!(out, "  wire:      {}: {}", side.verdict, side.reason);
        } else {
            for (name, side) in [("request: ", &rule.request), ("response:", &rule.response)] {
                let _ = writeln!(out, "  {name}  {}: {}", side.verdict, side.reason);
            }
        }
        let _ = writeln!(out, "  rust:      {}: {}", rust(rule), rule.rust.reason);
        let _ = writeln!(out, "  do:        {}\n", rule.advice);
    }
    out.truncate(out.trim_end().len());
    out
}

/// Every rule as a page.
pub fn rules_as_markdown() -> String {
    let mut out = String::from(
        "# Rules of the comparison\n\n\
         What `cargo xtask diff` makes of each kind of change. Written by `cargo xtask diff --rules --format markdown`; a test\n\
         keeps it true.\n\n\
         Where data goes both ways, the worse of the two verdicts counts; what no operation needs is safe. The verdict on Rust\n\
         is taken from the names and types of the two crates, so for one change it may be milder than the table says.\n\n\
         | rule | what happened | wire, in requests | wire, in responses | Rust | what to do |\n\
         | --- | --- | --- | --- | --- | --- |\n",
    );
    for rule in rules() {
        let request = format!("{}: {}", rule.request.verdict, rule.request.reason);
        let response = if is_one(rule) {
            "the same".to_owned()
        } else {
            format!("{}: {}", rule.response.verdict, rule.response.reason)
        };
        let _ = writeln!(
            out,
            "| `{}` | … {} | {} | {} | {}: {} | {} |",
            rule.id,
            cell(rule.what),
            cell(&request),
            cell(&response),
            rust(rule),
            cell(rule.rust.reason),
            cell(rule.advice)
        );
    }
    out
}

fn is_one(rule: &Rule) -> bool {
    let (request, response) = (&rule.request, &rule.response);
    request.verdict == response.verdict && request.reason == response.reason
}

fn rust(rule: &Rule) -> String {
    match rule.rust.verdict {
        Some(verdict) => verdict.to_string(),
        None => "major or patch".to_owned(),
    }
}
