//! How the value of a parameter is written: by the style that the document names, the kind of the value, and the place.

use openapiv3::{ParameterData, PathStyle, QueryStyle};

use crate::diagnostic::{Code, Diagnostic};
use crate::lower::schema::Schemas;
use crate::lower::schema::Use;
use crate::lower::schema::types::Types;
use crate::model::{ParamStyle, Scalar, Shape, TypeRef};
use crate::spec_path::SpecPath;

/// Where a parameter is sent.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::lower) enum Place {
    Path,
    Query,
    Header,
    Cookie,
}

impl Place {
    pub(in crate::lower) fn name(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
        }
    }
}

/// A parameter as the document describes it.
pub(in crate::lower) struct Described {
    pub(in crate::lower) data: ParameterData,
    pub(in crate::lower) place: Place,
    pub(in crate::lower) style: ParamStyle,
    pub(in crate::lower) allow_reserved: bool,
    pub(in crate::lower) allow_empty: bool,
}

/// How a value is written.
pub(in crate::lower) struct Writing {
    pub(in crate::lower) style: ParamStyle,
    pub(in crate::lower) explode: bool,
}

impl Schemas<'_> {
    /// The type of a parameter with a media type that only the caller can write.
    pub(in crate::lower) fn written_by_caller(
        &mut self,
        used: Use,
        name: &str,
        media: &str,
        at: &SpecPath,
    ) -> Use {
        if self.types.kind_of(&used.ty) == ValueKind::Scalar {
            return used;
        }
        let message = format!(
            "the parameter `{name}` is written as `{media}`, which the client can't write; its setter takes the text"
        );
        self.reporter.report(
            Diagnostic::warning(Code::UnsupportedParameter, &at.key("content"), message)
                .help("write `schema: {type: string}`, or describe it as `application/json`"),
        );
        Use {
            ty: TypeRef::Scalar(Scalar::String),
            docs: used.docs,
            ..Use::any_json()
        }
    }

    /// How a value is written, with a warning where OpenAPI does not define it.
    pub(in crate::lower) fn writing(
        &mut self,
        described: &Described,
        used: &Use,
        at: &SpecPath,
    ) -> Writing {
        let Described {
            data, place, style, ..
        } = described;
        let kind = self.types.kind_of(&used.ty);
        let explode = data.explode.unwrap_or(*style == ParamStyle::Form);
        let what = kind.describe();
        let defined = |style, explode| Writing { style, explode };
        let (how, writing) = match (place, style, kind) {
            (
                Place::Query,
                ParamStyle::Deep | ParamStyle::Space | ParamStyle::Pipe,
                ValueKind::Scalar,
            ) => return defined(ParamStyle::Form, true),
            (Place::Query, ParamStyle::Deep, ValueKind::Object)
                if !self.types.is_nested(&used.ty) =>
            {
                return defined(ParamStyle::Deep, true);
            }
            (Place::Query, ParamStyle::Deep, ValueKind::Any) => {
                return defined(ParamStyle::Deep, true);
            }
            (Place::Query, ParamStyle::Deep, ValueKind::List) => {
                ("`name[0]=value`", defined(ParamStyle::Deep, true))
            }
            (Place::Query, ParamStyle::Deep, ValueKind::Object | ValueKind::Nested) => {
                ("`name[a][b]=value`", defined(ParamStyle::Deep, true))
            }
            (_, _, ValueKind::Nested) => ("JSON text", defined(ParamStyle::Json, false)),
            (_, _, ValueKind::Scalar) => return defined(*style, *style == ParamStyle::Form),
            (Place::Cookie, _, ValueKind::List | ValueKind::Object) if explode => {
                ("one cookie for each value", defined(*style, true))
            }
            (_, ParamStyle::Simple, ValueKind::List) => return defined(*style, false),
            (_, _, _) => return defined(*style, explode),
        };
        let exploded = match data.explode {
            Some(explode) => format!(" with `explode: {explode}`"),
            None => String::new(),
        };
        let message = format!(
            "OpenAPI does not define how the {} parameter `{}`, {what} in the style `{}`{exploded}, is written; it is sent as {how}",
            place.name(),
            data.name,
            style_name(*style)
        );
        let help = match (place, kind) {
            (Place::Cookie, ValueKind::List | ValueKind::Object) => {
                "write `explode: false` if the service reads one cookie"
            }
            _ => {
                "describe it by `content: {application/json: {schema: …}}` if the service reads JSON; \
                 else use only single values in its lists and objects"
            }
        };
        self.reporter
            .report(Diagnostic::warning(Code::UnsupportedParameter, at, message).help(help));
        writing
    }
}

