//! Reading the properties of one object.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, Visitor};
use serde_json::Value;

use super::extra::{Extra, Owner};
use super::{Nullable, Object, Recognition};

/// The properties of an object that is being read: hands out the declared ones and keeps the others.
///
/// Call [`next`](Self::next) until it gives `None`, and after each property exactly one of [`value`](Self::value),
/// [`optional`](Self::optional) and [`tristate`](Self::tristate); then [`required`](Self::required) or
/// [`nullable`](Self::nullable) for what was read by `value`, and [`extra`](Self::extra).
#[derive(Debug)]
pub struct Fields<'de, M, T = Value> {
    properties: M,
    model: &'static str,
    declared: &'static [&'static str],
    owner: Owner,
    /// The property whose value comes next.
    current: usize,
    /// The property that is expected after it: mostly, they come in the order in which they are declared.
    expected: usize,
    recognised: u32,
    extra: Extra<T>,
    lifetime: PhantomData<&'de ()>,
}

impl<'de, M: MapAccess<'de>, T: Deserialize<'de>> Fields<'de, M, T> {
    pub(super) fn new<O: Object<T>>(properties: M) -> Self {
        Self {
            properties,
            model: O::NAME,
            declared: O::FIELDS,
            owner: const { Owner::of(O::NAME, O::FIELDS) },
            current: 0,
            expected: 0,
            recognised: 0,
            extra: Extra::new(),
            lifetime: PhantomData,
        }
    }

    /// The index in `fields` of the next declared property; `None` after the last. What is not in `fields` is kept.
    ///
    /// # Errors
    /// When the JSON is not well-formed, or an undeclared property is not a `T`.
    pub fn next(&mut self, fields: &'static [&'static str]) -> Result<Option<usize>, M::Error> {
        loop {
            let expected = self.expected;
            match self.properties.next_key_seed(Key { fields, expected })? {
                Some(Found::Declared(index)) => {
                    self.current = index;
                    self.expected = index + 1;
                    self.recognised += 1;
                    return Ok(Some(index));
                }
                Some(Found::Unknown(name)) => self.keep(name)?,
                None => return Ok(None),
            }
        }
    }

    /// The value of a property that must be there. Where null is not among its type's values, null is an error.
    ///
    /// # Errors
    /// When the value is not a `V`.
    pub fn value<V: Deserialize<'de>>(&mut self) -> Result<Option<V>, M::Error> {
        self.properties.next_value().map(Some)
    }

    /// The value of a property that may be absent. A null is remembered, so that it is written again.
    ///
    /// # Errors
    /// When the value is neither null nor a `V`.
    pub fn optional<V: Deserialize<'de>>(&mut self) -> Result<Option<V>, M::Error> {
        let value: Option<V> = self.properties.next_value()?;
        if value.is_none() {
            self.extra.mark(self.owner, self.current);
        }
        Ok(value)
    }

    /// The value of a property for which null, absent and a value are three things.
    ///
    /// # Errors
    /// When the value is neither null nor a `V`.
    pub fn tristate<V: Deserialize<'de>>(&mut self) -> Result<Nullable<V>, M::Error> {
        self.properties.next_value()
    }

    /// What [`value`](Self::value) read of a required property.
    ///
    /// # Errors
    /// When it was absent.
    pub fn required<V>(&self, name: &str, value: Option<V>) -> Result<V, M::Error> {
        value.ok_or_else(|| self.missing(name))
    }

    /// What [`value`](Self::value) read of a property that promises to be there, if only as null. Where it was absent
    /// nevertheless, that is remembered, so that no null is invented.
    pub fn nullable<V>(&mut self, name: &str, value: Option<Option<V>>) -> Option<V> {
        if value.is_none()
            && let Some(index) = position(self.declared, 0, name)
        {
            self.extra.mark(self.owner, index);
        }
        value.flatten()
    }

    /// What was kept: the undeclared properties and, unseen, how the declared ones that are `None` were written.
    pub fn extra(&mut self) -> Extra<T> {
        let extra = std::mem::take(&mut self.extra);
        Recognition::met_object(
            self.recognised,
            u32::try_from(extra.len()).unwrap_or(u32::MAX),
        );
        extra
    }

    #[cold]
    fn keep(&mut self, name: String) -> Result<(), M::Error> {
        let value: T = self.properties.next_value()?;
        self.extra.insert(name, value);
        Ok(())
    }

    #[cold]
    fn missing(&self, name: &str) -> M::Error {
        M::Error::custom(format_args!("missing property `{name}` of {}", self.model))
    }
}

/// Looks a property's name up while it is still the parser's, so that a declared one costs no allocation.
struct Key {
    fields: &'static [&'static str],
    expected: usize,
}

enum Found {
    Declared(usize),
    Unknown(String),
}

/// Where `name` is among `fields`, searched from `expected` on and round to it again.
pub(super) fn position(fields: &[&str], expected: usize, name: &str) -> Option<usize> {
    let (before, after) = fields.split_at(expected.min(fields.len()));
    let found = after
        .iter()
        .position(|field| *field == name)
        .map(|index| index + before.len());
    found.or_else(|| before.iter().position(|field| *field == name))
}

impl<'de> DeserializeSeed<'de> for Key {
    type Value = Found;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Found, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key {
    type Value = Found;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a property")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Found, E> {
        Ok(match position(self.fields, self.expected, name) {
            Some(index) => Found::Declared(index),
            None => Found::Unknown(name.to_owned()),
        })
    }
}
