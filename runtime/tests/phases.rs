//! The phase that a timeout names.

#![allow(clippy::unwrap_used, reason = "a panic fails the test")]

mod support;

use std::time::Duration;

use openapi_client_runtime::{
    CallInfo, Client, ClientBuilder, Credentials, Limiter, LimiterFuture, Middleware,
    MiddlewareFuture, Next, RateLimit, Retry, Sending, reqwest,
};
use support::{Answer, Server, TestClock, raw};

/// A limiter that admits nothing.
struct Closed;

impl Limiter for Closed {
    fn acquire<'a>(&'a self, _: CallInfo<'a>) -> LimiterFuture<'a> {
        Box::pin(std::future::pending())
    }

    fn pause(&self, _: CallInfo<'_>, _: Duration) {}
}

/// A middleware that never continues.
struct Stuck;

impl Middleware for Stuck {
    fn call<'a>(&'a self, _: &'a mut Sending, _: Next<'a>) -> MiddlewareFuture<'a> {
        Box::pin(std::future::pending())
    }
}

/// The error of a GET whose timeout passes.
async fn late(url: &str, set: impl FnOnce(ClientBuilder) -> ClientBuilder) -> String {
    let (clock, timeout) = (TestClock::manual(), Duration::from_secs(7));
    let builder = Client::builder()
        .base_url(url)
        .credentials(Credentials::none())
        .rate_limit(RateLimit::none())
        .clock(clock.clone());
    let client = set(builder).timeout(timeout).build().unwrap();
    let call = tokio::spawn(client.get("/x").send_empty());
    clock.awaited(timeout).await;
    // The call gets as far as it can.
    tokio::time::sleep(Duration::from_millis(50)).await;
    clock.advance(timeout);
    let error = call.await.unwrap().unwrap_err();
    assert!(error.is_timeout() && error.is_retryable(), "{error}");
    let line = error.to_string();
    let line = line.strip_prefix("the call took longer than 7s: ");
    let line = line.expect("it is the call's timeout");
    let phase = line.strip_suffix(" for 7s, GET /x");
    phase.expect("the phase took all the time").to_owned()
}

#[tokio::test]
async fn a_timeout_says_in_which_phase_and_for_how_long() {
    let silent = Server::script(vec![Answer::silent()]).await;
    let token = |builder: ClientBuilder| {
        let builder = builder.token_url(format!("{}/token", silent.url()));
        builder.credentials(Credentials::client_credentials("id", "secret"))
    };
    assert_eq!(late(silent.url(), token).await, "waiting for a token");
    let limiter = |builder: ClientBuilder| builder.limiter(Closed);
    assert_eq!(
        late(silent.url(), limiter).await,
        "waiting for the rate limiter"
    );
    let middleware = |builder: ClientBuilder| builder.middleware(Stuck);
    assert_eq!(late(silent.url(), middleware).await, "in middleware");
    let plain = |builder: ClientBuilder| builder;
    let either = "connecting, or waiting for the response";
    assert_eq!(late(silent.url(), plain).await, either);
    let own = |builder: ClientBuilder| builder.http_client(reqwest::Client::new());
    assert_eq!(late(silent.url(), own).await, either);
    // After the time to connect it is known which.
    let connects = |builder: ClientBuilder| builder.connect_timeout(Duration::from_secs(5));
    let phase = late(silent.url(), connects).await;
    assert_eq!(phase, "waiting for the response");
    let stalling = Server::script(vec![Answer::json(200, "[").stall()]).await;
    assert_eq!(late(stalling.url(), plain).await, "reading the response");
    // The handshake is a part of connecting.
    let deaf = format!("https://{}", raw::no_tls(b"").await);
    assert_eq!(late(&deaf, plain).await, either);
}

#[tokio::test]
async fn a_timeout_names_pauses_and_turns() {
    let busy = Answer::new(429).header("Retry-After", "5");
    let server = Server::script(vec![busy]).await;
    let (clock, whole) = (TestClock::manual(), Duration::from_secs(3));
    let client = support::builder(&server)
        .max_requests_in_flight(1)
        .clock(clock.clone())
        .build()
        .unwrap();
    let first = tokio::spawn(client.get("/x").send_empty());
    clock.awaited(Duration::from_secs(5)).await;
    // The second waits for the limiter, and the third for the second.
    let second = tokio::spawn(client.get("/x").timeout(whole).send_empty());
    clock.awaited(Duration::from_secs(6)).await;
    let shorter = Duration::from_secs(2);
    let third = tokio::spawn(client.get("/x").timeout(shorter).send_empty());
    clock.expire(shorter).await;
    let line = third.await.unwrap().unwrap_err().to_string();
    assert!(
        line.ends_with(": waiting for other requests in flight for 2s, GET /x"),
        "{line}"
    );
    clock.advance(whole.checked_sub(shorter).unwrap());
    let line = second.await.unwrap().unwrap_err().to_string();
    assert!(
        line.ends_with(": pausing after a 429 for 3s, GET /x"),
        "{line}"
    );
    first.abort();
}

#[tokio::test]
async fn the_time_to_connect_is_named() {
    let url = format!("https://{}", raw::no_tls(b"").await);
    let client = Client::builder()
        .base_url(&url)
        .credentials(Credentials::none())
        .connect_timeout(Duration::from_millis(50))
        .retry(Retry::none())
        .build()
        .unwrap();
    let error = client.post("/x").send_empty().await.unwrap_err();
    assert!(error.is_connect() && error.is_timeout(), "{error}");
    let host = url.trim_start_matches("https://");
    let line = format!("can't connect to {host}: no connection within 50ms, POST /x");
    assert_eq!(error.to_string(), line);
}

#[tokio::test]
async fn an_upload_that_the_server_does_not_read_is_named() {
    let address = raw::listen(|stream, _| async move {
        let _stream = stream;
        std::future::pending::<()>().await;
    });
    let url = format!("http://{}", address.await);
    let (clock, timeout) = (TestClock::new(), Duration::from_secs(7));
    let client = Client::builder()
        .base_url(url)
        .credentials(Credentials::none())
        .timeout(timeout)
        .connect_timeout(Duration::from_secs(5))
        .clock(clock.clone())
        .build()
        .unwrap();
    let body = vec![b' '; 64 << 20];
    let call = tokio::spawn(client.post("/x").bytes("text/plain", body).send_empty());
    clock.awaited(timeout).await;
    tokio::time::sleep(Duration::from_millis(100)).await;
    clock.advance(timeout);
    let error = call.await.unwrap().unwrap_err();
    let line = error.to_string();
    assert!(line.contains(": sending the body for 7s"), "{line}");
}
