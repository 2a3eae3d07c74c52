//! Structs that represent JSON objects.

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
/// [`object!`](crate::codegen::object) implements it for generated structs, with `Serialize` and `Deserialize`.
pub trait Object<T = Value>: Sized {
    /// The model's name, for messages.
    const NAME: &'static str;
    /// The names of the declared properties, as on the wire.
    const FIELDS: &'static [&'static str];

    /// Whether the document declares the type `T` of additional properties, so that they do not count as unknown.
    const DECLARES_OTHERS: bool = false;

    /// Reads the value of an undeclared property.
    ///
    /// # Errors
    /// When it is not a `T`.
    fn other<'de, M: MapAccess<'de>>(
        properties: &mut M,
        name: &str,
        extra: &mut Extra<T>,
    ) -> Result<(), M::Error>
    where
        T: Deserialize<'de>,
    {
        extra.insert(name, properties.next_value::<T>()?);
        Ok(())
    }

    /// Reads the object.
    ///
    /// # Errors
    /// When a value has another type than declared, or a required property is missing.
    fn decode<'de, M: MapAccess<'de>>(fields: &mut Fields<'de, M, T>) -> Result<Self, M::Error>;

    /// Writes the object.
    ///
    /// # Errors
    /// When a value cannot be serialized, or writing fails.
    fn encode<S: SerializeMap>(&self, object: &mut ObjectWriter<'_, S>) -> Result<(), S::Error>;
}

/// Makes a struct a model, from one row for each property: its name in JSON, its kind, its field.
///
/// ```text
/// object! {
///     Entitlement, Default;
///     "id" => text id;
///     "owner" => object owner;
/// }
/// ```
///
/// | kind | type of the field | absent | null |
/// | --- | --- | --- | --- |
/// | `required` | `V` | an error | a value of `V`, or an error |
/// | `nullable` | `Option<V>` | `None`, omitted when written | `None` |
/// | `optional` | `Option<V>` | `None` | `None`, written as null |
/// | `text`, `object` | as `optional`, for a [`Text`](crate::codegen::Text) and an [`Object`](crate::codegen::Object) | | |
/// | `tristate` | `Nullable<V>` | `Absent` | `Null` |
///
/// The field `extra` has the properties without a row; `Entitlement<T>` in the first row declares their type. `Default` there reads
/// into the default value, which a struct has if none of its rows is `required` or `nullable`.
#[doc(hidden)]
#[macro_export]
macro_rules! object {
    (@read required, $fields:ident, $slot:expr) => { $fields.value(&mut $slot)? };
    (@read nullable, $fields:ident, $slot:expr) => { $fields.value(&mut $slot)? };
    (@read $kind:ident, $fields:ident, $slot:expr) => { $fields.$kind(&mut $slot)? };

    (@start tristate) => { $crate::model::Nullable::Absent };
    (@start $kind:ident) => { ::std::option::Option::None };

    (@end required, $fields:ident, $wire:literal, $value:ident) => { $fields.required($wire, $value)? };
    (@end nullable, $fields:ident, $wire:literal, $value:ident) => { $fields.nullable($wire, $value) };
    (@end $kind:ident, $fields:ident, $wire:literal, $value:ident) => { $value };

    (@write required, $object:ident, $wire:literal, $value:expr) => { $object.value($wire, &$value)? };
    (@write nullable, $object:ident, $wire:literal, $value:expr) => { $object.nullable($wire, &$value)? };
    (@write tristate, $object:ident, $wire:literal, $value:expr) => { $object.tristate($wire, &$value)? };
    (@write $kind:ident, $object:ident, $wire:literal, $value:expr) => { $object.optional($wire, &$value)? };

    (@other) => {
        fn other<'de, M: $crate::codegen::MapAccess<'de>>(
            properties: &mut M,
            name: &str,
            extra: &mut $crate::model::Extra,
        ) -> ::std::result::Result<(), M::Error> {
            $crate::codegen::any_json(properties, name, extra)
        }
    };
    (@other $other:ty) => {};

    (@declares) => { false };
    (@declares $other:ty) => { true };

    (@all $fields:ident, $($kind:ident $field:ident $slot:expr;)*) => {
        // A number for each row.
        #[allow(dead_code, non_camel_case_types)]
        enum At { $($field),* }
        while let ::std::option::Option::Some(at) = $fields.next()? {
            $(if at == At::$field as usize {
                $crate::object!(@read $kind, $fields, $slot);
                continue;
            })*
        }
    };

    (@decode $fields:ident, Default; $($wire:literal => $kind:ident $field:ident;)*) => {{
        let mut new = <Self as ::std::default::Default>::default();
        $crate::object!(@all $fields, $($kind $field new.$field;)*);
        new.extra = $fields.extra();
        ::std::result::Result::Ok(new)
    }};
    (@decode $fields:ident, ; $($wire:literal => $kind:ident $field:ident;)*) => {{
        $(let mut $field = $crate::object!(@start $kind);)*
        $crate::object!(@all $fields, $($kind $field $field;)*);
        ::std::result::Result::Ok(Self {
            $($field: $crate::object!(@end $kind, $fields, $wire, $field),)*
            extra: $fields.extra(),
        })
    }};

    (@impl $model:ident [$($other:ty)?] [$($default:ident)?] $($wire:literal => $kind:ident $field:ident;)*) => {
        impl $crate::codegen::Object$(<$other>)? for $model {
            const NAME: &'static str = stringify!($model);
            const FIELDS: &'static [&'static str] = &[$($wire),*];
            const DECLARES_OTHERS: bool = $crate::object!(@declares $($other)?);

            $crate::object!(@other $($other)?);

            fn decode<'de, M: $crate::codegen::MapAccess<'de>>(
                fields: &mut $crate::codegen::Fields<'de, M $(, $other)?>,
            ) -> ::std::result::Result<Self, M::Error> {
                $crate::object!(@decode fields, $($default)?; $($wire => $kind $field;)*)
            }

            fn encode<S: $crate::codegen::SerializeMap>(
                &self,
                object: &mut $crate::codegen::ObjectWriter<'_, S>,
            ) -> ::std::result::Result<(), S::Error> {
                $($crate::object!(@write $kind, object, $wire, self.$field);)*
                object.extra(&self.extra)
            }
        }

        $crate::serde_object!($model);
    };

    ($model:ident $(<$other:ty>)? $(, $default:ident)?; $($rows:tt)*) => {
        $crate::object!(@impl $model [$($other)?] [$($default)?] $($rows)*);
    };
}

/// Gives a type that implements [`Object`](crate::codegen::Object) serde's `Serialize` and `Deserialize`.
#[doc(hidden)]
#[macro_export]
macro_rules! serde_object {
    ($model:ident) => {
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
                $crate::codegen::encode_object(self, &self.extra, serializer)
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
/// When a value cannot be serialized, or writing fails.
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

/// The target of reading an optional model.
///
/// The model is read in place; `Option`'s own `Deserialize` would move it at every step.
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
    /// Returns whether there is an object; otherwise the value was null.
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
