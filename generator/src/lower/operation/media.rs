//! Media types, and how what they hold is written.

use crate::diagnostic::{Code, Diagnostic};
use crate::lower::node::Reporter;
use crate::openapi::is_media_type;
use crate::openapi::suggest::nearest;
use crate::spec_path::SpecPath;

/// How a media type is written and read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::lower) enum Codec {
    Json,
    Form,
    Multipart,
    Text,
    Bytes,
}

/// The codec of a media type: `application/json-patch+json; charset=utf-8` is JSON.
pub(in crate::lower) fn codec(media: &str) -> Codec {
    let essence = essence(media);
    match essence.as_str() {
        "application/x-www-form-urlencoded" => Codec::Form,
        _ if is_any(&essence) => Codec::Json,
        _ if essence.starts_with("multipart/") => Codec::Multipart,
        _ if essence.ends_with("/json") || essence.ends_with("+json") => Codec::Json,
        _ if essence.starts_with("text/")
            || essence.ends_with("/xml")
            || essence.ends_with("+xml")
            || essence.ends_with("yaml")
            || essence == "application/graphql" =>
        {
            Codec::Text
        }
        _ => Codec::Bytes,
    }
}

/// How a media type separates the values that it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::lower) enum SequenceKind {
    /// Server-sent events.
    Events,
    /// JSON, one value on each line.
    Lines,
}

/// The kind of a media type that holds values one after another.
pub(in crate::lower) fn sequence(media: &str) -> Option<SequenceKind> {
    match essence(media).as_str() {
        "text/event-stream" => Some(SequenceKind::Events),
        "application/x-ndjson"
        | "application/ndjson"
        | "application/jsonl"
        | "application/x-jsonl"
        | "application/jsonlines"
        | "application/x-jsonlines" => Some(SequenceKind::Lines),
        _ => None,
    }
}

/// Whether a text of the media type is its own value, and not one in XML or YAML.
pub(in crate::lower) fn is_plain(media: &str) -> bool {
    let essence = essence(media);
    codec(media) == Codec::Text
        && essence.starts_with("text/")
        && !essence.ends_with("xml")
        && !essence.ends_with("yaml")
}

/// A media type without parameters, in lower case.
pub(in crate::lower) fn essence(media: &str) -> String {
    let essence = media.split(';').next().unwrap_or_default();
    essence.trim().to_ascii_lowercase()
}

/// Whether a media type says nothing of the codec.
fn is_any(essence: &str) -> bool {
    matches!(essence, "*/*" | "application/*")
}

/// How far a media type of a codec is from the plain one: JSON itself goes before what is made of it, and that before
/// whatever there is.
fn distance(media: &str) -> u8 {
    let essence = media.split(';').next().unwrap_or_default().trim();
    match essence {
        _ if essence.eq_ignore_ascii_case("application/json") => 0,
        _ if is_any(essence) => 2,
        _ => 1,
    }
}

/// The media type to use of those that are offered.
pub(crate) fn preferred<'m>(offered: impl IntoIterator<Item = &'m String>) -> Option<&'m String> {
    let offered = offered.into_iter();
    offered.min_by_key(|media| (codec(media), distance(media)))
}

/// Whether a body of the media type has a type in the model.
pub(crate) fn is_typed(media: &str) -> bool {
    matches!(codec(media), Codec::Json | Codec::Form | Codec::Multipart)
}

/// Invalid media types, and the valid ones that they mean.
const USUAL: [&str; 7] = [
    "application/json",
    "application/xml",
    "application/x-www-form-urlencoded",
    "application/octet-stream",
    "multipart/form-data",
    "text/plain",
    "text/csv",
];

/// Returns the media type that an invalid one probably means.
fn usual(name: &str) -> Option<&'static str> {
    let close = name.replace(char::is_whitespace, "").to_ascii_lowercase();
    let ending = format!("/{close}");
    let of_kind = USUAL.into_iter().find(|it| it.ends_with(&ending));
    of_kind.or_else(|| nearest(&close, USUAL))
}

impl Reporter<'_> {
    /// Warns of an invalid media type, which decides how a body is written and read.
    pub(in crate::lower) fn media_type_name(self, name: &str, at: &SpecPath) {
        if is_media_type(name) {
            return;
        }
        let message = format!("invalid media type `{name}`");
        let help = match usual(name) {
            Some(meant) => format!("write `{meant}`, if that is meant"),
            None => "write one, for example `application/json`".to_owned(),
        };
        let found = Diagnostic::warning(Code::InvalidNode, &at.key(name), message);
        self.report(found.help(help));
    }
}
