//! Streams of events that continue on another connection.

use std::time::Duration;

use openapi_client_runtime::Retry;

use crate::events::rest;
use crate::script::{Script, Server};
use crate::support::TestClock;
use crate::{EVENTS, builder, place};

fn events(text: &str) -> Script {
    Script::new(EVENTS, [text])
}

fn ids(ids: &[&str]) -> Vec<Option<String>> {
    let given = |id: &&str| (!id.is_empty()).then(|| (*id).to_owned());
    ids.iter().map(given).collect()
}

#[tokio::test]
async fn a_broken_connection_continues_after_the_last_event() {
    let (server, client) = place(vec![
        events("id: a\ndata: 1\n\nid: b\ndata: 2\n\nid: c\ndata: 3\n").cut(),
        events("id: c\ndata: 3\n\n"),
        Script::status(503, "", [""; 0]),
        events("\u{feff}data: 4\n\nid\ndata: 5\n\n").cut(),
    ])
    .await;
    let mut stream = client.get("/x").send_events::<u8>().await.unwrap();
    for expected in 1..=5 {
        assert_eq!(stream.try_next().await.unwrap().unwrap().data, expected);
    }
    // The event that had not ended was sent again; an empty id means that there is nothing to continue from.
    assert_eq!(server.last_event_ids(), ids(&["", "b", "c", "c"]));
    let error = stream.try_next().await.unwrap_err();
    assert!(error.to_string().contains("cut off"), "{error}");
    assert!(stream.try_next().await.unwrap().is_none());
}

#[tokio::test]
async fn a_status_204_ends_the_stream() {
    let (server, client) = place(vec![events("id: 1\ndata: 1\n\n"), Script::no_content()]).await;
    let mut stream = client.get("/x").send_events::<u8>().await.unwrap();
    assert_eq!(rest(&mut stream).await, [Ok(1)]);
    assert_eq!(server.last_event_ids(), ids(&["", "1"]));
    for saved in ["", "1"] {
        let call = client.get("/x").last_event_id(saved);
        let mut stream = call.send_events::<u8>().await.unwrap();
        assert!(stream.try_next().await.unwrap().is_none());
    }
    assert_eq!(server.requests().len(), 4);
}

