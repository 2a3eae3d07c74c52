//! Chooses the arm of a union.

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::super::Recognition;
use super::Union;
use super::nesting::{Nesting, at_a_glance, is_unrecognized, left_unrecognized};

/// A value for which the arm of a union is chosen.
///
/// Among the offered arms, the chosen one serializes to the same JSON that was read and leaves the fewest properties
/// and enum values unrecognised, at any depth; among equals, the first. An arm that serializes differently, such as
/// an `f64` for `1`, is chosen only if no other arm can read the value. A value that no arm can read is preserved; an arm that
/// is a union itself can read what one of its own arms can.
///
/// In unions nested in three or more others, the arms are compared without the unions inside them.
#[derive(Debug)]
pub struct UnionReader<U> {
    json: Value,
    look: Look,
    best: Option<Candidate<U>>,
}

#[derive(Debug)]
enum Look {
    /// Tries each arm, with everything in it.
    Closely,
    /// Tries each arm without the unions in it, for the one that leaves the least unrecognised.
    AtAGlance {
        offered: usize,
        best: Option<(usize, u32)>,
    },
    /// Tries one arm only.
    AtOne { offered: usize, chosen: usize },
}

#[derive(Debug)]
struct Candidate<U> {
    value: U,
    met: Recognition,
    /// Whether serializing gives the JSON that was read; computed when another arm is tried.
    keeps_all: Option<bool>,
}

/// Finds the arm that fits a value best.
pub(super) fn read<U: Union>(json: Value) -> U {
    let nesting = Nesting::enter();
    let mut reader = UnionReader {
        json,
        look: Look::Closely,
        best: None,
    };
    if Nesting::is_deep() {
        reader.look = Look::AtAGlance {
            offered: 0,
            best: None,
        };
        U::decode(&mut reader);
        if let Look::AtAGlance {
            best: Some((chosen, _)),
            ..
        } = reader.look
        {
            reader.look = Look::AtOne { offered: 0, chosen };
            U::decode(&mut reader);
        }
    } else {
        U::decode(&mut reader);
    }
    drop(nesting);
    reader.finish()
}

impl<U: Union> UnionReader<U> {
    /// The text of the property that selects the arm, if the value is an object and has one.
    pub fn tag(&self, name: &str) -> Option<&str> {
        self.json.get(name)?.as_str()
    }

    /// Tries an arm.
    pub fn arm<T: DeserializeOwned>(&mut self, into: impl FnOnce(T) -> U) {
        match &mut self.look {
            Look::Closely => self.compare(into),
            Look::AtAGlance { offered, best } => {
                let arm = *offered;
                *offered += 1;
                let json = &self.json;
                let (Ok(_), met) = Recognition::on_trial(|| at_a_glance(|| T::deserialize(json)))
                else {
                    return;
                };
                if best.is_none_or(|(_, unknown)| met.unknown() < unknown) {
                    *best = Some((arm, met.unknown()));
                }
            }
            Look::AtOne { offered, chosen } => {
                let is_chosen = offered == chosen;
                *offered += 1;
                if is_chosen {
                    self.best = self.decode(into);
                }
            }
        }
    }

    fn compare<T: DeserializeOwned>(&mut self, into: impl FnOnce(T) -> U) {
        if self
            .best
            .as_mut()
            .is_some_and(|best| best.met.unknown() == 0 && best.keeps_all(&self.json))
        {
            return;
        }
        let Some(mut candidate) = self.decode(into) else {
            return;
        };
        let wins = match &mut self.best {
            Some(best) => candidate.beats(best, &self.json),
            None => true,
        };
        if wins {
            self.best = Some(candidate);
        }
    }

    fn decode<T: DeserializeOwned>(&self, into: impl FnOnce(T) -> U) -> Option<Candidate<U>> {
        let (value, met) = Recognition::on_trial(|| T::deserialize(&self.json));
        // A union that recognizes nothing takes any value, but fits none.
        let value = value.ok().filter(|_| !is_unrecognized(&self.json))?;
        Some(Candidate {
            value: into(value),
            met,
            keeps_all: None,
        })
    }

    fn finish(self) -> U {
        if let Some(best) = self.best {
            best.met.count();
            best.value
        } else {
            Recognition::met_unknown_value();
            left_unrecognized(&self.json);
            U::unrecognized(self.json)
        }
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
