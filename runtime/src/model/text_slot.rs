//! Optional strings, the most common properties.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, Visitor};

/// A type that is read from any string: a `String`, an id, a date-time, an enum of strings.
pub trait Text: Sized {
    /// The expected type in errors.
    const EXPECTED: &'static str = "a string";

    /// Returns the value for a string that was received.
    fn from_received(text: &str) -> Self;
}

impl Text for String {
    #[inline]
    fn from_received(text: &str) -> Self {
        text.to_owned()
    }
}

/// The target of reading an optional string.
///
/// The string is read in place; `Option`'s own `Deserialize` would inspect it twice and move it
/// four times.
pub(super) struct TextSlot<'a, T>(pub(super) &'a mut Option<T>);

impl<'de, T: Text> DeserializeSeed<'de> for TextSlot<'_, T> {
    /// Returns whether there is a string; otherwise the value was null.
    type Value = bool;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, T: Text> Visitor<'de> for TextSlot<'_, T> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::EXPECTED)
    }

    #[inline]
    fn visit_str<E: Error>(self, value: &str) -> Result<bool, E> {
        *self.0 = Some(T::from_received(value));
        Ok(true)
    }

    fn visit_unit<E: Error>(self) -> Result<bool, E> {
        *self.0 = None;
        Ok(false)
    }

    fn visit_none<E: Error>(self) -> Result<bool, E> {
        self.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        self.deserialize(deserializer)
    }
}
