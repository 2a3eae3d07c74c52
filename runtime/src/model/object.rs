//! Structs that stand for JSON objects.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, Visitor};
use serde::ser::{SerializeMap, Serializer};
use serde_json::Value;

use super::extra::{Extra, Owner};
use super::fields::Fields;
use super::writer::ObjectWriter;

/// A model of a JSON object; `T` is the type of the properties that it does not declare.
///
/// [`serde_object!`](crate::codegen::serde_object) makes `Serialize` and `Deserialize` of it.
pub trait Object<T = Value>: Sized {
    /// The model's name, for messages.
    const NAME: &'static str;
    /// The names of the declared properties, as on the wire.
    const FIELDS: &'static [&'static str];

    /// Whether `T` is declared of the properties without a name in the document, so that meeting one is no surprise.
    const DECLARES_OTHERS: bool = false;

    /// Reads the object.
    ///
    /// # Errors
    /// When a value has another type than declared, or a required property is missing.
    fn decode<'de, M: MapAccess<'de>>(fields: &mut Fields<'de, M, T>) -> Result<Self, M::Error>;

    /// Writes the object.
    ///
    /// # Errors
    /// When a value or the place that it is written to fails.
    fn encode<S: SerializeMap>(&self, object: &mut ObjectWriter<'_, S>) -> Result<(), S::Error>;
}

/// Gives a type that implements [`Object`](crate::codegen::Object) serde's `Serialize` and `Deserialize`.
///
/// The field for undeclared properties is `extra`; where it has another name, say `serde_object!(Model, name)`.
#[doc(hidden)]
#[macro_export]
macro_rules! serde_object {
    ($model:ident) => {
        $crate::serde_object!($model, extra);
    };
    ($model:ident, $extra:ident) => {
        impl<'de> $crate::serde::Deserialize<'de> for $model {
            fn deserialize<D: $crate::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                $crate::codegen::decode_object(deserializer)
            }
        }

        impl $crate::serde::Serialize for $model {
            fn serialize<S: $crate::serde::Serializer>(
                &self,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                $crate::codegen::encode_object(self, &self.$extra, serializer)
            }
        }
    };
}

/// Reads a model; [`serde_object!`](crate::codegen::serde_object) calls it.
///
/// # Errors
/// When the input is not an object, or not one of this model.
#[inline]
pub fn decode_object<'de, O, T, D>(deserializer: D) -> Result<O, D::Error>
where
    O: Object<T>,
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    deserializer.deserialize_map(ObjectVisitor(PhantomData))
}

/// Writes a model; [`serde_object!`](crate::codegen::serde_object) calls it.
///
/// # Errors
/// When a value or the place that it is written to fails.
#[inline]
pub fn encode_object<O, T, S>(model: &O, extra: &Extra<T>, serializer: S) -> Result<S::Ok, S::Error>
where
    O: Object<T>,
    S: Serializer,
{
    let marks = extra.marks(const { Owner::of(O::NAME, O::FIELDS) });
    let mut object = ObjectWriter::new(serializer.serialize_map(None)?, O::FIELDS, marks);
    model.encode(&mut object)?;
    object.end()
}

struct ObjectVisitor<O, T>(PhantomData<fn() -> (O, T)>);

impl<'de, O: Object<T>, T: Deserialize<'de>> Visitor<'de> for ObjectVisitor<O, T> {
    type Value = O;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object of type {}", O::NAME)
    }

    #[inline]
    fn visit_map<M: MapAccess<'de>>(self, properties: M) -> Result<O, M::Error> {
        O::decode(&mut Fields::new::<O>(properties))
    }
}

/// Where an optional model is read to.
///
/// It goes there straight from its own reading; by way of `Option`'s own `Deserialize` it would be moved at every step.
pub(super) struct ObjectSlot<'a, O, T> {
    slot: &'a mut Option<O>,
    others: PhantomData<fn() -> T>,
}

impl<'a, O, T> ObjectSlot<'a, O, T> {
    #[inline]
    pub(super) fn new(slot: &'a mut Option<O>) -> Self {
        Self {
            slot,
            others: PhantomData,
        }
    }
}

impl<'de, O: Object<T>, T: Deserialize<'de>> DeserializeSeed<'de> for ObjectSlot<'_, O, T> {
    /// Whether there is an object; otherwise it was null.
    type Value = bool;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_option(self)
    }
}

impl<'de, O: Object<T>, T: Deserialize<'de>> Visitor<'de> for ObjectSlot<'_, O, T> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object of type {}", O::NAME)
    }

    #[inline]
    fn visit_map<M: MapAccess<'de>>(self, properties: M) -> Result<bool, M::Error> {
        *self.slot = Some(O::decode(&mut Fields::new::<O>(properties))?);
        Ok(true)
    }

    fn visit_unit<E: Error>(self) -> Result<bool, E> {
        *self.slot = None;
        Ok(false)
    }

    fn visit_none<E: Error>(self) -> Result<bool, E> {
        self.visit_unit()
    }

    #[inline]
    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_map(self)
    }
}
