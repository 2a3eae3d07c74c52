//! For a pull request: what breaks first, with links to the lines, in a comment of bounded length.

use std::fmt::Write as _;

use super::moves;
use super::{
    Row, View, accepted, affected, capital, not_compared, nothing, number, of_module, rows, some,
    totals, version_words,
};
use crate::diff::{Address, Diff, Rust, Weight, Wire};

/// The longest comment that GitHub takes has 65,536 characters; a workflow adds words of its own.
const MOST: usize = 60_000;

/// The first line, by which a workflow finds its comment again.
const MARKER: &str = "<!-- api-changes -->";

/// What breaks, worst first; then, folded, the rest and what becomes of the crate. Repeats are one row.
pub fn markdown(diff: &Diff, view: &View<'_>) -> String {
    let mut out = format!("{MARKER}\n## API changes\n\n");
    summary(&mut out, diff, view);
    for moved in &diff.moves {
        out += &moves::tables(moved);
    }
    let mut end = String::new();
    churn(&mut end, diff);
    let accepted = accepted(diff);
    if !accepted.is_empty() {
        let _ = write!(
            end,
            "\n<details><summary>Accepted</summary>\n\n- {}\n\n</details>\n",
            accepted.join("\n- ")
        );
    }
    if let Some(words) = not_compared(diff) {
        let _ = write!(end, "\n{}.\n", capital(&words));
    }
    let rows = rows(diff, view);
    // Room for the last words: what is cut, and what is not compared.
    let room = MOST.saturating_sub(length(&end) + 400);
    let mut used = length(&out);
    let mut cut: Vec<String> = Vec::new();
    for (weight, title) in [
        (Weight::Breaking, "Breaks on the wire"),
        (Weight::Major, "Breaks programs in Rust"),
        (Weight::Risky, "Risky on the wire"),
        (Weight::Other, "Everything else"),
    ] {
        let mut rows = rows
            .iter()
            .filter(|row| row.first.weight() == weight)
            .peekable();
        if rows.peek().is_none() {
            continue;
        }
        let is_folded = weight == Weight::Other;
        let mut section = if is_folded {
            format!("\n<details><summary>{title}</summary>\n\n")
        } else {
            format!("\n### {title}\n\n")
        };
        let mut left = 0;
        for row in rows {
            let text = item(diff, row, view);
            if left > 0 || used + length(&section) + length(&text) > room {
                left += 1;
            } else {
                section += &text;
            }
        }
        if is_folded {
            section += "\n</details>\n";
        }
        if left > 0 {
            cut.push(format!("{left} of “{title}”"));
        }
        used += length(&section);
        out += &section;
    }
    if !cut.is_empty() {
        let _ = write!(
            out,
            "\nNot shown for want of room: {}. The format `text` lists them.\n",
            cut.join(", ")
        );
    }
    out += &end;
    out.truncate(out.trim_end().len());
    out
}

fn length(text: &str) -> usize {
    text.chars().count()
}

fn summary(out: &mut String, diff: &Diff, view: &View<'_>) {
    let counts = diff.counts();
    if let Some(words) = nothing(diff) {
        let _ = writeln!(out, "{}.", capital(&words));
        return;
    }
    let (wire, rust) = totals(&counts);
    let worst = diff.wire().map_or(String::new(), |wire| wire.to_string());
    let _ = writeln!(out, "| axis | worst | changes |\n| --- | --- | --- |");
    let _ = writeln!(out, "| wire | **{worst}** | {wire} |");
    let _ = writeln!(out, "| Rust | **{}** | {rust} |", diff.rust());
    let mut words = Vec::new();
    if let Some(version) = version_words(diff, view) {
        words.push(format!("Next version of the crate: **{version}**."));
    }
    if counts.documentation > 0 {
        let changes = number(counts.documentation, "change");
        words.push(format!("Besides, {changes} only of documentation."));
    }
    if !words.is_empty() {
        let _ = writeln!(out, "\n{}", words.join(" "));
    }
}

fn churn(out: &mut String, diff: &Diff) {
    let rows: Vec<(&str, &str, &Vec<String>)> = [
        ("operation", &diff.churn.operations),
        ("type", &diff.churn.types),
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
    out.push_str("\n<details><summary>Generated code</summary>\n\n| | names |\n| --- | --- |\n");
    for (what, verb, names) in rows {
        let count = number(names.len(), what);
        let _ = writeln!(out, "| {count} {verb} | {} |", some(names));
    }
    out.push_str("\n</details>\n");
}

fn item(diff: &Diff, row: &Row<'_>, view: &View<'_>) -> String {
    let change = row.first;
    let mut text = format!(
        "- {}{}: **{}** ({})",
        of_module(diff, row),
        row.subject("`"),
        change.sentence(),
        change.direction
    );
    let links = [
        ("old", &change.old, view.old_link_base),
        ("new", &change.new, view.link_base),
    ];
    let links = links
        .into_iter()
        .filter_map(|(side, address, base)| Some(link(side, address.as_ref()?, base)));
    let links: Vec<String> = links.collect();
    if !links.is_empty() {
        let _ = write!(text, " {}", links.join(" · "));
    }
    text.push('\n');
    if change.is_documentation() {
        return text;
    }
    let affected = affected(change).map(|it| format!(", for {it}"));
    let _ = writeln!(
        text,
        "  - wire {}: {}{}",
        strong(&change.wire.to_string(), change.wire == Wire::Breaking),
        change.wire_reason(),
        affected.unwrap_or_default()
    );
    let _ = writeln!(
        text,
        "  - Rust {}: {}",
        strong(&change.rust.to_string(), change.rust == Rust::Major),
        change.rust_reason
    );
    let advice = match change.rule.advice {
        "nothing" => String::new(),
        advice => format!("to do: {advice}; "),
    };
    let _ = writeln!(text, "  - {advice}`{}`", change.id);
    text
}

/// The line of a document, as a link if there is a base.
fn link(side: &str, address: &Address, base: Option<&str>) -> String {
    let Address { file, line, .. } = address;
    let place = match line {
        Some(line) => format!("{side} {file}:{line}"),
        None => format!("{side} {file}"),
    };
    // No file has the lines of one that was joined, and a file of a revision is elsewhere.
    let is_file = !file.ends_with(')') && !file.contains(':');
    match base.filter(|_| is_file) {
        None => format!("`{place}`"),
        Some(base) => {
            let line = line.map(|line| format!("#L{line}")).unwrap_or_default();
            format!("[{place}]({base}{file}{line})")
        }
    }
}

fn strong(text: &str, is_strong: bool) -> String {
    if is_strong {
        format!("**{text}**")
    } else {
        text.to_owned()
    }
}
