//! The cause of an error: in its one line, in its predicates, and in whether the request is repeated.

#![allow(clippy::unwrap_used, reason = "a panic fails the test")]

mod support;

use std::time::Duration;

use openapi_client_runtime::{
    Client, ClientBuilder, Credentials, Error, Middleware, MiddlewareFuture, Next, RateLimit,
    Sending, reqwest,
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
            https(raw::no_tls(b"HTTP/1.1 400 Bad Request\r\n\r\n").await),
            "corrupt message",
        ),
        Case::new(
            "alert",
            https(raw::no_tls(b"\x15\x03\x03\x00\x02\x02\x28").await),
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
    for (status, all, is_named) in [
        (414, 3_000, true),
        (400, 8_001, true),
        (400, 8_000, false),
        (404, 9_000, false),
    ] {
        let server = Server::script(vec![Answer::new(status)]).await;
        let long = "x".repeat(all - server.url().len() - "/x?filters=".len());
        let call = simple(&server)
            .get("/x")
            .query("filters", long)
            .send_empty();
        let line = call.await.unwrap_err().to_string();
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
