//! An error as one line.

use std::fmt;

use http::{HeaderMap, Method};

use super::{Answer, Error, Kind, Origin};

/// More than this of a server's text doesn't help on a line.
const LONGEST: usize = 400;

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.inner;
        match inner.kind {
            Kind::Config => write!(f, "configuration: {}", inner.message)?,
            Kind::Request => write!(f, "request: {}", inner.message)?,
            Kind::Connect | Kind::Timeout | Kind::Transport => f.write_str(&inner.message)?,
            Kind::Auth => {
                f.write_str(&inner.message)?;
                if let Some(answer) = &inner.response {
                    f.write_str(": ")?;
                    answer.fmt(f)?;
                }
            }
            Kind::Status => {
                if let Some(answer) = &inner.response {
                    answer.fmt(f)?;
                }
            }
            Kind::Decode => {
                let status = inner
                    .response
                    .as_ref()
                    .map_or(0, |answer| answer.status.as_u16());
                write!(f, "can't decode the {status} response: {}", inner.message)?;
            }
        }
        if let Some(origin) = &inner.operation {
            write!(f, ", {origin}")?;
            if inner.kind == Kind::Decode && origin.method != Method::GET {
                f.write_str("; the server accepted the request")?;
            }
        }
        if inner.attempts > 1 {
            write!(f, ", after {} attempts", inner.attempts)?;
        }
        Ok(())
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(id) = self.id {
            write!(f, "{id}: ")?;
        }
        write!(f, "{} {}", self.method, self.path)
    }
}

/// `403 [403.4] Not allowed (trackingId e7ea)`, or what can be said of a body in another form.
impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.status.as_str())?;
        let api = self.api.as_ref();
        if let Some(code) = api.and_then(|api| api.detail_code.as_deref()) {
            write!(f, " [{}]", one_line(code))?;
        }
        if let Some(message) = api.and_then(|api| api.message.as_deref()) {
            write!(f, " {}", one_line(message))?;
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
        if let Some(tracking_id) = api.and_then(|api| api.tracking_id.as_deref()) {
            write!(f, " (trackingId {})", one_line(tracking_id))?;
        }
        Ok(())
    }
}

fn describe_body(f: &mut fmt::Formatter<'_>, headers: &HeaderMap, body: &[u8]) -> fmt::Result {
    if body.is_empty() {
        return f.write_str(" (empty body)");
    }
    let media_type = headers
        .get(http::header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    match media_type {
        Some(media_type) => write!(
            f,
            " (body: {} bytes of {})",
            body.len(),
            one_line(media_type)
        ),
        None => write!(f, " (body: {} bytes)", body.len()),
    }
}

/// A server's text without line breaks, control characters or great length.
fn one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len().min(LONGEST));
    for word in text.split(|character: char| character.is_whitespace() || character.is_control()) {
        if word.is_empty() {
            continue;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        let room = LONGEST.saturating_sub(out.len());
        if word.len() > room {
            out.extend(word.chars().take(room));
            out.push('…');
            break;
        }
        out.push_str(word);
    }
    out
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
    fn one_line_says_it_all() {
        let body =
            r#"{"detailCode":"403.4","trackingId":"e7ea","messages":[{"text":"Not\n allowed"}]}"#;
        let line = "403 [403.4] Not allowed (trackingId e7ea), getThing: GET /beta/things/{id}, after 3 attempts";
        assert_eq!(status(403, body, 3).to_string(), line);
    }

    #[test]
    fn a_body_never_hides_the_status() {
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
            "502 Bad Gateway (body: 6 bytes)"
        );
        assert_eq!(line(status(599, "{}", 1)), "599 unnamed status");
        assert_eq!(line(status(500, "boom\r\nbang", 1)), "500 boom bang");
    }

    #[test]
    fn long_texts_are_cut() {
        assert_eq!(
            one_line(&"é".repeat(2 * LONGEST)).chars().count(),
            LONGEST + 1
        );
        assert_eq!(one_line(" a\u{1b}[31m\tb "), "a [31m b");
    }

    proptest::proptest! {
        #[test]
        fn no_body_hides_the_status(code in 100_u16..1000, body: Vec<u8>, json in ".{0,40}") {
            let wrapped = format!(r#"{{"messages":[{{"text":{json:?}}}],"error":{json:?}}}"#);
            for body in [body, json.into_bytes(), wrapped.into_bytes()] {
                let status = http::StatusCode::from_u16(code).unwrap();
                let parts = ResponseParts { status, headers: HeaderMap::new(), attempts: 1 };
                let error = Error::status_of(Reply { parts, body: body.clone().into() }, None);
                let line = error.to_string();
                assert!(line.starts_with(&code.to_string()) && !line.contains(['\n', '\r']), "{line}");
                assert_eq!(error.body().unwrap(), &body);
            }
        }
    }
}
