//! An error as one line.

use std::fmt;

use http::{HeaderMap, Method};

use super::{Answer, Error, ErrorKind, Origin};
use crate::response::one_line::one_line;

/// The maximum length of a server's text on the line.
const LONGEST: usize = 400;

/// The maximum length of a code or a tracking id.
const LONGEST_CODE: usize = 100;

/// The client's own text may list much, but no more than this of texts that others sent.
const LONGEST_MESSAGE: usize = 1_000;

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.inner;
        Reason(self).fmt(f)?;
        if let Some(origin) = &inner.operation {
            write!(f, ", {origin}")?;
            let is_without_response =
                matches!(inner.kind, ErrorKind::Timeout | ErrorKind::Transport);
            if inner.kind == ErrorKind::Decode && origin.method != Method::GET {
                f.write_str("; the server accepted the request")?;
            } else if is_without_response && self.may_have_been_applied() {
                f.write_str("; the request may have been applied")?;
            }
        }
        if let Some(task) = self.task().filter(|_| !self.is_task()) {
            let id = one_line(&task.id, LONGEST_CODE);
            write!(f, "; the end of the task {id} is unknown")?;
        }
        if let Some(advice) = &inner.advice {
            write!(f, "; {advice}")?;
        }
        if inner.attempts > 1 {
            write!(f, ", after {} attempts", inner.attempts)?;
        }
        Ok(())
    }
}

/// The cause of an error, without the operation that failed.
pub(super) struct Reason<'e>(pub(super) &'e Error);

impl fmt::Display for Reason<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.0.inner;
        let message = one_line(&inner.message, LONGEST_MESSAGE);
        let answer = inner.response.as_ref();
        match inner.kind {
            ErrorKind::Config => write!(f, "configuration: {message}"),
            ErrorKind::Request => write!(f, "request: {message}"),
            ErrorKind::Connect | ErrorKind::Timeout | ErrorKind::Transport | ErrorKind::Task => {
                f.write_str(&message)
            }
            ErrorKind::Auth => {
                f.write_str(&message)?;
                // What is wrong with a success is in the message.
                match answer.filter(|answer| !answer.status.is_success()) {
                    Some(answer) => write!(f, ": {answer}"),
                    None => Ok(()),
                }
            }
            ErrorKind::Status => match answer {
                Some(answer) => answer.fmt(f),
                None => Ok(()),
            },
            ErrorKind::Decode => {
                let status = answer.map_or(0, |answer| answer.status.as_u16());
                write!(f, "can't decode the {status} response: {message}")
            }
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(id) = self.id {
            write!(f, "{id}: ")?;
        }
        write!(f, "{} {}", self.method, one_line(&self.path, LONGEST))
    }
}

/// `403 [403.4] Not allowed (trackingId e7ea)`, or a summary of a body in another format.
impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.status.as_str())?;
        let api = self.api.as_ref();
        if let Some(code) = api.and_then(|api| api.detail_code.as_deref()) {
            write!(f, " [{}]", one_line(code, LONGEST_CODE))?;
        }
        if let Some(message) = api.and_then(|api| api.message.as_deref()) {
            let message = one_line(message, LONGEST);
            // The line goes on, so it takes no full stop in its middle; an ellipsis stays.
            let sentence = message.strip_suffix('.');
            let sentence = sentence.filter(|it| !it.is_empty() && !it.ends_with('.'));
            write!(f, " {}", sentence.unwrap_or(&message))?;
        } else {
            write!(
                f,
                " {}",
                self.status.canonical_reason().unwrap_or("unnamed status")
            )?;
            if api.is_none() {
                describe_body(f, &self.headers, &self.body)?;
            }
        }
        if let Some((name, id)) = self.tracking_id() {
            write!(f, " ({name} {})", one_line(id, LONGEST_CODE))?;
        }
        if self.status.is_redirection()
            && let Some(target) = self.headers.get(http::header::LOCATION)
        {
            write!(
                f,
                " to {}",
                target_of(&String::from_utf8_lossy(target.as_bytes()))
            )?;
        }
        Ok(())
    }
}

/// The target of a redirect. Its query and a user in it may be secret.
fn target_of(location: &str) -> String {
    let end = location.find(['?', '#']).unwrap_or(location.len());
    let (path, hidden) = location.split_at(end);
    let (scheme, rest) = match path.split_once("//") {
        Some((scheme, rest)) => (Some(scheme), rest),
        None => (None, path),
    };
    let shown = match scheme {
        Some(scheme) => {
            let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
            let host = authority.rsplit('@').next().unwrap_or_default();
            format!("{scheme}//{host}{path}")
        }
        None if hidden.starts_with('?') || !rest.trim().is_empty() => rest.to_owned(),
        None => return "an empty `Location`".to_owned(),
    };
    let hidden = if hidden.is_empty() { "" } else { "?…" };
    format!("{}{hidden}", one_line(&shown, LONGEST))
}

