//! The cause of an error: in its one line, in its predicates, and in whether the request is repeated.

#![allow(clippy::unwrap_used, reason = "a panic fails the test")]

mod support;

use std::time::Duration;

use openapi_client_runtime::{
    CallInfo, Client, ClientBuilder, Credentials, Error, Limiter, LimiterFuture, Middleware,
    MiddlewareFuture, Next, RateLimit, Retry, Sending, Timeouts, reqwest,
};
use support::raw::{self, AUTHORITY, Count};
use support::{Answer, Server, TestClock};
use tokio::io::AsyncWriteExt as _;

/// A client whose calls or whose token requests reach a broken server.
struct Case {
    name: &'static str,
    /// The URL of the server.
    url: String,
    set: Box<dyn Fn(ClientBuilder) -> ClientBuilder>,
    /// Part of the line.
    cause: &'static str,
    can_pass: bool,
    /// The number of requests of a policy with five attempts.
    attempts: u32,
}

impl Case {
    fn new(name: &'static str, url: impl Into<String>, cause: &'static str) -> Self {
        Self {
            name,
            url: url.into(),
            set: Box::new(|builder| builder),
            cause,
            can_pass: false,
            attempts: 1,
        }
    }

    fn through(mut self, proxy: String) -> Self {
        self.set = Box::new(move |builder| builder.proxy(format!("http://{proxy}")));
        self
    }

    fn passes_after(mut self, attempts: u32) -> Self {
        (self.can_pass, self.attempts) = (true, attempts);
        self
    }

    fn builder(&self) -> (ClientBuilder, TestClock) {
        let clock = TestClock::new();
        let builder = Client::builder()
            .rate_limit(RateLimit::none())
            .clock(clock.clone());
        ((self.set)(builder), clock)
    }

    fn check(&self, error: &Error, clock: &TestClock) {
        let (name, line) = (self.name, error.to_string());
        assert!(line.contains(self.cause), "{name}: {line}");
        assert_eq!(error.is_retryable(), self.can_pass, "{name}: {line}");
        assert_eq!(error.attempts(), self.attempts, "{name}: {line}");
        let repeated = clock.sleeps().len();
        assert_eq!(repeated, self.attempts as usize - 1, "{name}: {line}");
        assert!(!error.may_have_been_applied(), "{name}: {line}");
    }
}

async fn plain(bytes: &'static [u8]) -> String {
    raw::listen(move |mut stream, _| async move {
        raw::request(&mut stream).await;
        let _ = stream.write_all(bytes).await;
        stream.shutdown().await
    })
    .await
}

/// A server that writes these bytes instead of the server's hello.
async fn no_tls(bytes: &'static [u8]) -> String {
    raw::listen(move |mut stream, _| async move {
        let _ = stream.write_all(bytes).await;
        let mut rest = Vec::new();
        tokio::io::AsyncReadExt::read_to_end(&mut stream, &mut rest).await
    })
    .await
}

async fn untrusted() -> String {
    let acceptor = raw::acceptor(&[]);
    raw::listen(move |stream, _| {
        let acceptor = acceptor.clone();
        async move { acceptor.accept(stream).await.is_ok() }
    })
    .await
}

fn closed() -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().to_string()
}

