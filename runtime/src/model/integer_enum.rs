//! Enums of integers that preserve unknown values.

use std::fmt;

use serde::de::{Deserialize, Deserializer};

use super::Recognition;

/// An open set of integers: unknown values are preserved and sent back unchanged.
///
/// [`integer_enum!`](crate::codegen::integer_enum) adds the methods and conversions.
pub trait IntegerEnum: Sized + 'static {
    /// The known values, in the order of the API's document.
    const KNOWN: &'static [Self];

    /// Returns the variant for an integer.
    fn from_wire(value: i64) -> Option<Self>;

    /// Returns the variant that holds an unknown integer.
    fn unrecognized(value: UnknownInteger) -> Self;

    /// The integer on the wire.
    fn wire(&self) -> i64;
}

/// An integer that is not among the known values of its enum.
///
/// Only reading or converting an integer creates one, after the known values were compared, so it is never a known value.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnknownInteger(i64);

impl UnknownInteger {
    /// Returns the integer as it was received or given.
    pub const fn get(self) -> i64 {
        self.0
    }

    /// Returns the variant of `E` for an integer.
    #[doc(hidden)]
    pub fn or_known<E: IntegerEnum>(value: i64) -> E {
        E::from_wire(value).unwrap_or_else(|| E::unrecognized(Self(value)))
    }
}

impl fmt::Debug for UnknownInteger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for UnknownInteger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Reads an enum; [`integer_enum!`](crate::codegen::integer_enum) calls it.
///
/// # Errors
/// When the input is not an integer.
pub fn decode_integer_enum<'de, E: IntegerEnum, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<E, D::Error> {
    let value = i64::deserialize(deserializer)?;
    Ok(E::from_wire(value).unwrap_or_else(|| {
        Recognition::met_unknown_value();
        E::unrecognized(UnknownInteger(value))
    }))
}

/// Gives a type that implements [`IntegerEnum`](crate::codegen::IntegerEnum) its methods, its conversions from and to
/// integers, and serde's `Serialize` and `Deserialize`.
#[doc(hidden)]
#[macro_export]
macro_rules! integer_enum {
    ($name:ident) => {
        impl $name {
            /// Returns the integer on the wire.
            pub fn as_i64(&self) -> i64 {
                $crate::codegen::IntegerEnum::wire(self)
            }

            /// Returns whether the value is a known one.
            pub fn is_known(&self) -> bool {
                !matches!(self, Self::Unrecognized(_))
            }

            /// Returns the known values.
            pub fn values() -> &'static [Self] {
                <Self as $crate::codegen::IntegerEnum>::KNOWN
            }
        }

        impl ::core::convert::From<i64> for $name {
            fn from(value: i64) -> Self {
                $crate::model::UnknownInteger::or_known(value)
            }
        }

        impl ::core::convert::From<$name> for i64 {
            fn from(value: $name) -> Self {
                value.as_i64()
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = ::core::num::ParseIntError;

            fn from_str(value: &str) -> ::core::result::Result<Self, ::core::num::ParseIntError> {
                value.parse::<i64>().map(Self::from)
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&self.as_i64(), f)
            }
        }

        impl ::core::cmp::PartialEq<i64> for $name {
            fn eq(&self, other: &i64) -> bool {
                self.as_i64() == *other
            }
        }

        impl<'de> $crate::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                $crate::codegen::decode_integer_enum(deserializer)
            }
        }

        impl $crate::serde::Serialize for $name {
            fn serialize<S: $crate::serde::Serializer>(
                &self,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                serializer.serialize_i64(self.as_i64())
            }
        }
    };
}
