//! Errors in the service's own form.

use serde_json::{Value, json};

use super::answer::Answer;
use super::description::{Operation, Reply};
use super::sample;

/// What the document shows for a success, the first where there are several.
pub(super) fn success(operation: &Operation) -> Answer {
    match operation.successes.first() {
        Some(reply) => documented(reply, operation),
        None => Answer::new(200),
    }
}

/// The answer that the document describes.
pub(super) fn documented(reply: &Reply, operation: &Operation) -> Answer {
    let status = reply.code();
    match (reply.is.as_deref(), reply.examples.first()) {
        (Some("text"), example) => {
            let text = example.and_then(Value::as_str).unwrap_or("text");
            Answer::new(status).text(text)
        }
        (Some(_), _) => Answer::new(status).body("application/octet-stream", "bytes"),
        (None, _) => match sample::reply(reply, &operation.types) {
            Some(value) => Answer::json(status, &value),
            None => Answer::new(status),
        },
    }
}

/// A failure as the document shows it, where it does.
pub(super) fn failure(operation: Option<&Operation>, status: u16) -> Answer {
    Answer::json(status, &body(operation, status))
}

/// A failure that says why.
pub(super) fn because(operation: Option<&Operation>, status: u16, text: &str) -> Answer {
    let mut body = body(operation, status);
    let replace = |body: &mut Value, name: &str| {
        let found = body.get_mut(name).filter(|it| it.is_string());
        found.map(|it| *it = text.into()).is_some()
    };
    if let Some(messages) = body.get_mut("messages").filter(|it| it.is_array()) {
        *messages = json!([{"locale": "en-US", "localeOrigin": "DEFAULT", "text": text}]);
    } else if !["message", "errorMessage", "detail", "error"]
        .iter()
        .any(|name| replace(&mut body, name))
    {
        body = general(status, text);
    }
    Answer::json(status, &body)
}

fn body(operation: Option<&Operation>, status: u16) -> Value {
    operation
        .and_then(|it| Some((it, it.failure(status)?)))
        .and_then(|(operation, reply)| sample::reply(reply, &operation.types))
        .unwrap_or_else(|| match status {
            401 => json!({"error": "JWT validation failed: JWT is expired"}),
            412 => json!({"message": " API/Feature not enabled for your organization."}),
            429 => json!({"message": " Rate Limit Exceeded "}),
            _ => general(status, reason(status)),
        })
}

fn general(status: u16, text: &str) -> Value {
    json!({
        "detailCode": format!("{status} {}", reason(status)),
        "trackingId": "00000000000000000000000000000000",
        "messages": [{"locale": "en-US", "localeOrigin": "DEFAULT", "text": text}],
        "causes": [],
    })
}

fn reason(status: u16) -> &'static str {
    http::StatusCode::from_u16(status)
        .ok()
        .and_then(|it| it.canonical_reason())
        .unwrap_or("Error")
}
