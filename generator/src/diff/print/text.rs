//! For the terminal.

use std::fmt::Write as _;

use super::{affected, groups, listed, not_compared, nothing, number, totals, version_words};
use crate::diff::{Change, Diff};

/// The summary, then the changes by operation. `version` is the crate's now; `docs` lists changes of words, too.
pub fn text(diff: &Diff, version: &str, docs: bool) -> String {
    let mut out = String::new();
    let counts = diff.counts();
    if let Some(words) = nothing(diff) {
        out += &words;
    } else {
        let (wire, rust) = totals(&counts);
        let _ = write!(out, "wire: {wire}\nrust: {rust}");
        if counts.documentation > 0 {
            let hint = if docs {
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
        if let Some(version) = version_words(diff, version) {
            let _ = write!(out, "\nversion: {version}");
        }
        let _ = write!(out, "\ntypes: {}", listed(&diff.churn.types));
        let _ = write!(out, "\noperations: {}", listed(&diff.churn.operations));
    }
    out.push('\n');
    for group in groups(diff, docs) {
        let _ = writeln!(out, "\n{}", group.title(""));
        for change in group.changes {
            one(&mut out, change);
        }
    }
    out.truncate(out.trim_end().len());
    if let Some(words) = not_compared(diff) {
        let _ = write!(out, "\n\n{words}");
    }
    out
}

fn one(out: &mut String, change: &Change) {
    let _ = writeln!(
        out,
        "  {:<8}  {:<5}  {:<8}  {}",
        change.wire.to_string(),
        change.rust.to_string(),
        change.direction.to_string(),
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
