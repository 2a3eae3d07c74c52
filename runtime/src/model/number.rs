//! Numbers that the document does not declare as integers.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};
use serde_json::Value;

/// A JSON number that is written as the same number: `1` stays `1`, and `1.0` stays `1.0`.
///
/// Every integer from -2⁶³ to 2⁶⁴-1 and every `f64` is kept exactly; a number between two `f64`s becomes the nearest, and
/// one beyond all of them is an error, as in all of `serde_json`. To keep every digit, enable the
/// feature `arbitrary_precision` of `serde_json`, which applies to this type too.
///
/// Numbers are compared by their value: `1` equals `1.0`.
///
/// ```
/// use openapi_client_runtime::model::Number;
///
/// let weight: Number = serde_json::from_str("3")?;
/// assert_eq!((weight.as_f64(), weight.as_i64()), (3.0, Some(3)));
/// assert_eq!(serde_json::to_string(&weight)?, "3");
/// assert!(Number::from(0.5) < weight);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone)]
pub struct Number(Kept);

#[derive(Clone)]
enum Kept {
    Json(serde_json::Number),
    /// An infinity or not a number: JSON cannot express it, so it is written as null, like `serde_json` does.
    Unwritable(f64),
}

impl Number {
    /// Returns the nearest `f64`.
    pub fn as_f64(&self) -> f64 {
        match &self.0 {
            Kept::Json(number) => number.as_f64().unwrap_or(f64::NAN),
            Kept::Unwritable(number) => *number,
        }
    }

    /// Returns the number if it was written as an integer that fits an `i64`.
    pub fn as_i64(&self) -> Option<i64> {
        match &self.0 {
            Kept::Json(number) => number.as_i64(),
            Kept::Unwritable(_) => None,
        }
    }

    /// Returns the number if it was written as an integer that fits a `u64`.
    pub fn as_u64(&self) -> Option<u64> {
        match &self.0 {
            Kept::Json(number) => number.as_u64(),
            Kept::Unwritable(_) => None,
        }
    }

    /// Returns the number if it is whole and small enough to be exact.
    fn whole(&self) -> Option<i128> {
        if let Kept::Json(number) = &self.0
            && let Some(whole) = number.as_i128()
        {
            return Some(whole);
        }
        whole(self.as_f64())
    }
}

/// Beyond this, an `f64` is not compared with integers, none of which is as large.
const LIMIT: f64 = 1e30;

fn whole(number: f64) -> Option<i128> {
    let is_whole = number.abs() < LIMIT && number.fract() == 0.0;
    #[expect(
        clippy::cast_possible_truncation,
        reason = "whole numbers below the limit fit"
    )]
    is_whole.then_some(number as i128)
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.partial_cmp(other) == Some(Ordering::Equal)
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        match (self.whole(), other.whole()) {
            (Some(this), Some(other)) => Some(this.cmp(&other)),
            _ => self.as_f64().partial_cmp(&other.as_f64()),
        }
    }
}

impl PartialEq<f64> for Number {
    fn eq(&self, other: &f64) -> bool {
        self.partial_cmp(other) == Some(Ordering::Equal)
    }
}

impl PartialEq<i64> for Number {
    fn eq(&self, other: &i64) -> bool {
        self.partial_cmp(other) == Some(Ordering::Equal)
    }
}

impl PartialOrd<f64> for Number {
    fn partial_cmp(&self, other: &f64) -> Option<Ordering> {
        self.partial_cmp(&Self::from(*other))
    }
}

impl PartialOrd<i64> for Number {
    fn partial_cmp(&self, other: &i64) -> Option<Ordering> {
        self.partial_cmp(&Self::from(*other))
    }
}

/// An infinity, or not a number, is written as null.
impl From<f64> for Number {
    fn from(number: f64) -> Self {
        Self(match serde_json::Number::from_f64(number) {
            Some(number) => Kept::Json(number),
            None => Kept::Unwritable(number),
        })
    }
}

impl From<serde_json::Number> for Number {
    fn from(number: serde_json::Number) -> Self {
        Self(Kept::Json(number))
    }
}

macro_rules! from_integers {
    ($($integer:ty),*) => {
        $(impl From<$integer> for Number {
            fn from(number: $integer) -> Self {
                Self(Kept::Json(number.into()))
            }
        })*
    };
}

from_integers!(i8, i16, i32, i64, u8, u16, u32, u64);

impl From<Number> for f64 {
    fn from(number: Number) -> Self {
        number.as_f64()
    }
}

impl From<Number> for Value {
    fn from(number: Number) -> Self {
        match number.0 {
            Kept::Json(number) => Self::Number(number),
            Kept::Unwritable(_) => Self::Null,
        }
    }
}

/// Reads a number as JSON writes it.
impl FromStr for Number {
    type Err = serde_json::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(|number| Self(Kept::Json(number)))
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kept::Json(number) => number.fmt(f),
            Kept::Unwritable(number) => number.fmt(f),
        }
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        serde_json::Number::deserialize(deserializer).map(Self::from)
    }
}

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Kept::Json(number) => number.serialize(serializer),
            Kept::Unwritable(number) => serializer.serialize_f64(*number),
        }
    }
}
