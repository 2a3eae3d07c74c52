//! The client's own rate limit, and the pause after a 429.

#![allow(clippy::unwrap_used, reason = "a panic fails the test")]

mod support;

use std::sync::{Arc, Mutex};
use std::task::Poll;
use std::time::Duration;

use openapi_client_runtime::{
    CallInfo, Credentials, Error, Failed, Lanes, Limiter, LimiterFuture, Middleware,
    MiddlewareFuture, Next, RateLimit, Retry, Sending, Unlimited,
};
use support::{Answer, Server, TestClock, builder};

#[tokio::test]
async fn sends_at_most_a_hundred_requests_in_ten_seconds() {
    let clock = TestClock::new();
    let arrivals = Arc::new(Mutex::new(Vec::new()));
    let (log, time) = (Arc::clone(&arrivals), clock.clone());
    let server = Server::start(move |received, _| {
        log.lock()
            .unwrap()
            .push((received.target.clone(), time.passed()));
        Answer::new(200)
    })
    .await;
    let client = builder(&server).clock(clock.clone()).build().unwrap();
    let mut calls = tokio::task::JoinSet::new();
    for _ in 0..250 {
        calls.spawn(client.get("/beta/x").send_empty());
    }
    for result in calls.join_all().await {
        result.unwrap();
    }
    assert_eq!(
        clock.sleeps(),
        [Duration::from_secs(10); 2],
        "one waits for all"
    );
    assert_eq!(arrivals.lock().unwrap().len(), 250);

    client.get("/v2026/x").send_empty().await.unwrap();
    assert_eq!(
        clock.sleeps().len(),
        2,
        "another version has a separate count"
    );
}

#[tokio::test]
async fn apis_of_one_lane_share_a_count() {
    use openapi_client_runtime::codegen::{RateLane, Service};
    static TOGETHER: Service = Service::new().rate_limit(2, 10).rate_lanes(&[RateLane {
        name: "present",
        apis: &["one", "two"],
    }]);
    let server = Server::script(vec![Answer::new(200)]).await;
    for limit in [
        RateLimit::default(),
        RateLimit::new(2, Duration::from_secs(10)),
    ] {
        let clock = TestClock::new();
        let client = builder(&server).service(&TOGETHER).clock(clock.clone());
        let client = client.rate_limit(limit).build().unwrap();
        for (path, waits) in [("/one", 0), ("/two", 0), ("/other", 0), ("/one", 1)] {
            client.get(path).send_empty().await.unwrap();
            assert_eq!(clock.sleeps().len(), waits, "{path}");
        }
    }
}

#[tokio::test]
async fn the_caller_can_set_what_is_counted_together() {
    use openapi_client_runtime::codegen::{RateLane, Service};
    static TOGETHER: Service = Service::new().rate_limit(2, 10).rate_lanes(&[RateLane {
        name: "present",
        apis: &["one", "two"],
    }]);
    let server = Server::script(vec![Answer::new(200)]).await;
    let paths = [
        "/beta/one/1",
        "/beta/one",
        "/beta/two/2",
        "/v2026/one",
        "/beta/one/3",
    ];
    for (lanes, waits) in [
        (Lanes::OfService, [0, 0, 1, 1, 1]),
        (Lanes::OfResource, [0, 0, 0, 0, 1]),
        (Lanes::Together, [0, 0, 1, 1, 2]),
    ] {
        let clock = TestClock::new();
        let client = builder(&server).service(&TOGETHER).clock(clock.clone());
        let limit = RateLimit::default().lanes(lanes);
        let client = client.rate_limit(limit).build().unwrap();
        for (path, waits) in paths.into_iter().zip(waits) {
            client.get(path).send_empty().await.unwrap();
            assert_eq!(clock.sleeps().len(), waits, "{lanes:?}: {path}");
        }
    }
}

#[tokio::test]
async fn a_limit_can_be_set_and_lifted() {
    let server = Server::script(vec![Answer::new(200)]).await;
    for (limit, waits) in [
        (RateLimit::new(2, Duration::from_secs(1)), 2),
        (RateLimit::none(), 0),
    ] {
        let clock = TestClock::new();
        let client = builder(&server)
            .clock(clock.clone())
            .rate_limit(limit)
            .build()
            .unwrap();
        for _ in 0..5 {
            client.get("/x").send_empty().await.unwrap();
        }
        assert_eq!(clock.sleeps(), vec![Duration::from_secs(1); waits]);
    }
}

