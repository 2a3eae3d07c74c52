//! Which of the documented media types a message has.

use http::header::CONTENT_TYPE;

use crate::response::Reply;
use crate::response::decode::DecodeError;

/// Returns the index of the documented media types that hold the `Content-Type` of a response: the same with its
/// parameters, otherwise the same without, otherwise a range that contains it. If `Content-Type` is missing or
/// undocumented, returns 0.
pub fn media_type_of(reply: &Reply, documented: &[&[&str]]) -> usize {
    let sent = reply.headers().get(CONTENT_TYPE);
    let sent = sent.and_then(|it| it.to_str().ok()).unwrap_or_default();
    choose(sent, documented)
}

/// Returns the body as text: decoded from a JSON string if its media type is JSON, otherwise as received. An empty body is
/// an empty text.
///
/// # Errors
/// If the body is not JSON, or not UTF-8.
pub fn text_of(reply: &Reply, documented: &[&str]) -> Result<String, DecodeError> {
    let each: Vec<&[&str]> = documented.iter().map(std::slice::from_ref).collect();
    let media = documented.get(media_type_of(reply, &each));
    if media.is_some_and(|it| is_json(it)) && !reply.body.trim_ascii().is_empty() {
        reply.json()
    } else {
        reply.text()
    }
}

fn choose(sent: &str, documented: &[&[&str]]) -> usize {
    let names = documented.iter().enumerate();
    let names = names.flat_map(|(n, names)| names.iter().map(move |name| (n, *name)));
    closest(sent, names).unwrap_or_default()
}

/// Returns what is documented under the media type or range that is closest to the one sent.
pub(crate) fn closest<'a, T>(
    sent: &str,
    documented: impl Iterator<Item = (T, &'a str)>,
) -> Option<T> {
    let sent = normalize(sent);
    let ranked = documented.filter_map(|(it, name)| Some((rank(&sent, name)?, it)));
    let closest = ranked.min_by_key(|(rank, _)| *rank);
    closest.map(|(_, it)| it)
}

/// How closely a documented media type or range matches; the lowest is the closest.
fn rank(sent: &str, documented: &str) -> Option<u8> {
    if sent.is_empty() {
        return None;
    }
    let documented = normalize(documented);
    let (known, essence) = (essence(&documented), essence(sent));
    match known.strip_suffix('*') {
        _ if documented == sent => Some(0),
        _ if known == essence => Some(1),
        Some("*/") => Some(3),
        Some(tree) if essence.starts_with(tree) => Some(2),
        Some(_) | None => None,
    }
}

/// A media type in lower case, without spaces and quotes.
fn normalize(media: &str) -> String {
    let significant = media.chars().filter(|it| !it.is_whitespace() && *it != '"');
    significant.collect::<String>().to_ascii_lowercase()
}

fn essence(media: &str) -> &str {
    media.split(';').next().unwrap_or_default()
}

/// Returns whether a documented media type is JSON, or a range that is read as JSON.
fn is_json(media: &str) -> bool {
    let media = normalize(media);
    let media = essence(&media);
    media.ends_with("/json")
        || media.ends_with("+json")
        || ["*/*", "application/*"].contains(&media)
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use http::{HeaderMap, HeaderValue, StatusCode};

    use super::*;
    use crate::response::ResponseParts;
    use crate::service::TEST;

    #[test]
    fn content_type_chooses_the_closest_documented_media_type() {
        let documented: &[&[&str]] = &[
            &["text/csv", "text/plain"],
            &["application/json"],
            &["application/json; profile=\"b\""],
            &["image/*"],
        ];
        for (sent, expected) in [
            ("text/plain; charset=utf-8", 0),
            ("Application/JSON", 1),
            ("application/json;profile=b", 2),
            ("application/json; charset=utf-8", 1),
            ("image/png", 3),
            ("application/pdf", 0),
            ("", 0),
        ] {
            assert_eq!(choose(sent, documented), expected, "{sent}");
        }
        assert_eq!(choose("a/b", &[&["text/csv"], &["*/*"]]), 1);
        assert_eq!(choose("", &[&["text/csv"], &["*/*"]]), 0);
    }

    #[test]
    fn text_is_decoded_only_from_json() {
        let both: &[&str] = &["application/json", "text/plain"];
        let text_first: &[&str] = &["text/plain", "application/json"];
        for (documented, sent, body, expected) in [
            (both, Some("application/json"), "\"a\"", "a"),
            (both, Some("text/plain"), "\"a\"", "\"a\""),
            (both, None, "\"a\"", "a"),
            (text_first, None, "\"a\"", "\"a\""),
            (text_first, Some("image/png"), "\"a\"", "\"a\""),
            (both, None, "", ""),
        ] {
            let sent = sent.map(|it| (CONTENT_TYPE, HeaderValue::from_static(it)));
            let reply = Reply {
                parts: ResponseParts {
                    status: StatusCode::OK,
                    headers: sent.into_iter().collect::<HeaderMap>(),
                    attempts: 1,
                    service: &TEST,
                },
                body: Bytes::from_static(body.as_bytes()),
            };
            let text = text_of(&reply, documented).unwrap();
            assert_eq!(text, expected, "{documented:?} {body}");
        }
    }
}