/// Connections that fail.
async fn unconnected() -> Vec<Case> {
    let refusing = plain(b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n").await;
    let busy = plain(b"HTTP/1.1 503 Busy\r\n\r\n").await;
    let https = |address: String| format!("https://{address}");
    vec![
        Case::new("refused", format!("http://{}", closed()), "refused").passes_after(5),
        Case::new("look-up", "https://no-such-host.invalid", "lookup").passes_after(2),
        Case::new("certificate", https(untrusted().await), "certificate"),
        Case::new(
            "no TLS",
            https(no_tls(b"HTTP/1.1 400 Bad Request\r\n\r\n").await),
            "corrupt message",
        ),
        Case::new(
            "alert",
            https(no_tls(b"\x15\x03\x03\x00\x02\x02\x28").await),
            "alert",
        ),
        Case::new("407", "https://api.example", "asks for credentials").through(refusing),
        Case::new("503", "https://api.example", "the proxy refused")
            .through(busy)
            .passes_after(5),
        Case::new(
            "no proxy",
            "https://api.example",
            "the proxy can't be reached",
        )
        .through(closed())
        .passes_after(5),
    ]
}

#[tokio::test]
async fn a_connection_that_fails_names_its_cause_and_is_repeated_only_if_it_can_pass() {
    for case in unconnected().await {
        let (builder, clock) = case.builder();
        let client = builder
            .base_url(&case.url)
            .credentials(Credentials::none())
            .build()
            .unwrap();
        let error = client.post("/x").send_empty().await.unwrap_err();
        case.check(&error, &clock);
        assert!(error.is_connect(), "{error}");
        assert!(
            error.to_string().starts_with("can't connect to "),
            "{error}"
        );
    }
}

#[tokio::test]
async fn a_token_request_that_fails_names_its_cause() {
    let mut cases = unconnected().await;
    let page = "<html><title>Sign in</title>";
    for (status, can_pass) in [(200, false), (403, false), (503, true)] {
        let server = Server::script(vec![Answer::new(status).body(page)]).await;
        let mut case = Case::new("page", server.url(), "text/html with the title \"Sign in\"");
        if can_pass {
            case = case.passes_after(5);
        }
        cases.push(case);
    }
    for (code, can_pass) in [("invalid_scope", false), ("temporarily_unavailable", true)] {
        let body = format!(r#"{{"error":"{code}","error_description":"Hush"}}"#);
        let server = Server::script(vec![Answer::json(200, body)]).await;
        let mut case = Case::new("OAuth", server.url(), "] Hush");
        case.can_pass = can_pass;
        cases.push(case);
    }
    let server = Server::script(vec![Answer::hang()]).await;
    cases.push(Case::new("closed", server.url(), "broke: connection closed").passes_after(5));
    let server = Server::script(vec![Answer::json(200, "{\"access_token\":\"t").cut()]).await;
    cases.push(Case::new("cut", server.url(), "the body was cut off").passes_after(5));
    let server = Server::script(vec![Answer::json(200, "{\"access_token\":7}")]).await;
    cases.push(Case::new("no token", server.url(), "has no access_token"));
    let operation = Server::script(vec![Answer::new(200)]).await;
    for case in cases {
        let (builder, clock) = case.builder();
        let client = builder
            .base_url(operation.url())
            .token_url(format!("{}/token", case.url))
            .credentials(Credentials::client_credentials("id", "hush"))
            .build()
            .unwrap();
        let error = client.post("/x").send_empty().await.unwrap_err();
        case.check(&error, &clock);
        assert!(
            error.is_auth() && !error.is_connect() && !error.is_decode(),
            "{error}"
        );
        let line = error.to_string();
        assert!(line.starts_with("can't get a token: "), "{line}");
        assert!(!format!("{error:?}").contains("hush"), "{error:?}");
        if case.attempts > 1 {
            let end = format!(", POST /x, after {} attempts", case.attempts);
            assert!(line.ends_with(&end), "{line}");
        }
    }
    assert!(operation.received().is_empty());
}

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
    assert_eq!(late(silent.url(), plain).await, "waiting for the response");
    let own = |builder: ClientBuilder| builder.http_client(reqwest::Client::new());
    assert_eq!(
        late(silent.url(), own).await,
        "connecting, or waiting for the response"
    );
    let stalling = Server::script(vec![Answer::json(200, "[").stall()]).await;
    assert_eq!(late(stalling.url(), plain).await, "reading the response");
    // The handshake is a part of connecting.
    let deaf = format!("https://{}", no_tls(b"").await);
    assert_eq!(late(&deaf, plain).await, "connecting");
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
async fn an_attempt_that_times_out_while_it_connects_is_a_connection_failure() {
    let url = format!("https://{}", no_tls(b"").await);
    let clock = TestClock::new();
    let timeout = Duration::from_secs(2);
    let client = Client::builder()
        .base_url(url)
        .credentials(Credentials::none())
        .timeouts(Timeouts::default().attempt(timeout))
        .retry(Retry::default().max_attempts(2))
        .clock(clock.clone())
        .build()
        .unwrap();
    let call = tokio::spawn(client.post("/x").send_empty());
    for _ in 0..2 {
        clock.awaited(timeout).await;
        tokio::time::sleep(Duration::from_millis(50)).await;
        clock.advance(timeout);
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let error = call.await.unwrap().unwrap_err();
    assert!(
        error.is_connect() && error.is_timeout() && !error.may_have_been_applied(),
        "{error}"
    );
    assert_eq!(
        error.to_string(),
        "can't connect: no connection within 2s, POST /x, after 2 attempts"
    );
}

#[tokio::test]
async fn the_time_to_connect_is_named() {
    let url = format!("https://{}", no_tls(b"").await);
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

fn simple(server: &Server) -> Client {
    support::builder(server)
        .clock(TestClock::new())
        .rate_limit(RateLimit::none())
        .build()
        .unwrap()
}

#[tokio::test]
async fn a_page_is_named_instead_of_its_first_character() {
    let page = "<!doctype html><title>Maintenance &amp; rest</title>";
    let described = "text/html with the title \"Maintenance & rest\"";
    for (status, media_type) in [
        (200, "text/html"),
        (200, "application/json"),
        (502, "text/html"),
    ] {
        let answer = Answer::new(status).header("Content-Type", media_type);
        let server = Server::script(vec![answer.body(page)]).await;
        let error = simple(&server)
            .post("/x")
            .send_json::<u8>()
            .await
            .unwrap_err();
        let line = error.to_string();
        assert!(
            line.contains(described) && !line.contains("line 1"),
            "{line}"
        );
        assert_eq!(error.status().unwrap(), status);
    }
}

#[tokio::test]
async fn a_redirect_that_is_not_followed_names_its_target() {
    let cases = [
        (
            "https://user:hush@login.example/a?token=hush#hush",
            "https://login.example/a?…",
        ),
        ("//login.example/a", "//login.example/a"),
        ("", "an empty `Location`"),
        ("#here", "an empty `Location`"),
    ];
    for (location, shown) in cases {
        for status in [301, 302, 303, 307, 308] {
            let answer = Answer::new(status).header("Location", location);
            let server = Server::script(vec![answer]).await;
            let error = simple(&server).get("/x").send_empty().await.unwrap_err();
            let line = error.to_string();
            assert!(line.contains(&format!(" to {shown}, GET /x")), "{line}");
            assert!(!line.contains("hush"), "{line}");
            assert_eq!((error.attempts(), server.received().len()), (1, 1));
        }
    }
    let answer = Answer::new(304).header("Location", "/y");
    let server = Server::script(vec![answer]).await;
    let error = simple(&server).get("/x").send_empty().await.unwrap_err();
    assert_eq!(
        (error.status().unwrap().as_u16(), server.received().len()),
        (304, 1)
    );
}

#[tokio::test]
async fn a_url_that_is_too_long_says_so() {
    for (status, length, is_named) in [(414, 3_000, true), (400, 9_000, true), (400, 3_000, false)]
    {
        let server = Server::script(vec![Answer::new(status)]).await;
        let long = "x".repeat(length);
        let call = simple(&server)
            .get("/x")
            .query("filters", long)
            .send_empty();
        let line = call.await.unwrap_err().to_string();
        let all = server.url().len() + "/x?filters=".len() + length;
        let named = line.contains(&format!("the URL has {all} bytes: split the filter"));
        assert_eq!(named, is_named, "{line}");
    }
    let server = Server::script(vec![Answer::new(200)]).await;
    let long = "x".repeat(70_000);
    let call = simple(&server)
        .get("/x")
        .query("filters", long)
        .send_empty();
    let error = call.await.unwrap_err();
    assert!(error.is_request() && error.attempts() == 0, "{error}");
    let line = error.to_string();
    assert!(
        line.contains(" bytes") && line.contains("split the filter"),
        "{line}"
    );
    assert!(server.received().is_empty());
}

type Setting = fn(ClientBuilder, Duration) -> ClientBuilder;

#[tokio::test]
async fn settings_that_an_own_http_client_ignores_are_errors() {
    let second = Duration::from_secs(1);
    let settings: [(&str, Setting); 10] = [
        ("proxy", |builder, _| builder.proxy("http://127.0.0.1:1")),
        ("no_proxy", |builder, _| builder.no_proxy()),
        ("add_root_certificates", |builder, _| {
            builder.add_root_certificates(AUTHORITY)
        }),
        ("client_identity", |builder, _| {
            builder.client_identity(AUTHORITY, AUTHORITY)
        }),
        ("connect_timeout", ClientBuilder::connect_timeout),
        ("idle_timeout", ClientBuilder::idle_timeout),
        ("max_idle_connections", |builder, _| {
            builder.max_idle_connections(1)
        }),
        ("http2_pings", |builder, second| {
            builder.http2_pings(second, second)
        }),
        ("no_http2_pings", |builder, _| builder.no_http2_pings()),
        ("http1_only", |builder, _| builder.http1_only()),
    ];
    for (name, set) in settings {
        let builder = Client::builder()
            .base_url("https://acme.example")
            .credentials(Credentials::none())
            .http_client(reqwest::Client::new());
        let error = set(builder, second).build().unwrap_err();
        assert!(error.is_config(), "{error}");
        let line = error.to_string();
        assert!(
            line.contains(&format!("`{name}`")) && line.contains("`http_client`"),
            "{line}"
        );
    }
}

/// A middleware that refuses attempts.
struct Refusing(Count);

impl Middleware for Refusing {
    fn attempt<'a>(&'a self, _: &'a mut Sending, _: Next<'a>) -> MiddlewareFuture<'a> {
        self.0.add();
        Box::pin(async { Err(Error::refused("read-only")) })
    }
}

#[tokio::test]
async fn only_requests_that_were_sent_are_counted() {
    let server = Server::script(vec![Answer::new(200)]).await;
    let asked = Count::default();
    let client = support::builder(&server).middleware(Refusing(asked.clone()));
    let error = client
        .build()
        .unwrap()
        .get("/x")
        .send_empty()
        .await
        .unwrap_err();
    assert_eq!((error.attempts(), asked.get()), (0, 1));
}
