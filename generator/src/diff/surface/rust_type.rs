//! Rust types as programs see them: aliases resolved, models by name.
#![allow(
    clippy::wildcard_enum_match_arm,
    reason = "most types have nothing to be looked into for"
)]

use std::fmt;

use super::{Surface, TypeUse};
use crate::emit::Plan;
use crate::model::{Scalar, Shape, TypeRef};

/// A Rust type.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::diff) enum RustType {
    #[default]
    Unit,
    Bool,
    I32,
    I64,
    U64,
    Number,
    String,
    Timestamp,
    Bytes,
    File,
    /// A value in a filter whose type the document does not tell.
    FilterValue,
    /// A model.
    Model(String),
    /// An item of a group's module, as `group::Item`.
    Item(String),
    /// The runtime's `Filter` or `Sorter` of a request.
    Of(&'static str, String),
    List(Box<Self>),
    Map(Box<Self>),
    Option(Box<Self>),
    Tristate(Box<Self>),
    Boxed(Box<Self>),
    Object,
    Json,
    JsonPatch,
    JsonPatchOperation,
}

impl RustType {
    pub(in crate::diff) fn of(plan: &Plan, ty: &TypeRef) -> Self {
        let inner = |ty: &TypeRef| Box::new(Self::of(plan, ty));
        match ty {
            TypeRef::Named(id) => match &plan.api.types[*id].shape {
                Shape::Alias(target) => Self::of(plan, target),
                Shape::Struct(_)
                | Shape::StringEnum(_)
                | Shape::IntegerEnum(_)
                | Shape::Union(_)
                | Shape::Id => Self::Model(plan.names.types[*id].item.clone()),
            },
            TypeRef::Scalar(scalar) => match scalar {
                Scalar::Bool => Self::Bool,
                Scalar::I32 => Self::I32,
                Scalar::I64 => Self::I64,
                Scalar::U64 => Self::U64,
                Scalar::Number => Self::Number,
                Scalar::String | Scalar::Binary => Self::String,
                Scalar::Timestamp => Self::Timestamp,
            },
            TypeRef::List(item) => Self::List(inner(item)),
            TypeRef::Map(value) => Self::Map(inner(value)),
            TypeRef::Nullable(value) => Self::Option(inner(value)),
            TypeRef::Object => Self::Object,
            TypeRef::Json => Self::Json,
            TypeRef::JsonPatch => Self::JsonPatch,
            TypeRef::JsonPatchOperation => Self::JsonPatchOperation,
        }
    }

    /// The same with every model and request under its new name.
    pub(super) fn renamed(&self, name: &impl Fn(&str) -> Option<String>) -> Self {
        let new = |old: &String| name(old).unwrap_or_else(|| old.clone());
        let inner = |ty: &Self| Box::new(ty.renamed(name));
        match self {
            Self::Model(item) => Self::Model(new(item)),
            Self::Item(item) => Self::Item(new(item)),
            Self::Of(what, item) => Self::Of(what, new(item)),
            Self::List(ty) => Self::List(inner(ty)),
            Self::Map(ty) => Self::Map(inner(ty)),
            Self::Option(ty) => Self::Option(inner(ty)),
            Self::Tristate(ty) => Self::Tristate(inner(ty)),
            Self::Boxed(ty) => Self::Boxed(inner(ty)),
            plain => plain.clone(),
        }
    }

    /// Without the box around it.
    pub(super) fn unboxed(&self) -> &Self {
        match self {
            Self::Boxed(plain) => plain,
            plain => plain,
        }
    }

    /// As a program writes it that stands in the module of the API.
    pub(super) fn written(&self) -> String {
        match self {
            Self::Unit => "()".to_owned(),
            Self::Bool => "bool".to_owned(),
            Self::I32 => "i32".to_owned(),
            Self::I64 => "i64".to_owned(),
            Self::U64 => "u64".to_owned(),
            Self::Number => "runtime::model::Number".to_owned(),
            Self::String => "String".to_owned(),
            Self::Timestamp => "runtime::timestamp::Timestamp".to_owned(),
            Self::Bytes => "runtime::bytes::Bytes".to_owned(),
            Self::File => "runtime::File".to_owned(),
            Self::FilterValue => "runtime::filter::Value".to_owned(),
            Self::Model(item) => format!("models::{item}"),
            Self::Item(item) => item.clone(),
            Self::Of(what, item) => format!("runtime::{what}<{item}>"),
            Self::List(ty) => format!("Vec<{}>", ty.written()),
            Self::Map(ty) => format!("std::collections::BTreeMap<String, {}>", ty.written()),
            Self::Option(ty) => format!("Option<{}>", ty.written()),
            Self::Tristate(ty) => format!("runtime::model::Nullable<{}>", ty.written()),
            Self::Boxed(ty) => format!("Box<{}>", ty.written()),
            Self::Object => {
                "runtime::serde_json::Map<String, runtime::serde_json::Value>".to_owned()
            }
            Self::Json => "runtime::serde_json::Value".to_owned(),
            Self::JsonPatch => "runtime::patch::JsonPatch".to_owned(),
            Self::JsonPatchOperation => "runtime::patch::JsonPatchOperation".to_owned(),
        }
    }