impl Types {
    /// Returns whether an object has a list or an object in it.
    fn is_nested(&self, ty: &TypeRef) -> bool {
        let is_plain =
            |ty: &TypeRef| matches!(self.kind_of(ty), ValueKind::Scalar | ValueKind::Any);
        match ty {
            TypeRef::Map(value) => !is_plain(value),
            TypeRef::Nullable(inner) => self.is_nested(inner),
            TypeRef::Named(id) => match &self.defs[*id].shape {
                Shape::Struct(shape) => shape.fields.iter().any(|field| !is_plain(&field.ty)),
                Shape::Alias(ty) => self.is_nested(ty),
                Shape::StringEnum(_) | Shape::IntegerEnum(_) | Shape::Id | Shape::Union(_) => false,
            },
            TypeRef::Scalar(_)
            | TypeRef::List(_)
            | TypeRef::Object
            | TypeRef::Json
            | TypeRef::JsonPatch
            | TypeRef::JsonPatchOperation => false,
        }
    }

    /// Returns whether a type has no value that is written as an empty one.
    pub(in crate::lower) fn needs_null_to_be_empty(&self, ty: &TypeRef) -> bool {
        let ty = self.behind_aliases(ty);
        if let TypeRef::Named(id) = ty {
            return matches!(
                self.defs[*id].shape,
                Shape::StringEnum(_) | Shape::IntegerEnum(_)
            );
        }
        matches!(ty, TypeRef::Scalar(scalar) if *scalar != Scalar::String)
    }

    fn kind_of(&self, ty: &TypeRef) -> ValueKind {
        match ty {
            TypeRef::Scalar(Scalar::Binary) | TypeRef::JsonPatch | TypeRef::JsonPatchOperation => {
                ValueKind::Nested
            }
            TypeRef::Scalar(_) => ValueKind::Scalar,
            TypeRef::List(item) => match self.kind_of(item) {
                ValueKind::Scalar | ValueKind::Any => ValueKind::List,
                ValueKind::List | ValueKind::Object | ValueKind::Nested => ValueKind::Nested,
            },
            TypeRef::Map(_) | TypeRef::Object => ValueKind::Object,
            TypeRef::Nullable(inner) => self.kind_of(inner),
            TypeRef::Json => ValueKind::Any,
            TypeRef::Named(id) => match &self.defs[*id].shape {
                Shape::StringEnum(_) | Shape::IntegerEnum(_) | Shape::Id => ValueKind::Scalar,
                Shape::Struct(_) => ValueKind::Object,
                Shape::Union(_) => ValueKind::Any,
                Shape::Alias(ty) => self.kind_of(ty),
            },
        }
    }
}

pub(in crate::lower) fn path_style(style: &PathStyle) -> ParamStyle {
    match style {
        PathStyle::Simple => ParamStyle::Simple,
        PathStyle::Label => ParamStyle::Label,
        PathStyle::Matrix => ParamStyle::Matrix,
    }
}

pub(in crate::lower) fn query_style(style: &QueryStyle) -> ParamStyle {
    match style {
        QueryStyle::Form => ParamStyle::Form,
        QueryStyle::SpaceDelimited => ParamStyle::Space,
        QueryStyle::PipeDelimited => ParamStyle::Pipe,
        QueryStyle::DeepObject => ParamStyle::Deep,
    }
}

/// The style as the document writes it.
fn style_name(style: ParamStyle) -> &'static str {
    match style {
        ParamStyle::Simple => "simple",
        ParamStyle::Label => "label",
        ParamStyle::Matrix => "matrix",
        ParamStyle::Space => "spaceDelimited",
        ParamStyle::Pipe => "pipeDelimited",
        ParamStyle::Deep => "deepObject",
        ParamStyle::Form
        | ParamStyle::Json
        | ParamStyle::Text
        | ParamStyle::Filter
        | ParamStyle::Sorters => "form",
    }
}

/// The kind of a value, as far as writing it into a URL is concerned.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ValueKind {
    Scalar,
    /// Any JSON value: written as a scalar, which most often it is.
    Any,
    List,
    Object,
    /// Nothing that a URL has a form for.
    Nested,
}

impl ValueKind {
    fn describe(self) -> &'static str {
        match self {
            Self::Scalar => "a single value",
            Self::Any => "any value",
            Self::List => "a list",
            Self::Object => "an object",
            Self::Nested => "lists and objects in each other",
        }
    }
}
