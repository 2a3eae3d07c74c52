//! Deadlines on the network, and size limits on bodies.

#![allow(clippy::unwrap_used, reason = "a panic fails the test")]

mod support;

use std::time::Duration;

use openapi_client_runtime::{CallInfo, Client, ClientBuilder, Credentials, Retry, Timeouts};
use support::{Answer, Server, TestClock, builder};

const ATTEMPT: Duration = Duration::from_secs(60);
const READ: Duration = Duration::from_secs(30);

/// A server, and a client of it with a clock.
struct Place {
    server: Server,
    client: Client,
    clock: TestClock,
}

impl Place {
    async fn new(answers: Vec<Answer>, set: impl Fn(ClientBuilder) -> ClientBuilder) -> Self {
        let (server, clock) = (Server::script(answers).await, TestClock::new());
        let client = set(builder(&server).clock(clock.clone())).build().unwrap();
        Self {
            server,
            client,
            clock,
        }
    }

    async fn of(answers: Vec<Answer>) -> Self {
        Self::new(answers, |builder| builder).await
    }

    /// The result of a call if the clock reaches a deadline after this many requests.
    async fn expired<T>(
        &self,
        requests: usize,
        deadline: Duration,
        call: impl Future<Output = T>,
    ) -> T {
        let (outcome, ()) = tokio::join!(call, async {
            self.server.arrived(requests).await;
            self.clock.expire(deadline).await;
        });
        outcome
    }
}

#[tokio::test]
async fn a_server_that_never_responds_times_out() {
    let place = Place::of(vec![Answer::silent(), Answer::new(200)]).await;
    let call = place.client.post("/x").send_empty();
    let error = place.expired(1, ATTEMPT, call).await.unwrap_err();
    assert!(
        error.is_timeout() && error.is_retryable() && !error.is_connect(),
        "{error}"
    );
    let line = "no complete response within 60s: waiting for the response for 60s, POST /x; \
                the request may have been applied";
    assert_eq!((error.attempts(), error.to_string().as_str()), (1, line));
    assert_eq!(place.server.received().len(), 1);

    let place = Place::of(vec![Answer::silent(), Answer::new(200)]).await;
    let call = place.client.get("/x").send_empty();
    let answer = place.expired(1, ATTEMPT, call).await.unwrap();
    assert_eq!((answer.attempts(), place.server.received().len()), (2, 2));
}

#[tokio::test]
async fn slow_headers_time_out_the_attempt() {
    let place = Place::of(vec![Answer::new(200).slow()]).await;
    let call = place.client.get("/x").retry(Retry::none()).send_empty();
    let error = place.expired(1, ATTEMPT, call).await.unwrap_err();
    assert!(error.is_timeout() && error.status().is_none(), "{error}");
    assert_eq!(place.server.received().len(), 1);
}

#[tokio::test]
async fn a_stalled_body_times_out() {
    let place = Place::of(vec![Answer::json(200, "[1,").stall()]).await;
    let call = place.client.get("/x").retry(Retry::none()).send_empty();
    let error = place.expired(1, READ, call).await.unwrap_err();
    assert!(error.is_timeout() && error.is_decode(), "{error}");
    assert_eq!(error.body().unwrap(), "[1,");

    let place = Place::of(vec![Answer::json(404, "{\"message\":\"gone\"}").stall()]).await;
    let call = place.client.get("/x").send_empty();
    let error = place.expired(1, READ, call).await.unwrap_err();
    assert!(
        error.is_not_found() && error.to_string().starts_with("404 gone"),
        "{error}"
    );
    assert_eq!(place.server.received().len(), 1);
}

