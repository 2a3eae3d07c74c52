//! Requests as text, so that one comparison checks every byte that matters.

use std::fmt::Write as _;

use super::Received;

/// The token that clients of the tests send.
pub(crate) const TOKEN: &str = "a-token.of-the_tests";

/// The replacement of the random boundary of a multipart body.
const BOUNDARY: &str = "BOUNDARY";

impl Received {
    /// The whole request: its line, every header in the order of the names, and the body.
    ///
    /// Headers that differ from run to run are checked here and omitted: `host` and `user-agent`. The boundary of a multipart
    /// body is replaced, and `content-length` adjusted to the replacement.
    pub(crate) fn wire(&self) -> String {
        let mut body = self.text().to_owned();
        let mut headers = Vec::new();
        for (name, value) in &self.headers {
            match name.to_ascii_lowercase().as_str() {
                "host" => assert!(value.starts_with("127.0.0.1:"), "{value}"),
                "user-agent" => assert!(value.starts_with("sailpoint-isc/"), "{value}"),
                "content-length" => {
                    assert_eq!(value.parse(), Ok(self.body.len()), "{self:?}");
                }
                name => headers.push((name.to_owned(), value.clone())),
            }
        }
        for required in ["host", "user-agent"] {
            assert!(self.header(required).is_some(), "{self:?}");
        }
        let boundary = headers.iter_mut().find_map(|(_, value)| {
            let boundary = value.strip_prefix("multipart/form-data; boundary=")?;
            let boundary = boundary.trim_matches('"').to_owned();
            *value = format!("multipart/form-data; boundary={BOUNDARY}");
            Some(boundary)
        });
        if let Some(boundary) = boundary {
            assert!(
                boundary.len() >= 16,
                "a boundary must not be guessed: {boundary}"
            );
            body = body.replace(&boundary, BOUNDARY);
        }
        if self.header("content-length").is_some() {
            headers.push(("content-length".to_owned(), body.len().to_string()));
        }
        headers.sort();
        text(&self.line, &headers, &body)
    }
}

/// The wire of a request without a body: without `content-type`, and with the length only where a body is expected.
pub(crate) fn blank(method: &str, target: &str) -> String {
    let mut headers = common();
    if matches!(method, "POST" | "PUT" | "PATCH") {
        headers.push(("content-length".to_owned(), "0".to_owned()));
    }
    text(&format!("{method} {target} HTTP/1.1"), &headers, "")
}

/// The wire of a request with a body.
pub(crate) fn with_body(method: &str, target: &str, content_type: &str, body: &str) -> String {
    let mut headers = common();
    headers.push(("content-length".to_owned(), body.len().to_string()));
    headers.push(("content-type".to_owned(), content_type.to_owned()));
    text(&format!("{method} {target} HTTP/1.1"), &headers, body)
}

fn common() -> Vec<(String, String)> {
    vec![
        ("accept".to_owned(), "application/json".to_owned()),
        ("authorization".to_owned(), format!("Bearer {TOKEN}")),
    ]
}

fn text(line: &str, headers: &[(String, String)], body: &str) -> String {
    let mut out = format!("{line}\n");
    for (name, value) in headers {
        writeln!(out, "{name}: {value}").unwrap();
    }
    out + "\n" + body
}
