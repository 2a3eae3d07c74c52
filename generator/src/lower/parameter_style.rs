//! Styles of parameters: how a value is written into its place.

use openapiv3::{HeaderStyle, ParameterData, PathStyle, QueryStyle};

use super::LowerCx;
use super::schema::Use;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{ParamStyle, Scalar, Shape, TypeRef};
use crate::spec_path::SpecPath;

/// Where a parameter is sent, and in which style.
pub(super) enum Place {
    Path(PathStyle),
    Query(QueryStyle),
    Header(HeaderStyle),
}

impl Place {
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Path(_) => "path",
            Self::Query(_) => "query",
            Self::Header(_) => "header",
        }
    }
}

impl LowerCx<'_> {
    /// None where OpenAPI does not say how such a value is written.
    pub(super) fn style(
        &self,
        place: &Place,
        data: &ParameterData,
        used: &Use,
    ) -> Option<ParamStyle> {
        let kind = self.kind_of(&used.ty);
        let explode = |default: bool| data.explode.unwrap_or(default);
        match (place, kind) {
            (Place::Query(QueryStyle::DeepObject), ValueKind::Any | ValueKind::Nested) => {
                Some(ParamStyle::AnyDeep)
            }
            (Place::Query(_), ValueKind::Any) => Some(ParamStyle::AnyForm),
            (Place::Query(QueryStyle::DeepObject), ValueKind::Object) => {
                Some(ParamStyle::DeepObject)
            }
            (_, ValueKind::Scalar | ValueKind::Any) => Some(ParamStyle::Single),
            (Place::Query(QueryStyle::Form), ValueKind::List) => Some(if explode(true) {
                ParamStyle::Multi
            } else {
                ParamStyle::Comma
            }),
            (Place::Query(QueryStyle::SpaceDelimited), ValueKind::List) => {
                Some(if explode(false) {
                    ParamStyle::Multi
                } else {
                    ParamStyle::Space
                })
            }
            (Place::Query(QueryStyle::PipeDelimited), ValueKind::List) => Some(if explode(false) {
                ParamStyle::Multi
            } else {
                ParamStyle::Pipe
            }),
            // Deep lists are not defined; what servers that ask for them read is the repeated name.
            (Place::Query(QueryStyle::DeepObject), ValueKind::List) => Some(ParamStyle::Multi),
            (Place::Query(QueryStyle::Form), ValueKind::Object) => Some(if explode(true) {
                ParamStyle::FormObject
            } else {
                ParamStyle::Flat
            }),
            (
                Place::Path(PathStyle::Simple) | Place::Header(HeaderStyle::Simple),
                ValueKind::List,
            ) => Some(ParamStyle::Comma),
            (Place::Path(PathStyle::Label | PathStyle::Matrix), ValueKind::List)
                if !explode(false) =>
            {
                Some(ParamStyle::Comma)
            }
            (
                Place::Path(PathStyle::Simple) | Place::Header(HeaderStyle::Simple),
                ValueKind::Object,
            ) if !explode(false) => Some(ParamStyle::Flat),
            (_, ValueKind::Object | ValueKind::List | ValueKind::Nested) => None,
        }
    }

    /// Reports a value whose style is not defined, and which is sent as JSON therefore.
    pub(super) fn not_written(
        &mut self,
        place: &Place,
        data: &ParameterData,
        used: &Use,
        at: &SpecPath,
    ) {
        let what = self.kind_of(&used.ty).describe();
        let exploded = match data.explode {
            Some(explode) => format!(" with `explode: {explode}`"),
            None => String::new(),
        };
        let message = format!(
            "the parameter `{}`, {what} in the style `{}`{exploded}, can't be written so; it is sent as JSON text",
            data.name,
            style_name(place)
        );
        self.report(
            Diagnostic::warning(Code::UnsupportedParameter, at, message).help(
                "describe it by `content: {application/json: {schema: …}}` if that is meant; \
                 else use only single values in its lists and objects",
            ),
        );
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
            TypeRef::Named(id) => match &self.types[*id].shape {
                Shape::StringEnum(_) | Shape::IntegerEnum(_) | Shape::Id => ValueKind::Scalar,
                Shape::Struct(_) => ValueKind::Object,
                Shape::Union(_) => ValueKind::Any,
                Shape::Alias(ty) => self.kind_of(ty),
            },
        }
    }
}

/// What stands in the path before the value, in the styles that have such a thing.
pub(super) fn prefix(place: &Place, data: &ParameterData) -> Option<String> {
    match place {
        Place::Path(PathStyle::Label) => Some(".".to_owned()),
        Place::Path(PathStyle::Matrix) => Some(format!(";{}=", data.name)),
        Place::Path(PathStyle::Simple) | Place::Query(_) | Place::Header(_) => None,
    }
}

fn style_name(place: &Place) -> &'static str {
    match place {
        Place::Path(PathStyle::Simple) | Place::Header(HeaderStyle::Simple) => "simple",
        Place::Path(PathStyle::Label) => "label",
        Place::Path(PathStyle::Matrix) => "matrix",
        Place::Query(QueryStyle::Form) => "form",
        Place::Query(QueryStyle::SpaceDelimited) => "spaceDelimited",
        Place::Query(QueryStyle::PipeDelimited) => "pipeDelimited",
        Place::Query(QueryStyle::DeepObject) => "deepObject",
    }
}

/// What a value is made of, as far as writing it into a URL is concerned.
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
