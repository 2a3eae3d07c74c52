//! Responses: values, statuses, errors.

#![allow(clippy::unwrap_used, reason = "a panic fails the test")]

mod support;

use std::time::Duration;

use http::{Method, StatusCode};
use openapi_client_runtime::codegen::Operation;
use openapi_client_runtime::{DecodeError, Error, Reply, Retry};
use serde::Deserialize;
use serde_json::{Value, json};
use support::{Answer, Server, builder, client};

static PUT_THING: Operation =
    Operation::new("putThing", &support::BETA, Method::PUT, "/beta/things");

type Holds = fn(&Error) -> bool;

#[derive(Debug, PartialEq, Deserialize)]
struct Thing {
    id: String,
}

#[tokio::test]
async fn a_response_has_value_status_and_headers() {
    let answer = Answer::json(206, r#"[{"id":"a"}]"#)
        .header("X-Total-Count", "12345")
        .header("X-Deprecated", "TRUE");
    let server = Server::script(vec![answer]).await;
    let response = client(&server)
        .get("/x")
        .send_json::<Vec<Thing>>()
        .await
        .unwrap();
    assert_eq!(response.len(), 1);
    assert_eq!(response.status(), StatusCode::PARTIAL_CONTENT);
    assert_eq!(response.headers()["content-type"], "application/json");
    assert_eq!(response.total_count(), Some(12345));
    assert!(response.is_deprecated());
    assert_eq!(response.attempts(), 1);
    let (first, parts) = response.map(|mut things| things.remove(0)).into_parts();
    assert_eq!((first.id.as_str(), parts.attempts), ("a", 1));
}

/// Without facts about the service, no header has a count, no status means a disabled feature, and no limit holds.
#[tokio::test]
async fn an_unknown_service_has_no_facts() {
    let listed = Answer::json(200, "[]")
        .header("X-Total-Count", "12345")
        .header("X-Deprecated", "true");
    let refused = Answer::json(412, r#"{"trackingId":"e7ea","message":"no"}"#);
    let server = Server::script(vec![listed, refused]).await;
    let client = openapi_client_runtime::Client::builder()
        .base_url(server.url())
        .credentials(openapi_client_runtime::Credentials::none())
        .no_proxy()
        .build()
        .unwrap();
    let response = client.get("/x").send_json::<Vec<Thing>>().await.unwrap();
    assert_eq!(response.total_count(), None);
    assert!(!response.is_deprecated());
    let error = client.get("/x").send_empty().await.unwrap_err();
    assert!(!error.is_feature_disabled());
    assert_eq!(error.to_string(), "412 no, GET /x");
}

#[tokio::test]
async fn an_empty_response_is_none_or_an_error() {
    let server = Server::script(vec![Answer::new(204)]).await;
    let client = client(&server);
    assert_eq!(
        client
            .get("/x")
            .send_optional::<Thing>()
            .await
            .unwrap()
            .into_inner(),
        None
    );
    client.get("/x").send_empty().await.unwrap();
    // If any JSON is allowed, an empty body is allowed too.
    let any = client.get("/x").send_json::<Value>().await.unwrap();
    assert_eq!(any.into_inner(), Value::Null);
    let error = client.get("/x").send_json::<Thing>().await.unwrap_err();
    assert!(
        error.is_decode() && error.status() == Some(StatusCode::NO_CONTENT),
        "{error}"
    );
    assert_eq!(client.get("/x").send_text().await.unwrap().as_str(), "");
}

#[tokio::test]
async fn a_caller_can_decode_by_status() {
    let server = Server::script(vec![Answer::json(202, r#"{"id":"a"}"#)]).await;
    let by_status = |reply: &Reply| match reply.status().as_u16() {
        202 => reply.json::<Thing>().map(Some),
        204 => Ok(None),
        other => Err(DecodeError::new(format!("{other} is not documented"))),
    };
    let response = client(&server)
        .call(&PUT_THING)
        .send_by_status(by_status)
        .await
        .unwrap();
    assert_eq!(response.as_ref(), &Some(Thing { id: "a".into() }));
}

#[tokio::test]
async fn a_decode_error_says_where_and_keeps_the_body() {
    let server = Server::script(vec![Answer::json(200, r#"[{"id":"a"},{"id":null}]"#)]).await;
    let error = client(&server)
        .call(&PUT_THING)
        .send_json::<Vec<Thing>>()
        .await
        .unwrap_err();
    let text = error.to_string();
    assert!(
        text.starts_with("can't decode the 200 response: at $[1].id: invalid type: null"),
        "{text}"
    );
    assert!(
        text.ends_with(", putThing: PUT /beta/things; the server accepted the request"),
        "{text}"
    );
    assert!(error.is_decode() && !error.is_retryable());
    assert_eq!(
        error.decode_body::<Value>().unwrap(),
        json!([{"id": "a"}, {"id": null}])
    );
    let source = std::error::Error::source(&error).unwrap();
    assert!(
        source
            .downcast_ref::<DecodeError>()
            .is_some_and(|fault| fault.path() == Some("$[1].id"))
    );
}

#[tokio::test]
async fn statuses_become_errors_with_predicates() {
    let body = r#"{"detailCode":"403.4","trackingId":"e7ea","messages":[{"locale":"en-US","text":"Not allowed"}]}"#;
    let cases: [(u16, &str, Holds); 6] = [
        (401, r#"{"error":"JWT validation failed"}"#, |error| {
            error.is_unauthorized()
        }),
        (403, body, |error| error.is_forbidden()),
        (404, "", |error| error.is_not_found()),
        (
            412,
            r#"{"message":" API/Feature not enabled. "}"#,
            |error| error.is_feature_disabled(),
        ),
        (429, r#"{"message":" Rate Limit Exceeded "}"#, |error| {
            error.is_rate_limited() && error.is_retryable()
        }),
        (302, "<html>", |error| !error.is_retryable()),
    ];
    for (status, body, holds) in cases {
        let server = Server::script(vec![
            Answer::new(status).body(body).header("Retry-After", "7"),
        ])
        .await;
        let client = builder(&server).retry(Retry::none()).build().unwrap();
        let error = client.get("/x").send_empty().await.unwrap_err();
        assert!(holds(&error), "{error:?}");
        assert_eq!(error.status().unwrap(), status);
        assert_eq!(error.body().unwrap(), body);
        assert_eq!(error.retry_after(), Some(Duration::from_secs(7)));
        assert_eq!(error.headers().unwrap()["retry-after"], "7");
        assert!(!error.to_string().contains('\n'));
        if status == 403 {
            assert_eq!(
                error.api_error().unwrap().tracking_id.as_deref(),
                Some("e7ea")
            );
            assert_eq!(
                error.to_string(),
                "403 [403.4] Not allowed (trackingId e7ea), GET /x"
            );
        }
    }
}

#[test]
fn errors_are_small_and_can_be_sent() {
    fn travels<T: Send + Sync + 'static>() {}
    travels::<Error>();
    assert_eq!(size_of::<Error>(), size_of::<usize>());
}

#[tokio::test]
async fn the_future_of_a_call_is_small() {
    let server = Server::script(vec![Answer::new(200)]).await;
    let call = client(&server).get("/x").send_empty();
    assert!(
        size_of_val(&call) <= 6 * 1024,
        "{} bytes",
        size_of_val(&call)
    );
    call.await.unwrap();
}

#[tokio::test]
async fn a_refused_connection_is_a_connect_error() {
    let server = Server::script(vec![Answer::new(200)]).await;
    let closed = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .unwrap()
        .local_addr()
        .unwrap();
    let client = builder(&server)
        .base_url(format!("http://{closed}"))
        .retry(Retry::none())
        .build()
        .unwrap();
    let error = client
        .get("/x")
        .query("q", "private")
        .send_empty()
        .await
        .unwrap_err();
    assert!(error.is_connect() && error.is_retryable(), "{error:?}");
    assert!(!format!("{error} {error:?}").contains("private"));
    assert_eq!((error.attempts(), error.status()), (1, None));
}

#[tokio::test]
async fn redirects_are_followed_for_reads_within_the_origin() {
    let server = Server::start(|received, _| match received.target.as_str() {
        "/here" => Answer::new(302).header("Location", "/there"),
        "/loop" => Answer::new(307).header("Location", "/loop"),
        "/away" => Answer::new(302).header("Location", "http://localhost:9/steal"),
        _ => Answer::json(200, "1"),
    })
    .await;
    let credentials = openapi_client_runtime::Credentials::bearer("t");
    let client = builder(&server).credentials(credentials).build().unwrap();
    assert_eq!(*client.get("/here").send_json::<i32>().await.unwrap(), 1);
    for error in [
        client.post("/here").send_empty().await.unwrap_err(),
        client.get("/away").send_empty().await.unwrap_err(),
        client.get("/loop").send_empty().await.unwrap_err(),
    ] {
        assert!(error.status().unwrap().is_redirection(), "{error}");
    }
    assert_eq!(server.received().len(), 2 + 1 + 1 + 6);
}
