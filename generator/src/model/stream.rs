//! Successes that a caller reads while they arrive.

use super::docs::Constraints;
use super::operation::{Method, Operation};
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

/// The header with the id after which a stream of events continues.
const LAST_EVENT_ID: &str = "last-event-id";

impl Operation {
    /// Whether its events can be continued after the id of one, which no parameter of the document sets.
    pub(crate) fn is_resumed(&self) -> bool {
        let has_events = |it: &Stream| matches!(it.content, StreamContent::Events(_));
        let mut headers = self.header_params.iter();
        self.method == Method::Get
            && self.streams.iter().any(has_events)
            && !headers.any(|it| it.wire.eq_ignore_ascii_case(LAST_EVENT_ID))
    }
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
