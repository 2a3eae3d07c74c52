//! Annotations that GitHub shows beside the lines of a pull request.

use super::{nothing, totals};
use crate::diff::{Diff, Rust, Wire};

/// One workflow command a line: what breaks on the wire as an error, what is risky there or breaks Rust as a warning, all
/// else as a notice.
pub fn github(diff: &Diff, version: &str, docs: bool) -> String {
    let mut lines = Vec::new();
    for change in &diff.changes {
        if change.is_documentation() && !docs {
            continue;
        }
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
            "{}. Wire: {}. Rust: {}. [{}]",
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
        let next = diff.next_version(version).unwrap_or_default();
        format!("wire: {wire}; rust: {rust}; next version: {next}")
    });
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
