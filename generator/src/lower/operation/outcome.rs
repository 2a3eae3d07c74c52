//! Properties that the responses of an operation share: the media types to ask for, and the type of a success.

use crate::lower::operation::media::{Codec, codec, preferred};
use crate::model::{Content, Outcome, Response, StatusPattern};

/// The media types that successes are read as, then those of the errors, each once. Where `Content-Type` chooses among
/// contents, the preferred one is the first.
pub(super) fn accept(successes: &[Response], failures: &[Response]) -> Vec<String> {
    let mut accept: Vec<String> = Vec::new();
    let contents = successes.iter().flat_map(Response::contents);
    for (offered, content) in contents.chain(failures.iter().flat_map(Response::contents)) {
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
            let (essence, parameters) = media.split_once(';').unwrap_or((media, ""));
            let is_charset = parameters
                .trim()
                .to_ascii_lowercase()
                .starts_with("charset=");
            let media = if is_charset { essence } else { media }.trim();
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
