//! Failures while paging: none ends the list, loses a record or returns one twice.

use std::future::poll_fn;
use std::task::Poll;
use std::time::Duration;

use openapi_client_runtime::{Credentials, RateLimit};

use crate::list::{COUNTED, COUNTING, End, KEYED, List, Thing, ids};
use crate::support::{Answer, Server, TestClock, builder};
use crate::{items, rest, some};

#[tokio::test]
async fn a_failed_page_can_be_requested_again() {
    for operation in [&COUNTED, &COUNTING, &KEYED] {
        for status in [401, 403, 429, 500, 503] {
            for at in 0..4 {
                // Ten records, so that the fourth request is for the page after the last.
                let list = List::of(9).ending(End::Refused(400));
                let server = Server::start(move |received, earlier| {
                    if earlier == at {
                        return Answer::new(status);
                    }
                    list.answer(received)
                })
                .await;
                let mut items = items(&server, operation, 3);
                let mut found = some(&mut items, at * 3).await;
                let error = items.try_next().await.unwrap_err();
                assert_eq!(error.status().map(|it| it.as_u16()), Some(status));
                assert!(!items.cursor().is_end());
                found.extend(rest(items).await.unwrap());
                assert_eq!(found, ids(0..9), "{status} {at}");
                // An error at the end may need a request for the total.
                let doubts = usize::from(operation == &COUNTING);
                assert_eq!(server.received().len(), 5 + doubts);
            }
        }
    }
}

#[tokio::test]
async fn a_page_can_be_requested_again_after_a_broken_connection() {
    for answer in [Answer::hang(), Answer::json(200, "[").cut()] {
        let list = List::of(9);
        let server = Server::start(move |received, earlier| match earlier {
            1 => answer.clone(),
            _ => list.answer(received),
        })
        .await;
        let mut items = items(&server, &COUNTED, 5);
        assert_eq!(some(&mut items, 5).await, ids(0..5));
        assert!(items.try_next().await.unwrap_err().is_retryable());
        assert_eq!(rest(items).await.unwrap(), ids(5..9));
        assert_eq!(server.received().len(), 3);
    }
}

#[tokio::test]
async fn a_failed_request_for_the_total_does_not_end_the_list() {
    for status in [401, 403, 429, 500] {
        let list = List::of(4).ending(End::Refused(400));
        let server = Server::start(move |received, earlier| match earlier {
            3 => Answer::new(status),
            _ => list.answer(received),
        })
        .await;
        let mut items = items(&server, &COUNTING, 2);
        assert_eq!(some(&mut items, 4).await, ids(0..4));
        let error = items.try_next().await.unwrap_err();
        assert_eq!(error.status().map(|it| it.as_u16()), Some(status));
        assert_eq!(items.try_next().await.unwrap(), None);
        assert_eq!(server.received().len(), 6);
    }
}

#[tokio::test]
async fn waits_after_too_many_requests() {
    let list = List::of(1_000);
    let server = Server::start(move |received, earlier| match earlier {
        2 => Answer::new(429).header("Retry-After", "7"),
        _ => list.answer(received),
    })
    .await;
    let clock = TestClock::new();
    let client = builder(&server).clock(clock.clone()).build().unwrap();
    let found = rest(client.call(&COUNTED).items()).await.unwrap();
    assert_eq!(found, ids(0..1_000));
    assert_eq!(server.received().len(), 6);
    assert!(clock.passed() >= Duration::from_secs(7));
}

/// Tokens are valid for 749 s, and a page takes 20 s.
#[tokio::test]
async fn renews_an_expired_token_while_paging() {
    for operation in [&COUNTED, &KEYED] {
        let list = List::of(10_000);
        let clock = TestClock::new();
        let time = clock.clone();
        let server = Server::tenant(move |received, _| {
            let is_first = received.header("authorization") == Some("Bearer token-1");
            assert!(!is_first || time.passed().as_secs() < 749, "an old token");
            time.advance(Duration::from_secs(20));
            list.answer(received)
        })
        .await;
        let client = builder(&server)
            .clock(clock.clone())
            .credentials(Credentials::client_credentials("id", "secret"))
            .build()
            .unwrap();
        let found = rest(client.call(operation).items()).await.unwrap();
        assert_eq!(found, ids(0..10_000));
        assert_eq!((server.calls().len(), server.token_requests()), (41, 2));
    }
}

