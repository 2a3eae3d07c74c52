//! One change, judged.

use std::collections::BTreeMap;
use std::fmt;

use super::rules::{Rule, Rust, Wire};
use crate::rule_id::RuleId;

/// The direction of the changed data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    /// Only sent.
    Request,
    /// Only received.
    Response,
    /// Sent and received, or all of an operation.
    Both,
    /// No operation needs it.
    Neither,
}

impl Direction {
    /// The ways of a change that is met in two places.
    pub(super) fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::Neither, other) => other,
            (this, Self::Neither) => this,
            (this, other) if this == other => this,
            (Self::Request | Self::Response | Self::Both, _) => Self::Both,
        }
    }

    /// The ways of a change that an operation meets.
    pub(super) fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Both, other) => other,
            (this, Self::Both) => this,
            (this, other) if this == other => this,
            (Self::Request | Self::Response | Self::Neither, _) => Self::Neither,
        }
    }
}

/// How much a change matters to a reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// It breaks on the wire.
    Breaking,
    /// It breaks programs in Rust.
    Major,
    /// It is risky on the wire.
    Risky,
    /// Neither breaks nor is risky.
    Other,
}

/// The owner of a change.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// The document as a whole.
    Document,
    /// An operation, by the `operationId` that it had, or has if it is new.
    Operation(String),
    /// A type under `components`, by the name that it had, or has if it is new.
    Type(String),
}

/// The address of a node in one of the documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// The document's name.
    pub file: String,
    /// The JSON pointer, without the `#`.
    pub pointer: String,
    /// The line, counted from one; `None` if the text has no such place of its own.
    pub line: Option<usize>,
}

/// A reader's word that a change may stay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// Why, in the reader's words.
    pub reason: String,
    /// The last day of that, for example `2027-06-30`.
    pub expires: String,
    /// Whether the verdict on the wire was replaced; otherwise the change counts no longer.
    pub is_judged: bool,
}

/// One thing that differs between two documents.
#[derive(Clone, Debug)]
pub struct Change {
    /// The module, what it belongs to, the place in that and the rule: the same for the same change, however it is worded.
    pub id: String,
    /// The module of the API.
    pub module: String,
    /// The rule that judges it.
    pub rule: &'static Rule,
    /// Which way the data goes.
    pub direction: Direction,
    /// What it belongs to.
    pub subject: Subject,
    /// The operations that the wire verdict holds for, by `operationId`, sorted. To those that carry the data the other way
    /// alone it means less.
    pub operations: Vec<String>,
    /// Every operation that carries the data, and which way.
    pub(super) ways: BTreeMap<String, Direction>,
    /// Whether webhooks send the data, which a client receives.
    pub(super) is_payload: bool,
    /// Its ids by the operations that reach it, where that was asked for: the same whether the schema is a component or
    /// inline.
    pub places: Vec<String>,
    /// Why it no longer counts.
    pub accepted: Option<Accepted>,
    /// The place in the subject: `query.limit`, `response.200.items[].name`; empty for the subject itself.
    pub place: String,
    /// The old value, in a few words.
    pub was: Option<String>,
    /// What it is.
    pub is: Option<String>,
    /// In the old document.
    pub old: Option<Address>,
    /// In the new document.
    pub new: Option<Address>,
    /// The verdict on the wire.
    pub wire: Wire,
    /// The verdict in Rust.
    pub rust: Rust,
    /// Why, in a sentence, for this very change.
    pub rust_reason: String,
}

impl Change {
    /// Judges it for each operation that carries the data: the worst verdict is the change's.
    pub(super) fn settle(&mut self) {
        let verdict = |way: &Direction| wire(self.rule, self.direction.and(*way));
        if let Some(worst) = self.ways.values().map(verdict).max() {
            let worst = self.ways.iter().filter(|(_, way)| verdict(way) == worst);
            self.operations = worst.map(|(id, _)| id.clone()).collect();
        }
        let ways = self.ways.values();
        let payload = self.is_payload.then_some(&Direction::Response);
        let met = ways.chain(payload).fold(Direction::Neither, |met, way| {
            met.or(self.direction.and(*way))
        });
        if met != Direction::Neither {
            self.direction = met;
        }
        // A reader's verdict stands.
        if self.accepted.is_none() {
            self.wire = wire(self.rule, self.direction);
        }
    }

    /// Whether it is accepted without a verdict.
    pub fn is_settled(&self) -> bool {
        self.accepted.as_ref().is_some_and(|it| !it.is_judged)
    }

    /// Whether an id names it, by itself or by one of its operations.
    pub fn is_named(&self, id: &str) -> bool {
        self.id == id || self.places.iter().any(|place| place == id)
    }

    /// How much it matters to a reader.
    pub fn weight(&self) -> Weight {
        match (self.wire, self.rust) {
            (Wire::Breaking, _) => Weight::Breaking,
            (_, Rust::Major) => Weight::Major,
            (Wire::Risky, _) => Weight::Risky,
            (Wire::Safe, Rust::Minor | Rust::Patch | Rust::None) => Weight::Other,
        }
    }

