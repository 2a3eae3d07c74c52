//! Differences between a call and an expectation.

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use serde_json::Value;

use super::description::Place;
use super::multipart;
use super::received::Received;
use crate::call::Call;
use crate::call::template::pairs;
use crate::filter::Expression;
use crate::request::body::Body;

/// One line for each difference; none if the call matches.
pub(super) fn differences(expected: &Call, received: &Received) -> Vec<String> {
    let given = expected.given();
    let mut lines = Vec::new();
    if let Some(fault) = given.fault {
        lines.push(format!("the expectation itself is faulty: {fault}"));
    }
    for (name, value) in &given.path {
        let was = received.path_text(name);
        if was.as_ref() != Some(value) {
            lines.push(line(name, &quoted(value), was.as_deref().map(quoted)));
        }
    }
    let of_query = given.query.iter().map(|entry| (Place::Query, entry));
    let of_cookies = given.cookies.iter().map(|entry| (Place::Cookie, entry));
    for (place, entry) in of_query.chain(of_cookies) {
        let mut names: Vec<&str> = entry.iter().map(|(name, _)| name.as_str()).collect();
        names.dedup();
        for name in names {
            let values = entry.iter().filter(|(known, _)| known == name);
            let values: Vec<String> = values.map(|(_, value)| value.clone()).collect();
            let was = if place == Place::Query {
                received.query_values(name)
            } else {
                received.cookie_values(name)
            };
            if !is_same_query(&values, &was) {
                let was = (!was.is_empty()).then(|| quoted(&was.join(", ")));
                lines.push(line(name, &quoted(&values.join(", ")), was));
            }
        }
    }
    for (name, value) in given.headers {
        let was = received.headers().get(name);
        if was != Some(value) {
            let shown = |it: &http::HeaderValue| quoted(&String::from_utf8_lossy(it.as_bytes()));
            lines.push(line(name.as_str(), &shown(value), was.map(shown)));
        }
    }
    if !given.body.is_none() {
        body(given.body, received, &mut lines);
    }
    lines
}

fn line(name: &str, expected: &str, was: Option<String>) -> String {
    let was = was.map_or_else(|| "was absent".to_owned(), |was| format!("was {was}"));
    format!("{name}: expected {expected}, {was}")
}

fn quoted(text: &str) -> String {
    format!("`{text}`")
}

/// Returns whether values are equal; filters are equal in any notation.
fn is_same_query(expected: &[String], was: &[String]) -> bool {
    if expected == was {
        return true;
    }
    let read = |values: &[String]| match values {
        [one] => one.parse::<Expression>().ok(),
        _ => None,
    };
    matches!((read(expected), read(was)), (Some(expected), Some(was)) if expected == was)
}

fn body(expected: &Body, received: &Received, lines: &mut Vec<String>) {
    let media = expected
        .content_type()
        .and_then(|it| it.to_str().ok())
        .unwrap_or_default();
    let Some(bytes) = expected.to_bytes() else {
        lines.push(
            "body: a file on disk or a reader can't be compared; give it as bytes".to_owned(),
        );
        return;
    };
    if let Some(parts) = multipart::read(media, &bytes) {
        for part in parts {
            let was = received.file(part.name());
            let is_same = was.as_ref().is_some_and(|it| it.bytes() == part.bytes());
            if !is_same {
                let was = was.map(|it| quoted(&it.text()));
                lines.push(line(part.name(), &quoted(&part.text()), was));
            }
        }
    } else if media.contains("x-www-form-urlencoded") {
        form(&bytes, received, lines);
    } else if media.contains("json") {
        match (serde_json::from_slice::<Value>(&bytes), received.json()) {
            (Ok(expected), Some(was)) => json("body", &expected, was, lines),
            (Ok(expected), None) => lines.push(line("body", &quoted(&expected.to_string()), None)),
            (Err(_), _) => {}
        }
    } else if bytes != *received.bytes() {
        let text = |bytes: &Bytes| quoted(&String::from_utf8_lossy(bytes));
        let was = received.has_body().then(|| text(received.bytes()));
        lines.push(line("body", &text(&bytes), was));
    }
}

fn form(expected: &[u8], received: &Received, lines: &mut Vec<String>) {
    let is_form = received
        .header(CONTENT_TYPE.as_str())
        .is_some_and(|it| it.contains("x-www-form-urlencoded"));
    let read = |bytes: &[u8]| -> Vec<(String, String)> {
        pairs(&String::from_utf8_lossy(bytes).replace('+', "%20")).collect()
    };
    let was = if is_form {
        read(received.bytes())
    } else {
        Vec::new()
    };
    for (name, value) in read(expected) {
        let values: Vec<&str> = was
            .iter()
            .filter(|(known, _)| *known == name)
            .map(|(_, value)| value.as_str())
            .collect();
        if !values.contains(&value.as_str()) {
            let was = (!values.is_empty()).then(|| quoted(&values.join(", ")));
            lines.push(line(&name, &quoted(&value), was));
        }
    }
}

/// The paths at which two values differ.
fn json(at: &str, expected: &Value, was: &Value, lines: &mut Vec<String>) {
    match (expected, was) {
        (Value::Object(expected), Value::Object(was)) => {
            for (name, value) in expected {
                let at = format!("{at}.{name}");
                match was.get(name) {
                    Some(was) => json(&at, value, was, lines),
                    None => lines.push(line(&at, &quoted(&value.to_string()), None)),
                }
            }
            for (name, value) in was {
                if !expected.contains_key(name) {
                    lines.push(format!(
                        "{at}.{name}: expected nothing, was {}",
                        quoted(&value.to_string())
                    ));
                }
            }
        }
        (Value::Array(expected), Value::Array(was)) if expected.len() == was.len() => {
            for (n, (expected, was)) in expected.iter().zip(was).enumerate() {
                json(&format!("{at}[{n}]"), expected, was, lines);
            }
        }
        (expected, was) if expected == was => {}
        (expected, was) => {
            let was = Some(quoted(&was.to_string()));
            lines.push(line(at, &quoted(&expected.to_string()), was));
        }
    }
}