/// The service rejects a token before it expires.
#[tokio::test]
async fn replaces_a_rejected_token_while_paging() {
    let list = List::of(9_999);
    let server = Server::tenant(move |received, earlier| {
        let is_old = received.header("authorization") == Some("Bearer token-1");
        if is_old && earlier >= 20 {
            return Answer::json(401, r#"{"error":"JWT is expired"}"#);
        }
        list.answer(received)
    })
    .await;
    let client = builder(&server)
        .clock(TestClock::new())
        .credentials(Credentials::client_credentials("id", "secret"))
        .build()
        .unwrap();
    let found = rest(client.call(&COUNTED).items()).await.unwrap();
    assert_eq!(found, ids(0..9_999));
    assert_eq!((server.calls().len(), server.token_requests()), (41, 2));
}

/// Drops the future of each record whenever it has to wait.
#[tokio::test]
async fn dropping_the_future_at_every_await_loses_nothing() {
    for (operation, concurrency) in [(&COUNTED, 1), (&COUNTED, 3), (&KEYED, 1), (&COUNTING, 1)] {
        let list = List::of(9).ending(End::Refused(404));
        let server = list.serve().await;
        let mut items = items(&server, operation, 3).concurrency(concurrency);
        let mut found = Vec::new();
        let mut given_up = 0;
        loop {
            let polled = {
                let mut next = std::pin::pin!(items.try_next());
                poll_fn(|cx| Poll::Ready(next.as_mut().poll(cx))).await
            };
            match polled {
                Poll::Ready(Ok(Some(Thing { id, .. }))) => found.push(id),
                Poll::Ready(Ok(None)) => break,
                Poll::Ready(Err(error)) => unreachable!("{error}"),
                Poll::Pending => {
                    given_up += 1;
                    tokio::task::yield_now().await;
                }
            }
        }
        assert_eq!(found, ids(0..9));
        assert!(given_up >= 4, "{given_up}");
        let doubts = usize::from(operation == &COUNTING);
        if concurrency == 1 {
            assert_eq!(server.received().len(), 4 + doubts);
        }
    }
}

/// The number of requests is limited, and an idle stream wants some of them.
#[tokio::test]
async fn an_idle_stream_blocks_no_other_call() {
    let list = List::of(100);
    let server = list.serve().await;
    let client = builder(&server)
        .clock(TestClock::new())
        .rate_limit(RateLimit::new(1, Duration::from_secs(10)))
        .build()
        .unwrap();
    let mut call = client.call(&COUNTED);
    call.query("limit", 10);
    let mut items = call.items::<Thing>().concurrency(4);
    assert_eq!(some(&mut items, 1).await, ids(0..1));
    // The three pages in advance queue for the limiter now.
    for _ in 0..3 {
        let other = client.get("/beta/other").query("limit", 1);
        other.send_empty().await.unwrap();
    }
    assert_eq!(rest(items).await.unwrap(), ids(1..100));
}

#[tokio::test]
async fn dropping_a_stream_cancels_its_requests() {
    let server = Server::start(|received, _| {
        if received.target.contains("/other") {
            return Answer::new(200);
        }
        Answer::silent()
    })
    .await;
    let client = crate::client(&server);
    let mut items = client.call(&COUNTED).items::<Thing>().concurrency(4);
    let polled = poll_fn(|cx| {
        let mut next = std::pin::pin!(items.try_next());
        Poll::Ready(next.as_mut().poll(cx).is_pending())
    });
    assert!(polled.await);
    while server.received().is_empty() {
        tokio::task::yield_now().await;
    }
    let tasks = tokio::runtime::Handle::current().metrics();
    let before = tasks.num_alive_tasks();
    drop(items);
    while tasks.num_alive_tasks() >= before {
        tokio::task::yield_now().await;
    }
    client.get("/beta/other").send_empty().await.unwrap();
}