fn describe_body(f: &mut fmt::Formatter<'_>, headers: &HeaderMap, body: &[u8]) -> fmt::Result {
    if body.is_empty() {
        return f.write_str(" (empty body)");
    }
    if let Some(page) = super::html::describe(headers, body) {
        return write!(f, " (body: {} bytes of {page})", body.len());
    }
    let media_type = headers
        .get(http::header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    match media_type {
        Some(media_type) => write!(
            f,
            " (body: {} bytes of {})",
            body.len(),
            one_line(media_type, LONGEST_CODE)
        ),
        None => write!(f, " (body: {} bytes)", body.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::response::{Reply, ResponseParts};

    fn status(code: u16, body: &'static str, attempts: u32) -> Error {
        let status = http::StatusCode::from_u16(code).unwrap();
        let parts = ResponseParts {
            status,
            headers: HeaderMap::new(),
            attempts,
            service: &crate::service::TEST,
        };
        let error = Error::status_of(
            Reply {
                parts,
                body: body.into(),
            },
            None,
        );
        error.with_operation(Some("getThing"), Method::GET, "/beta/things/{id}".into())
    }

    #[test]
    fn an_error_is_one_line() {
        let body =
            r#"{"detailCode":"403.4","trackingId":"e7ea","messages":[{"text":"Not\n allowed"}]}"#;
        let line = "403 [403.4] Not allowed (trackingId e7ea), getThing: GET /beta/things/{id}, after 3 attempts";
        assert_eq!(status(403, body, 3).to_string(), line);
    }

    #[test]
    fn a_message_loses_one_full_stop_at_its_end() {
        let cases = [
            (r#"{"messages":[{"text":"In use."}]}"#, "409 In use"),
            (r#"{"messages":[{"text":"Wait..."}]}"#, "409 Wait..."),
            (r#"{"messages":[{"text":"."}]}"#, "409 ."),
        ];
        for (body, start) in cases {
            let line = status(409, body, 1).to_string();
            assert_eq!(line, format!("{start}, getThing: GET /beta/things/{{id}}"));
        }
    }

    #[test]
    fn the_status_is_always_shown() {
        let line = |error: Error| {
            error
                .to_string()
                .split_once(", getThing")
                .unwrap()
                .0
                .to_owned()
        };
        assert_eq!(line(status(502, "", 1)), "502 Bad Gateway (empty body)");
        assert_eq!(
            line(status(502, "<html>", 1)),
            "502 Bad Gateway (body: 6 bytes of text/html)"
        );
        assert_eq!(line(status(599, "{}", 1)), "599 unnamed status");
        assert_eq!(line(status(500, "boom\r\nbang", 1)), "500 boom bang");
    }

    #[test]
    fn texts_are_truncated_to_one_line() {
        let long = "é".repeat(2 * LONGEST);
        assert_eq!(one_line(&long, LONGEST).chars().count(), LONGEST + 1);
        let cases = [
            (" a\u{1b}[31m\tb ", "a [31m b"),
            ("a\r\n\u{85}\u{2028}b\u{0}", "a b"),
            ("a\u{202e}b\u{200b}c\u{feff}", "a b c"),
            ("12345 6789", "12345 678…"),
            ("123456789", "123456789"),
            ("1234567890", "123456789…"),
            ("12345678 90", "12345678 …"),
        ];
        for (text, expected) in cases {
            let longest = if text.starts_with('1') { 9 } else { LONGEST };
            assert_eq!(one_line(text, longest), expected);
        }
    }

    /// The text for an error body, before the operation is named.
    #[test]
    fn hostile_bodies_stay_on_one_line() {
        let megabyte = "x".repeat(1 << 20);
        let cut = format!("{}…", &megabyte[..LONGEST]);
        let wrapped = |text: &str| serde_json::json!({"messages": [{"text": text}]}).to_string();
        let everywhere = serde_json::json!({
            "detailCode": megabyte, "trackingId": megabyte, "messages": [{"text": megabyte}]
        });
        let code = format!("{}…", &megabyte[..LONGEST_CODE]);
        let cases = [
            (wrapped("a\nb\r\nc"), "500 a b c".to_owned()),
            (wrapped("\u{1b}[2J\u{7}x"), "500 [2J x".to_owned()),
            (
                wrapped("safe\u{202e}exe.txt"),
                "500 safe exe.txt".to_owned(),
            ),
            (wrapped(&megabyte), format!("500 {cut}")),
            (
                everywhere.to_string(),
                format!("500 [{code}] {cut} (trackingId {code})"),
            ),
            (
                r#"{"trackingId":"a\nb","detailCode":"c\td"}"#.to_owned(),
                "500 [c d] Internal Server Error (trackingId a b)".to_owned(),
            ),
            (
                megabyte.clone(),
                "500 Internal Server Error (body: 1048576 bytes)".to_owned(),
            ),
        ];
        for (body, start) in cases {
            let body: &'static str = body.leak();
            let line = status(500, body, 1).to_string();
            assert_eq!(line, format!("{start}, getThing: GET /beta/things/{{id}}"));
        }
    }

    #[test]
    fn texts_of_others_stay_on_one_line() {
        let hostile = format!("a\nb\u{1b}{}", "x".repeat(1 << 20));
        let errors = [
            Error::auth(hostile.clone()),
            Error::config(hostile.clone()),
            Error::refused(hostile.clone()),
            Error::timeout("late").with_operation(None, Method::GET, hostile.into()),
        ];
        for error in errors {
            let line = error.to_string();
            assert!(
                !line.contains(char::is_control) && line.contains("a b x"),
                "{line}"
            );
            assert!(
                line.chars().count() < LONGEST_MESSAGE + 50,
                "{}",
                line.len()
            );
        }
    }

    proptest::proptest! {
        #[test]
        fn errors_keep_the_status_whatever_the_body(code in 100_u16..1000, body: Vec<u8>, json in ".{0,40}") {
            let wrapped = format!(r#"{{"messages":[{{"text":{json:?}}}],"error":{json:?}}}"#);
            for body in [body, json.into_bytes(), wrapped.into_bytes()] {
                let status = http::StatusCode::from_u16(code).unwrap();
                let parts = ResponseParts { status, headers: HeaderMap::new(), attempts: 1, service: &crate::service::TEST };
                let error = Error::status_of(Reply { parts, body: body.clone().into() }, None);
                let line = error.to_string();
                assert!(line.starts_with(&code.to_string()) && !line.contains(['\n', '\r']), "{line}");
                assert_eq!(error.body().unwrap(), &body);
            }
        }
    }
}
