//! Reading the properties of one object.

use std::marker::PhantomData;

use serde::de::{Deserialize, Error, MapAccess};
use serde_json::Value;

use super::extra::{Extra, Owner};
use super::lookup::{Lookup, position};
use super::object::Object;
use super::object::ObjectSlot;
use super::text_slot::{Text, TextSlot};
use super::{Nullable, Recognition};

/// Reads the value of an undeclared property of this name.
type ReadOther<M, T, E> = fn(&mut M, &str, &mut Extra<T>) -> Result<(), E>;

/// The properties of an object that is being read: returns the declared ones and preserves the others.
///
/// Call [`next`](Self::next) until it returns `None`, and after each property exactly one of [`value`](Self::value),
/// [`optional`](Self::optional), [`text`](Self::text), [`object`](Self::object) and [`tristate`](Self::tristate), which write to the given target; then
/// [`required`](Self::required) or [`nullable`](Self::nullable) for what was read by `value`, and
/// [`extra`](Self::extra).
#[derive(Debug)]
pub struct Fields<'de, M: MapAccess<'de>, T = Value> {
    properties: M,
    lookup: Lookup,
    model: &'static str,
    owner: Owner,
    declares_others: bool,
    other: ReadOther<M, T, M::Error>,
    extra: Extra<T>,
    lifetime: PhantomData<&'de ()>,
}

impl<'de, M: MapAccess<'de>, T: Deserialize<'de>> Fields<'de, M, T> {
    #[inline]
    pub(super) fn new<O: Object<T>>(properties: M) -> Self {
        Self {
            properties,
            lookup: Lookup::new(O::FIELDS),
            model: O::NAME,
            owner: const { Owner::of(O::NAME, O::FIELDS) },
            declares_others: O::DECLARES_OTHERS,
            other: O::other::<M>,
            extra: Extra::new(),
            lifetime: PhantomData,
        }
    }

    /// Returns the index of the next declared property, or `None` after the last. Undeclared ones before it are preserved.
    ///
    /// # Errors
    /// When the JSON is not well-formed, or a property that is not declared is not a `T`.
    #[inline]
    #[expect(
        clippy::should_implement_trait,
        reason = "an iterator could not be asked for the values between its items"
    )]
    pub fn next(&mut self) -> Result<Option<usize>, M::Error> {
        while let Some(is_declared) = self.properties.next_key_seed(&mut self.lookup)? {
            if is_declared {
                return Ok(Some(self.lookup.current));
            }
            self.keep()?;
        }
        Ok(None)
    }

    /// Reads a required property. A null that is not a value of its type is an error.
    ///
    /// # Errors
    /// When the value is not a `V`.
    #[inline]
    pub fn value<V: Deserialize<'de>>(&mut self, slot: &mut Option<V>) -> Result<(), M::Error> {
        *slot = Some(self.properties.next_value()?);
        Ok(())
    }

    /// Reads a property that may be absent. A null is recorded, so that it is written again.
    ///
    /// # Errors
    /// When the value is neither null nor a `V`.
    #[inline]
    pub fn optional<V: Deserialize<'de>>(&mut self, slot: &mut Option<V>) -> Result<(), M::Error> {
        *slot = self.properties.next_value()?;
        if slot.is_none() {
            self.extra.mark(self.owner, self.lookup.current);
        }
        Ok(())
    }

    /// Reads a string that may be absent, like [`optional`](Self::optional), but faster.
    ///
    /// # Errors
    /// When the value is neither null nor a string.
    #[inline]
    pub fn text<V: Text>(&mut self, slot: &mut Option<V>) -> Result<(), M::Error> {
        if !self.properties.next_value_seed(TextSlot(slot))? {
            self.extra.mark(self.owner, self.lookup.current);
        }
        Ok(())
    }

    /// Reads a model that may be absent, like [`optional`](Self::optional), but faster.
    ///
    /// # Errors
    /// When the value is neither null nor an object of this model.
    #[inline]
    pub fn object<O: Object<U>, U: Deserialize<'de>>(
        &mut self,
        slot: &mut Option<O>,
    ) -> Result<(), M::Error> {
        if !self.properties.next_value_seed(ObjectSlot::new(slot))? {
            self.extra.mark(self.owner, self.lookup.current);
        }
        Ok(())
    }

    /// Reads a property for which null, absent and a value differ.
    ///
    /// # Errors
    /// When the value is neither null nor a `V`.
    #[inline]
    pub fn tristate<V: Deserialize<'de>>(
        &mut self,
        slot: &mut Nullable<V>,
    ) -> Result<(), M::Error> {
        *slot = self.properties.next_value()?;
        Ok(())
    }

    /// Returns the result of [`value`](Self::value) for a required property.
    ///
    /// # Errors
    /// When it was absent.
    #[inline]
    pub fn required<V>(&self, name: &str, value: Option<V>) -> Result<V, M::Error> {
        value.ok_or_else(|| self.missing(name))
    }

    /// Returns the result of [`value`](Self::value) for a required nullable property. If it was absent,
    /// that is recorded, so that no null is written.
    pub fn nullable<V>(&mut self, name: &str, value: Option<Option<V>>) -> Option<V> {
        if value.is_none()
            && let Some(index) = position(self.lookup.fields, name)
        {
            self.extra.mark(self.owner, index);
        }
        value.flatten()
    }

    /// Returns the undeclared properties and, hidden, how the declared ones that are `None` were written.
    #[inline]
    pub fn extra(&mut self) -> Extra<T> {
        let extra = std::mem::take(&mut self.extra);
        Recognition::met_object(
            self.lookup.found,
            u32::try_from(extra.received()).unwrap_or(u32::MAX),
            self.declares_others,
        );
        extra
    }

    #[cold]
    fn keep(&mut self) -> Result<(), M::Error> {
        (self.other)(&mut self.properties, &self.lookup.unknown, &mut self.extra)
    }

    #[cold]
    fn missing(&self, name: &str) -> M::Error {
        M::Error::custom(format_args!("missing property `{name}` of {}", self.model))
    }
}
