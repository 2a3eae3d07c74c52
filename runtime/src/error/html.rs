//! Pages of HTML in the place of a response: of a proxy, a login, or a gateway.

use http::HeaderMap;
use http::header::CONTENT_TYPE;

use crate::response::one_line::one_line;

/// The part of a page that is searched for its title.
const HEAD: usize = 64 * 1024;

/// The maximum length of a title.
const LONGEST: usize = 100;

/// Returns `text/html with the title "…"` if a body is a page.
pub(crate) fn describe(headers: &HeaderMap, body: &[u8]) -> Option<String> {
    let media_type = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    let is_page = match media_type {
        Some(media_type) if has_prefix(media_type.as_bytes(), b"text/html") => true,
        Some(media_type) if has_prefix(media_type.as_bytes(), b"application/xhtml+xml") => true,
        // Some servers send pages under the media type that was asked for.
        _ => {
            let body = body.strip_prefix("\u{feff}".as_bytes()).unwrap_or(body);
            let start = body.trim_ascii_start();
            has_prefix(start, b"<!doctype html") || has_prefix(start, b"<html")
        }
    };
    if !is_page {
        return None;
    }
    Some(match title(body) {
        Some(title) => format!("text/html with the title \"{title}\""),
        None => "text/html".to_owned(),
    })
}

fn title(body: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(&body[..body.len().min(HEAD)]);
    // Only ASCII letters change, so places are the same in both.
    let lower = text.to_ascii_lowercase();
    let tag = lower.find("<title")?;
    let start = tag + lower[tag..].find('>')? + 1;
    let end = start + lower[start..].find("</title")?;
    let mut title = text[start..end].to_owned();
    for (entity, character) in [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&nbsp;", " "),
        ("&amp;", "&"),
    ] {
        title = title.replace(entity, character);
    }
    let title = one_line(&title, LONGEST);
    (!title.is_empty()).then_some(title)
}

fn has_prefix(text: &[u8], prefix: &[u8]) -> bool {
    let start = text.get(..prefix.len());
    start.is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_a_title_within_the_first_64_kibibytes() {
        for (bytes, expected) in [
            (4_000, "text/html with the title \"Sign in\""),
            (60_000, "text/html with the title \"Sign in\""),
            (70_000, "text/html"),
        ] {
            let styles = "a".repeat(bytes);
            let page = format!("<html><style>{styles}</style><title>Sign in</title>");
            let described = describe(&HeaderMap::new(), page.as_bytes());
            assert_eq!(described.as_deref(), Some(expected), "{bytes}");
        }
    }

    #[test]
    fn pages_are_described_by_their_title() {
        let titled = |title: &str| Some(format!("text/html with the title \"{title}\""));
        let cases = [
            (
                None,
                "<html><head><title>Sign in</title>",
                titled("Sign in"),
            ),
            (
                None,
                " <!DOCTYPE HTML><TITLE lang=en>\n A &amp; B\n</TITLE>",
                titled("A & B"),
            ),
            (
                Some("application/json"),
                "\u{feff}<html><title>x</title>",
                titled("x"),
            ),
            (
                Some("text/html; charset=utf-8"),
                "busy",
                Some("text/html".to_owned()),
            ),
            (
                Some("Text/HTML"),
                "<title></title>",
                Some("text/html".to_owned()),
            ),
            (None, "<html><title>no end", Some("text/html".to_owned())),
            (Some("application/json"), "{\"a\":\"<html>\"}", None),
            (Some("text/plain"), "<h1>", None),
            (None, "", None),
        ];
        for (media_type, body, expected) in cases {
            let mut headers = HeaderMap::new();
            headers.extend(media_type.map(|it| (CONTENT_TYPE, it.parse().unwrap())));
            assert_eq!(describe(&headers, body.as_bytes()), expected, "{body}");
        }
    }
}
