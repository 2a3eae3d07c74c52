//! Values: their types, and how setters take them.

use serde_json::Value as Json;

use super::ty::{Path, Ty};
use crate::model::{self, ParamStyle, Scalar, Shape, TypeId, TypeRef};
use crate::name::Names;

/// The context for translating a document's types.
#[derive(Clone, Copy)]
pub(super) struct Types<'a> {
    pub(super) api: &'a model::Api,
    pub(super) names: &'a Names,
}

/// A value that a setter takes.
#[derive(Clone, Debug)]
pub(crate) struct Value<'a> {
    /// The value of a variable.
    pub(crate) ty: Ty<'a>,
    /// How a setter takes it.
    pub(crate) form: Form<'a>,
}

/// How a setter takes a value: every type that converts without loss.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Form<'a> {
    /// The value itself.
    Exact,
    /// `impl Into<T>`
    Into,
    /// Anything that gives items, each of which turns into one of this type.
    Items(Ty<'a>),
    /// Anything that gives items of this very type.
    ExactItems(Ty<'a>),
    /// Anything that gives names and values.
    Pairs(Ty<'a>),
}

impl<'a> Value<'a> {
    pub(crate) fn exact(ty: Ty<'a>) -> Self {
        Self {
            ty,
            form: Form::Exact,
        }
    }

    /// The type of a setter's argument.
    pub(crate) fn taken(&self) -> Ty<'a> {
        match &self.form {
            Form::Exact => self.ty.clone(),
            Form::Into => self.ty.clone().into_self(),
            Form::Items(item) => item.clone().items(),
            Form::ExactItems(item) => item.clone().iterator(),
            Form::Pairs(value) => {
                let pair = [Ty::STRING.into_self(), value.clone().into_self()];
                Ty::Tuple(pair.into()).iterator()
            }
        }
    }
}

impl<'a> Types<'a> {
    /// A type of the document in Rust.
    pub(super) fn ty(&self, ty: &TypeRef) -> Ty<'a> {
        self::ty(ty, &|id| named(self.item(id), &self.api.types[id].shape))
    }

    /// The name of a type of the document.
    pub(super) fn item(&self, id: TypeId) -> &'a str {
        &self.names.types[id].item
    }

    /// A value of a type of the document.
    pub(super) fn value(&self, ty: &TypeRef) -> Value<'a> {
        let form = match self.api.resolved(ty) {
            TypeRef::Scalar(Scalar::Bool | Scalar::I32 | Scalar::I64 | Scalar::U64)
            | TypeRef::Object => Form::Exact,
            TypeRef::Scalar(
                Scalar::Integer
                | Scalar::Number
                | Scalar::String
                | Scalar::Date
                | Scalar::Timestamp
                | Scalar::Base64
                | Scalar::Binary,
            )
            | TypeRef::Named(_)
            | TypeRef::Nullable(_)
            | TypeRef::Json
            | TypeRef::JsonPatch
            | TypeRef::JsonPatchOperation => Form::Into,
            TypeRef::List(item) => Form::Items(self.ty(item)),
            TypeRef::Map(value) => Form::Pairs(self.ty(value)),
        };
        Value {
            ty: self.ty(ty),
            form,
        }
    }
}

/// A type of the document by its name.
pub(super) fn named<'a>(name: &'a str, shape: &Shape) -> Ty<'a> {
    if matches!(shape, Shape::Id) {
        return Ty::Path(Path::Id(name.into()), Vec::new());
    }
    Ty::model(name)
}

/// A type of the document in Rust, by its named types.
pub(super) fn ty<'a>(ty: &TypeRef, named: &impl Fn(TypeId) -> Ty<'a>) -> Ty<'a> {
    let inner = |it: &TypeRef| self::ty(it, named);
    match ty {
        TypeRef::Named(id) => named(*id),
        TypeRef::Scalar(scalar) => match scalar {
            Scalar::Bool => Ty::BOOL,
            Scalar::I32 => Ty::std("i32"),
            Scalar::I64 => Ty::std("i64"),
            Scalar::U64 => Ty::std("u64"),
            Scalar::Integer => Ty::runtime("model::Integer"),
            Scalar::Number => Ty::runtime("model::Number"),
            // Bytes in JSON are a string in an encoding that the document does not name.
            Scalar::String | Scalar::Binary => Ty::STRING,
            Scalar::Date => Ty::runtime("timestamp::Date"),
            Scalar::Timestamp => Ty::runtime("timestamp::Timestamp"),
            Scalar::Base64 => Ty::runtime("model::Base64Bytes"),
        },
        TypeRef::List(item) => inner(item).list(),
        TypeRef::Map(value) => inner(value).map(),
        TypeRef::Nullable(value) => inner(value).option(),
        TypeRef::Object => Ty::runtime("serde_json::Map").of([Ty::STRING, JSON]),
        TypeRef::Json => JSON,
        TypeRef::JsonPatch => Ty::runtime("patch::JsonPatch"),
        TypeRef::JsonPatchOperation => Ty::runtime("patch::JsonPatchOperation"),
    }
}

