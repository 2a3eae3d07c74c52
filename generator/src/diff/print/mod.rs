//! A comparison as text, for people and programs.

mod changelog;
mod github;
mod json;
mod markdown;
mod moves;
mod table;
mod text;

use std::collections::BTreeMap;

use crate::rule_id::RuleId;

pub use changelog::changelog;
pub use github::github;
pub use json::json;
pub use markdown::markdown;
pub use table::{rules_as_markdown, rules_as_text};
pub use text::text;

use super::{Change, Counts, Diff, Direction, Names, Subject, Version, Weight};

/// Names longer lists than this show in part.
const MANY: usize = 8;

/// Of the operations or types of a row, so many are named: five rows fit on a screen.
const FEW: usize = 3;

/// How many accepted changes a report lists.
const MOST_ACCEPTED: usize = 40;

/// What to print of a comparison.
#[derive(Clone, Copy, Debug, Default)]
pub struct View<'a> {
    /// The versions that the crate had in the old state and has in the new one; `None` where no configuration states them.
    pub versions: Option<[&'a str; 2]>,
    /// Whether changes of words are listed.
    pub docs: bool,
    /// The least that is listed; everything without one.
    pub min: Option<Weight>,
    /// The base URL of links to lines of new documents, for example `https://example.com/blob/main/`; without it there are no
    /// links.
    pub link_base: Option<&'a str>,
    /// The same of the old documents.
    pub old_link_base: Option<&'a str>,
}

/// A change; or the same change of several operations or types, which is one row.
struct Row<'d> {
    first: &'d Change,
    /// The same elsewhere.
    others: Vec<&'d Change>,
}

impl Row<'_> {
    fn all(&self) -> impl Iterator<Item = &Change> {
        std::iter::once(self.first).chain(self.others.iter().copied())
    }

    /// How many operations the verdict holds for.
    fn reach(&self) -> usize {
        self.all().map(|change| change.operations.len()).sum()
    }

    /// What it belongs to: `listEntitlements`, 405 operations, or a type with those who use it.
    fn subject(&self, code: &str) -> String {
        let quoted = |name: &str| format!("{code}{name}{code}");
        let list = |names: Vec<&str>| {
            let shown: Vec<String> = names.iter().take(FEW).map(|it| quoted(it)).collect();
            let shown = shown.join(", ");
            match names.len().saturating_sub(FEW) {
                0 => shown,
                more => format!("{shown} and {more} more"),
            }
        };
        let name = |change: &'_ Change| match &change.subject {
            Subject::Document => "the document".to_owned(),
            Subject::Operation(name) | Subject::Type(name) => name.clone(),
        };
        let names: Vec<String> = self.all().map(name).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        match &self.first.subject {
            Subject::Document => "the document".to_owned(),
            Subject::Operation(name) if self.others.is_empty() => quoted(name),
            Subject::Operation(_) => format!("{} operations ({})", names.len(), list(names)),
            Subject::Type(_) if !self.others.is_empty() => {
                format!("{} types ({})", names.len(), list(names))
            }
            Subject::Type(name) => {
                let users: Vec<&str> = self.first.carriers().map(|(id, ..)| id).collect();
                if users.is_empty() && self.first.direction == Direction::Response {
                    format!("type {}, which webhooks send", quoted(name))
                } else if users.is_empty() {
                    format!("type {}, which no operation uses", quoted(name))
                } else if self.first.is_payload {
                    let list = list(users);
                    format!("type {}, used by webhooks and {list}", quoted(name))
                } else {
                    format!("type {}, used by {}", quoted(name), list(users))
                }
            }
        }
    }
}

/// The rows to list, worst first, then those that reach more operations.
fn rows<'d>(diff: &'d Diff, view: &View<'_>) -> Vec<Row<'d>> {
    let is_listed = |change: &&Change| {
        (view.docs || !change.is_documentation())
            && !change.is_settled()
            && view.min.is_none_or(|min| change.weight() <= min)
    };
    let mut rows: Vec<Row<'d>> = Vec::new();
    let mut known: BTreeMap<_, usize> = BTreeMap::new();
    for change in diff.changes.iter().filter(is_listed) {
        let kind = match &change.subject {
            Subject::Document => 0,
            Subject::Operation(_) => 1,
            Subject::Type(_) => 2,
        };
        let told = (&change.place, &change.was, &change.is, &change.rust_reason);
        let verdicts = (change.direction, change.wire, change.rust);
        let key = (kind, &change.module, change.rule.id, told, verdicts);
        // A change of the subject itself is a row of its own.
        let at = if change.place.is_empty() {
            None
        } else {
            known.get(&key).copied()
        };
        if let Some(at) = at {
            rows[at].others.push(change);
        } else {
            known.insert(key, rows.len());
            rows.push(Row {
                first: change,
                others: Vec::new(),
            });
        }
    }
    rows.sort_by_key(|row| (row.first.weight(), std::cmp::Reverse(row.reach())));
    rows
}

/// The module of a row, where there is more than one.
fn of_module(diff: &Diff, row: &Row<'_>) -> String {
    let module = &row.first.module;
    if diff.changes.iter().all(|change| change.module == *module) {
        String::new()
    } else {
        format!("{module}: ")
    }
}

/// What is accepted: `id`, the reason, and until when.
fn accepted(diff: &Diff) -> Vec<String> {
    let accepted = diff.accepted();
    let line = accepted.map(|(change, accepted)| {
        format!(
            "`{}`: {} (until {})",
            change.id, accepted.reason, accepted.expires
        )
    });
    let mut lines: Vec<String> = line.collect();
    let more = lines.len().saturating_sub(MOST_ACCEPTED);
    if more > 0 {
        lines.truncate(MOST_ACCEPTED);
        lines.push(format!("and {}", number(more, "more change")));
    }
    lines
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
    if !diff.skipped.is_empty() {
        let names: Vec<String> = diff.skipped.iter().cloned().collect();
        parts.push(format!("skipped operations ({})", some(&names)));
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

/// The operations that the wire verdict holds for, where these are not all that carry the data, or more than the subject.
fn affected(change: &Change) -> Option<String> {
    let is_part = change.operations.len() < change.carriers().count();
    let are_more = change.operations.len() > 1 && matches!(change.subject, Subject::Operation(_));
    (is_part || are_more).then(|| some(&change.operations))
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
    if diff.contract().next().is_some() || diff.accepted().next().is_some() {
        return None;
    }
    Some(match counts.documentation {
        0 => "no changes".to_owned(),
        n => format!("no changes but {n} of documentation"),
    })
}

/// What becomes of the crate's version, which may have been raised since the old state.
fn version_words(diff: &Diff, view: &View<'_>) -> Option<String> {
    let [was, is] = view.versions?;
    let least = Version::parse(was)?.next(diff.rust());
    Some(if least > Version::parse(is)? {
        format!("{is} → {least}")
    } else if is == was {
        format!("{is} stays")
    } else {
        format!("{is}, at least {least}")
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

/// Nothing in a cell may end it.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

/// The first letter as a capital.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}
