//! `oneOf` and `anyOf`: one value, several types that it may have.

use serde::de::{Deserialize, DeserializeOwned, Deserializer};
use serde::ser::Serializer;
use serde_json::Value;

use super::Recognition;

/// An enum with a variant per type that a value may have, and one that keeps what none of them fits.
///
/// [`serde_union!`](crate::serde_union) makes `Serialize` and `Deserialize` of it.
pub trait Union: Sized {
    /// The union's name, for messages.
    const NAME: &'static str;

    /// Offers the arms that the value may be.
    fn decode(json: &mut UnionReader<Self>);

    /// The variant that keeps the value as it is.
    fn unrecognized(json: Value) -> Self;

    /// Writes the variant's value.
    ///
    /// # Errors
    /// When the value or the place that it is written to fails.
    fn encode<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;
}

/// A value whose type is to be found out among the arms of a union.
///
/// Of the arms that are offered, the one wins that keeps everything and leaves the fewest properties and enum values
/// unrecognised, at any depth; among equals, the first. What no arm can read stays as it is.
#[derive(Debug)]
pub struct UnionReader<U> {
    json: Value,
    best: Option<Candidate<U>>,
}

#[derive(Debug)]
struct Candidate<U> {
    value: U,
    met: Recognition,
    /// Whether it is written as it was read; found out when a second arm asks.
    keeps_all: Option<bool>,
}

impl<U: Union> UnionReader<U> {
    /// The text of the property that tells the arm, where the value is an object and has one.
    pub fn tag(&self, name: &str) -> Option<&str> {
        self.json.get(name)?.as_str()
    }

    /// Offers an arm.
    pub fn arm<T: DeserializeOwned>(&mut self, into: impl FnOnce(T) -> U) {
        if self
            .best
            .as_mut()
            .is_some_and(|best| best.met.unknown() == 0 && best.keeps_all(&self.json))
        {
            return;
        }
        let (Ok(value), met) = Recognition::on_trial(|| T::deserialize(&self.json)) else {
            return;
        };
        let mut candidate = Candidate {
            value: into(value),
            met,
            keeps_all: None,
        };
        let wins = match &mut self.best {
            None => true,
            Some(best) => candidate.beats(best, &self.json),
        };
        if wins {
            self.best = Some(candidate);
        }
    }

    fn finish(self) -> U {
        if let Some(best) = self.best {
            best.met.count();
            best.value
        } else {
            Recognition::met_unknown_value();
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
            self.value
                .encode(serde_json::value::Serializer)
                .is_ok_and(|written| written == *json)
        })
    }
}

/// Reads a union; [`serde_union!`](crate::serde_union) calls it.
///
/// # Errors
/// When the input is not well-formed.
pub fn decode_union<'de, U: Union, D: Deserializer<'de>>(deserializer: D) -> Result<U, D::Error> {
    let mut reader = UnionReader {
        json: Value::deserialize(deserializer)?,
        best: None,
    };
    U::decode(&mut reader);
    Ok(reader.finish())
}

/// Gives a type that implements [`Union`](crate::model::Union) serde's `Serialize` and `Deserialize`.
#[macro_export]
macro_rules! serde_union {
    ($union:ident) => {
        impl<'de> $crate::serde::Deserialize<'de> for $union {
            fn deserialize<D: $crate::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                $crate::model::decode_union(deserializer)
            }
        }

        impl $crate::serde::Serialize for $union {
            fn serialize<S: $crate::serde::Serializer>(
                &self,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                $crate::model::Union::encode(self, serializer)
            }
        }
    };
}