    /// Each operation that carries the data, which way, and what the change means to it.
    pub fn carriers(&self) -> impl Iterator<Item = (&str, Direction, Wire)> {
        self.ways.iter().map(|(id, way)| {
            let way = self.direction.and(*way);
            (id.as_str(), way, wire(self.rule, way))
        })
    }

    /// Why the wire verdict is what it is, in a sentence without its full stop.
    pub fn wire_reason(&self) -> &'static str {
        let (request, response) = (&self.rule.request, &self.rule.response);
        match self.direction {
            Direction::Response => response.reason,
            Direction::Both if response.verdict > request.verdict => response.reason,
            Direction::Request | Direction::Both => request.reason,
            // Of a rule that is about Rust alone.
            Direction::Neither if request.reason == response.reason => request.reason,
            Direction::Neither if self.ways.is_empty() => "no operation needs it",
            Direction::Neither => "what its operations send and receive is compared by itself",
        }
    }

    /// Whether only words differ.
    pub fn is_documentation(&self) -> bool {
        self.rule.id == RuleId::DocumentationChanged
    }

    /// The change, as a sentence without its full stop.
    pub fn sentence(&self) -> String {
        let mut text = if self.place.is_empty() {
            match &self.subject {
                Subject::Document => format!("`{}`", self.module),
                Subject::Operation(name) | Subject::Type(name) => format!("`{name}`"),
            }
        } else {
            format!("`{}`", self.place)
        };
        text += " ";
        text += self.rule.what;
        match (&self.was, &self.is) {
            (Some(was), Some(is)) => {
                let shared = was.chars().zip(is.chars()).take_while(|(a, b)| a == b);
                let shared = shared.count();
                format!("{text}: {} → {}", cut(was, shared), cut(is, shared))
            }
            (Some(one), None) | (None, Some(one)) => format!("{text}: {}", cut(one, 0)),
            (None, None) => text,
        }
    }
}

/// One change for each id: two places of one type may come to the same.
pub(super) fn distinct(changes: Vec<Change>) -> Vec<Change> {
    let mut by_id: BTreeMap<String, Change> = BTreeMap::new();
    for change in changes {
        match by_id.get_mut(&change.id) {
            None => {
                by_id.insert(change.id.clone(), change);
            }
            Some(known) => {
                known.direction = known.direction.or(change.direction);
                known.is_payload |= change.is_payload;
                for (id, way) in change.ways {
                    let of_operation = known.ways.entry(id).or_insert(way);
                    *of_operation = of_operation.or(way);
                }
                known.settle();
                if change.rust > known.rust {
                    known.rust = change.rust;
                    known.rust_reason = change.rust_reason;
                }
            }
        }
    }
    by_id.into_values().collect()
}

/// Texts in backticks are printed with as many characters.
const LONGEST: usize = 60;

/// A text in backticks, cut where it is long, around the place from which it differs.
fn cut(text: &str, differs: usize) -> String {
    let quoted = text.strip_prefix('`').and_then(|it| it.strip_suffix('`'));
    let Some(inner) = quoted.filter(|it| it.chars().count() > LONGEST) else {
        return text.to_owned();
    };
    let start = if differs < LONGEST {
        0
    } else {
        differs - LONGEST / 2
    };
    let shown: String = inner.chars().skip(start).take(LONGEST).collect();
    let before = if start > 0 { "…" } else { "" };
    let is_all = start + LONGEST >= inner.chars().count();
    let after = if is_all { "" } else { "…" };
    format!("`{before}{shown}{after}`")
}

/// The wire verdict of a rule in a direction.
pub(super) fn wire(rule: &Rule, direction: Direction) -> Wire {
    match direction {
        Direction::Request => rule.request.verdict,
        Direction::Response => rule.response.verdict,
        Direction::Both => rule.request.verdict.max(rule.response.verdict),
        Direction::Neither if rule.id == RuleId::Uncovered => Wire::Risky,
        Direction::Neither => Wire::Safe,
    }
}

impl fmt::Display for Direction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Request => "request",
            Self::Response => "response",
            Self::Both => "both",
            Self::Neither => "neither",
        })
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Document => f.write_str("document"),
            Self::Operation(id) => write!(f, "operation {id}"),
            Self::Type(name) => write!(f, "type {name}"),
        }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        write!(f, " #{}", self.pointer)
    }
}

#[cfg(test)]
mod tests {
    use super::Direction::{Both, Neither, Request, Response};
    use super::cut;

    #[test]
    fn long_texts_are_cut_around_their_difference() {
        let long = |text: &str| format!("`{}{text}`", "a".repeat(80));
        assert_eq!(cut("a string", 0), "a string");
        assert_eq!(cut("`short`", 3), "`short`");
        assert_eq!(cut(&long("b"), 0), format!("`{}…`", "a".repeat(60)));
        assert_eq!(cut(&long("b"), 81), format!("`…{}b`", "a".repeat(29)));
    }

    #[test]
    fn a_change_goes_the_ways_of_all_its_places() {
        assert_eq!(Request.or(Response), Both);
        assert_eq!(Both.or(Request), Both);
        assert_eq!(Request.or(Request), Request);
        // A place that no operation needs adds none.
        assert_eq!(Neither.or(Request), Request);
        assert_eq!(Response.or(Neither), Response);
        assert_eq!(Neither.or(Neither), Neither);
    }
}
