//! Optional strings, the commonest properties there are.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, Visitor};

/// Where an optional string is read to.
///
/// It goes there straight from the parser; by way of `Option<String>`'s own `Deserialize` it would be looked at twice and
/// moved four times.
pub(super) struct StringSlot<'a>(pub(super) &'a mut Option<String>);

impl<'de> DeserializeSeed<'de> for StringSlot<'_> {
    /// Whether there is a string; otherwise it was null.
    type Value = bool;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for StringSlot<'_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    #[inline]
    fn visit_str<E: Error>(self, value: &str) -> Result<bool, E> {
        *self.0 = Some(value.to_owned());
        Ok(true)
    }

    fn visit_string<E: Error>(self, value: String) -> Result<bool, E> {
        *self.0 = Some(value);
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
