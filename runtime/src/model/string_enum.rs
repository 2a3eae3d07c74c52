//! Enums of strings that preserve unknown values.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, Error, Visitor};

use super::Recognition;
use super::text_slot::Text;

/// An open set of strings: unknown values are preserved and sent back unchanged.
///
/// [`string_enum!`](crate::codegen::string_enum) adds the methods and conversions.
pub trait StringEnum: Sized + 'static {
    /// The known values, in the order of the API's document.
    const KNOWN: &'static [Self];

    /// Whether the document allows every other string, so that none is an unknown value.
    const ALLOWS_OTHERS: bool = false;

    /// Returns the variant for a string.
    fn from_wire(value: &str) -> Option<Self>;

    /// Returns the variant that holds an unknown string.
    fn unrecognized(value: UnknownValue) -> Self;

    /// The string on the wire.
    fn wire(&self) -> &str;
}

/// A string that is not among the known values of its enum.
///
/// Only reading or converting a string creates one, after the known values were compared, so it is never a known value.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnknownValue(Box<str>);

impl UnknownValue {
    /// Returns the string as it was received or given.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the variant of `E` for a string.
    #[doc(hidden)]
    pub fn or_known<E: StringEnum>(value: impl Into<Box<str>> + AsRef<str>) -> E {
        E::from_wire(value.as_ref()).unwrap_or_else(|| E::unrecognized(Self(value.into())))
    }
}

impl fmt::Debug for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl AsRef<str> for UnknownValue {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

/// Reads an enum; [`string_enum!`](crate::codegen::string_enum) calls it.
///
/// # Errors
/// When the input is not a string.
pub fn decode_string_enum<'de, E: StringEnum, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<E, D::Error> {
    deserializer.deserialize_str(StringEnumVisitor(PhantomData))
}

struct StringEnumVisitor<E>(PhantomData<fn() -> E>);

impl<E: StringEnum> Visitor<'_> for StringEnumVisitor<E> {
    type Value = E;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<Err: Error>(self, value: &str) -> Result<E, Err> {
        Ok(received(value))
    }
}

#[inline]
fn received<E: StringEnum>(value: &str) -> E {
    E::from_wire(value).unwrap_or_else(|| {
        if !E::ALLOWS_OTHERS {
            Recognition::met_unknown_value();
        }
        E::unrecognized(UnknownValue(value.into()))
    })
}

impl<E: StringEnum> Text for E {
    #[inline]
    fn from_received(text: &str) -> Self {
        received(text)
    }
}

/// Gives a type that implements [`StringEnum`](crate::codegen::StringEnum) its methods, its conversions from and to
/// strings, and serde's `Serialize` and `Deserialize`.
#[doc(hidden)]
#[macro_export]
macro_rules! string_enum {
    ($name:ident) => {
        impl $name {
            /// Returns the string on the wire.
            pub fn as_str(&self) -> &str {
                $crate::codegen::StringEnum::wire(self)
            }

            /// Returns whether the value is a known one.
            pub fn is_known(&self) -> bool {
                <Self as $crate::codegen::StringEnum>::from_wire(self.as_str()).is_some()
            }

            /// Returns the known values.
            pub fn values() -> &'static [Self] {
                <Self as $crate::codegen::StringEnum>::KNOWN
            }
        }

        impl ::core::convert::From<&str> for $name {
            fn from(value: &str) -> Self {
                $crate::model::UnknownValue::or_known(value)
            }
        }

        impl ::core::convert::From<::std::string::String> for $name {
            fn from(value: ::std::string::String) -> Self {
                $crate::model::UnknownValue::or_known(value)
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = ::core::convert::Infallible;

            fn from_str(value: &str) -> ::core::result::Result<Self, ::core::convert::Infallible> {
                Ok(Self::from(value))
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(self.as_str(), f)
            }
        }

        impl ::core::convert::AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl ::core::cmp::PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                self.as_str() == other
            }
        }

        impl ::core::cmp::PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                self.as_str() == *other
            }
        }

        impl<'de> $crate::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                $crate::codegen::decode_string_enum(deserializer)
            }
        }

        impl $crate::serde::Serialize for $name {
            fn serialize<S: $crate::serde::Serializer>(
                &self,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
    };
}