/// Any JSON.
pub(super) const JSON: Ty<'static> = Ty::runtime("serde_json::Value");

/// The default, or the only value that is listed.
fn given(constraints: &model::Constraints) -> Option<Json> {
    let only = match &constraints.values[..] {
        [only] => Some(only),
        _ => None,
    };
    constraints.default.as_ref().or(only).cloned()
}

impl model::Api {
    /// The value of a required parameter that the document gives alone: its default, or the only value that is allowed. It
    /// is a scalar or a list of scalars.
    pub(crate) fn preset(&self, param: &model::Param) -> Option<Json> {
        if !param.required || matches!(param.style, ParamStyle::Filter | ParamStyle::Sorters) {
            return None;
        }
        let value = given(&param.constraints).or_else(|| self.only_value(&param.ty))?;
        let is_scalar = |it: &Json| !(it.is_null() || it.is_array() || it.is_object());
        let is_preset = match self.resolved(&param.ty) {
            TypeRef::List(_) => value
                .as_array()
                .is_some_and(|items| !items.is_empty() && items.iter().all(is_scalar)),
            TypeRef::Map(_)
            | TypeRef::Object
            | TypeRef::JsonPatch
            | TypeRef::JsonPatchOperation => false,
            TypeRef::Named(id) if matches!(self.types[*id].shape, Shape::Struct(_)) => false,
            TypeRef::Named(_) | TypeRef::Scalar(_) | TypeRef::Nullable(_) | TypeRef::Json => {
                is_scalar(&value)
            }
        };
        is_preset.then_some(value)
    }

    /// Returns whether a value of a type may have items or properties.
    pub(crate) fn has_parts(&self, ty: &TypeRef) -> bool {
        if let TypeRef::Nullable(inner) = self.resolved(ty) {
            self.has_parts(inner)
        } else {
            !self.is_scalar(ty)
        }
    }

    /// Returns whether a value of a type is a single text or number, which can be displayed.
    pub(crate) fn is_scalar(&self, ty: &TypeRef) -> bool {
        let ty = self.resolved(ty);
        if let TypeRef::Named(id) = ty {
            self.types[*id].shape.is_scalar()
        } else {
            matches!(ty, TypeRef::Scalar(_))
        }
    }

    /// The default of a type, or its only value.
    fn only_value(&self, ty: &TypeRef) -> Option<Json> {
        let mut ty = ty;
        while let TypeRef::Named(id) = ty {
            let def = &self.types[*id];
            if let Some(value) = given(&def.constraints) {
                return Some(value);
            }
            match &def.shape {
                Shape::Alias(target) => ty = target,
                Shape::StringEnum(values) => {
                    let [only] = &values[..] else { return None };
                    return Some(only.wire.as_str().into());
                }
                Shape::IntegerEnum(values) => {
                    let [only] = &values[..] else { return None };
                    return Some(only.wire.into());
                }
                Shape::Id | Shape::Struct(_) | Shape::Union(_) => return None,
            }
        }
        None
    }

    /// The type behind aliases.
    pub(crate) fn resolved<'t>(&'t self, ty: &'t TypeRef) -> &'t TypeRef {
        ty.behind_aliases(|id| &self.types[id].shape)
    }

    /// The type with all aliases in it resolved: two types are one in Rust if these are equal.
    pub(super) fn canonical(&self, ty: &TypeRef) -> TypeRef {
        let inner = |ty: &TypeRef| Box::new(self.canonical(ty));
        match self.resolved(ty) {
            TypeRef::List(item) => TypeRef::List(inner(item)),
            TypeRef::Map(value) => TypeRef::Map(inner(value)),
            TypeRef::Nullable(value) => TypeRef::Nullable(inner(value)),
            TypeRef::Scalar(Scalar::Binary) => TypeRef::Scalar(Scalar::String),
            other @ (TypeRef::Named(_)
            | TypeRef::Scalar(_)
            | TypeRef::Object
            | TypeRef::Json
            | TypeRef::JsonPatch
            | TypeRef::JsonPatchOperation) => other.clone(),
        }
    }
}
