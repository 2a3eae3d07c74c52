//! Writing the properties of one object.

use serde::Serialize;
use serde::ser::SerializeMap;

use super::Nullable;
use super::extra::{Extra, Marks};
use super::lookup::position;

/// An object that is being written. Each declared property is written by exactly one call, [`extra`](Self::extra) last.
#[derive(Debug)]
pub struct ObjectWriter<'a, S> {
    properties: S,
    fields: &'static [&'static str],
    marks: Marks<'a>,
}

impl<'a, S: SerializeMap> ObjectWriter<'a, S> {
    pub(super) fn new(properties: S, fields: &'static [&'static str], marks: Marks<'a>) -> Self {
        Self {
            properties,
            fields,
            marks,
        }
    }

    /// A property that is always written.
    ///
    /// # Errors
    /// When the value or the place that it is written to fails.
    pub fn value<V: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &V,
    ) -> Result<(), S::Error> {
        self.properties.serialize_entry(name, value)
    }

    /// A property that may be absent: `None` is not written, unless it was read as null.
    ///
    /// # Errors
    /// When the value or the place that it is written to fails.
    pub fn optional<V: Serialize>(
        &mut self,
        name: &'static str,
        value: &Option<V>,
    ) -> Result<(), S::Error> {
        match value {
            Some(value) => self.value(name, value),
            None if self.is_marked(name) => self.value(name, &()),
            None => Ok(()),
        }
    }

    /// A property that promises to be there: `None` is written as null, unless it was absent when it was read.
    ///
    /// # Errors
    /// When the value or the place that it is written to fails.
    pub fn nullable<V: Serialize>(
        &mut self,
        name: &'static str,
        value: &Option<V>,
    ) -> Result<(), S::Error> {
        match value {
            None if self.is_marked(name) => Ok(()),
            value => self.value(name, value),
        }
    }

    /// A property for which null, absent and a value are three things.
    ///
    /// # Errors
    /// When the value or the place that it is written to fails.
    pub fn tristate<V: Serialize>(
        &mut self,
        name: &'static str,
        value: &Nullable<V>,
    ) -> Result<(), S::Error> {
        match value {
            Nullable::Value(value) => self.value(name, value),
            Nullable::Null => self.value(name, &()),
            Nullable::Absent => Ok(()),
        }
    }

    /// The properties that the model does not declare. An entry under a declared name is left out.
    ///
    /// # Errors
    /// When a value or the place that it is written to fails.
    pub fn extra<T: Serialize>(&mut self, extra: &Extra<T>) -> Result<(), S::Error> {
        for (name, value) in extra {
            if position(self.fields, name).is_none() {
                self.properties.serialize_entry(name, value)?;
            }
        }
        Ok(())
    }

    pub(super) fn end(self) -> Result<S::Ok, S::Error> {
        self.properties.end()
    }

    fn is_marked(&self, name: &str) -> bool {
        !self.marks.is_empty()
            && position(self.fields, name).is_some_and(|index| self.marks.contains(index))
    }
}
