//! `oneOf` and `anyOf`: one value of several possible types.

mod nesting;
mod reader;

use serde::de::{Deserialize, Deserializer};
use serde::ser::Serializer;
use serde_json::Value;

pub(crate) use nesting::is_on_trial;
pub use reader::{Tag, UnionReader};

/// An enum with a variant for each possible type, and one that preserves values of no such type.
///
/// [`serde_union!`](crate::codegen::serde_union) implements `Serialize` and `Deserialize` for it.
pub trait Union: Sized + 'static {
    /// The union's name, as in the API's document.
    const NAME: &'static str;

    /// Tries the arms that the value may have; the same ones on each call with the same value.
    fn decode(json: &mut UnionReader<Self>);

    /// Returns the variant that preserves the value unchanged.
    fn unrecognized(json: Value) -> Self;

    /// Writes the variant's value.
    ///
    /// # Errors
    /// When the value cannot be serialized, or writing fails.
    fn encode<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;
}

/// Reads a union; [`serde_union!`](crate::codegen::serde_union) calls it.
///
/// # Errors
/// When the input is not well-formed.
pub fn decode_union<'de, U: Union, D: Deserializer<'de>>(deserializer: D) -> Result<U, D::Error> {
    Value::deserialize(deserializer).map(reader::read)
}

/// Gives a type that implements [`Union`](crate::codegen::Union) serde's `Serialize` and `Deserialize`.
#[doc(hidden)]
#[macro_export]
macro_rules! serde_union {
    ($union:ident) => {
        impl<'de> $crate::serde::Deserialize<'de> for $union {
            fn deserialize<D: $crate::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                $crate::codegen::decode_union(deserializer)
            }
        }

        impl $crate::serde::Serialize for $union {
            fn serialize<S: $crate::serde::Serializer>(
                &self,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                $crate::codegen::Union::encode(self, serializer)
            }
        }
    };
}
