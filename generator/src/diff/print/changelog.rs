//! An entry of the changelog.

use std::fmt::Write as _;

use super::number;
use crate::diff::{Change, Diff, Rust, Subject, Wire};

/// Returns the entry for the crate's next version: what programs have to follow, what differs on the wire, what there is more.
pub fn changelog(diff: &Diff, next: &str) -> String {
    let mut out = format!("## {next}\n");
    let contract: Vec<&Change> = diff.contract().collect();
    let is_major = |it: &&Change| it.rust == Rust::Major;
    let is_wire = |it: &&Change| it.rust != Rust::Major && it.wire != Wire::Safe;
    let is_more = |it: &&Change| it.rust == Rust::Minor && it.wire == Wire::Safe;
    let is_rest = |it: &&Change| it.rust < Rust::Minor && it.wire == Wire::Safe;
    section(
        &mut out,
        "Programs have to follow",
        contract.iter().filter(|it| is_major(it)),
    );
    section(
        &mut out,
        "The service differs",
        contract.iter().filter(|it| is_wire(it)),
    );
    section(&mut out, "New", contract.iter().filter(|it| is_more(it)));
    let rest = contract.iter().filter(|it| is_rest(it)).count();
    let words = diff.counts().documentation;
    if rest > 0 || words > 0 {
        let _ = writeln!(
            out,
            "\nBesides, {} without consequence and {words} of documentation.",
            number(rest, "change")
        );
    } else if contract.is_empty() {
        out += "\nNothing in the documents has changed.\n";
    }
    out
}

fn section<'c>(out: &mut String, title: &str, changes: impl Iterator<Item = &'c &'c Change>) {
    let mut changes = changes.peekable();
    if changes.peek().is_none() {
        return;
    }
    let _ = writeln!(out, "\n### {title}\n");
    for change in changes {
        let of = match &change.subject {
            Subject::Operation(name) | Subject::Type(name) if !change.place.is_empty() => {
                format!("`{name}`, ")
            }
            Subject::Document | Subject::Operation(_) | Subject::Type(_) => String::new(),
        };
        let wire = match change.wire {
            Wire::Safe => String::new(),
            worse @ (Wire::Risky | Wire::Breaking) => format!(" ({worse} on the wire)"),
        };
        let advice = match change.rule.advice {
            "nothing" => String::new(),
            advice => format!(" To do: {advice}."),
        };
        let _ = writeln!(
            out,
            "- `{}`: {of}{}{wire}.{advice}",
            change.module,
            change.sentence()
        );
    }
}
