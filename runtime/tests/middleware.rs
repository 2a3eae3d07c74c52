//! Hooks around calls and attempts.

#![allow(clippy::unwrap_used, reason = "a panic fails the test")]

mod support;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use openapi_client_runtime::{
    Credentials, Error, Middleware, MiddlewareFuture, Next, RateLimit, Reply, Retry, Sending,
};
use support::{Answer, Server, TestClock, builder};

type Log = Arc<Mutex<Vec<String>>>;

/// Writes down what passes, under a name.
struct Scribe(&'static str, Log);

impl Scribe {
    fn note(&self, text: &str) {
        self.1.lock().unwrap().push(format!("{} {text}", self.0));
    }

    async fn around(&self, sending: &mut Sending, next: Next<'_>) -> Result<Reply, Error> {
        let place = match sending.attempt() {
            0 => format!("call {}", sending.call().path_template()),
            attempt => format!("attempt {attempt}"),
        };
        self.note(&format!("> {place}"));
        let result = next.run(sending).await;
        match &result {
            Ok(reply) => self.note(&format!("< {place}: {}", reply.status().as_u16())),
            Err(error) => self.note(&format!("< {place}: {error}")),
        }
        result
    }
}

impl Middleware for Scribe {
    fn call<'a>(&'a self, sending: &'a mut Sending, next: Next<'a>) -> MiddlewareFuture<'a> {
        Box::pin(self.around(sending, next))
    }

    fn attempt<'a>(&'a self, sending: &'a mut Sending, next: Next<'a>) -> MiddlewareFuture<'a> {
        Box::pin(self.around(sending, next))
    }
}

#[tokio::test]
async fn wraps_calls_and_attempts_in_order() {
    let server = Server::tenant(|_, earlier| match earlier {
        0 => Answer::new(503).body("busy"),
        _ => Answer::new(200),
    })
    .await;
    let log = Log::default();
    let client = builder(&server)
        .credentials(Credentials::client_credentials("id", "secret"))
        .clock(TestClock::new())
        .middleware(Scribe("outer", Arc::clone(&log)))
        .middleware(Scribe("inner", Arc::clone(&log)))
        .build()
        .unwrap();
    let answer = client
        .get("/beta/{x}")
        .path("x", 7)
        .send_empty()
        .await
        .unwrap();
    assert_eq!(answer.attempts(), 2);
    let expected = [
        "outer > call /beta/{x}",
        "inner > call /beta/{x}",
        "outer > attempt 1",
        "inner > attempt 1",
        "inner < attempt 1: 503 busy",
        "outer < attempt 1: 503 busy",
        "outer > attempt 2",
        "inner > attempt 2",
        "inner < attempt 2: 200",
        "outer < attempt 2: 200",
        "inner < call /beta/{x}: 200",
        "outer < call /beta/{x}: 200",
    ];
    assert_eq!(*log.lock().unwrap(), expected);
    assert_eq!(server.token_requests(), 1, "tokens pass through none");
}

/// Sets headers around calls and attempts, and tries to set those that it must not.
struct Headers;

impl Middleware for Headers {
    fn call<'a>(&'a self, sending: &'a mut Sending, next: Next<'a>) -> MiddlewareFuture<'a> {
        Box::pin(async move {
            sending.set_header("x-call", "all")?;
            next.run(sending).await
        })
    }

    fn attempt<'a>(&'a self, sending: &'a mut Sending, next: Next<'a>) -> MiddlewareFuture<'a> {
        Box::pin(async move {
            for (name, value) in [
                ("Authorization", "Bearer mine"),
                ("Host", "x"),
                ("x", "a\nb"),
            ] {
                assert!(sending.set_header(name, value).unwrap_err().is_request());
            }
            assert!(!format!("{sending:?}").contains("token-1"));
            assert!(!sending.request().headers().contains_key("authorization"));
            let attempt = sending.attempt();
            sending.set_header("x-attempt", attempt)?;
            if attempt == 1 {
                sending.set_header("x-first", true)?;
            }
            next.run(sending).await
        })
    }
}

#[tokio::test]
async fn sets_headers_but_never_sees_the_token() {
    let server = Server::tenant(|_, earlier| match earlier {
        0 => Answer::new(503),
        _ => Answer::new(200),
    })
    .await;
    let client = builder(&server)
        .credentials(Credentials::client_credentials("id", "secret"))
        .clock(TestClock::new())
        .middleware(Headers)
        .build()
        .unwrap();
    client.get("/x").send_empty().await.unwrap();
    let calls = server.calls();
    let header = |n: usize, name| calls[n].header(name);
    assert_eq!(
        (header(0, "x-call"), header(1, "x-call")),
        (Some("all"), Some("all"))
    );
    assert_eq!(
        (header(0, "x-attempt"), header(1, "x-attempt")),
        (Some("1"), Some("2"))
    );
    assert_eq!(
        (header(0, "x-first"), header(1, "x-first")),
        (Some("true"), None)
    );
    assert!(
        calls
            .iter()
            .all(|call| call.header("authorization") == Some("Bearer token-1"))
    );
    assert!(server.received()[0].header("x-call").is_none());
}

/// Answers from memory, sends twice, or refuses, by the path.
#[derive(Default)]
struct Willful(Mutex<Option<Reply>>);

impl Middleware for Willful {
    fn call<'a>(&'a self, sending: &'a mut Sending, next: Next<'a>) -> MiddlewareFuture<'a> {
        Box::pin(async move {
            match &*sending.call().path_template() {
                "/refused" => Err(Error::refused("the circuit is open")),
                "/twice" => {
                    next.run(sending).await?;
                    next.run(sending).await
                }
                "/kept" => {
                    let kept = self.0.lock().unwrap().clone();
                    if let Some(kept) = kept {
                        return Ok(kept);
                    }
                    let reply = next.run(sending).await?;
                    *self.0.lock().unwrap() = Some(reply.clone());
                    Ok(reply)
                }
                _ => next.run(sending).await,
            }
        })
    }
}

#[tokio::test]
async fn can_reject_repeat_and_respond() {
    let server = Server::start(|_, earlier| Answer::json(200, earlier.to_string())).await;
    let client = builder(&server)
        .middleware(Willful::default())
        .build()
        .unwrap();
    let error = client.get("/refused").send_empty().await.unwrap_err();
    let line = "request: the circuit is open, GET /refused";
    assert_eq!((error.to_string().as_str(), error.attempts()), (line, 0));
    assert!(server.received().is_empty());

    assert_eq!(*client.get("/twice").send_json::<u32>().await.unwrap(), 1);
    for _ in 0..2 {
        assert_eq!(*client.get("/kept").send_json::<u32>().await.unwrap(), 2);
    }
    assert_eq!(server.received().len(), 3);
}

/// Never continues.
struct Stuck;

impl Middleware for Stuck {
    fn attempt<'a>(&'a self, _: &'a mut Sending, _: Next<'a>) -> MiddlewareFuture<'a> {
        Box::pin(std::future::pending())
    }
}

#[tokio::test]
async fn the_call_timeout_includes_middleware() {
    let server = Server::script(vec![Answer::new(200)]).await;
    let clock = TestClock::new();
    let whole = Duration::from_secs(9);
    let client = builder(&server)
        .clock(clock.clone())
        .timeout(whole)
        .retry(Retry::none())
        .rate_limit(RateLimit::new(1, Duration::from_secs(10)))
        .middleware(Stuck)
        .build()
        .unwrap();
    let (result, ()) = tokio::join!(client.get("/x").send_empty(), clock.expire(whole));
    assert!(result.unwrap_err().is_timeout());
    assert!(server.received().is_empty());
}
