//! Integers of which the document does not say how large they get.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::num::TryFromIntError;
use std::str::FromStr;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, Unexpected, Visitor};
use serde::ser::{Serialize, Serializer};
use serde_json::Value;

use super::Number;

/// A JSON integer without a `format`, which says how large it gets.
///
/// Every integer from -2⁶³ to 2⁶⁴-1 is kept exactly. One beyond that becomes the nearest `f64`, and is written as that.
///
/// ```
/// use openapi_client_runtime::model::Integer;
///
/// let count: Integer = serde_json::from_str("18446744073709551615")?;
/// assert_eq!((count.as_i64(), count.as_u64()), (None, Some(u64::MAX)));
/// assert_eq!(serde_json::to_string(&count)?, "18446744073709551615");
/// assert!(Integer::from(7) < count && Integer::from(7) == 7);
/// assert!(serde_json::from_str::<Integer>("1.5").is_err());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone)]
pub struct Integer(serde_json::Number);

/// From here on, an `f64` is not an integer that was written with less digits than it has.
const BEYOND: f64 = 9_223_372_036_854_775_808.0;

impl Integer {
    /// Returns the integer, if an `i64` can hold it.
    pub fn as_i64(&self) -> Option<i64> {
        self.0.as_i64()
    }

    /// Returns the integer, if a `u64` can hold it.
    pub fn as_u64(&self) -> Option<u64> {
        self.0.as_u64()
    }

    /// Returns the nearest `f64`.
    pub fn as_f64(&self) -> f64 {
        self.0.as_f64().unwrap_or(f64::NAN)
    }

    /// The integer, if a number is one.
    fn of(number: serde_json::Number) -> Result<Self, f64> {
        let is_exact = number.is_i64() || number.is_u64();
        match number.as_f64() {
            Some(float) if !is_exact && float.abs() < BEYOND => Err(float),
            _ => Ok(Self(number)),
        }
    }

    fn exact(&self) -> Option<i128> {
        let signed = self.as_i64().map(i128::from);
        signed.or_else(|| self.as_u64().map(i128::from))
    }
}

impl PartialEq for Integer {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Integer {}

impl PartialOrd for Integer {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Integer {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self.exact(), other.exact()) {
            (Some(this), Some(other)) => this.cmp(&other),
            (None, None) => self.as_f64().total_cmp(&other.as_f64()),
            // One of them is beyond all that is exact, on the side of its sign.
            (Some(_), None) if other.as_f64() > 0.0 => Ordering::Less,
            (Some(_), None) => Ordering::Greater,
            (None, Some(_)) => other.cmp(self).reverse(),
        }
    }
}

impl Hash for Integer {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match self.exact() {
            Some(exact) => exact.hash(state),
            None => self.as_f64().to_bits().hash(state),
        }
    }
}

macro_rules! of_integers {
    ($($integer:ty),*) => {
        $(
            impl From<$integer> for Integer {
                fn from(integer: $integer) -> Self {
                    Self(integer.into())
                }
            }

            impl PartialEq<$integer> for Integer {
                fn eq(&self, other: &$integer) -> bool {
                    self.partial_cmp(other) == Some(Ordering::Equal)
                }
            }

            impl PartialOrd<$integer> for Integer {
                fn partial_cmp(&self, other: &$integer) -> Option<Ordering> {
                    self.partial_cmp(&Self::from(*other))
                }
            }

            /// Fails where the integer is out of range.
            impl TryFrom<Integer> for $integer {
                type Error = TryFromIntError;

                fn try_from(integer: Integer) -> Result<Self, Self::Error> {
                    integer.exact().unwrap_or(i128::MAX).try_into()
                }
            }
        )*
    };
}

of_integers!(i8, i16, i32, i64, u8, u16, u32, u64);

impl From<Integer> for Number {
    fn from(integer: Integer) -> Self {
        integer.0.into()
    }
}

impl From<Integer> for Value {
    fn from(integer: Integer) -> Self {
        Self::Number(integer.0)
    }
}

/// Reads an integer as JSON writes it.
impl FromStr for Integer {
    type Err = serde_json::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        serde_json::from_str(text)
    }
}

impl fmt::Display for Integer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Integer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl<'de> Deserialize<'de> for Integer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(IntegerVisitor)
    }
}

/// Errors have the place of the number only if the visitor returns them.
struct IntegerVisitor;

impl<'de> Visitor<'de> for IntegerVisitor {
    type Value = Integer;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an integer")
    }

    fn visit_i64<E: Error>(self, integer: i64) -> Result<Integer, E> {
        Ok(integer.into())
    }

    fn visit_u64<E: Error>(self, integer: u64) -> Result<Integer, E> {
        Ok(integer.into())
    }

    fn visit_f64<E: Error>(self, float: f64) -> Result<Integer, E> {
        let number = serde_json::Number::from_f64(float);
        let integer = number.ok_or(float).and_then(Integer::of);
        integer.map_err(|float| E::invalid_type(Unexpected::Float(float), &self))
    }

    /// A number of `serde_json` with its feature `arbitrary_precision`, which any crate may enable.
    fn visit_map<M: MapAccess<'de>>(self, map: M) -> Result<Integer, M::Error> {
        let number = serde_json::Number::deserialize(MapAccessDeserializer::new(map))?;
        Integer::of(number).map_err(|float| M::Error::invalid_type(Unexpected::Float(float), &self))
    }
}

impl Serialize for Integer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}
