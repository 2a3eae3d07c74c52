//! The rules: what each kind of change means on the wire, by direction, and in Rust.
//!
//! One table, in a file for each area. A comparison reports by a rule's id alone; every verdict and every reason is here.

/// Declares the rules of an area as `RULES`. A row has the id, the change, the verdicts on requests and responses, the verdict
/// on Rust, and the advice.
macro_rules! rules {
    ($($id:ident: $what:expr, $wire:expr, $rust:expr, $advice:expr;)*) => {
        pub(super) const RULES: &[super::Rule] =
            &[$(super::rule(crate::rule_id::RuleId::$id, $what, $wire, $rust, $advice)),*];
    };
}

mod operations;
mod parameters;
mod replies;
mod rust;
mod schemas;
mod tables;
mod values;
mod written;

use std::fmt;

use crate::rule_id::RuleId;

/// The effect of a change on the HTTP contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wire {
    /// Valid messages stay valid.
    Safe,
    /// Valid messages may become invalid; the document alone does not say.
    Risky,
    /// Valid messages become invalid.
    Breaking,
}

/// The effect of a change on programs that use the crate, in terms of semantic versioning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rust {
    /// The crate stays as it is.
    None,
    /// It says or sends something else; nothing is added or taken.
    Patch,
    /// It offers more.
    Minor,
    /// A program that compiled may no longer.
    Major,
}

/// A verdict on the wire, with its reason.
#[derive(Clone, Copy, Debug)]
pub struct Side {
    /// The verdict.
    pub verdict: Wire,
    /// Why, in one sentence.
    pub reason: &'static str,
}

/// A rule's verdict on Rust. The verdict on one change is taken from the names and types that the crate has before
/// and after it; this is the usual result.
#[derive(Clone, Copy, Debug)]
pub struct Crate {
    /// The verdict; `None` if it depends on the types that take part.
    pub verdict: Option<Rust>,
    /// The verdict where names and types stay the same.
    pub quiet: Rust,
    /// Why, in one sentence.
    pub reason: &'static str,
}

/// One kind of change.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Words with dashes; part of every change's id, and so a promise.
    pub id: RuleId,
    /// The change, printed after its place.
    pub what: &'static str,
    /// Where requests change.
    pub request: Side,
    /// Where responses change.
    pub response: Side,
    /// In Rust.
    pub rust: Crate,
    /// The advice.
    pub advice: &'static str,
}

const fn rule(
    id: RuleId,
    what: &'static str,
    [request, response]: [Side; 2],
    rust: Crate,
    advice: &'static str,
) -> Rule {
    Rule {
        id,
        what,
        request,
        response,
        rust,
        advice,
    }
}

const fn breaking(reason: &'static str) -> Side {
    Side {
        verdict: Wire::Breaking,
        reason,
    }
}

const fn risky(reason: &'static str) -> Side {
    Side {
        verdict: Wire::Risky,
        reason,
    }
}

const fn safe(reason: &'static str) -> Side {
    Side {
        verdict: Wire::Safe,
        reason,
    }
}

/// The same whichever way it goes.
const fn both(side: Side) -> [Side; 2] {
    [side, side]
}

const fn major(reason: &'static str) -> Crate {
    Crate {
        verdict: Some(Rust::Major),
        quiet: Rust::Patch,
        reason,
    }
}

const fn minor(reason: &'static str) -> Crate {
    Crate {
        verdict: Some(Rust::Minor),
        quiet: Rust::Patch,
        reason,
    }
}

const fn patch(reason: &'static str) -> Crate {
    Crate {
        verdict: Some(Rust::Patch),
        quiet: Rust::Patch,
        reason,
    }
}

const fn nothing(reason: &'static str) -> Crate {
    Crate {
        verdict: Some(Rust::None),
        quiet: Rust::None,
        reason,
    }
}

/// Major where a Rust type changes, and a patch elsewhere.
const fn by_type(reason: &'static str) -> Crate {
    Crate {
        verdict: None,
        quiet: Rust::Patch,
        reason,
    }
}

/// The attribute `deprecated` is not a change of the names or types.
const fn deprecates() -> Crate {
    Crate {
        verdict: Some(Rust::Minor),
        quiet: Rust::Minor,
        reason: "programs that use it compile with a warning",
    }
}

/// The words that many rules share.
const DOCUMENTED: Crate = patch("the crate documents it; it checks nothing itself");

/// Returns every rule, area by area.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    [
        operations::RULES,
        parameters::RULES,
        replies::RULES,
        schemas::RULES,
        values::RULES,
        tables::RULES,
        written::RULES,
        rust::RULES,
    ]
    .into_iter()
    .flatten()
}

/// The rule of an id.
///
/// # Panics
/// When there is none, which is a bug of this crate.
pub(super) fn find(id: RuleId) -> &'static Rule {
    match rules().find(|rule| rule.id == id) {
        Some(rule) => rule,
        None => unreachable!("there is no rule `{id}`"),
    }
}

impl fmt::Display for Wire {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Safe => "safe",
            Self::Risky => "risky",
            Self::Breaking => "breaking",
        })
    }
}

impl fmt::Display for Rust {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::None => "none",
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        })
    }
}
