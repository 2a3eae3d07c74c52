//! For a pull request.

use std::fmt::Write as _;

use super::{
    affected, capital, groups, not_compared, nothing, number, some, totals, version_words,
};
use crate::diff::{Change, Diff, Rust, Wire};

/// The summary, what becomes of the crate, and the changes by operation, each a table.
pub fn markdown(diff: &Diff, version: &str, docs: bool) -> String {
    let mut out = String::from("## API changes\n\n");
    let counts = diff.counts();
    if let Some(words) = nothing(diff) {
        let _ = writeln!(out, "{}.", capital(&words));
        if !docs || counts.documentation == 0 {
            out.truncate(out.trim_end().len());
            return out;
        }
    } else {
        let (wire, rust) = totals(&counts);
        let _ = writeln!(out, "| axis | worst | changes |\n| --- | --- | --- |");
        let worst = diff.wire().map_or(String::new(), |wire| wire.to_string());
        let _ = writeln!(out, "| wire | **{worst}** | {wire} |");
        let _ = writeln!(out, "| Rust | **{}** | {rust} |", diff.rust());
        let _ = writeln!(out);
        if let Some(version) = version_words(diff, version) {
            let _ = writeln!(out, "Suggested version of the crate: **{version}**.");
        }
        if counts.documentation > 0 {
            let _ = writeln!(
                out,
                "Besides, {} of documentation alone.",
                number(counts.documentation, "change")
            );
        }
        churn(&mut out, diff);
    }
    for group in groups(diff, docs) {
        let _ = writeln!(out, "\n### {}\n", group.title("`"));
        let _ = writeln!(
            out,
            "| wire | Rust | direction | change | why, and what to do |\n| --- | --- | --- | --- | --- |"
        );
        for change in group.changes {
            row(&mut out, change);
        }
    }
    out.truncate(out.trim_end().len());
    if let Some(words) = not_compared(diff) {
        let _ = write!(out, "\n\n{}.", capital(&words));
    }
    out
}

fn churn(out: &mut String, diff: &Diff) {
    let rows: Vec<(&str, &str, &Vec<String>)> = [
        ("operations", &diff.churn.operations),
        ("types", &diff.churn.types),
    ]
    .into_iter()
    .flat_map(|(what, names)| {
        [
            (what, "added", &names.added),
            (what, "removed", &names.removed),
            (what, "changed", &names.changed),
        ]
    })
    .filter(|(_, _, names)| !names.is_empty())
    .collect();
    if rows.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n| generated code | | names |\n| --- | --- | --- |");
    for (what, verb, names) in rows {
        let _ = writeln!(out, "| {} {what} {verb} | | {} |", names.len(), some(names));
    }
}

fn row(out: &mut String, change: &Change) {
    let why = if change.is_documentation() {
        String::new()
    } else {
        let advice = match change.rule.advice {
            "nothing" => String::new(),
            advice => format!(" {}.", capital(advice)),
        };
        let affected = affected(change).map(|it| format!(", for {it}"));
        let affected = affected.unwrap_or_default();
        format!(
            "Wire: {}{affected}. Rust: {}.{advice}<br>`{}`",
            change.wire_reason(),
            change.rust_reason,
            change.id
        )
    };
    let _ = writeln!(
        out,
        "| {} | {} | {} | {} | {} |",
        strong(&change.wire.to_string(), change.wire == Wire::Breaking),
        strong(&change.rust.to_string(), change.rust == Rust::Major),
        change.direction,
        cell(&change.sentence()),
        cell(&why)
    );
}

fn strong(text: &str, is_strong: bool) -> String {
    if is_strong {
        format!("**{text}**")
    } else {
        text.to_owned()
    }
}

/// Nothing in a cell may end it.
pub(super) fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}
