//! Writing the properties of one object.

use serde::Serialize;
use serde::ser::SerializeMap;

use super::Nullable;
use super::extra::{Extra, Marks};
use super::lookup::position;

/// An object that is being written.
///
/// Each declared property is written by exactly one call, in the order in which the model declares them;
/// [`extra`](Self::extra) comes last.
#[derive(Debug)]
pub struct ObjectWriter<'a, S> {
    properties: S,
    fields: &'static [&'static str],
    /// How many declared properties have been handled.
    done: usize,
    marks: Marks<'a>,
}

impl<'a, S: SerializeMap> ObjectWriter<'a, S> {
    #[inline]
    pub(super) fn new(properties: S, fields: &'static [&'static str], marks: Marks<'a>) -> Self {
        Self {
            properties,
            fields,
            done: 0,
            marks,
        }
    }

    /// Writes a property that is always present.
    ///
    /// # Errors
    /// When the value cannot be serialized, or writing fails.
    #[inline]
    pub fn value<V: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &V,
    ) -> Result<(), S::Error> {
        self.advance(name);
        self.properties.serialize_entry(name, value)
    }

    /// Writes a property that may be absent: `None` is not written, unless it was read as null.
    ///
    /// # Errors
    /// When the value cannot be serialized, or writing fails.
    #[inline]
    pub fn optional<V: Serialize>(
        &mut self,
        name: &'static str,
        value: &Option<V>,
    ) -> Result<(), S::Error> {
        let index = self.advance(name);
        match value {
            Some(value) => self.properties.serialize_entry(name, value),
            None if self.marks.contains(index) => self.properties.serialize_entry(name, &()),
            None => Ok(()),
        }
    }

    /// Writes a required nullable property: `None` is written as null, unless it was absent when it was read.
    ///
    /// # Errors
    /// When the value cannot be serialized, or writing fails.
    #[inline]
    pub fn nullable<V: Serialize>(
        &mut self,
        name: &'static str,
        value: &Option<V>,
    ) -> Result<(), S::Error> {
        let index = self.advance(name);
        if value.is_none() && self.marks.contains(index) {
            Ok(())
        } else {
            self.properties.serialize_entry(name, value)
        }
    }

    /// Writes a property for which null, absent and a value differ.
    ///
    /// # Errors
    /// When the value cannot be serialized, or writing fails.
    #[inline]
    pub fn tristate<V: Serialize>(
        &mut self,
        name: &'static str,
        value: &Nullable<V>,
    ) -> Result<(), S::Error> {
        self.advance(name);
        match value {
            Nullable::Value(value) => self.properties.serialize_entry(name, value),
            Nullable::Null => self.properties.serialize_entry(name, &()),
            Nullable::Absent => Ok(()),
        }
    }

    /// Writes the properties that the model does not declare. An entry with a declared name is skipped.
    ///
    /// # Errors
    /// When a value cannot be serialized, or writing fails.
    #[inline]
    pub fn extra<T: Serialize>(&mut self, extra: &Extra<T>) -> Result<(), S::Error> {
        if extra.is_empty() {
            return Ok(());
        }
        self.others(extra)
    }

    #[cold]
    fn others<T: Serialize>(&mut self, extra: &Extra<T>) -> Result<(), S::Error> {
        for (name, value) in extra {
            if position(self.fields, name).is_some() {
                continue;
            }
            match extra.text(name) {
                Some(json) => self.properties.serialize_entry(name, json)?,
                None => self.properties.serialize_entry(name, value)?,
            }
        }
        Ok(())
    }

    #[inline]
    pub(super) fn end(self) -> Result<S::Ok, S::Error> {
        self.properties.end()
    }

    /// The index of the property that is being written.
    #[inline]
    fn advance(&mut self, name: &'static str) -> usize {
        let index = self.done;
        debug_assert_eq!(
            self.fields.get(index),
            Some(&name),
            "properties are written in the order of FIELDS"
        );
        self.done += 1;
        index
    }
}