#[tokio::test]
async fn the_call_timeout_limits_the_whole_call() {
    let whole = Duration::from_secs(5);
    let place = Place::new(vec![Answer::silent()], |builder| builder.timeout(whole)).await;
    let call = place.client.get("/x").send_empty();
    let error = place.expired(1, whole, call).await.unwrap_err();
    let line =
        "the call took longer than 5s: connecting, or waiting for the response for 5s, GET /x";
    assert!(error.is_timeout(), "{error}");
    assert_eq!((error.attempts(), error.to_string().as_str()), (1, line));

    let shorter = Duration::from_secs(2);
    let call = place.client.get("/x").timeout(shorter).send_empty();
    let error = place.expired(2, shorter, call).await.unwrap_err();
    assert!(error.to_string().contains("longer than 2s"), "{error}");
}

#[tokio::test]
async fn a_call_timeout_keeps_the_earlier_error() {
    let place = Place::of(vec![Answer::new(503).body("busy"), Answer::silent()]).await;
    let whole = Duration::from_secs(10);
    let call = place.client.get("/x").timeout(whole).send_empty();
    let error = place.expired(2, whole, call).await.unwrap_err();
    assert!(error.is_timeout() && error.attempts() == 2, "{error}");
    let before = std::error::Error::source(&error).unwrap().to_string();
    assert!(before.starts_with("503 busy"), "{before}");
}

#[tokio::test]
async fn timeouts_can_be_chosen_call_by_call() {
    let policy = |call: CallInfo<'_>| {
        let seconds = if call.path_template() == "/slow" {
            600
        } else {
            6
        };
        Timeouts::default().attempt(Duration::from_secs(seconds))
    };
    let set = |builder: ClientBuilder| builder.retry(Retry::none()).timeouts(policy);
    let place = Place::new(vec![Answer::silent()], set).await;
    for (requests, path, seconds) in [(1, "/slow", 600), (2, "/fast", 6)] {
        let call = place.client.get(path).send_empty();
        let deadline = Duration::from_secs(seconds);
        let error = place.expired(requests, deadline, call).await.unwrap_err();
        let line = error.to_string();
        assert!(line.contains(&format!("within {seconds}s")), "{line}");
    }
    let deadline = Duration::from_secs(7);
    let own = Timeouts::default().attempt(deadline);
    let call = place.client.get("/slow").timeouts(own).send_empty();
    let error = place.expired(3, deadline, call).await.unwrap_err();
    assert!(error.is_timeout(), "{error}");
}

#[tokio::test]
async fn token_requests_have_the_same_timeouts() {
    let set = |builder: ClientBuilder| {
        let builder = builder.credentials(Credentials::client_credentials("id", "secret"));
        builder.retry(Retry::none())
    };
    let place = Place::new(vec![Answer::silent()], set).await;
    let call = place.client.get("/x").send_empty();
    let error = place.expired(1, ATTEMPT, call).await.unwrap_err();
    assert!(error.is_auth() && error.is_timeout(), "{error}");
    assert!(error.is_retryable(), "{error}");
    assert_eq!(place.server.received().len(), 1);
}

#[tokio::test]
async fn limits_the_size_of_a_body() {
    let body = format!("\"{}\"", "x".repeat(100_000));
    let answers = vec![
        Answer::json(200, body.clone()),
        Answer::json(500, body.clone()),
    ];
    let server = Server::script(answers).await;
    let client = builder(&server)
        .max_response_size(body.len())
        .retry(Retry::none())
        .build()
        .unwrap();
    assert_eq!(
        client.get("/x").send_json::<String>().await.unwrap().len(),
        100_000
    );

    let server = Server::script(vec![
        Answer::json(200, body.clone()),
        Answer::json(403, body.clone()),
    ])
    .await;
    let client = builder(&server)
        .max_response_size(body.len() - 1)
        .build()
        .unwrap();
    let error = client.get("/x").send_json::<String>().await.unwrap_err();
    assert!(
        error.is_decode()
            && error
                .to_string()
                .contains("larger than the limit of 100001 bytes"),
        "{error}"
    );
    assert_eq!(error.attempts(), 1);
    let error = client.get("/x").send_json::<String>().await.unwrap_err();
    assert!(
        error.is_forbidden(),
        "the status is known all the same: {error}"
    );
}
