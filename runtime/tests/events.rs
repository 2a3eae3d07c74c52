//! Waits, retries and token requests, as middleware sees them.

#![allow(clippy::unwrap_used, reason = "a panic fails the test")]

mod support;

use std::fmt::Write as _;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use openapi_client_runtime::{
    CallEvent, CallEventKind, Client, Credentials, Middleware, RateLimit, Retry,
};
use support::{Answer, Server, TestClock, builder};

/// What an event says.
#[derive(Debug, Clone, PartialEq)]
struct Seen {
    kind: CallEventKind,
    /// Method, and URL without the origin of the server.
    target: String,
    status: Option<u16>,
    duration: Duration,
    attempts: u32,
}

impl Seen {
    fn new(
        kind: CallEventKind,
        target: &str,
        status: impl Into<Option<u16>>,
        attempts: u32,
    ) -> Self {
        Self {
            kind,
            target: target.to_owned(),
            status: status.into(),
            duration: Duration::ZERO,
            attempts,
        }
    }

    fn lasting(mut self, duration: Duration) -> Self {
        self.duration = duration;
        self
    }
}

/// Keeps all events, and their text.
#[derive(Clone, Default)]
struct Log {
    events: Arc<Mutex<Vec<Seen>>>,
    text: Arc<Mutex<String>>,
    origin: String,
}

impl Log {
    fn of(server: &Server) -> Self {
        let origin = server.url().to_owned();
        Self {
            origin,
            ..Self::default()
        }
    }

    fn seen(&self) -> Vec<Seen> {
        std::mem::take(&mut *self.events.lock().unwrap())
    }
}

impl Middleware for Log {
    fn event(&self, event: &CallEvent<'_>) {
        let url = event.url().strip_prefix(&self.origin);
        let seen = Seen {
            kind: event.kind(),
            target: format!("{} {}", event.method(), url.unwrap_or(event.url())),
            status: event.status().map(|status| status.as_u16()),
            duration: event.duration(),
            attempts: event.attempts(),
        };
        self.events.lock().unwrap().push(seen);
        write!(self.text.lock().unwrap(), "{event:?}").unwrap();
    }
}

async fn call(client: &Client) -> openapi_client_runtime::Result<()> {
    let call = client.get("/beta/{x}?secret=query").path("x", 7);
    call.send_empty().await.map(|_| ())
}

const CALL: &str = "GET /beta/{x}";
const TOKEN: &str = "POST /oauth/token";

#[tokio::test]
async fn sees_token_requests_retries_and_waits() {
    let server = Server::tenant(|_, earlier| match earlier {
        0 => Answer::new(503),
        1 => Answer::new(429).header("Retry-After", "7"),
        _ => Answer::new(200),
    })
    .await;
    let log = Log::of(&server);
    let client = builder(&server)
        .credentials(Credentials::client_credentials("id", "secret"))
        .clock(TestClock::new())
        .middleware(log.clone())
        .build()
        .unwrap();
    call(&client).await.unwrap();
    let seen = log.seen();
    let [backoff, pause] = [3, 5].map(|at: usize| seen[at].duration);
    assert!(pause >= Duration::from_secs(7), "{pause:?}");
    let expected = [
        Seen::new(CallEventKind::TokenRequest, TOKEN, 200, 1),
        Seen::new(CallEventKind::TokenWait, CALL, None, 0),
        Seen::new(CallEventKind::Retry, CALL, 503, 1).lasting(backoff),
        Seen::new(CallEventKind::Backoff, CALL, None, 1).lasting(backoff),
        Seen::new(CallEventKind::Retry, CALL, 429, 2).lasting(pause),
        Seen::new(CallEventKind::Pause, CALL, None, 2).lasting(pause),
    ];
    assert_eq!(seen, expected);
    let text = log.text.lock().unwrap().clone();
    assert!(
        !text.contains("secret") && !text.contains("token-1"),
        "{text}"
    );

    call(&client).await.unwrap();
    assert_eq!(log.seen(), [], "nothing but one request");
}

