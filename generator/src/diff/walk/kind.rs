//! Kinds of values, and types behind their aliases.

use std::borrow::Cow;

use super::Side;
use super::values::Value;
use crate::model::{Constraints, Scalar, Shape, TypeId, TypeRef};

/// A value behind aliases and null.
pub(super) struct Resolved<'v> {
    pub(super) ty: &'v TypeRef,
    pub(super) nullable: bool,
    /// What is said in the place and along the way, each where the one before says nothing.
    pub(super) constraints: Cow<'v, Constraints>,
}

/// What a value is, as far as telling kinds apart is concerned.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Bool,
    Integer,
    Number,
    Text,
    Strings,
    Integers,
    Struct,
    Union,
    List,
    Map,
    Object,
    Any,
    Patch,
    PatchOperation,
}

impl<'p> Side<'p> {
    pub(super) fn kind(self, ty: &TypeRef) -> Kind {
        match ty {
            TypeRef::Named(id) => match &self.def(*id).shape {
                Shape::Struct(_) => Kind::Struct,
                Shape::StringEnum(_) => Kind::Strings,
                Shape::IntegerEnum(_) => Kind::Integers,
                Shape::Union(_) => Kind::Union,
                Shape::Id => Kind::Text,
                Shape::Alias(target) => self.kind(target),
            },
            TypeRef::Scalar(scalar) => match scalar {
                Scalar::Bool => Kind::Bool,
                Scalar::I32 | Scalar::I64 | Scalar::U64 | Scalar::Integer => Kind::Integer,
                Scalar::Number => Kind::Number,
                Scalar::String
                | Scalar::Date
                | Scalar::Timestamp
                | Scalar::Base64
                | Scalar::Binary => Kind::Text,
            },
            TypeRef::List(_) => Kind::List,
            TypeRef::Map(_) => Kind::Map,
            TypeRef::Nullable(inner) => self.kind(inner),
            TypeRef::Object => Kind::Object,
            TypeRef::Json => Kind::Any,
            TypeRef::JsonPatch => Kind::Patch,
            TypeRef::JsonPatchOperation => Kind::PatchOperation,
        }
    }

    pub(super) fn resolve<'v>(self, value: Value<'v>, with_own: bool) -> Resolved<'v>
    where
        'p: 'v,
    {
        let mut ty = value.ty;
        let mut nullable = value.nullable;
        let mut constraints = Cow::Borrowed(value.constraints);
        loop {
            match ty {
                TypeRef::Nullable(inner) => {
                    nullable = true;
                    ty = inner;
                }
                TypeRef::Named(id) => {
                    let def = self.def(*id);
                    let is_alias = matches!(def.shape, Shape::Alias(_));
                    if (is_alias || with_own) && *constraints != def.constraints {
                        constraints =
                            Cow::Owned(constraints.into_owned().or(def.constraints.clone()));
                    }
                    let Shape::Alias(target) = &def.shape else {
                        break;
                    };
                    ty = target;
                }
                TypeRef::Scalar(_)
                | TypeRef::List(_)
                | TypeRef::Map(_)
                | TypeRef::Object
                | TypeRef::Json
                | TypeRef::JsonPatch
                | TypeRef::JsonPatchOperation => break,
            }
        }
        Resolved {
            ty,
            nullable,
            constraints,
        }
    }

    /// The component that a type refers to by name.
    pub(super) fn shared(self, ty: &TypeRef) -> Option<TypeId> {
        let TypeRef::Named(id) = ty.non_null() else {
            return None;
        };
        self.component(*id).map(|_| *id)
    }

    /// The resource whose id a value is.
    pub(super) fn resource(self, ty: &TypeRef) -> Option<&'p str> {
        let TypeRef::Named(id) = ty else {
            return None;
        };
        matches!(self.def(*id).shape, Shape::Id).then(|| self.item(*id))
    }
}
