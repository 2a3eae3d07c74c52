//! Timeouts of streams, on a clock that doesn't wait.

use std::time::Duration;

use openapi_client_runtime::Timeouts;
use tokio::io::AsyncReadExt as _;

use crate::script::{Script, Server};
use crate::support::TestClock;
use crate::{EVENTS, builder};

const READ: Duration = Duration::from_secs(30);
const IDLE: Duration = Duration::from_secs(300);
const WHOLE: Duration = Duration::from_secs(1000);

async fn place(scripts: Vec<Script>) -> (Server, openapi_client_runtime::Client, TestClock) {
    let (server, clock) = (Server::start(scripts).await, TestClock::new());
    let client = builder(&server, &clock).build().unwrap();
    (server, client, clock)
}

#[tokio::test]
async fn the_timeouts_of_the_call_end_with_the_head() {
    let (_server, client, clock) = place(vec![Script::new("text/plain", ["abc"])]).await;
    let call = client.get("/x").timeout(Duration::from_secs(5));
    let mut stream = call.send_stream().await.unwrap();
    clock.advance(Duration::from_secs(3600));
    let mut text = String::new();
    stream.read_to_string(&mut text).await.unwrap();
    assert_eq!(text, "abc");
}

#[tokio::test]
async fn a_body_that_stalls_times_out() {
    let (server, client, clock) = place(vec![Script::new("text/plain", ["abc"]).stall()]).await;
    let mut stream = client.get("/x").send_stream().await.unwrap();
    assert_eq!(stream.try_next().await.unwrap().unwrap(), "abc");
    let (next, ()) = tokio::join!(stream.try_next(), clock.expire(READ));
    let error = next.unwrap_err();
    assert!(
        error.is_timeout()
            && error
                .to_string()
                .contains("the body stalled for 30s after 3 bytes"),
        "{error}"
    );
    server.closed(1).await;

    let mut stream = client.get("/x").send_stream().await.unwrap();
    let mut text = Vec::new();
    let (read, ()) = tokio::join!(stream.read_to_end(&mut text), clock.expire(READ));
    assert_eq!(read.unwrap_err().kind(), std::io::ErrorKind::TimedOut);
}

#[tokio::test]
async fn a_reader_may_take_its_time() {
    let (_server, client, clock) = place(vec![Script::new("text/plain", ["a", "b", "c"])]).await;
    let mut stream = client.get("/x").send_stream().await.unwrap();
    while stream.try_next().await.unwrap().is_some() {
        clock.advance(Duration::from_secs(3600));
    }
}

#[tokio::test]
async fn events_and_items_may_be_silent_for_longer() {
    let stalled = Script::new(EVENTS, ["data: 1\n\n"]).stall();
    let (server, client, clock) =
        place(vec![stalled, Script::new("text/plain", ["1\n"]).stall()]).await;
    let mut events = client.post("/x").send_events::<u8>().await.unwrap();
    assert_eq!(events.try_next().await.unwrap().unwrap().data, 1);
    let (next, ()) = tokio::join!(events.try_next(), clock.expire(IDLE));
    assert!(next.unwrap_err().is_timeout());
    let call = client.get("/x").timeouts(Timeouts::default().idle(READ));
    let mut items = call.send_items::<u8>().await.unwrap();
    assert_eq!(items.try_next().await.unwrap(), Some(1));
    let (next, ()) = tokio::join!(items.try_next(), clock.expire(READ));
    assert!(next.unwrap_err().is_timeout());
    server.closed(2).await;
}

#[tokio::test]
async fn another_media_type_is_an_error_even_if_its_body_does_not_end() {
    let stalled = Script::new("text/html", ["<html>"]).stall();
    let endless = Script::new("text/html", ["x".repeat(1000)]).endless();
    let (server, client, clock) = place(vec![stalled, endless]).await;
    let call = client.get("/x").send_events::<u8>();
    let (response, ()) = tokio::join!(call, clock.expire(Duration::from_secs(5)));
    assert_eq!(response.unwrap_err().body().unwrap(), "<html>");
    let error = client.get("/x").send_events::<u8>().await.unwrap_err();
    assert_eq!(error.body().unwrap().len(), 64 * 1024);
    server.closed(2).await;
}

#[tokio::test]
async fn a_silent_stream_of_events_continues_on_another_connection() {
    let (server, client, clock) = place(vec![
        Script::new(EVENTS, ["id: 1\ndata: 1\n\n"]).stall(),
        Script::new(EVENTS, ["data: 2\n\n"]),
        Script::no_content(),
    ])
    .await;
    let mut events = client.get("/x").send_events::<u8>().await.unwrap();
    assert_eq!(events.try_next().await.unwrap().unwrap().data, 1);
    let (next, ()) = tokio::join!(events.try_next(), clock.expire(IDLE));
    assert_eq!(next.unwrap().unwrap().data, 2);
    assert_eq!(server.last_event_ids()[1].as_deref(), Some("1"));
}

#[tokio::test]
async fn a_stream_has_a_limit_as_a_whole_if_one_is_set() {
    let scripts = vec![
        Script::new(EVENTS, ["id: 1\ndata: 1\n\n"]),
        Script::new(EVENTS, ["data: 2\n\n"]).stall(),
    ];
    let (server, client, clock) = place(scripts).await;
    let timeouts = Timeouts::default().stream(WHOLE).idle(2 * WHOLE);
    let call = client.get("/x").timeouts(timeouts);
    let mut events = call.send_events::<u8>().await.unwrap();
    assert_eq!(events.try_next().await.unwrap().unwrap().data, 1);
    assert_eq!(events.try_next().await.unwrap().unwrap().data, 2);
    let (next, ()) = tokio::join!(events.try_next(), clock.expire(WHOLE));
    let error = next.unwrap_err();
    assert!(
        error.is_timeout()
            && error
                .to_string()
                .contains("the stream took longer than 1000s"),
        "{error}"
    );
    assert!(events.try_next().await.unwrap().is_none());
    assert_eq!(server.requests().len(), 2, "it is not continued");
}