#[tokio::test]
async fn a_429_pauses_every_caller_of_that_version() {
    let server = Server::start(|_, earlier| match earlier {
        0 => Answer::new(429).header("Retry-After", "7"),
        1 => Answer::new(429).header("Retry-After", "86400"),
        _ => Answer::new(200),
    })
    .await;
    let clock = TestClock::new();
    let client = builder(&server)
        .clock(clock.clone())
        .retry(Retry::none())
        .build()
        .unwrap();
    assert!(
        client
            .get("/beta/x")
            .send_empty()
            .await
            .unwrap_err()
            .is_rate_limited()
    );
    assert!(
        client
            .get("/v2026/x")
            .send_empty()
            .await
            .unwrap_err()
            .is_rate_limited()
    );
    assert!(clock.sleeps().is_empty());
    client.get("/beta/y").send_empty().await.unwrap();
    assert_eq!(clock.sleeps(), [Duration::from_secs(7)]);
    client.get("/v2026/y").send_empty().await.unwrap();
    assert_eq!(
        clock.passed(),
        Duration::from_secs(120),
        "no caller waits longer than the maximum"
    );
}

#[tokio::test]
async fn a_dropped_caller_leaves_the_queue() {
    let server = Server::script(vec![Answer::new(200)]).await;
    let clock = TestClock::manual();
    let span = Duration::from_secs(10);
    let client = builder(&server)
        .clock(clock.clone())
        .rate_limit(RateLimit::new(1, span))
        .build()
        .unwrap();
    client.get("/x").send_empty().await.unwrap();
    let call = client
        .get("/x")
        .timeout(Duration::from_secs(4))
        .send_empty();
    let (gone, ()) = tokio::join!(call, async {
        clock.awaited(span).await;
        clock.expire(Duration::from_secs(4)).await;
    });
    let gone = gone.unwrap_err();
    assert!(gone.is_timeout() && gone.attempts() == 0, "{gone}");
    assert_eq!(server.received().len(), 1);

    // The next in the queue is sent at the time of the dropped one.
    let next = tokio::spawn(client.get("/x").send_empty());
    clock.advance(Duration::from_secs(6));
    next.await.unwrap().unwrap();
    assert_eq!((clock.passed(), server.received().len()), (span, 2));
}

#[tokio::test]
async fn an_unpolled_caller_blocks_no_other() {
    let server = Server::script(vec![Answer::new(200)]).await;
    let clock = TestClock::new();
    let client = builder(&server)
        .clock(clock.clone())
        .rate_limit(RateLimit::new(1, Duration::from_secs(10)))
        .build()
        .unwrap();
    client.get("/x").send_empty().await.unwrap();
    let mut asleep = Box::pin(client.get("/x").send_empty());
    let first = std::future::poll_fn(|context| Poll::Ready(asleep.as_mut().poll(context)));
    assert!(first.await.is_pending(), "it waits in the queue");
    client.get("/x").send_empty().await.unwrap();
    asleep.await.unwrap();
    assert_eq!(server.received().len(), 3);
}

#[tokio::test]
async fn returns_an_unused_permit() {
    let server = Server::script(vec![Answer::new(200)]).await;
    let clock = TestClock::new();
    let client = builder(&server)
        .clock(clock.clone())
        .rate_limit(RateLimit::new(2, Duration::from_secs(10)))
        .middleware(NotTwo)
        .build()
        .unwrap();
    assert!(
        client
            .get("/beta/two")
            .send_empty()
            .await
            .unwrap_err()
            .is_request()
    );
    for _ in 0..2 {
        client.get("/beta/x").send_empty().await.unwrap();
    }
    assert!(clock.sleeps().is_empty(), "two were sent, and two may be");
    assert_eq!(server.received().len(), 2);
}

/// Rejects a path after the limiter.
struct NotTwo;

impl Middleware for NotTwo {
    fn attempt<'a>(&'a self, sending: &'a mut Sending, next: Next<'a>) -> MiddlewareFuture<'a> {
        if sending.call().path_template() == "/beta/two" {
            return Box::pin(async { Err(Error::refused("not two")) });
        }
        next.run(sending)
    }
}

