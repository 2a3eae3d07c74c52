//! The documentation of what an operation answers.

use super::super::cx::EmitCx;
use super::super::docs::full_stop;
use super::super::docs::{Doc, code, facts};
use crate::model::{
    Constraints, Content, EventData, Operation, Response, ResponseHeader, Scalar, StatusPattern,
    StreamContent, TypeRef,
};

pub(super) fn answers(doc: Doc, cx: &EmitCx<'_>, operation: &Operation) -> Doc {
    let successes: Vec<String> = operation.successes.iter().map(|it| row(cx, it)).collect();
    let failures: Vec<String> = operation.failures.iter().map(|it| row(cx, it)).collect();
    let doc = if successes.is_empty() {
        doc
    } else {
        doc.line("# Success").block(successes)
    };
    let doc = headers(
        doc,
        cx,
        operation
            .successes
            .iter()
            .flat_map(|success| &success.headers),
    );
    if failures.is_empty() {
        return doc;
    }
    let doc = doc.line("# Failure").block(failures);
    headers(
        doc,
        cx,
        operation
            .failures
            .iter()
            .flat_map(|failure| &failure.headers),
    )
}

/// A response on one line.
fn row(cx: &EmitCx<'_>, response: &Response) -> String {
    let words = response
        .docs
        .description
        .as_deref()
        .map(|it| cx.summary(it))
        .unwrap_or_default();
    let words = if words.is_empty() {
        String::new()
    } else {
        format!(": {}", full_stop(&words))
    };
    let contents = response.contents();
    // Lines and events are described as such, not as the text or bytes that they are.
    let is_sequence = |media: &[String]| {
        response
            .sequences
            .iter()
            .any(|it| media.contains(&it.media))
    };
    let single = contents.filter(|(media, _)| !is_sequence(media));
    let sequences = response.sequences.iter();
    let held: Vec<String> = single
        .filter_map(|(_, it)| holds(cx, it))
        .chain(sequences.filter_map(|it| sequence(cx, &it.content)))
        .collect();
    let holds = if held.is_empty() {
        String::new()
    } else {
        format!(" Holds {}.", held.join(" or "))
    };
    let status = if response.status == StatusPattern::Default {
        "any other status".to_owned()
    } else {
        format!("`{}`", response.status)
    };
    // The example of a body is shown where it is used.
    let bounds = Constraints {
        default: None,
        example: None,
        values: Vec::new(),
        ..response.constraints.clone()
    };
    let facts = facts(cx, &bounds, &|_| None);
    let facts: String = facts.iter().flat_map(|fact| [" ", fact]).collect();
    format!("* {status}{words}{holds}{facts}")
}

fn holds(cx: &EmitCx<'_>, content: &Content) -> Option<String> {
    match content {
        Content::Json(ty) => mention(cx, ty),
        Content::Text | Content::TextOrJson => Some("text".to_owned()),
        Content::Bytes => Some("bytes".to_owned()),
        Content::Empty => None,
    }
}

pub(super) fn headers<'a>(
    doc: Doc,
    cx: &EmitCx<'_>,
    headers: impl Iterator<Item = &'a ResponseHeader>,
) -> Doc {
    let mut rows: Vec<String> = Vec::new();
    for header in headers {
        let Some(name) = code(&header.name) else {
            continue;
        };
        let words = header
            .docs
            .description
            .as_deref()
            .map(|it| cx.summary(it))
            .unwrap_or_default();
        let row = if words.is_empty() {
            format!("* {name}")
        } else {
            format!("* {name}: {}", full_stop(&words))
        };
        if !rows.contains(&row) {
            rows.push(row);
        }
    }
    if rows.is_empty() {
        doc
    } else {
        doc.line("Response headers:").block(rows)
    }
}

fn sequence(cx: &EmitCx<'_>, content: &StreamContent) -> Option<String> {
    match content {
        StreamContent::Bytes => None,
        StreamContent::Events(EventData::Text) => Some("events with text".to_owned()),
        StreamContent::Events(EventData::Json(ty) | EventData::Whole(ty)) => {
            Some(format!("events with {}", mention(cx, ty)?))
        }
        StreamContent::Items(ty) => Some(format!("lines, each {}", mention(cx, ty)?)),
    }
}

/// A type as a link, or as code.
pub(super) fn mention(cx: &EmitCx<'_>, ty: &TypeRef) -> Option<String> {
    Some(match ty {
        TypeRef::Named(id) => {
            let item = cx.rust.types[*id].name.trim_start_matches("r#").to_owned();
            format!("[`{item}`](crate::{}::models::{item})", cx.rust.module)
        }
        TypeRef::List(item) => format!("a list of {}", mention_many(cx, item)?),
        TypeRef::Map(value) => format!("a map of {}", mention_many(cx, value)?),
        TypeRef::Nullable(inner) => format!("{} or null", mention(cx, inner)?),
        TypeRef::Scalar(scalar) => match scalar {
            Scalar::Bool => "a boolean",
            Scalar::I32 | Scalar::I64 | Scalar::U64 | Scalar::Integer => "an integer",
            Scalar::Number => "a number",
            Scalar::String | Scalar::Binary => "a string",
            Scalar::Date => "a date",
            Scalar::Timestamp => "a date-time",
            Scalar::Base64 => "bytes in Base64",
        }
        .to_owned(),
        TypeRef::Object => "an object".to_owned(),
        TypeRef::Json => "any JSON value".to_owned(),
        TypeRef::JsonPatch => "a JSON Patch".to_owned(),
        TypeRef::JsonPatchOperation => "an operation of a JSON Patch".to_owned(),
    })
}

/// The same for many values of the type.
pub(super) fn mention_many(cx: &EmitCx<'_>, ty: &TypeRef) -> Option<String> {
    Some(match ty {
        TypeRef::List(item) => format!("lists of {}", mention_many(cx, item)?),
        TypeRef::Map(value) => format!("maps of {}", mention_many(cx, value)?),
        TypeRef::Nullable(inner) => format!("{} or nulls", mention_many(cx, inner)?),
        TypeRef::Scalar(scalar) => match scalar {
            Scalar::Bool => "booleans",
            Scalar::I32 | Scalar::I64 | Scalar::U64 | Scalar::Integer => "integers",
            Scalar::Number => "numbers",
            Scalar::String | Scalar::Binary => "strings",
            Scalar::Date => "dates",
            Scalar::Timestamp => "date-times",
            Scalar::Base64 => "byte strings in Base64",
        }
        .to_owned(),
        TypeRef::Object => "objects".to_owned(),
        TypeRef::Json => "any JSON values".to_owned(),
        TypeRef::JsonPatch => "JSON Patches".to_owned(),
        TypeRef::JsonPatchOperation => "operations of a JSON Patch".to_owned(),
        TypeRef::Named(_) => mention(cx, ty)?,
    })
}