    /// Whether a setter for values of this type, in the given surface, takes a value of another type.
    ///
    /// Setters take whatever turns into their type; what that is, the runtime says.
    #[allow(
        clippy::match_same_arms,
        reason = "a line for each type that a setter may have"
    )]
    pub(super) fn takes(&self, value: &Self, surface: &Surface) -> bool {
        if self == value {
            return true;
        }
        match (self, value) {
            (Self::String, Self::Model(item)) => surface.is_id(item),
            (Self::Model(item), Self::String) => {
                surface.is_id(item)
                    || surface.is_enum(item, false)
                    || surface.takes_from(self, value)
            }
            (Self::Model(item), Self::I64) => {
                surface.is_enum(item, true) || surface.takes_from(self, value)
            }
            (Self::Model(_), _) => surface.takes_from(self, value),
            (Self::Number, Self::I32 | Self::I64 | Self::U64) => true,
            (
                Self::Json,
                Self::Bool
                | Self::I32
                | Self::I64
                | Self::U64
                | Self::Number
                | Self::String
                | Self::Object,
            ) => true,
            (Self::Json, Self::Model(item)) => surface.is_id(item),
            (Self::Json, Self::List(item)) => self.takes(item, surface),
            (Self::Json, Self::Option(inner)) => self.takes(inner, surface),
            (Self::FilterValue, Self::Bool | Self::I32 | Self::I64 | Self::U64) => true,
            (Self::FilterValue, Self::Number | Self::String | Self::Timestamp) => true,
            (Self::Option(inner), value) => **inner == *value,
            (Self::List(new), Self::List(old)) | (Self::Map(new), Self::Map(old)) => {
                new.takes(old, surface)
            }
            (Self::Map(new), Self::Object) => new.takes(&Self::Json, surface),
            (Self::JsonPatch, Self::JsonPatchOperation) => true,
            (Self::JsonPatch, Self::List(item)) => **item == Self::JsonPatchOperation,
            _ => false,
        }
    }
}

impl Surface {
    fn is_id(&self, item: &str) -> bool {
        matches!(self.types.get(item), Some(TypeUse::Id))
    }

    fn is_enum(&self, item: &str, of_integers: bool) -> bool {
        matches!(self.types.get(item), Some(TypeUse::Enum { integers, .. }) if *integers == of_integers)
    }

    fn takes_from(&self, union: &RustType, value: &RustType) -> bool {
        let RustType::Model(item) = union else {
            return false;
        };
        matches!(self.types.get(item), Some(TypeUse::Union { from, .. }) if from.contains(value))
    }
}

impl fmt::Display for RustType {
    /// As people call it: without paths.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Model(item) => f.write_str(item.trim_start_matches("r#")),
            Self::Item(item) => f.write_str(item.rsplit("::").next().unwrap_or(item)),
            Self::Of(what, item) => {
                write!(f, "{what}<{}>", item.rsplit("::").next().unwrap_or(item))
            }
            Self::List(ty) => write!(f, "Vec<{ty}>"),
            Self::Map(ty) => write!(f, "BTreeMap<String, {ty}>"),
            Self::Option(ty) => write!(f, "Option<{ty}>"),
            Self::Tristate(ty) => write!(f, "Nullable<{ty}>"),
            Self::Boxed(ty) => write!(f, "Box<{ty}>"),
            Self::Object => f.write_str("Map<String, Value>"),
            Self::FilterValue => f.write_str("filter::Value"),
            plain => {
                let written = plain.written();
                f.write_str(written.rsplit("::").next().unwrap_or(&written))
            }
        }
    }
}
