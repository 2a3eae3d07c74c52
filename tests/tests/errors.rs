//! The client's error for every documented failure, and for others.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a panic fails the test")]

mod support;

use std::time::Duration;

use sailpoint_isc::Error;
use sailpoint_isc::beta::models::{ErrorResponseDto, LocaleOrigin, MessageError};
use sailpoint_isc::runtime::serde_json::{Value, json};

use crate::support::{Answer, Document, answering, documents, example, send};

/// The status of each predicate.
fn predicates(error: &Error) -> [(u16, bool); 5] {
    [
        (401, error.is_unauthorized()),
        (403, error.is_forbidden()),
        (404, error.is_not_found()),
        (412, error.is_feature_disabled()),
        (429, error.is_rate_limited()),
    ]
}

/// The properties of every error response.
fn is_status(error: &Error, status: u16, operation: &str, body: &[u8]) {
    let context = format!("{status} of {operation}: {error}");
    assert_eq!(error.status().unwrap(), status, "{context}");
    for (own, holds) in predicates(error) {
        assert_eq!(holds, own == status, "{own}, {context}");
    }
    assert_eq!(error.body().unwrap(), body, "{context}");
    assert_eq!(error.operation(), Some(operation), "{context}");
    assert_eq!(error.attempts(), 1, "{context}");
    let passing = status == 408 || status == 429 || status >= 500;
    assert_eq!(error.is_retryable(), passing, "{context}");
    let other = [
        error.is_auth(),
        error.is_config(),
        error.is_connect(),
        error.is_decode(),
        error.is_request(),
        error.is_timeout(),
    ];
    assert_eq!(other, [false; 6], "{context}");
    let line = error.to_string();
    assert!(line.starts_with(&format!("{status} ")), "{context}");
    assert!(line.contains(&format!(", {operation}: ")), "{context}");
    assert!(!line.contains(['\n', '\r']), "{context}");
}

/// The error's view of the body against the body.
fn says(error: &Error, body: &Value) {
    let api = error
        .api_error()
        .expect("the body is in a form that the service uses");
    assert_eq!(&api.raw, body);
    let text = |name: &str| {
        body.get(name)
            .map(|it| it.as_str().unwrap().trim().to_owned())
    };
    assert_eq!(api.detail_code, text("detailCode"));
    assert_eq!(api.tracking_id, text("trackingId"));
    for (found, name) in [(&api.messages, "messages"), (&api.causes, "causes")] {
        let told = body.get(name).map_or(&[][..], |it| it.as_array().unwrap());
        assert_eq!(found.len(), told.len(), "{body}");
        for (found, told) in found.iter().zip(told) {
            assert_eq!(found.text, told["text"].as_str().unwrap());
            assert_eq!(found.locale.as_deref(), told["locale"].as_str());
            assert_eq!(
                found.locale_origin.as_deref(),
                told["localeOrigin"].as_str()
            );
        }
    }
    let message = api.messages.first().map(|message| message.text.clone());
    let message = message.or(text("message")).or(text("error")).unwrap();
    assert_eq!(api.message.as_ref(), Some(&message));
    let line = error.to_string();
    // The line drops the full stop at the end of the message.
    let message = message
        .strip_suffix('.')
        .map(str::to_owned)
        .or(Some(message));
    for part in [message, text("detailCode"), text("trackingId")] {
        let part = part.unwrap_or_default();
        assert!(line.contains(&part), "{part}: {line}");
    }
}

/// Calls every operation with each of its documented failures, and counts them.
async fn documented(document: &'static Document) -> usize {
    let mut failures = Vec::new();
    for operation in document.operations() {
        for (status, examples) in operation.responses() {
            if status >= 400 {
                failures.extend(examples.iter().map(|it| (operation.id, status, it.value)));
            }
        }
    }
    let answers = failures.iter().map(|(_, status, body)| {
        let answer = Answer::json(*status, body);
        if *status == 429 {
            answer.header("Retry-After", "7")
        } else {
            answer
        }
    });
    let (server, client) = answering(answers).await;
    for (operation, status, body) in &failures {
        let error = send(&client, document.api, operation, "e07a")
            .await
            .unwrap_err();
        is_status(&error, *status, operation, body.to_string().as_bytes());
        says(&error, body);
        let wait = (*status == 429).then_some(Duration::from_secs(7));
        assert_eq!(error.retry_after(), wait);
    }
    assert_eq!(
        server.received().len(),
        failures.len(),
        "nothing is sent twice"
    );
    failures.len()
}

#[tokio::test]
async fn every_documented_failure_of_beta() {
    assert_eq!(documented(&documents()[0]).await, 83);
}

#[tokio::test]
async fn every_documented_failure_of_v2026() {
    assert_eq!(documented(&documents()[1]).await, 129);
}

#[tokio::test]
async fn every_documented_failure_of_isc() {
    assert_eq!(documented(&documents()[2]).await, 129);
}

