//! Properties that the responses of an operation share: the media types to ask for, and the type of a success.

use crate::lower::operation::media::{Codec, codec, preferred, sequence};
use crate::model::{
    Content, EventData, Outcome, Response, StatusPattern, Stream, StreamContent, TypeRef,
};

/// The media types that successes are read as, then those of the errors, each once. Where `Content-Type` chooses among
/// contents, the preferred one is the first.
pub(super) fn accept(successes: &[Response], failures: &[Response]) -> Vec<String> {
    let contents = successes.iter().flat_map(Response::contents);
    read_as(contents.chain(failures.iter().flat_map(Response::contents)))
}

/// The media types that contents are read as, each once.
fn read_as<'r>(contents: impl Iterator<Item = (&'r [String], &'r Content)>) -> Vec<String> {
    let mut accept: Vec<String> = Vec::new();
    for (offered, content) in contents {
        let Some(chosen) = preferred(offered) else {
            continue;
        };
        // Text and bytes are given as they come, so that each of their media types will do.
        let is_raw = matches!(content, Content::Text | Content::Bytes);
        let is_read = |media: &&String| match content {
            Content::TextOrJson => matches!(codec(media), Codec::Json | Codec::Text),
            Content::Text | Content::Bytes => codec(media) == codec(chosen),
            Content::Empty | Content::Json(_) => *media == chosen,
        };
        for media in offered.iter().filter(is_read) {
            let media = without_charset(media);
            // What may be anything is read as JSON, unless it is bytes.
            let is_any = !is_raw && ["*/*", "application/*"].contains(&media);
            let media = if is_any { "application/json" } else { media };
            if !accept.iter().any(|known| known == media) {
                accept.push(media.to_owned());
            }
        }
    }
    accept
}

fn without_charset(media: &str) -> &str {
    let (essence, parameters) = media.split_once(';').unwrap_or((media, ""));
    let is_charset = parameters
        .trim()
        .to_ascii_lowercase()
        .starts_with("charset=");
    if is_charset { essence } else { media }.trim()
}

/// How successes are read while they arrive: as text or bytes, as events, and as items. Each asks for its own media types, and
/// for those of the errors that no success has.
pub(super) fn streams(successes: &[Response], failures: &[Response]) -> Vec<Stream> {
    let of_errors = read_as(failures.iter().flat_map(Response::contents));
    let whole = read_as(successes.iter().flat_map(Response::contents));
    let stream = |content: StreamContent, mut accept: Vec<String>| {
        for media in of_errors.iter().filter(|it| !whole.contains(it)) {
            if !accept.contains(media) {
                accept.push(media.clone());
            }
        }
        Stream { content, accept }
    };
    let contents = successes.iter().flat_map(Response::contents);
    let raw = contents.filter(|(media, content)| {
        let is_raw = matches!(content, Content::Text | Content::Bytes);
        is_raw && media.iter().all(|it| sequence(it).is_none())
    });
    let raw = read_as(raw);
    let mut streams = Vec::new();
    if !raw.is_empty() {
        streams.push(stream(StreamContent::Bytes, raw));
    }
    let mut sequences: Vec<(StreamContent, Vec<String>)> = Vec::new();
    for sequence in successes.iter().flat_map(|it| &it.sequences) {
        let media = without_charset(&sequence.media).to_owned();
        let known = sequences
            .iter_mut()
            .find_map(|(known, media)| Some((joint(known, &sequence.content)?, known, media)));
        match known {
            Some((joint, known, all)) => {
                *known = joint;
                if !all.contains(&media) {
                    all.push(media);
                }
            }
            None => sequences.push((sequence.content.clone(), vec![media])),
        }
    }
    sequences.sort_by_key(|(content, _)| matches!(content, StreamContent::Items(_)));
    let sequences = sequences.into_iter();
    streams.extend(sequences.map(|(content, media)| stream(content, media)));
    streams
}

/// What two streams of one kind hold. Of different types it is any JSON value, or any text.
fn joint(one: &StreamContent, other: &StreamContent) -> Option<StreamContent> {
    match (one, other) {
        (StreamContent::Bytes, _) | (_, StreamContent::Bytes) => None,
        (one, other) if one == other => Some(one.clone()),
        (StreamContent::Events(_), StreamContent::Events(_)) => {
            Some(StreamContent::Events(EventData::Text))
        }
        (StreamContent::Items(_), StreamContent::Items(_)) => {
            Some(StreamContent::Items(TypeRef::Json))
        }
        (StreamContent::Events(_), StreamContent::Items(_))
        | (StreamContent::Items(_), StreamContent::Events(_)) => None,
    }
}

/// The type of a success.
pub(super) fn outcome(successes: &[Response]) -> Outcome {
    if successes.iter().all(|it| it.others.is_empty()) {
        preferred_outcome(successes)
    } else {
        Outcome::ByStatus
    }
}

/// The type of a success in its preferred media types.
pub(in crate::lower) fn preferred_outcome(successes: &[Response]) -> Outcome {
    let mut bodies: Vec<&Content> = Vec::new();
    for success in successes {
        if success.content != Content::Empty && !bodies.contains(&&success.content) {
            bodies.push(&success.content);
        }
    }
    // `default` and `2XX` are 204 as well, which has no body.
    let some_are_empty = successes.iter().any(|success| {
        success.content == Content::Empty || !matches!(success.status, StatusPattern::Code(_))
    });
    match (&bodies[..], some_are_empty) {
        ([], _) => Outcome::Empty,
        ([Content::Json(ty)], false) => Outcome::Json(ty.clone()),
        ([Content::Json(ty)], true) => Outcome::OptionalJson(ty.clone()),
        // An empty text and no body are the same on the wire.
        ([Content::Text | Content::TextOrJson], _) => Outcome::Text,
        ([Content::Bytes], _) => Outcome::Bytes,
        _ => Outcome::ByStatus,
    }
}
