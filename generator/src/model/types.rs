//! Types: what can be said about a JSON value.

use serde_json::Value;

use super::docs::{Constraints, Docs};
use super::id::{OperationId, TypeId};
use crate::spec_path::SpecPath;

/// A type that becomes a Rust item.
#[derive(Debug)]
pub(crate) struct TypeDef {
    /// The parts of the name.
    pub(crate) hint: Hint,
    pub(crate) docs: Docs,
    pub(crate) constraints: Constraints,
    pub(crate) shape: Shape,
    /// Whether an enumeration of strings allows every other string.
    pub(crate) allows_others: bool,
    pub(crate) at: SpecPath,
}

impl TypeDef {
    /// The wire names of its members, in the order of the document.
    pub(crate) fn member_wires(&self) -> Vec<String> {
        match &self.shape {
            Shape::Struct(shape) => shape
                .fields
                .iter()
                .map(|field| field.wire.clone())
                .collect(),
            Shape::StringEnum(values) => values.iter().map(|value| value.wire.clone()).collect(),
            Shape::IntegerEnum(values) => {
                values.iter().map(|value| value.wire.to_string()).collect()
            }
            Shape::Union(shape) => shape
                .branches
                .iter()
                .map(|branch| {
                    branch
                        .title
                        .clone()
                        .unwrap_or_else(|| branch.at.last().unwrap_or_default().to_owned())
                })
                .collect(),
            Shape::Id | Shape::Alias(_) => Vec::new(),
        }
    }

    /// The variant for values that an enumeration or a union does not list.
    pub(crate) fn last_variant(&self) -> &'static str {
        if self.allows_others {
            "Other"
        } else {
            "Unrecognized"
        }
    }
}

/// The parts of a type's name.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Hint {
    /// A schema under `components`: its key there.
    Component(String),
    /// The ids of a resource: the name that its operation gives it.
    Resource(String),
    /// Everything else is named after its location.
    Inline { owner: Owner, role: Role },
}

/// The named item that contains an inline type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Owner {
    Type(TypeId),
    Operation(OperationId),
}

/// The part that an inline type plays in its owner.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Role {
    /// The property of that wire name.
    Property(String),
    /// The items of a list that plays a part itself.
    Item(Box<Role>),
    /// The values of a map that plays a part itself; of the owner itself where there is no part.
    Value(Option<Box<Role>>),
    /// The items of the owner, which is a list.
    OwnItem,
    /// A branch of the owner, which is a union.
    Branch {
        title: Option<String>,
        number: usize,
    },
    /// The parameter of that wire name.
    Parameter(String),
    RequestBody,
    /// The body of a response with that status, as the document writes it.
    Response(String),
}

#[derive(Debug)]
pub(crate) enum Shape {
    Struct(StructShape),
    /// Values in the order of the document.
    StringEnum(Vec<EnumValue<String>>),
    IntegerEnum(Vec<EnumValue<i64>>),
    Union(UnionShape),
    /// The id of a resource: a string that is not the id of another resource.
    Id,
    /// A named scalar, list or map.
    Alias(TypeRef),
}

impl Shape {
    /// Returns whether a value is a single text or number, which can be displayed.
    pub(crate) fn is_scalar(&self) -> bool {
        match self {
            Self::StringEnum(_) | Self::IntegerEnum(_) | Self::Id => true,
            Self::Struct(_) | Self::Union(_) | Self::Alias(_) => false,
        }
    }

    /// The types that it is made of.
    pub(crate) fn parts(&self) -> Vec<&TypeRef> {
        match self {
            Self::Struct(shape) => {
                let fields = shape.fields.iter().map(|field| &field.ty);
                fields.chain([&shape.additional]).collect()
            }
            Self::Union(shape) => shape.branches.iter().map(|branch| &branch.ty).collect(),
            Self::Alias(ty) => vec![ty],
            Self::StringEnum(_) | Self::IntegerEnum(_) | Self::Id => Vec::new(),
        }
    }

    /// The type that it is another name for.
    pub(crate) fn alias(&self) -> Option<&TypeRef> {
        if let Self::Alias(target) = self {
            Some(target)
        } else {
            None
        }
    }
}

#[derive(Debug)]
pub(crate) struct StructShape {
    /// In the order of the document.
    pub(crate) fields: Vec<Field>,
    /// The type of additional properties.
    pub(crate) additional: TypeRef,
    /// Whether the document forbids additional properties. Received ones are kept anyway.
    pub(crate) closed: bool,
}

#[derive(Debug)]
pub(crate) struct Field {
    pub(crate) wire: String,
    pub(crate) ty: TypeRef,
    pub(crate) presence: Presence,
    pub(crate) access: Access,
    /// Whether its type also goes in the direction that has no such property. Then no value of the type has to have it.
    pub(crate) is_relaxed: bool,
    pub(crate) docs: Docs,
    pub(crate) constraints: Constraints,
    pub(crate) at: SpecPath,
}

