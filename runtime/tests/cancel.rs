//! Calls that are dropped at each await.

#![allow(clippy::unwrap_used, reason = "a panic fails the test")]

mod support;

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use openapi_client_runtime::{Client, Credentials, RateLimit};
use support::{Answer, Server, TestClock, builder};

/// Polls a future whenever it is woken, up to a limit. Returns whether it completed.
async fn polled<F: Future>(future: F, times: usize) -> bool {
    let mut future = pin!(future);
    let mut left = times;
    poll_fn(|context| {
        if left == 0 {
            return Poll::Ready(false);
        }
        left -= 1;
        let done = future.as_mut().poll(context).is_ready();
        if done {
            Poll::Ready(true)
        } else if left == 0 {
            Poll::Ready(false)
        } else {
            Poll::Pending
        }
    })
    .await
}

struct Place {
    server: Server,
    client: Client,
    clock: TestClock,
}

/// A server that rejects the first token, is busy once, and then responds; one request may be sent in ten seconds.
async fn place() -> Place {
    let server = Server::tenant(|received, _| match received.header("authorization") {
        Some("Bearer token-1") => Answer::new(401),
        _ if received.header("x-busy").is_some() => Answer::new(503),
        _ => Answer::new(200),
    })
    .await;
    let clock = TestClock::new();
    let client = builder(&server)
        .credentials(Credentials::client_credentials("id", "secret"))
        .rate_limit(RateLimit::new(1, Duration::from_secs(10)))
        .clock(clock.clone())
        .build()
        .unwrap();
    Place {
        server,
        client,
        clock,
    }
}

#[tokio::test]
async fn a_dropped_call_loses_no_token_or_permit() {
    let mut ends = 0;
    for times in 0..200 {
        let Place {
            server,
            client,
            clock,
        } = place().await;
        if polled(client.get("/beta/x").send_empty(), times).await {
            ends += 1;
        }
        let slept = clock.passed();
        client.get("/beta/x").send_empty().await.unwrap();
        // The first token is refused once, by whichever call met it, and no third is ever needed.
        assert_eq!(server.token_requests(), 2, "dropped after {times} polls");
        // Two requests with the first token and one with the second precede them at most, each with a separate span.
        let waited = clock.passed().saturating_sub(slept);
        assert!(
            waited <= Duration::from_secs(30),
            "{waited:?} after {times} polls"
        );
        if ends == 3 {
            return;
        }
    }
    assert!(ends > 0, "the call never completed");
}

#[tokio::test]
async fn a_wait_before_a_retry_can_be_dropped() {
    for times in 0..30 {
        let Place { server, client, .. } = place().await;
        let call = client.get("/beta/x").header("X-Busy", 1).send_empty();
        polled(call, times).await;
        client.get("/beta/x").send_empty().await.unwrap();
        assert_eq!(server.token_requests(), 2, "dropped after {times} polls");
    }
}

#[tokio::test]
async fn dropped_callers_return_their_permits() {
    let server = Server::script(vec![Answer::new(200)]).await;
    let clock = TestClock::manual();
    let span = Duration::from_secs(10);
    let client = builder(&server)
        .clock(clock.clone())
        .rate_limit(RateLimit::new(3, span))
        .build()
        .unwrap();
    for _ in 0..3 {
        client.get("/x").send_empty().await.unwrap();
    }
    let waiting: Vec<_> = (0..20)
        .map(|_| tokio::spawn(client.get("/x").send_empty()))
        .collect();
    clock.awaited(span).await;
    for call in &waiting[..17] {
        call.abort();
    }
    tokio::task::yield_now().await;
    clock.advance(span);
    for call in waiting.into_iter().skip(17) {
        call.await.unwrap().unwrap();
    }
    assert_eq!((clock.passed(), server.received().len()), (span, 6));
}
