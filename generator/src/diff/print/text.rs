//! For the terminal.

use std::fmt::Write as _;

use super::{
    Row, View, accepted, affected, listed, not_compared, nothing, number, of_module, rows, totals,
    version_words,
};
use crate::diff::Diff;

/// Returns the summary, then the changes, worst first.
pub fn text(diff: &Diff, view: &View<'_>) -> String {
    let mut out = String::new();
    let counts = diff.counts();
    if let Some(words) = nothing(diff) {
        out += &words;
    } else {
        let (wire, rust) = totals(&counts);
        let _ = write!(out, "wire: {wire}\nrust: {rust}");
        if counts.documentation > 0 {
            let hint = if view.docs {
                ""
            } else {
                " (list them with `--docs`)"
            };
            let _ = write!(
                out,
                "\ndocumentation: {}{hint}",
                number(counts.documentation, "change")
            );
        }
        if let Some(version) = version_words(diff, view) {
            let _ = write!(out, "\nversion: {version}");
        }
        let _ = write!(out, "\ntypes: {}", listed(&diff.churn.types));
        let _ = write!(out, "\noperations: {}", listed(&diff.churn.operations));
    }
    out.push('\n');
    let rows = rows(diff, view);
    for row in &rows {
        one(&mut out, &of_module(diff, row), row);
    }
    out.truncate(out.trim_end().len());
    for line in accepted(diff) {
        let _ = write!(out, "\naccepted: {line}");
    }
    if let Some(words) = not_compared(diff) {
        let _ = write!(out, "\n\n{words}");
    }
    out
}

fn one(out: &mut String, module: &str, row: &Row<'_>) {
    let change = row.first;
    let _ = writeln!(
        out,
        "\n{:<8}  {:<5}  {:<8}  {module}{}\n      {}",
        change.wire.to_string(),
        change.rust.to_string(),
        change.direction.to_string(),
        row.subject(""),
        change.sentence()
    );
    if change.is_documentation() {
        return;
    }
    let _ = writeln!(out, "      wire: {}", change.wire_reason());
    if let Some(operations) = affected(change) {
        let _ = writeln!(out, "      for:  {operations}");
    }
    let _ = writeln!(out, "      rust: {}", change.rust_reason);
    if change.rule.advice != "nothing" {
        let _ = writeln!(out, "      do:   {}", change.rule.advice);
    }
    for (side, address) in [("old", &change.old), ("new", &change.new)] {
        if let Some(address) = address {
            let _ = writeln!(out, "      {side}:  {address}");
        }
    }
    let _ = writeln!(out, "      id:   {}", change.id);
}