impl Field {
    /// The presence in Rust, where one type serves both directions.
    pub(crate) fn offered(&self) -> Presence {
        match self.presence {
            Presence::Required if self.is_relaxed => Presence::Optional,
            Presence::Nullable if self.is_relaxed => Presence::OptionalNullable,
            Presence::Required
            | Presence::Nullable
            | Presence::Optional
            | Presence::OptionalNullable => self.presence,
        }
    }
}

/// JSON has two ways to say nothing; they stay apart until the emitter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Presence {
    /// Always there, never null.
    Required,
    /// Always there, may be null.
    Nullable,
    /// May be absent, never null.
    Optional,
    /// May be absent, may be null.
    OptionalNullable,
}

impl Presence {
    pub(crate) fn new(required: bool, nullable: bool) -> Self {
        match (required, nullable) {
            (true, false) => Self::Required,
            (true, true) => Self::Nullable,
            (false, false) => Self::Optional,
            (false, true) => Self::OptionalNullable,
        }
    }

    /// Returns whether a value has to be given.
    pub(crate) fn is_required(self) -> bool {
        matches!(self, Self::Required | Self::Nullable)
    }
}

/// The direction of a property: requests, responses or both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    Both,
    /// `readOnly`: only in responses.
    Read,
    /// `writeOnly`: only in requests.
    Write,
}

#[derive(Debug)]
pub(crate) struct EnumValue<T> {
    pub(crate) wire: T,
    /// A name that the document gives the value, where the value itself is not a name.
    pub(crate) title: Option<String>,
    pub(crate) docs: Docs,
}

#[derive(Debug)]
pub(crate) struct UnionShape {
    /// The property whose value names the branch.
    pub(crate) discriminator: Option<String>,
    /// In the order of the document.
    pub(crate) branches: Vec<Branch>,
}

#[derive(Debug)]
pub(crate) struct Branch {
    pub(crate) ty: TypeRef,
    /// A name that the document gives the branch.
    pub(crate) title: Option<String>,
    /// The discriminator's values that mean this branch: strings, integers, booleans.
    pub(crate) tags: Vec<Value>,
    pub(crate) fallback: Fallback,
    pub(crate) constraints: Constraints,
    pub(crate) docs: Docs,
    pub(crate) at: SpecPath,
}

/// A tag as texts show it.
pub(crate) fn tag_text(tag: &Value) -> String {
    tag.as_str().map_or_else(|| tag.to_string(), str::to_owned)
}

/// When a value whose tag means no branch is read as a branch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fallback {
    /// Never: the branch lists all tags that it has.
    Never,
    /// Where the value's shape fits the branch.
    Shape,
    /// Where it fits no other branch, each of which extends this one.
    Base,
}

/// How a type is mentioned: named types by id, everything else by value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum TypeRef {
    Named(TypeId),
    Scalar(Scalar),
    List(Box<TypeRef>),
    Map(Box<TypeRef>),
    /// A list's item, a map's value or a body that may be null. A field says it in its [`Presence`].
    Nullable(Box<TypeRef>),
    /// An object of which nothing else is said.
    Object,
    /// Any JSON value.
    Json,
    /// A list of RFC 6902 operations.
    JsonPatch,
    /// One RFC 6902 operation.
    JsonPatchOperation,
}

impl TypeRef {
    /// The named type that it is, or has as items or values.
    pub(crate) fn named(&self) -> Option<TypeId> {
        match self {
            Self::Named(id) => Some(*id),
            Self::List(inner) | Self::Map(inner) | Self::Nullable(inner) => inner.named(),
            Self::Scalar(_)
            | Self::Object
            | Self::Json
            | Self::JsonPatch
            | Self::JsonPatchOperation => None,
        }
    }

    /// The type itself, where it may be null.
    pub(crate) fn non_null(&self) -> &Self {
        if let Self::Nullable(inner) = self {
            inner.non_null()
        } else {
            self
        }
    }

    /// The type behind aliases, by the shapes of types.
    pub(crate) fn behind_aliases<'t>(&'t self, shape: impl Fn(TypeId) -> &'t Shape) -> &'t Self {
        let mut ty = self;
        while let Self::Named(id) = ty
            && let Some(target) = shape(*id).alias()
        {
            ty = target;
        }
        ty
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scalar {
    Bool,
    /// `format: int32`, where it is never received.
    I32,
    /// `format: int64`, and `int32` where it is received.
    I64,
    /// `format: uint64`.
    U64,
    /// An integer of any size.
    Integer,
    /// Whole or not.
    Number,
    String,
    /// `format: date`.
    Date,
    /// `format: date-time`.
    Timestamp,
    /// `format: byte`: Base64.
    Base64,
    /// `format: binary`: bytes that JSON can't hold.
    Binary,
}

impl Scalar {
    /// The type in the words of a message.
    pub(crate) fn describe(self) -> &'static str {
        match self {
            Self::Bool => "a boolean",
            Self::I32 | Self::I64 | Self::U64 | Self::Integer => "an integer",
            Self::Number => "a number",
            Self::String => "a string",
            Self::Date => "a date",
            Self::Timestamp => "a date-time",
            Self::Base64 => "Base64",
            Self::Binary => "bytes",
        }
    }
}
