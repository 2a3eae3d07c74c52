//! Bodies of requests.

use serde_json::Value;

use super::ParamStyle;
use super::docs::{Constraints, Docs};
use super::types::TypeRef;
use crate::spec_path::SpecPath;

#[derive(Debug)]
pub(crate) struct Body {
    pub(crate) content: BodyContent,
    /// The media types that can be sent instead.
    pub(crate) others: Vec<OtherBody>,
    pub(crate) required: bool,
    /// How many items the body may have, where it is a list.
    pub(crate) max_items: Option<usize>,
    /// Every media type that is offered.
    pub(crate) offered: Vec<String>,
    pub(crate) constraints: Constraints,
    /// The examples of the document, in its order.
    pub(crate) examples: Vec<Value>,
    pub(crate) at: SpecPath,
    pub(crate) docs: Docs,
}

#[derive(Debug)]
pub(crate) enum BodyContent {
    /// Anything that is JSON on the wire, under its own media type.
    Json {
        media: String,
        ty: TypeRef,
    },
    /// `application/x-www-form-urlencoded`, a setter for each field.
    Form {
        fields: Vec<Part>,
    },
    /// A setter for each part.
    Multipart {
        /// `multipart/form-data` or another subtype, without parameters.
        media: String,
        parts: Vec<Part>,
    },
    Text {
        media: String,
    },
    Bytes {
        media: String,
    },
}

/// A further media type of a body.
#[derive(Debug)]
pub(crate) struct OtherBody {
    pub(crate) media: String,
    pub(crate) content: OtherContent,
    pub(crate) at: SpecPath,
}

#[derive(Debug, PartialEq)]
pub(crate) enum OtherContent {
    Json(TypeRef),
    /// The fields are the properties of the type.
    Form {
        ty: TypeRef,
        /// The fields with a style, by their names on the wire.
        styles: Vec<(String, FieldStyle)>,
    },
    /// The parts are given by name.
    Multipart,
    Text,
    Bytes,
}

/// A field of a form, or a part of a multipart body.
#[derive(Debug)]
pub(crate) struct Part {
    pub(crate) wire: String,
    pub(crate) content: PartContent,
    /// The media types that `encoding` gives the part, separated by commas; `None` if the content implies it.
    pub(crate) media: Option<String>,
    /// The headers of the part, each with its only value or its default.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) required: bool,
    pub(crate) docs: Docs,
    pub(crate) constraints: Constraints,
    pub(crate) at: SpecPath,
}

#[derive(Debug, PartialEq)]
pub(crate) enum PartContent {
    Text(TypeRef),
    /// Repeated for each item.
    TextList(TypeRef),
    File,
    /// Repeated for each item.
    FileList,
    Json(TypeRef),
    /// JSON of each item.
    JsonList(TypeRef),
    /// Any value: text, JSON, or one of them for each item.
    Any(TypeRef),
    /// A field of a form in a style for parameters.
    Styled {
        ty: TypeRef,
        style: FieldStyle,
    },
}

impl PartContent {
    /// The type of its value; a file has none.
    pub(crate) fn ty(&self) -> Option<&TypeRef> {
        match self {
            Self::Text(ty)
            | Self::TextList(ty)
            | Self::Json(ty)
            | Self::JsonList(ty)
            | Self::Any(ty)
            | Self::Styled { ty, .. } => Some(ty),
            Self::File | Self::FileList => None,
        }
    }
}

/// How a field of a form is written, where `encoding` has a style.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FieldStyle {
    pub(crate) style: ParamStyle,
    pub(crate) explode: bool,
    pub(crate) allow_reserved: bool,
}
