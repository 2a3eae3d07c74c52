//! Token requests that fail, and what a call says of it.

#![allow(clippy::unwrap_used, reason = "a panic fails the test")]

mod support;

use openapi_client_runtime::{ClientBuilder, Credentials};
use support::{Answer, Server, TestClock};

fn builder(server: &Server) -> ClientBuilder {
    support::builder(server).credentials(Credentials::client_credentials("an id", "s&cret"))
}

#[tokio::test]
async fn retries_the_token_endpoint() {
    let faults = [
        Answer::new(503),
        Answer::new(429).header("Retry-After", "7"),
        Answer::new(500),
        Answer::hang(),
    ];
    for fault in faults {
        let token = Answer::json(200, r#"{"access_token":"t","expires_in":749}"#);
        let server = Server::script(vec![fault, token, Answer::new(200)]).await;
        let client = builder(&server).clock(TestClock::new()).build().unwrap();
        assert_eq!(client.get("/x").send_empty().await.unwrap().attempts(), 1);
        assert_eq!(server.token_requests(), 2);
    }
}

#[tokio::test]
async fn a_token_endpoint_error_is_an_auth_error_with_its_text() {
    let refusal = Answer::json(
        401,
        r#"{"error":"invalid_client","error_description":"Bad client credentials"}"#,
    );
    let server = Server::script(vec![refusal]).await;
    let error = builder(&server)
        .build()
        .unwrap()
        .get("/x")
        .send_empty()
        .await
        .unwrap_err();
    assert!(
        error.is_auth() && !error.is_unauthorized() && !error.is_retryable(),
        "{error}"
    );
    let line = "can't get a token (the client authenticated in the body; `.basic()` of `Credentials` uses the header \
                `Authorization`): 401 [invalid_client] Bad client credentials, GET /x";
    assert_eq!(error.to_string(), line);
    assert_eq!(error.status().unwrap(), 401);
    assert_eq!(server.received().len(), 1);

    let server = Server::script(vec![Answer::new(404).body("<html>")]).await;
    let error = builder(&server)
        .build()
        .unwrap()
        .get("/x")
        .send_empty()
        .await
        .unwrap_err();
    assert!(
        error.is_auth() && !error.is_not_found(),
        "a wrong address is not a missing record: {error}"
    );
}

#[tokio::test]
async fn a_text_of_another_encoding_in_a_token_response_is_ignored() {
    let token = Answer::new(200).body(b"{\"access_token\":\"t\",\"org\":\"Caf\xe9\"}");
    let server = Server::script(vec![token, Answer::new(204)]).await;
    let client = builder(&server).build().unwrap();
    client.get("/x").send_empty().await.unwrap();

    let refusal = Answer::new(400).body(b"{\"error\":\"invalid_client\",\"hint\":\"acc\xe8s\"}");
    let server = Server::script(vec![refusal]).await;
    let sent = builder(&server).build().unwrap().get("/x").send_empty();
    let error = sent.await.unwrap_err();
    assert!(error.to_string().contains("400 invalid_client"), "{error}");
}

#[tokio::test]
async fn an_invalid_token_response_is_an_auth_error_without_the_token() {
    for body in [
        r#"{"access_token":7,"x":"hush"}"#,
        r#"{"token":"hush"}"#,
        "hush",
        "",
        r#"{"access_token":"hu\nsh"}"#,
    ] {
        let server = Server::script(vec![Answer::json(200, body)]).await;
        let error = builder(&server)
            .build()
            .unwrap()
            .get("/x")
            .send_empty()
            .await
            .unwrap_err();
        assert!(error.is_auth(), "{error}");
        assert!(!format!("{error} {error:?}").contains("hush"), "{error:?}");
    }
}

#[tokio::test]
async fn a_provider_that_fails_or_panics_is_an_auth_error() {
    let server = Server::script(vec![Answer::new(200)]).await;
    let failing = Credentials::provider(|| async { Err("the vault is sealed".into()) });
    let error = builder(&server)
        .credentials(failing)
        .build()
        .unwrap()
        .get("/x")
        .send_empty()
        .await
        .unwrap_err();
    assert!(
        error.is_auth() && error.to_string().contains("the vault is sealed"),
        "{error}"
    );
    let panicking =
        Credentials::provider(|| async { Err(std::env::var("PANIC ON PURPOSE").unwrap().into()) });
    let error = builder(&server)
        .credentials(panicking)
        .build()
        .unwrap()
        .get("/x")
        .send_empty()
        .await
        .unwrap_err();
    assert!(
        error.is_auth() && error.to_string().contains("panicked"),
        "{error}"
    );
    assert!(server.received().is_empty());
}
