//! A comparison as text, for people and programs.

mod changelog;
mod github;
mod json;
mod markdown;
mod table;
mod text;

use std::fmt::Write as _;

use crate::rule_id::RuleId;

pub use changelog::changelog;
pub use github::github;
pub use json::json;
pub use markdown::markdown;
pub use table::{rules_as_markdown, rules_as_text};
pub use text::text;

use super::{Change, Counts, Diff, Names, Rust, Subject, Wire};

/// Names longer lists than this show in part.
const MANY: usize = 8;

/// Changes that belong together.
struct Group<'d> {
    module: &'d str,
    subject: &'d Subject,
    /// The operations that a type is used by.
    operations: Vec<&'d str>,
    changes: Vec<&'d Change>,
}

impl Group<'_> {
    fn worst(&self) -> (Option<Wire>, Option<Rust>) {
        let wire = self.changes.iter().map(|it| it.wire).max();
        (wire, self.changes.iter().map(|it| it.rust).max())
    }

    /// `listEntitlements`, or the type with those who use it.
    fn title(&self, code: &str) -> String {
        let module = self.module;
        match self.subject {
            Subject::Document => format!("{module}: the document"),
            Subject::Operation(id) => format!("{module}: {code}{id}{code}"),
            Subject::Type(name) => {
                let mut title = format!("{module}: type {code}{name}{code}");
                match &self.operations[..] {
                    [] => title += ", which no operation uses",
                    operations => {
                        let names = operations.iter().take(MANY);
                        let names: Vec<String> =
                            names.map(|it| format!("{code}{it}{code}")).collect();
                        let _ = write!(title, ", used by {}", names.join(", "));
                        if operations.len() > MANY {
                            let _ = write!(title, " and {} more", operations.len() - MANY);
                        }
                    }
                }
                title
            }
        }
    }
}

/// What a report says nothing about; `None` where that is nothing.
fn not_compared(diff: &Diff) -> Option<String> {
    let mut parts = Vec::new();
    let uncovered = diff
        .changes
        .iter()
        .filter(|it| it.rule.id == RuleId::Uncovered);
    let uncovered = uncovered.count();
    if uncovered > 0 {
        let uncovered = number(uncovered, "difference");
        parts.push(format!("{uncovered} that no rule covers"));
    }
    if !diff.omitted.is_empty() {
        let names: Vec<&str> = diff.omitted.iter().map(String::as_str).collect();
        parts.push(format!("omitted operations ({})", names.join(", ")));
    }
    let is_changed = !diff.is_empty();
    if is_changed {
        parts.push("what descriptions and extensions mean".to_owned());
    }
    (!parts.is_empty()).then(|| format!("not compared: {}", parts.join("; ")))
}

/// `1 change`, `2 changes`.
fn number(count: usize, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
}

/// The changes by what they belong to, the worst group first; those of words only on request.
fn groups(diff: &Diff, docs: bool) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    for change in &diff.changes {
        if change.is_documentation() && !docs {
            continue;
        }
        let known = groups
            .iter_mut()
            .find(|group| group.module == change.module && *group.subject == change.subject);
        match known {
            Some(group) => group.changes.push(change),
            None => groups.push(Group {
                module: &change.module,
                subject: &change.subject,
                operations: change.carriers().collect(),
                changes: vec![change],
            }),
        }
    }
    groups.sort_by(|a, b| {
        let worst = b.worst().cmp(&a.worst());
        worst.then_with(|| (a.module, a.subject).cmp(&(b.module, b.subject)))
    });
    groups
}

/// The operations that the wire verdict holds for, where these are not all that carry the data.
fn affected(change: &Change) -> Option<String> {
    let is_part = change.operations.len() < change.carriers().count();
    is_part.then(|| some(&change.operations))
}

/// How many there are of each verdict.
fn totals(counts: &Counts) -> (String, String) {
    let [breaking, risky, safe] = counts.wire;
    let [major, minor, patch, none] = counts.rust;
    (
        format!("{breaking} breaking, {risky} risky, {safe} safe"),
        format!("{major} major, {minor} minor, {patch} patch, {none} none"),
    )
}

/// The summary of an unchanged contract.
fn nothing(diff: &Diff) -> Option<String> {
    let counts = diff.counts();
    if diff.contract().next().is_some() {
        return None;
    }
    Some(match counts.documentation {
        0 => "no changes".to_owned(),
        n => format!("no changes but {n} of documentation"),
    })
}

fn version_words(diff: &Diff, version: &str) -> Option<String> {
    let next = diff.next_version(version)?;
    Some(if next == version {
        format!("{version} stays")
    } else {
        format!("{version} → {next}")
    })
}

fn listed(names: &Names) -> String {
    format!(
        "{} added, {} removed, {} changed",
        names.added.len(),
        names.removed.len(),
        names.changed.len()
    )
}

/// A name list, in part where it is long.
fn some(names: &[String]) -> String {
    let shown: Vec<String> = names
        .iter()
        .take(MANY)
        .map(|it| format!("`{it}`"))
        .collect();
    let more = names.len().saturating_sub(MANY);
    if more == 0 {
        shown.join(", ")
    } else {
        format!("{} and {more} more", shown.join(", "))
    }
}

/// The first letter as a capital.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}
