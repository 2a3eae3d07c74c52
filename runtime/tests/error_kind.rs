//! The kind of every error.

#![allow(clippy::unwrap_used, reason = "a panic fails the test")]

mod support;

use std::collections::BTreeSet;
use std::net::TcpListener;
use std::time::Duration;

use openapi_client_runtime::{
    AccessToken, Client, ClientBuilder, Credentials, Error, ErrorKind, File, Middleware,
    MiddlewareFuture, Next, Retry, Sending,
};
use support::{Answer, Server, TestClock, builder};

/// The longest time that any wait of these tests takes, by the test's clock.
const TIMEOUT: Duration = Duration::from_secs(3);

/// An error and its context.
type Found = (&'static str, Error);

/// The error of `GET /x` at a server with these responses, and with these settings.
async fn failed(responses: Vec<Answer>, set: impl Fn(ClientBuilder) -> ClientBuilder) -> Error {
    let server = Server::script(responses).await;
    let client = set(builder(&server).retry(Retry::none())).build().unwrap();
    client.get("/x").send_json::<u32>().await.unwrap_err()
}

/// The same, with a clock that passes a deadline after the request has arrived.
async fn expired(response: Answer, set: impl Fn(ClientBuilder) -> ClientBuilder) -> Error {
    let (server, clock) = (Server::script(vec![response]).await, TestClock::new());
    let base = builder(&server).retry(Retry::none()).clock(clock.clone());
    let client = set(base).build().unwrap();
    let call = client.get("/x").send_json::<u32>();
    let (result, ()) = tokio::join!(call, async {
        server.arrived(1).await;
        clock.expire(TIMEOUT).await;
    });
    result.unwrap_err()
}

/// The URL of a closed port.
fn closed() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    format!("http://{}", listener.local_addr().unwrap())
}

fn with_credentials(builder: ClientBuilder) -> ClientBuilder {
    builder.credentials(Credentials::client_credentials("id", "secret"))
}

/// Rejects every request.
struct Refuses;

impl Middleware for Refuses {
    fn call<'a>(&'a self, _: &'a mut Sending, _: Next<'a>) -> MiddlewareFuture<'a> {
        Box::pin(async { Err(Error::refused("read-only")) })
    }
}

fn config_errors() -> Vec<Found> {
    let built = |builder: ClientBuilder| builder.build().unwrap_err();
    let local = || Client::builder().base_url("http://127.0.0.1:1");
    vec![
        ("no base URL", built(Client::builder())),
        ("invalid base URL", built(Client::builder().base_url("::"))),
        ("no credentials", built(local())),
        (
            "invalid default header",
            built(
                local()
                    .credentials(Credentials::none())
                    .default_header("a b", "c"),
            ),
        ),
        (
            "credentials over plain http",
            built(with_credentials(
                Client::builder().base_url("http://example.com"),
            )),
        ),
    ]
}

async fn request_errors() -> Vec<Found> {
    let server = Server::script(vec![]).await;
    let client = support::client(&server);
    let refusing = builder(&server).middleware(Refuses).build().unwrap();
    let missing = File::from_path("/nowhere/at/all.csv").await;
    vec![
        (
            "unfilled parameter of the path",
            client.get("/{id}").send_empty().await.unwrap_err(),
        ),
        (
            "empty parameter of the path",
            client
                .get("/{id}")
                .path("id", "")
                .send_empty()
                .await
                .unwrap_err(),
        ),
        (
            "header of the client",
            client
                .get("/x")
                .header("Host", "x")
                .send_empty()
                .await
                .unwrap_err(),
        ),
        (
            "rejected by a middleware",
            refusing.get("/x").send_empty().await.unwrap_err(),
        ),
        ("missing file", missing.unwrap_err()),
    ]
}

async fn auth_errors() -> Vec<Found> {
    let closed = closed();
    let refused = |status| failed(vec![Answer::new(status)], with_credentials);
    vec![
        ("token endpoint answers 400", refused(400).await),
        ("token endpoint answers 401", refused(401).await),
        ("token endpoint answers 429", refused(429).await),
        ("token endpoint answers 503", refused(503).await),
        ("token endpoint answers without a token", refused(200).await),
        (
            "token endpoint is unreachable",
            failed(vec![], |builder| {
                with_credentials(builder).token_url(&closed)
            })
            .await,
        ),
        (
            "token endpoint does not respond",
            expired(Answer::silent(), |builder| {
                with_credentials(builder).attempt_timeout(TIMEOUT)
            })
            .await,
        ),
        (
            "token that is not allowed in a header",
            failed(vec![], |builder| {
                let provider = || async { Ok(AccessToken::new("a\nb")) };
                builder.credentials(Credentials::provider(provider))
            })
            .await,
        ),
    ]
}

