//! One change of a JSON Patch.

use serde::ser::{Error as _, Serialize, Serializer};
use serde_json::Value;

use crate::codegen::{Fields, MapAccess, Object, ObjectWriter, SerializeMap, StringEnum, any_json};
use crate::model::{Extra, UnknownValue};

/// The kind of an operation.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum PatchOp {
    /// Sets a property or inserts an element.
    Add,
    /// Removes a property or an element.
    Remove,
    /// Replaces an existing value.
    Replace,
    /// Moves a value from one place to another.
    Move,
    /// Copies a value from one place to another.
    Copy,
    /// Makes the whole patch fail unless the value is there.
    Test,
    /// An operation that RFC 6902 does not define.
    Unrecognized(UnknownValue),
}

impl StringEnum for PatchOp {
    const KNOWN: &'static [Self] = &[
        Self::Add,
        Self::Remove,
        Self::Replace,
        Self::Move,
        Self::Copy,
        Self::Test,
    ];

    fn from_wire(value: &str) -> Option<Self> {
        Some(match value {
            "add" => Self::Add,
            "remove" => Self::Remove,
            "replace" => Self::Replace,
            "move" => Self::Move,
            "copy" => Self::Copy,
            "test" => Self::Test,
            _ => return None,
        })
    }

    fn unrecognized(value: UnknownValue) -> Self {
        Self::Unrecognized(value)
    }

    fn wire(&self) -> &str {
        match self {
            Self::Add => "add",
            Self::Remove => "remove",
            Self::Replace => "replace",
            Self::Move => "move",
            Self::Copy => "copy",
            Self::Test => "test",
            Self::Unrecognized(value) => value.as_str(),
        }
    }
}

crate::string_enum!(PatchOp);

/// One change of a [`JsonPatch`](super::JsonPatch).
///
/// The constructors create only the operations of RFC 6902; one that was received is preserved.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct JsonPatchOperation {
    /// The kind of the operation.
    pub op: PatchOp,
    /// The source of a move or copy, as a JSON pointer.
    pub from: Option<String>,
    /// The target, as a JSON pointer.
    pub path: String,
    /// The value to add, replace with, or compare with; `Some(Value::Null)` is null, `None` no value.
    pub value: Option<Value>,
    /// Properties that RFC 6902 does not define.
    pub extra: Extra,
    /// Why the given value can't be serialized; serializing the operation returns it.
    fault: Option<Fault>,
}

#[derive(Clone, Debug, PartialEq)]
struct Fault(Box<str>);

impl Serialize for Fault {
    fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        Err(S::Error::custom(&self.0))
    }
}

impl JsonPatchOperation {
    /// Sets the property, or inserts the element, at `path`. `()` is null.
    pub fn add(path: impl Into<String>, value: impl Serialize) -> Self {
        Self::new(PatchOp::Add, path).value(value)
    }

    /// Removes what is at `path`.
    pub fn remove(path: impl Into<String>) -> Self {
        Self::new(PatchOp::Remove, path)
    }

    /// Replaces what is at `path`. `()` is null.
    pub fn replace(path: impl Into<String>, value: impl Serialize) -> Self {
        Self::new(PatchOp::Replace, path).value(value)
    }

    /// Moves what is at `from` to `path`.
    pub fn move_(from: impl Into<String>, path: impl Into<String>) -> Self {
        Self::new(PatchOp::Move, path).from(from)
    }

    /// Copies what is at `from` to `path`.
    pub fn copy(from: impl Into<String>, path: impl Into<String>) -> Self {
        Self::new(PatchOp::Copy, path).from(from)
    }

    /// Makes the whole patch fail unless `value` is at `path`. `()` is null.
    pub fn test(path: impl Into<String>, value: impl Serialize) -> Self {
        Self::new(PatchOp::Test, path).value(value)
    }

    fn new(op: PatchOp, path: impl Into<String>) -> Self {
        Self {
            op,
            from: None,
            path: path.into(),
            value: None,
            extra: Extra::new(),
            fault: None,
        }
    }

    fn value(self, value: impl Serialize) -> Self {
        match serde_json::to_value(value) {
            Ok(value) => Self {
                value: Some(value),
                ..self
            },
            Err(fault) => Self {
                fault: Some(Fault(fault.to_string().into())),
                ..self
            },
        }
    }

    fn from(self, from: impl Into<String>) -> Self {
        Self {
            from: Some(from.into()),
            ..self
        }
    }
}

impl Object for JsonPatchOperation {
    const NAME: &'static str = "JsonPatchOperation";
    const FIELDS: &'static [&'static str] = &["op", "from", "path", "value"];

    fn other<'de, M: MapAccess<'de>>(
        properties: &mut M,
        name: &str,
        extra: &mut Extra,
    ) -> Result<(), M::Error> {
        any_json(properties, name, extra)
    }

    fn decode<'de, M: MapAccess<'de>>(fields: &mut Fields<'de, M>) -> Result<Self, M::Error> {
        let mut op = None;
        let mut from = None;
        let mut path = None;
        let mut value = None;
        while let Some(field) = fields.next()? {
            match field {
                0 => fields.value(&mut op)?,
                1 => fields.optional(&mut from)?,
                2 => fields.value(&mut path)?,
                // Null is a value here, not the absence of one.
                _ => fields.value(&mut value)?,
            }
        }
        Ok(Self {
            op: fields.required("op", op)?,
            from,
            path: fields.required("path", path)?,
            value,
            extra: fields.extra(),
            fault: None,
        })
    }

    fn encode<S: SerializeMap>(&self, object: &mut ObjectWriter<'_, S>) -> Result<(), S::Error> {
        object.value("op", &self.op)?;
        object.optional("from", &self.from)?;
        object.value("path", &self.path)?;
        match &self.fault {
            Some(fault) => object.value("value", fault)?,
            None => object.optional("value", &self.value)?,
        }
        object.extra(&self.extra)
    }
}

crate::serde_object!(JsonPatchOperation);