#[tokio::test]
async fn clients_with_the_same_client_id_share_a_count() {
    let server = Server::tenant(|_, _| Answer::new(200)).await;
    let client = |id: &str, limit: RateLimit| {
        builder(&server)
            .credentials(Credentials::client_credentials(id, "secret"))
            .rate_limit(limit)
            .build()
            .unwrap()
    };
    let hour = RateLimit::new(1, Duration::from_secs(3600));
    let moment = Duration::from_millis(100);
    let first = client("one", hour);
    first.get("/x").send_empty().await.unwrap();
    let again = client("one", hour).get("/x").timeout(moment);
    let error = again.send_empty().await.unwrap_err();
    assert!(error.is_timeout() && error.attempts() == 0, "{error}");

    client("two", hour).get("/x").send_empty().await.unwrap();
    let alone = client("one", hour.unshared());
    alone.get("/x").send_empty().await.unwrap();
    // It keeps its own number.
    let again = alone.get("/x").timeout(moment).send_empty();
    let error = again.await.unwrap_err();
    assert!(error.is_timeout() && error.attempts() == 0, "{error}");
    let line = error.to_string();
    assert!(line.contains("waiting for the rate limiter"), "{line}");
    first
        .get("/x")
        .limiter(Unlimited)
        .send_empty()
        .await
        .unwrap();
    assert_eq!(server.calls().len(), 4);
}

/// Counts its calls.
#[derive(Clone, Default)]
struct Counting(Arc<Mutex<Vec<String>>>);

impl Limiter for Counting {
    fn acquire<'a>(&'a self, call: CallInfo<'a>) -> LimiterFuture<'a> {
        Box::pin(async move { self.0.lock().unwrap().push(format!("ask {}", call.api())) })
    }

    fn pause(&self, call: CallInfo<'_>, wait: Duration) {
        self.0
            .lock()
            .unwrap()
            .push(format!("pause {} {wait:?}", call.api()));
    }
}

#[tokio::test]
async fn callers_can_supply_a_limiter() {
    let refusal = Answer::new(429).header("Retry-After", "500");
    let server = Server::script(vec![refusal, Answer::new(200)]).await;
    let limiter = Counting::default();
    let client = builder(&server)
        .clock(TestClock::new())
        .limiter(limiter.clone())
        .retry(|failed: &Failed<'_>| (failed.attempts() < 2).then_some(Duration::ZERO))
        .build()
        .unwrap();
    client.get("/beta/x").send_empty().await.unwrap();
    let told = limiter.0.lock().unwrap().clone();
    assert_eq!(told, ["ask beta", "pause beta 120s", "ask beta"]);
}

#[test]
fn a_queue_outlives_the_runtime_that_served_it() {
    served_elsewhere(true);
}

#[test]
fn a_queue_progresses_when_its_runtime_is_idle() {
    served_elsewhere(false);
}

/// Waits in a queue whose runtime is then shut down, or no longer driven.
fn served_elsewhere(goes_away: bool) {
    let runtime = || {
        tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap()
    };
    let (own, other) = (runtime(), runtime());
    let (server, clock) = (
        own.block_on(Server::script(vec![Answer::new(200)])),
        TestClock::manual(),
    );
    let span = Duration::from_secs(10);
    let client = builder(&server)
        .clock(clock.clone())
        .rate_limit(RateLimit::new(1, span))
        .build()
        .unwrap();
    own.block_on(client.get("/x").send_empty()).unwrap();
    other.spawn(client.get("/x").send_empty());
    other.block_on(clock.awaited(span));
    let _standing = if goes_away {
        other.shutdown_background();
        None
    } else {
        Some(other)
    };
    own.block_on(async {
        let waiting = tokio::spawn(client.get("/x").send_empty());
        // While the other runtime is idle, the first permit is its caller's, which may still
        // take it.
        clock.awaited(span + Duration::from_secs(1)).await;
        for _ in 0..3 {
            clock.advance(span + Duration::from_secs(1));
            for _ in 0..20 {
                tokio::task::yield_now().await;
            }
        }
        waiting.await.unwrap().unwrap();
    });
    assert_eq!(server.received().len(), 2);
}
