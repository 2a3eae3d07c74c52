//! The end of a list, and responses that only look like one.

use crate::list::{ASKED, ASKED_KEYED, COUNTED, COUNTING, End, List, UNBOUNDED, WINDOWED, ids};
use crate::support::{Answer, Server};
use crate::{items, rest, some};

#[tokio::test]
async fn ends_after_a_full_last_page_for_every_kind_of_response() {
    for (end, operation, requests) in [
        (End::Empty, &COUNTED, 4),
        (End::Refused(400), &COUNTED, 4),
        (End::Refused(404), &COUNTED, 4),
        (End::Empty, &COUNTING, 4),
        // The total is requested before an error counts as the end.
        (End::Refused(400), &COUNTING, 5),
        (End::Refused(404), &COUNTING, 5),
    ] {
        let server = List::of(750).ending(end).serve().await;
        let found = rest(items(&server, operation, 250)).await.unwrap();
        assert_eq!(found, ids(0..750), "{end:?}");
        assert_eq!(server.received().len(), requests, "{end:?}");
    }
}

#[tokio::test]
async fn an_empty_list_ends_at_once() {
    let server = List::of(0).serve().await;
    let mut items = items(&server, &COUNTED, 250);
    assert_eq!(items.try_next().await.unwrap(), None);
    assert!(items.cursor().is_end());
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn an_error_on_the_first_page_does_not_end_the_list() {
    for status in [400, 404] {
        let server = Server::script(vec![Answer::new(status)]).await;
        for _ in 0..2 {
            let error = rest(items(&server, &COUNTING, 250)).await.unwrap_err();
            assert_eq!(error.status().map(|it| it.as_u16()), Some(status));
        }
        let mut call = crate::client(&server).call(&COUNTING);
        call.query("offset", 250);
        assert!(
            rest(call.items()).await.is_err(),
            "the caller started there"
        );
        assert_eq!(server.received().len(), 3);
    }
}

#[tokio::test]
async fn an_offset_beyond_the_window_does_not_end_the_list() {
    let list = List::of(1_200).window(1_000);
    let server = list.serve().await;
    let mut items = items(&server, &COUNTING, 250);
    assert_eq!(some(&mut items, 1_000).await, ids(0..1_000));
    for _ in 0..2 {
        let error = items.try_next().await.unwrap_err();
        assert!(error.to_string().contains("Too far"), "{error}");
    }
    assert_eq!(items.total_count(), Some(1_200));
    assert_eq!(server.received().len(), 4 + 2 * 2);
}

#[tokio::test]
async fn an_error_ends_a_list_without_a_total() {
    let list = List::of(500).ending(End::Refused(400)).mute();
    let server = list.serve().await;
    let found = rest(items(&server, &COUNTING, 250)).await.unwrap();
    assert_eq!(found, ids(0..500));

    // Also if the total is rejected.
    let page = |n: usize| Answer::json(200, format!(r#"[{{"id":"{n}","name":""}}]"#));
    let server = Server::script(vec![page(1), page(2), Answer::new(400)]).await;
    let found = rest(items(&server, &COUNTING, 1)).await.unwrap();
    assert_eq!(found, ["1", "2"]);
    assert_eq!(server.received().len(), 4);
}

#[tokio::test]
async fn a_deleted_list_is_an_error() {
    let page = Answer::json(200, r#"[{"id":"1","name":""}]"#);
    let server = Server::script(vec![page, Answer::new(404)]).await;
    let mut items = items(&server, &COUNTING, 1);
    assert_eq!(some(&mut items, 1).await, ["1"]);
    for _ in 0..2 {
        assert!(items.try_next().await.unwrap_err().is_not_found());
    }
    assert!(!items.cursor().is_end());
}

#[tokio::test]
async fn records_beyond_the_window_are_an_error() {
    let server = List::of(10_001).window(10_000).serve().await;
    for (limit, requests) in [(250, 40), (240, 42)] {
        let before = server.received().len();
        let mut items = items(&server, &WINDOWED, limit);
        assert_eq!(some(&mut items, 10_000).await.len(), 10_000);
        for _ in 0..2 {
            let error = items.try_next().await.unwrap_err();
            let message =
                "`offset` reaches only the first 10000 records; narrow the list by filters";
            assert!(error.is_request(), "{error}");
            assert!(error.to_string().contains(message), "{error}");
        }
        assert_eq!(server.received().len() - before, requests);
    }
    let server = List::of(9_999).window(10_000).serve().await;
    let found = rest(items(&server, &WINDOWED, 250)).await.unwrap();
    assert_eq!(found.len(), 9_999);
}

#[tokio::test]
async fn a_short_page_ends_the_list_unless_the_total_says_otherwise() {
    // A server that sends at most 3 records, whatever the limit.
    let list = List::of(8);
    let server = Server::start(move |received, _| {
        let mut received = received.clone();
        received.target = received.target.replace("limit=5", "limit=3");
        list.answer(&received)
    })
    .await;
    let mut call = crate::client(&server).call(&COUNTING);
    call.query("limit", 5);
    call.query("count", true);
    assert_eq!(rest(call.items()).await.unwrap(), ids(0..8));
    assert_eq!(server.received().len(), 3);
    let found = rest(items(&server, &COUNTING, 5)).await.unwrap();
    assert_eq!(found, ids(0..3), "there is no total");
}

#[tokio::test]
async fn a_stale_total_neither_ends_the_list_nor_loses_records() {
    for end in [End::Empty, End::Refused(400), End::Refused(404)] {
        let list = List::of(12).ending(end);
        let server = list.serve().await;
        let mut call = crate::client(&server).call(&COUNTING);
        call.query("limit", 5);
        call.query("count", true);
        let mut items = call.items();
        assert_eq!(some(&mut items, 5).await, ids(0..5));
        list.things.lock().unwrap().pop_last();
        assert_eq!(rest(items).await.unwrap(), ids(5..11));
        assert!(server.received().len() <= 5);
    }
}

#[tokio::test]
async fn detects_a_server_that_repeats_a_page() {
    for operation in [&COUNTED, &COUNTING, &crate::list::KEYED] {
        let page = Answer::json(200, r#"[{"id":"1","name":""},{"id":"2","name":""}]"#);
        let server = Server::script(vec![page]).await;
        let mut items = items(&server, operation, 2);
        assert_eq!(some(&mut items, 2).await, ["1", "2"]);
        for _ in 0..2 {
            let error = items.try_next().await.unwrap_err();
            assert!(error.to_string().contains("the same page again"), "{error}");
        }
        assert_eq!(server.received().len(), 3);
    }
}

#[tokio::test]
async fn accepts_pages_longer_than_requested() {
    let list = List::of(23);
    let server = Server::start(move |received, _| {
        let mut received = received.clone();
        received.target = received.target.replace("limit=4", "limit=10");
        list.answer(&received)
    })
    .await;
    for concurrency in [1, 3] {
        let items = items(&server, &COUNTED, 4).concurrency(concurrency);
        assert_eq!(rest(items).await.unwrap(), ids(0..23));
    }
}

#[tokio::test]
async fn a_smaller_maximum_of_the_server_does_not_end_a_list() {
    for end in [End::Empty, End::Refused(400), End::Refused(404)] {
        for operation in [&ASKED, &ASKED_KEYED, &UNBOUNDED] {
            for concurrency in [1, 3] {
                let list = List::of(8).ending(end);
                let server = Server::start(move |received, _| {
                    let mut received = received.clone();
                    received.target = received.target.replace("limit=5", "limit=3");
                    list.answer(&received)
                })
                .await;
                let items = items(&server, operation, 5).concurrency(concurrency);
                assert_eq!(
                    rest(items).await.unwrap(),
                    ids(0..8),
                    "{operation:?} {end:?}"
                );
            }
        }
    }
}

#[tokio::test]
async fn a_short_page_costs_one_more_request_unless_the_total_is_known() {
    for (count, requests) in [(false, 3), (true, 2)] {
        let server = List::of(8).serve().await;
        let mut call = crate::client(&server).call(&ASKED);
        call.query("limit", 5);
        call.query("count", count);
        assert_eq!(rest(call.items()).await.unwrap(), ids(0..8));
        assert_eq!(server.received().len(), requests);
    }
    // The caller wants no more.
    let server = List::of(8).serve().await;
    let found = rest(items(&server, &ASKED, 5).max_items(8)).await;
    assert_eq!(found.unwrap(), ids(0..8));
    assert_eq!(server.received().len(), 2);
}