async fn sending_errors() -> Vec<Found> {
    let closed = closed();
    let attempt = |builder: ClientBuilder| builder.attempt_timeout(TIMEOUT);
    let call = |builder: ClientBuilder| builder.timeout(TIMEOUT);
    vec![
        (
            "connect: closed port",
            failed(vec![], |builder| builder.base_url(&closed)).await,
        ),
        ("timeout: attempt", expired(Answer::silent(), attempt).await),
        (
            "timeout: slow headers",
            expired(Answer::new(200).slow(), attempt).await,
        ),
        ("timeout: call", expired(Answer::silent(), call).await),
        (
            "transport: closed without a response",
            failed(vec![Answer::hang()], |builder| builder).await,
        ),
    ]
}

async fn status_errors() -> Vec<(u16, Error)> {
    let mut found = Vec::new();
    for status in [302, 400, 401, 403, 404, 408, 409, 412, 429, 500, 503] {
        let responses = vec![Answer::json(status, "{}")];
        found.push((status, failed(responses, |builder| builder).await));
    }
    found
}

async fn decode_errors() -> Vec<Found> {
    let of = |response: Answer| failed(vec![response], |builder| builder.max_response_size(9));
    let stalled = Answer::json(200, "[1,").stall();
    vec![
        ("empty body", of(Answer::new(200)).await),
        ("not JSON", of(Answer::new(200).body("<html>")).await),
        ("another type", of(Answer::json(200, "\"x\"")).await),
        ("too large", of(Answer::json(200, "1".repeat(10))).await),
        ("incomplete", of(Answer::json(200, "[1,").cut()).await),
        (
            "stalled",
            expired(stalled, |builder| builder.read_timeout(TIMEOUT)).await,
        ),
    ]
}

fn check(kind: ErrorKind, found: Vec<Found>, seen: &mut BTreeSet<&'static str>) {
    for (fault, error) in found {
        assert_eq!(error.kind(), kind, "{fault}: {error}");
        seen.insert(kind.as_str());
    }
}

#[tokio::test]
async fn each_fault_has_its_kind() {
    let mut seen = BTreeSet::new();
    check(ErrorKind::Config, config_errors(), &mut seen);
    check(ErrorKind::Request, request_errors().await, &mut seen);
    check(ErrorKind::Auth, auth_errors().await, &mut seen);
    check(ErrorKind::Decode, decode_errors().await, &mut seen);
    for (fault, error) in sending_errors().await {
        let kind = error.kind();
        assert!(fault.starts_with(kind.as_str()), "{fault}: {kind}, {error}");
        seen.insert(kind.as_str());
    }
    for (status, error) in status_errors().await {
        assert_eq!(error.kind(), ErrorKind::Status, "{error}");
        assert_eq!(error.status().unwrap(), status, "{error}");
        seen.insert(error.kind().as_str());
    }
    let all = [
        "auth",
        "config",
        "connect",
        "decode",
        "request",
        "status",
        "timeout",
        "transport",
    ];
    assert!(seen.iter().eq(&all), "{seen:?}");
}

#[tokio::test]
async fn timeouts_have_the_kind_of_their_step() {
    let stalled = Answer::json(200, "[1,").stall();
    let decode = expired(stalled, |builder| builder.read_timeout(TIMEOUT)).await;
    let attempt = |builder: ClientBuilder| builder.attempt_timeout(TIMEOUT);
    let timeout = expired(Answer::silent(), attempt).await;
    let auth = expired(Answer::silent(), |builder| {
        with_credentials(builder).attempt_timeout(TIMEOUT)
    })
    .await;
    let kinds = [ErrorKind::Decode, ErrorKind::Timeout, ErrorKind::Auth];
    for (error, kind) in [decode, timeout, auth].into_iter().zip(kinds) {
        assert!(error.is_timeout() && error.kind() == kind, "{error}");
    }
}
