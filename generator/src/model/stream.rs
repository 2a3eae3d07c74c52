//! Successes that a caller reads while they arrive.

use super::docs::Constraints;
use super::types::TypeRef;
use crate::spec_path::SpecPath;

/// A success that is read while it arrives.
#[derive(Clone, Debug)]
pub(crate) struct Stream {
    pub(crate) content: StreamContent,
    /// The media types to ask for: those of the stream, then those of the errors.
    pub(crate) accept: Vec<String>,
}

/// A media type that holds values one after another.
#[derive(Clone, Debug)]
pub(crate) struct Sequence {
    pub(crate) media: String,
    pub(crate) content: StreamContent,
    /// The bounds of an event's data, or of an item.
    pub(crate) constraints: Constraints,
    /// The media type's node.
    pub(crate) at: SpecPath,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum StreamContent {
    /// Text or bytes, as they come.
    Bytes,
    /// Server-sent events.
    Events(EventData),
    /// JSON values, one on each line.
    Items(TypeRef),
}

/// The part of an event that has a type.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum EventData {
    /// The data is a text.
    Text,
    /// The data is JSON.
    Json(TypeRef),
    /// The event as a whole: an object with `event` and `data`.
    Whole(TypeRef),
}

impl StreamContent {
    /// The type of an event or item, if the document describes it.
    pub(crate) fn ty(&self) -> Option<&TypeRef> {
        match self {
            Self::Bytes | Self::Events(EventData::Text) => None,
            Self::Events(EventData::Json(ty) | EventData::Whole(ty)) | Self::Items(ty) => Some(ty),
        }
    }
}
