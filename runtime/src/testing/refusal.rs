//! Error responses in the service's own format.

use serde_json::{Value, json};

use super::answer::Answer;
use super::description::{Operation, Reply};
use super::sample;
use crate::service::Service;

/// The documented success, the first if there are several.
pub(super) fn success(operation: &Operation) -> Answer {
    match operation.successes.first() {
        Some(reply) => documented(reply, operation),
        None => Answer::new(200),
    }
}

/// The documented response.
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

/// An error as the document describes it, or as the service is known to send it.
pub(super) fn failure(service: &Service, operation: Option<&Operation>, status: u16) -> Answer {
    Answer::json(status, &body(service, operation, status))
}

/// An error with a text.
pub(super) fn because(
    service: &Service,
    operation: Option<&Operation>,
    status: u16,
    text: &str,
) -> Answer {
    let mut body = body(service, operation, status);
    let mut general = general(service, status, text);
    let fields = &service.errors;
    let list = fields.messages.filter(|name| {
        let is_list = |body: &Value| body.get(*name).is_some_and(Value::is_array);
        is_list(&body) && is_list(&general)
    });
    if let Some(name) = list {
        body[name] = general[name].take();
        return Answer::json(status, &body);
    }
    let known = fields.message.iter().copied();
    let mut names = known.chain(["message", "detail", "error"]);
    match names.find(|name| body.get(*name).is_some_and(Value::is_string)) {
        Some(name) => body[name] = text.into(),
        None => body = general,
    }
    Answer::json(status, &body)
}

fn body(service: &Service, operation: Option<&Operation>, status: u16) -> Value {
    let documented = operation.and_then(|operation| {
        let reply = operation.failure(status)?;
        sample::reply(reply, &operation.types)
    });
    let known = || {
        let mut bodies = service.error_bodies.by_status.iter();
        let (_, text) = bodies.find(|(known, _)| *known == status)?;
        serde_json::from_str(text).ok()
    };
    documented
        .or_else(known)
        .unwrap_or_else(|| general(service, status, reason(status)))
}

/// The body of an error without a documented body: the service's format, or that of RFC 9457.
fn general(service: &Service, status: u16, text: &str) -> Value {
    let form = service.error_bodies.other;
    let form = form.and_then(|form| serde_json::from_str(form).ok());
    match form {
        Some(form) => filled(form, status, text),
        None => json!({"status": status, "title": reason(status), "detail": text}),
    }
}

/// A body with its placeholders replaced.
fn filled(value: Value, status: u16, text: &str) -> Value {
    match value {
        Value::String(form) => form
            .replace("{status}", &status.to_string())
            .replace("{reason}", reason(status))
            .replace("{text}", text)
            .into(),
        Value::Array(items) => items
            .into_iter()
            .map(|it| filled(it, status, text))
            .collect(),
        Value::Object(fields) => {
            let fields = fields.into_iter();
            Value::Object(
                fields
                    .map(|(name, it)| (name, filled(it, status, text)))
                    .collect(),
            )
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => value,
    }
}

fn reason(status: u16) -> &'static str {
    http::StatusCode::from_u16(status)
        .ok()
        .and_then(|it| it.canonical_reason())
        .unwrap_or("Error")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::service::{ErrorBodies, ErrorFields};

    static KNOWN: Service = Service::new()
        .errors(ErrorFields {
            messages: Some("texts"),
            text: &["text"],
            ..ErrorFields::NONE
        })
        .error_bodies(ErrorBodies {
            by_status: &[(401, r#"{"error":"no token"}"#)],
            other: Some(r#"{"code":"{status} {reason}","texts":[{"text":"{text}"}]}"#),
        });

    #[test]
    fn bodies_have_the_format_of_the_service() {
        let general = |text: &str| json!({"code": "404 Not Found", "texts": [{"text": text}]});
        assert_eq!(body(&KNOWN, None, 404), general("Not Found"));
        assert_eq!(body(&KNOWN, None, 401), json!({"error": "no token"}));
        let text = |answer: Answer| serde_json::from_slice::<Value>(&answer.body).unwrap();
        assert_eq!(
            text(because(&KNOWN, None, 404, "{status}?")),
            general("{status}?")
        );
        assert_eq!(
            text(because(&KNOWN, None, 401, "late")),
            json!({"error": "late"})
        );
    }

    #[test]
    fn bodies_of_an_unknown_service_are_problem_details() {
        let service = Service::new();
        let expected = json!({"status": 404, "title": "Not Found", "detail": "Not Found"});
        assert_eq!(body(&service, None, 404), expected);
    }
}
