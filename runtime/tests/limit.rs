//! The client's own rate limit, and the pause after a 429.

#![allow(clippy::unwrap_used, reason = "a test that fails to go on has failed")]

mod support;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use sailpoint_isc_runtime::{Clock, RateLimit, Retry, Sleep};
use support::{Answer, Server, TestClock, builder};

#[tokio::test]
async fn no_ten_seconds_see_more_than_a_hundred_requests_of_one_version() {
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
        "another version has a count of its own"
    );
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
        "no caller is held for longer than the ceiling"
    );
}

/// A clock on which the first sleep never ends.
#[derive(Debug)]
struct Stuck(TestClock, std::sync::atomic::AtomicBool);

impl Clock for Stuck {
    fn now(&self) -> std::time::Instant {
        self.0.now()
    }

    fn wall(&self) -> std::time::SystemTime {
        self.0.wall()
    }

    fn sleep(&self, duration: Duration) -> Sleep<'_> {
        if self.1.swap(true, std::sync::atomic::Ordering::SeqCst) {
            return self.0.sleep(duration);
        }
        Box::pin(std::future::pending())
    }
}

#[tokio::test]
async fn a_caller_that_gives_up_in_the_queue_leaves_nothing_behind() {
    let server = Server::script(vec![Answer::new(200)]).await;
    let clock = Stuck(TestClock::new(), false.into());
    let limit = RateLimit::new(1, Duration::from_secs(10));
    let client = builder(&server)
        .clock(clock)
        .rate_limit(limit)
        .build()
        .unwrap();
    client.get("/x").send_empty().await.unwrap();
    let stuck = client
        .get("/x")
        .timeout(Duration::from_millis(20))
        .send_empty()
        .await
        .unwrap_err();
    assert!(stuck.is_timeout(), "{stuck}");
    assert_eq!(stuck.attempts(), 0);
    client.get("/x").send_empty().await.unwrap();
    assert_eq!(server.received().len(), 2);
}
