//! Lists that are longer than a page.

#![allow(clippy::unwrap_used, reason = "a panic fails the test")]

mod concurrency;
mod cursor;
mod ends;
mod failures;
mod keyset;
mod lenient;
mod list;
mod raw;
#[path = "../support/mod.rs"]
mod support;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::task::{Context, Poll, Waker};

use futures_core::Stream;
use list::{COUNTED, KEYED, List, Thing, ids};
use openapi_client_runtime::codegen::Operation;
use openapi_client_runtime::{Client, Items, RateLimit, Retry};
use support::{Server, TestClock, builder};

thread_local! {
    /// Shared, because building a client takes longer than most of these tests.
    static CLIENTS: RefCell<BTreeMap<String, Client>> = const { RefCell::new(BTreeMap::new()) };
}

/// A client without retries and limits.
fn client(server: &Server) -> Client {
    CLIENTS.with_borrow_mut(|clients| {
        let client = clients.entry(server.url().to_owned());
        client.or_insert_with(|| new_client(server)).clone()
    })
}

fn new_client(server: &Server) -> Client {
    builder(server)
        .clock(TestClock::new())
        .rate_limit(RateLimit::none())
        .retry(Retry::none())
        .build()
        .unwrap()
}

/// A list with this page size.
fn items(server: &Server, operation: &'static Operation, limit: u64) -> Items<Thing> {
    let mut call = client(server).call(operation);
    call.query("limit", limit);
    call.items()
}

/// All ids from here on.
async fn rest(items: Items<Thing>) -> openapi_client_runtime::Result<Vec<String>> {
    let things: Vec<Thing> = items.try_collect().await?;
    Ok(things.into_iter().map(|thing| thing.id).collect())
}

/// This many ids.
async fn some(items: &mut Items<Thing>, number: usize) -> Vec<String> {
    let mut ids = Vec::new();
    for _ in 0..number {
        ids.push(items.try_next().await.unwrap().unwrap().id);
    }
    ids
}

#[tokio::test]
async fn returns_every_record_once_and_in_order() {
    let server = List::of(1_234).serve().await;
    assert_eq!(
        rest(items(&server, &COUNTED, 250)).await.unwrap(),
        ids(0..1_234)
    );
    let targets: Vec<String> = server
        .received()
        .into_iter()
        .map(|call| call.target)
        .collect();
    let expected: Vec<String> = (0..5)
        .map(|page| format!("/beta/things?limit=250&offset={}", page * 250))
        .collect();
    assert_eq!(targets, expected);
}

#[tokio::test]
async fn sends_nothing_before_the_first_record_is_requested() {
    let server = List::of(3).serve().await;
    let mut items = items(&server, &COUNTED, 10);
    assert_eq!(server.received().len(), 0);
    assert_eq!(some(&mut items, 3).await, ids(0..3));
    assert_eq!(items.try_next().await.unwrap(), None);
    assert_eq!(items.try_next().await.unwrap(), None);
    assert_eq!(server.received().len(), 1, "a short page ends the list");
}

#[tokio::test]
async fn pages_are_responses() {
    let server = List::of(7).serve().await;
    let mut call = client(&server).call(&KEYED);
    call.query("limit", 3);
    call.query("count", true);
    let mut pages = call.pages::<Thing>();
    assert_eq!(pages.total_count(), None);
    let mut lengths = Vec::new();
    while let Some(page) = pages.try_next().await.unwrap() {
        assert_eq!(page.status(), 200);
        lengths.push((page.len(), page.total_count(), pages.cursor().offset()));
    }
    assert_eq!(
        lengths,
        [
            (3, Some(7), Some(3)),
            (3, None, Some(6)),
            (1, None, Some(7))
        ],
        "only the first page is asked for the total"
    );
    assert_eq!(pages.total_count(), Some(7));
    assert!(pages.cursor().is_end());
}

#[tokio::test]
async fn max_items_limits_a_listing() {
    let server = List::of(1_000).serve().await;
    let found = rest(items(&server, &COUNTED, 4).max_items(10)).await;
    assert_eq!(found.unwrap(), ids(0..10));
    let limits: Vec<String> = server
        .received()
        .iter()
        .map(|call| list::query(&call.target)["limit"].clone())
        .collect();
    assert_eq!(limits, ["4", "4", "2"], "no more is fetched than is wanted");

    let mut pages = items(&server, &COUNTED, 4)
        .max_items(6)
        .concurrency(8)
        .into_pages();
    let mut lengths = Vec::new();
    while let Some(page) = pages.try_next().await.unwrap() {
        lengths.push(page.len());
    }
    assert_eq!(lengths, [4, 2]);
    assert_eq!(server.received().len(), 5);
    let nothing = items(&server, &COUNTED, 4).max_items(0);
    assert!(rest(nothing).await.unwrap().is_empty());
    assert_eq!(server.received().len(), 5);
}

