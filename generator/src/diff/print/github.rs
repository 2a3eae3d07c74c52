//! Annotations that GitHub shows beside the lines of a pull request.

use super::{View, nothing, number, rows, totals};
use crate::diff::{Diff, Rust, Wire};

/// How many annotations GitHub shows of one step.
const MOST: usize = 10;

/// One workflow command a line, at most ten, worst first: what breaks on the wire as an error, what is risky there or breaks
/// Rust as a warning, all else as a notice; the last is the summary.
pub fn github(diff: &Diff, view: &View<'_>) -> String {
    let mut lines = Vec::new();
    let rows = rows(diff, view);
    for row in rows.iter().take(MOST - 1) {
        let change = row.first;
        let level = match (change.wire, change.rust) {
            (Wire::Breaking, _) => "error",
            (Wire::Risky, _) | (Wire::Safe, Rust::Major) => "warning",
            (Wire::Safe, Rust::Minor | Rust::Patch | Rust::None) => "notice",
        };
        let mut properties = Vec::new();
        // Removed items have no line in the new document; a line of the old one would point at something else.
        if let Some(address) = &change.new {
            properties.push(format!("file={}", property(&address.file)));
            properties.extend(address.line.map(|line| format!("line={line}")));
        }
        let title = format!("{} on the wire, {} in Rust", change.wire, change.rust);
        properties.push(format!("title={}", property(&title)));
        let message = format!(
            "{}: {}. Wire: {}. Rust: {}. [{}]",
            row.subject(""),
            change.sentence(),
            change.wire_reason(),
            change.rust_reason,
            change.id
        );
        let properties = properties.join(",");
        lines.push(format!("::{level} {properties}::{}", data(&message)));
    }
    let summary = nothing(diff).unwrap_or_else(|| {
        let (wire, rust) = totals(&diff.counts());
        let next = view.versions.and_then(|it| diff.next_version(it));
        let next = next.map(|next| format!("; next version: {next}"));
        format!("wire: {wire}; rust: {rust}{}", next.unwrap_or_default())
    });
    let more = rows.len().saturating_sub(MOST - 1);
    let summary = match more {
        0 => summary,
        more => format!("{summary}; {} not shown here", number(more, "more row")),
    };
    lines.push(format!("::notice title=API changes::{}", data(&summary)));
    lines.join("\n")
}

fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