#[tokio::test]
async fn sees_the_retries_of_token_requests() {
    let server = Server::start(|received, earlier| match earlier {
        0 => Answer::new(500),
        1 => Answer::new(429).header("Retry-After", "3"),
        2 => Answer::hang(),
        _ if received.target.starts_with("/own") => Answer::json(200, r#"{"access_token":"t"}"#),
        _ => Answer::new(200),
    })
    .await;
    let log = Log::of(&server);
    let client = builder(&server)
        .credentials(Credentials::client_credentials("id", "secret"))
        .token_url(format!("{}/own?key=secret", server.url()))
        .clock(TestClock::new())
        .middleware(log.clone())
        .build()
        .unwrap();
    call(&client).await.unwrap();
    let seen = log.seen();
    let kinds: Vec<_> = seen
        .iter()
        .map(|it| (it.kind.as_str(), it.status))
        .collect();
    let expected = [
        ("token_request", Some(500)),
        ("retry", Some(500)),
        ("backoff", None),
        ("token_request", Some(429)),
        ("retry", Some(429)),
        ("pause", None),
        ("token_request", None),
        ("retry", None),
        ("backoff", None),
        ("token_request", Some(200)),
        ("token_wait", None),
    ];
    assert_eq!(kinds, expected);
    assert!(
        seen[..10].iter().all(|it| it.target == "POST /own"),
        "{seen:?}"
    );
    assert!(!log.text.lock().unwrap().contains("secret"));
}

#[tokio::test]
async fn sees_waits_for_the_limiter_and_for_a_turn() {
    let clock = TestClock::new();
    let server = Server::script(vec![Answer::new(200)]).await;
    let log = Log::of(&server);
    let client = builder(&server)
        .rate_limit(RateLimit::new(1, Duration::from_secs(10)))
        .clock(clock.clone())
        .middleware(log.clone())
        .build()
        .unwrap();
    call(&client).await.unwrap();
    call(&client).await.unwrap();
    let wait = Seen::new(CallEventKind::LimiterWait, CALL, None, 0);
    assert_eq!(log.seen(), [wait.lasting(Duration::from_secs(10))]);
}

#[tokio::test]
async fn sees_the_wait_of_a_caller_that_gives_up() {
    let clock = TestClock::manual();
    let server = Server::script(vec![Answer::silent()]).await;
    let log = Log::of(&server);
    let client = builder(&server)
        .max_requests_in_flight(1)
        .retry(Retry::none())
        .clock(clock.clone())
        .middleware(log.clone())
        .build()
        .unwrap();
    let silent = tokio::spawn(client.get("/a").send_empty());
    server.arrived(1).await;
    let late = client.get("/b").timeout(Duration::from_secs(7));
    let late = tokio::spawn(late.send_empty());
    clock.expire(Duration::from_secs(7)).await;
    assert!(late.await.unwrap().unwrap_err().is_timeout());
    let wait = Seen::new(CallEventKind::TurnWait, "GET /b", None, 0);
    assert_eq!(log.seen(), [wait.lasting(Duration::from_secs(7))]);

    let dropped = tokio::spawn(client.get("/c").send_empty());
    clock.awaited(Duration::from_secs(1)).await;
    dropped.abort();
    dropped.await.unwrap_err();
    assert_eq!(
        log.seen(),
        [Seen::new(CallEventKind::TurnWait, "GET /c", None, 0)]
    );
    silent.abort();
}

#[tokio::test]
async fn a_shared_token_is_requested_for_the_client_that_needs_it() {
    let server = Server::tenant(|_, _| Answer::new(200)).await;
    let client = builder(&server)
        .credentials(Credentials::client_credentials("id", "secret"))
        .build()
        .unwrap();
    let log = Log::of(&server);
    let other = client.to_builder().middleware(log.clone()).build().unwrap();
    call(&other).await.unwrap();
    let kinds: Vec<_> = log.seen().into_iter().map(|it| it.kind).collect();
    assert_eq!(
        kinds,
        [CallEventKind::TokenRequest, CallEventKind::TokenWait]
    );
}