#[tokio::test]
async fn errors_display_on_one_line() {
    let forbidden = json!({
        "detailCode": "403.4 Forbidden",
        "trackingId": "d2a6",
        "messages": [
            {"locale": "de-DE", "localeOrigin": "REQUEST", "text": "Nein."},
            {"locale": "en-US", "localeOrigin": "DEFAULT", "text": "Not\r\n  for you."},
        ],
    });
    let cases = [
        (
            Answer::json(403, &forbidden),
            "403 [403.4 Forbidden] Not for you (trackingId d2a6)",
        ),
        (
            Answer::json(401, example("getEntitlement", 401)),
            "401 JWT validation failed: JWT is expired",
        ),
        (
            Answer::json(429, example("getEntitlement", 429)),
            "429 Rate Limit Exceeded",
        ),
        (
            Answer::new(502)
                .header("Content-Type", "text/html")
                .body("<html>\n<h1>Bad</h1>"),
            "502 Bad Gateway (body: 19 bytes of text/html)",
        ),
        (Answer::new(503), "503 Service Unavailable (empty body)"),
        (
            Answer::new(500).body(" upstream\n\treset "),
            "500 upstream reset",
        ),
        (
            Answer::new(404).body(b"\xff\xfe\x00".as_slice()),
            "404 Not Found (body: 3 bytes)",
        ),
        (
            Answer::json(422, &json!({"errorName": "Bad", "errorMessage": "No."})),
            "422 [Bad] No",
        ),
        (
            Answer::json(400, &json!({"detailMessage": "Too short."})),
            "400 Too short",
        ),
        (Answer::json(409, &json!({})), "409 Conflict"),
        (Answer::new(430), "430 unnamed status (empty body)"),
    ];
    let (answers, starts): (Vec<_>, Vec<_>) = cases.into_iter().unzip();
    let (_server, client) = answering(answers).await;
    for start in starts {
        let request = client.beta().entitlements().get_entitlement("e07a");
        let line = request.send().await.unwrap_err().to_string();
        let expected = format!("{start}, getEntitlement: GET /beta/entitlements/{{id}}");
        assert_eq!(line, expected);
    }
}

#[tokio::test]
async fn errors_keep_the_status_whatever_the_body() {
    let page = "<!DOCTYPE html>\n<title>Sign in</title>"
        .to_owned()
        .into_bytes();
    let long = "x".repeat(100_000).into_bytes();
    let bodies: [Vec<u8>; 10] = [
        Vec::new(),
        b" \r\n".to_vec(),
        b"no such route".to_vec(),
        b"\xc3\x28 \x00".to_vec(),
        b"{\"detailCode\": \"cut of".to_vec(),
        b"null".to_vec(),
        b"[]".to_vec(),
        b"{\"messages\": 7, \"causes\": {}, \"trackingId\": null}".to_vec(),
        page,
        long,
    ];
    let mut cases = Vec::new();
    for operation in [
        ("beta", "getEntitlement"),
        ("beta", "updateEntitlementsInBulk"),
        ("v2026", "listEntitlementConnections"),
    ] {
        for status in [
            308, 400, 401, 402, 403, 404, 408, 412, 418, 429, 451, 500, 502, 530,
        ] {
            cases.extend(bodies.iter().map(|body| (operation, status, body)));
        }
    }
    let answers = cases
        .iter()
        .map(|(_, status, body)| Answer::new(*status).body(body.as_slice()));
    let (server, client) = answering(answers).await;
    for ((api, operation), status, body) in &cases {
        let error = send(&client, api, operation, "e07a").await.unwrap_err();
        is_status(&error, *status, operation, body);
        assert_eq!(error.retry_after(), None);
    }
    assert_eq!(server.received().len(), 3 * 14 * 10);
}

#[tokio::test]
async fn errors_have_headers_and_bodies() {
    let answer = Answer::json(400, example("patchEntitlement", 400))
        .header("SLPT-Request-ID", "5c07")
        .header("Retry-After", "not a time");
    let (_server, client) = answering([answer]).await;
    let error = send(&client, "beta", "patchEntitlement", "e07a")
        .await
        .unwrap_err();
    assert_eq!(error.headers().unwrap()["slpt-request-id"], "5c07");
    assert_eq!(error.retry_after(), None);
    let body: ErrorResponseDto = error.decode_body().unwrap();
    assert_eq!(
        body.detail_code.as_deref(),
        Some("400.1 Bad Request Content")
    );
    let messages = body.messages.unwrap();
    assert_eq!(messages[1].locale_origin, Some(LocaleOrigin::Request));
    let causes = body.causes.unwrap();
    assert_eq!(
        (&causes[0].locale, &causes[0].locale_origin),
        (&None, &None)
    );
    let fault = error.decode_body::<Vec<MessageError>>().unwrap_err();
    assert_eq!(fault.path(), Some("$"));
}

#[tokio::test]
async fn errors_are_small_and_can_be_sent() {
    fn goes_anywhere<T: std::error::Error + Clone + Send + Sync + 'static>(_: &T) {}
    let (_server, client) = answering([Answer::json(403, example("getEntitlement", 403))]).await;
    let error = send(&client, "beta", "getEntitlement", "e07a")
        .await
        .unwrap_err();
    goes_anywhere(&error);
    assert_eq!(size_of::<Error>(), size_of::<usize>());
    let boxed: Box<dyn std::error::Error + Send + Sync> = error.clone().into();
    assert_eq!(boxed.to_string(), error.to_string());
    assert!(format!("{error:?}").contains("403"));
}

#[tokio::test]
async fn an_unreachable_server_is_a_connect_error() {
    // The port was free a moment ago, and is closed now.
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let closed = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let (server, _) = answering([]).await;
    let client = support::builder(&server).base_url(closed).build().unwrap();
    let error = send(&client, "beta", "getEntitlement", "e07a")
        .await
        .unwrap_err();
    assert!(error.is_connect() && error.is_retryable(), "{error}");
    assert_eq!((error.status(), error.attempts()), (None, 1));
    assert!(error.body().is_none() && error.headers().is_none() && error.api_error().is_none());
    let line = error.to_string();
    assert!(
        line.ends_with(", getEntitlement: GET /beta/entitlements/{id}"),
        "{line}"
    );
}
