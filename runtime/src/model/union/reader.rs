//! Chooses the arm of a union.

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::super::Recognition;
use super::Union;
use super::nesting::{Choice, Nesting, choice, is_unrecognized, left_unrecognized, remember};

/// A value for which the arm of a union is chosen.
///
/// Among the offered arms, the chosen one serializes to the same JSON that was read and leaves the fewest enum values,
/// then the fewest properties unrecognised, at any depth; among equals, the first. An arm that serializes differently, such as
/// an `f64` for `1`, is chosen only if no other arm can read the value. A value that no arm can read is preserved; an arm that
/// is a union itself can read what one of its own arms can.
#[derive(Debug)]
pub struct UnionReader<U> {
    json: Value,
    /// The number of arms that were offered.
    offered: usize,
    /// The only arm that is tried, where the choice is known.
    only: Option<usize>,
    best: Option<Candidate<U>>,
    /// Whether arms are offered although the value has a tag that selects none of them.
    is_guess: bool,
    /// Whether such an arm is the best, and another one fits as well.
    is_tied: bool,
}

/// The value of the property that selects an arm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tag<'a> {
    /// A string.
    Text(&'a str),
    /// An integer from -2⁶³ to 2⁶⁴-1.
    Integer(i128),
    /// A boolean.
    Bool(bool),
}

#[derive(Debug)]
struct Candidate<U> {
    arm: usize,
    value: U,
    met: Recognition,
    is_guess: bool,
    /// Whether serializing gives the JSON that was read; computed when another arm is tried.
    keeps_all: Option<bool>,
}

/// Finds the arm that fits a value best.
pub(super) fn read<U: Union>(json: Value) -> U {
    let nesting = Nesting::enter();
    let key = Nesting::key::<U>(&json);
    let known = key.and_then(choice);
    let mut reader = UnionReader {
        json,
        offered: 0,
        only: match known {
            Some(Choice::Arm(arm)) => Some(arm),
            Some(Choice::Nothing) | None => None,
        },
        best: None,
        is_guess: false,
        is_tied: false,
    };
    if known != Some(Choice::Nothing) {
        U::decode(&mut reader);
    }
    let best = reader.best.take().filter(|_| !reader.is_tied);
    if let Some(key) = key.filter(|_| known.is_none()) {
        let choice = best
            .as_ref()
            .map_or(Choice::Nothing, |best| Choice::Arm(best.arm));
        remember(key, choice);
    }
    drop(nesting);
    if let Some(best) = best {
        best.met.count();
        best.value
    } else {
        Recognition::met_unknown_value();
        left_unrecognized(&reader.json);
        U::unrecognized(reader.json)
    }
}

impl<U: Union> UnionReader<U> {
    /// The text of the property that selects the arm, if the value is an object and has one.
    pub fn tag(&self, name: &str) -> Option<&str> {
        self.json.get(name)?.as_str()
    }

    /// The property that selects the arm, if the value is an object and has one, of whatever scalar type.
    pub fn scalar_tag(&self, name: &str) -> Option<Tag<'_>> {
        match self.json.get(name)? {
            Value::String(text) => Some(Tag::Text(text)),
            Value::Number(number) => number.as_i128().map(Tag::Integer),
            Value::Bool(value) => Some(Tag::Bool(*value)),
            Value::Null | Value::Array(_) | Value::Object(_) => None,
        }
    }

    /// Ends the arms that the tag selects. One of the following arms is chosen only if it fits better than all others.
    pub fn guess(&mut self) {
        self.is_guess = true;
    }

    /// Tries an arm.
    pub fn arm<T: DeserializeOwned>(&mut self, into: impl FnOnce(T) -> U) {
        let arm = self.offered;
        self.offered += 1;
        if self.only.is_some_and(|only| only != arm) || self.is_decided() {
            return;
        }
        let (value, met) = Recognition::on_trial(|| T::deserialize(&self.json));
        // A union that recognizes nothing takes any value, but fits none.
        let Some(value) = value.ok().filter(|_| !is_unrecognized(&self.json)) else {
            return;
        };
        let mut candidate = Candidate {
            arm,
            value: into(value),
            met,
            is_guess: self.is_guess,
            keeps_all: None,
        };
        if let Some(best) = &mut self.best
            && !candidate.beats(best, &self.json)
        {
            let is_equal = best.is_guess && !best.beats(&mut candidate, &self.json);
            self.is_tied |= is_equal;
        } else {
            self.best = Some(candidate);
            self.is_tied = false;
        }
    }

    /// Tries an arm if no other one fits.
    pub fn otherwise<T: DeserializeOwned>(&mut self, into: impl FnOnce(T) -> U) {
        if self.best.is_none() {
            self.arm(into);
        } else {
            self.offered += 1;
        }
    }

    /// Whether no arm can beat the best one.
    fn is_decided(&mut self) -> bool {
        self.best.as_mut().is_some_and(|best| {
            !best.is_guess && best.met.unknown().is_nothing() && best.keeps_all(&self.json)
        })
    }
}

impl<U: Union> Candidate<U> {
    fn beats(&mut self, best: &mut Self, json: &Value) -> bool {
        if self.met.unknown() < best.met.unknown() {
            self.keeps_all(json) || !best.keeps_all(json)
        } else {
            !best.keeps_all(json) && self.keeps_all(json)
        }
    }

    fn keeps_all(&mut self, json: &Value) -> bool {
        *self.keeps_all.get_or_insert_with(|| {
            let written = self.value.encode(serde_json::value::Serializer);
            written.is_ok_and(|written| written == *json)
        })
    }
}