#[tokio::test]
async fn a_listing_can_start_anywhere() {
    let server = List::of(20).serve().await;
    let mut call = client(&server).call(&COUNTED);
    call.query("limit", 6);
    call.query("offset", 7);
    call.query("filters", "a eq \"b,c\"");
    assert_eq!(rest(call.items()).await.unwrap(), ids(7..20));
    for received in server.received() {
        assert_eq!(list::query(&received.target)["filters"], "a eq \"b,c\"");
    }
    assert_eq!(server.received().len(), 3);
}

#[tokio::test]
async fn invalid_limits_are_errors_before_anything_is_sent() {
    let server = List::of(20).serve().await;
    for (name, value, message) in [
        ("limit", "0", "`limit` must not be 0"),
        ("limit", "251", "a page has at most 250 records"),
        ("limit", "x", "`limit` is `x`, expected a number"),
        ("offset", "-1", "`offset` is `-1`, expected a number"),
    ] {
        let mut call = client(&server).call(&COUNTED);
        call.query(name, value);
        let mut items = call.items::<Thing>();
        for _ in 0..2 {
            let error = items.try_next().await.unwrap_err();
            assert!(
                error.is_request() && error.to_string().contains(message),
                "{error}"
            );
            assert_eq!(error.operation(), Some("listThings"));
        }
    }
    let error = client(&server)
        .call(&list::NO_LIST)
        .items::<Thing>()
        .try_next()
        .await
        .unwrap_err();
    assert!(error.to_string().contains("has no pages"), "{error}");
    assert_eq!(server.received().len(), 0);
}

#[tokio::test]
async fn items_and_pages_are_streams() {
    async fn count<S: Stream + Unpin>(mut stream: S) -> usize {
        let mut number = 0;
        while std::future::poll_fn(|cx| std::pin::Pin::new(&mut stream).poll_next(cx))
            .await
            .is_some()
        {
            number += 1;
        }
        number
    }
    let server = List::of(10).serve().await;
    assert_eq!(count(items(&server, &COUNTED, 4)).await, 10);
    assert_eq!(count(items(&server, &COUNTED, 4).into_pages()).await, 3);
    assert_eq!(count(items(&server, &COUNTED, 4).lenient()).await, 10);
}

#[tokio::test]
async fn streams_can_be_sent_and_shared() {
    fn check<T: Send + Sync + Unpin + 'static>(_: &T) {}
    let server = List::of(1).serve().await;
    let items = items(&server, &COUNTED, 4);
    check(&items);
    let text = format!("{items:?}");
    assert!(text.contains("listThings"), "{text}");
    check(&items.lenient().into_pages());
}

#[cfg(feature = "blocking")]
#[test]
fn lists_can_be_read_without_async() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap();
    let server = runtime.block_on(async { List::of(10).serve().await });
    let mut things = items(&server, &COUNTED, 4).concurrency(2);
    let mut found = Vec::new();
    while let Some(thing) = things.try_next_blocking().unwrap() {
        found.push(thing.id);
    }
    assert_eq!(found, ids(0..10));
    let mut pages = items(&server, &KEYED, 4).into_pages();
    assert_eq!(pages.try_next_blocking().unwrap().unwrap().len(), 4);
    let page = runtime.block_on(async { pages.try_next_blocking() });
    assert_eq!(page.unwrap().unwrap().len(), 4);
    let single = tokio::runtime::Builder::new_current_thread().build();
    let inside = single
        .unwrap()
        .block_on(async { pages.try_next_blocking() });
    assert!(inside.unwrap_err().is_request());
}

/// Without a runtime, no task can fetch a page.
#[test]
fn fetching_without_a_runtime_is_an_error() {
    let client = Client::builder()
        .base_url("http://127.0.0.1:1")
        .credentials(openapi_client_runtime::Credentials::none())
        .build()
        .unwrap();
    let mut items = client.call(&COUNTED).items::<Thing>();
    let mut cx = Context::from_waker(Waker::noop());
    let Poll::Ready(Some(Err(error))) = std::pin::Pin::new(&mut items).poll_next(&mut cx) else {
        unreachable!("nothing can have been fetched");
    };
    assert!(error.to_string().contains("Tokio runtime"), "{error}");
}