#[tokio::test]
async fn without_id_and_retry_nothing_is_requested_again() {
    let (server, client) = place(vec![events("data: 1\n\n"), events("data: 1\n\n").cut()]).await;
    let mut stream = client.get("/x").send_events::<u8>().await.unwrap();
    assert_eq!(rest(&mut stream).await, [Ok(1)]);
    let mut stream = client.get("/x").send_events::<u8>().await.unwrap();
    let all = rest(&mut stream).await;
    assert!(
        all[0] == Ok(1) && all[1].is_err() && all.len() == 2,
        "{all:?}"
    );
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn a_connection_that_breaks_before_the_first_event_is_made_again() {
    let (server, client) = place(vec![events(": hello\n").cut(), events("data: 1\n\n")]).await;
    let mut stream = client.get("/x").send_events::<u8>().await.unwrap();
    assert_eq!(rest(&mut stream).await, [Ok(1)]);
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn only_a_get_is_made_again() {
    let (server, client) = place(vec![events("id: 1\nretry: 1\ndata: 1\n\n").cut()]).await;
    let call = client.post("/x").idempotent(true);
    let mut stream = call.send_events::<u8>().await.unwrap();
    assert_eq!(rest(&mut stream).await.len(), 2);
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn the_server_sets_the_wait() {
    let server = Server::start(vec![
        events("retry: 7000\nid: 1\ndata: 1\n\n").cut(),
        events("retry: 9000000\ndata: 2\n\n").cut(),
        Script::no_content(),
    ])
    .await;
    let clock = TestClock::new();
    let client = builder(&server, &clock).build().unwrap();
    let mut stream = client.get("/x").send_events::<u8>().await.unwrap();
    assert_eq!(rest(&mut stream).await, [Ok(1), Ok(2)]);
    let longest = Duration::from_secs(120);
    assert_eq!(clock.sleeps(), [Duration::from_secs(7), longest]);
}

#[tokio::test]
async fn connections_without_an_event_are_bounded() {
    for is_cut in [false, true] {
        let broken = |text| {
            if is_cut {
                events(text).cut()
            } else {
                events(text)
            }
        };
        let server = Server::start(vec![events("id: 1\ndata: 1\n\n"), broken(": nothing\n")]).await;
        let clock = TestClock::new();
        let client = builder(&server, &clock).build().unwrap();
        let mut stream = client.get("/x").send_events::<u8>().await.unwrap();
        let all = rest(&mut stream).await;
        assert_eq!(all.len(), 1 + usize::from(is_cut), "{all:?}");
        assert_eq!((server.requests().len(), clock.sleeps().len()), (5, 4));
        assert!(
            clock
                .sleeps()
                .iter()
                .all(|it| *it >= Duration::from_secs(1))
        );
    }
}

#[tokio::test]
async fn an_event_that_is_too_large_and_breaks_every_connection_is_bounded() {
    let large = format!("id: 2\ndata: {}", "x".repeat(200));
    let (server, client) = place(vec![
        events("id: 1\ndata: 1\n\n").cut(),
        events(&large).cut(),
    ])
    .await;
    let mut stream = client.get("/x").send_events::<u8>().await.unwrap();
    stream.max_event_size(100);
    let all = rest(&mut stream).await;
    assert_eq!((server.requests().len(), all.len()), (5, 6), "{all:?}");
    assert!(all[4].as_ref().unwrap_err().contains("larger"), "{all:?}");
    assert!(all[5].as_ref().unwrap_err().contains("cut off"), "{all:?}");
}

#[tokio::test]
async fn the_retry_policy_of_the_call_bounds_connections() {
    let (server, client) = place(vec![events("id: 1\ndata: 1\n\n").cut()]).await;
    let call = client.get("/x").retry(Retry::none());
    let mut stream = call.send_events::<u8>().await.unwrap();
    assert_eq!(rest(&mut stream).await.len(), 2);
    assert_eq!(server.requests().len(), 1);
    let call = client
        .get("/x")
        .retry(|failed: &openapi_client_runtime::Failed<'_>| {
            (failed.attempts() < 3).then_some(Duration::ZERO)
        });
    // Each connection brings an event, so the count starts again; the id does not change.
    let mut stream = call.send_events::<u8>().await.unwrap();
    for _ in 0..20 {
        assert_eq!(stream.try_next().await.unwrap().unwrap().data, 1);
    }
    assert_eq!(server.last_event_ids()[2..].len(), 19);
}

#[tokio::test]
async fn a_stream_begins_after_a_saved_id() {
    let (server, client) = place(vec![events("data: 2\n\n").cut(), Script::no_content()]).await;
    let call = client
        .get("/x")
        .last_event_id("first")
        .last_event_id("é 1\r\n");
    let mut stream = call.send_events::<u8>().await.unwrap();
    assert_eq!(stream.last_event_id(), "é 1");
    assert_eq!(rest(&mut stream).await, [Ok(2)]);
    assert_eq!(stream.last_event_id(), "é 1");
    assert_eq!(server.last_event_ids(), ids(&["é 1", "é 1"]));
}

#[tokio::test]
async fn an_error_status_of_the_new_connection_ends_the_stream() {
    let gone = Script::status(410, "", ["gone"]);
    let (_server, client) = place(vec![events("id: 1\ndata: 1\n\n"), gone]).await;
    let mut stream = client.get("/x").send_events::<u8>().await.unwrap();
    assert_eq!(stream.try_next().await.unwrap().unwrap().data, 1);
    let error = stream.try_next().await.unwrap_err();
    assert_eq!(error.status().unwrap(), 410);
    assert!(stream.try_next().await.unwrap().is_none());
}
