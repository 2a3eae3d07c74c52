//! The mock server streams.

use std::time::Duration;

use client::api::models::{Piece, StepsEvent};
use client::runtime::serde_json::{from_value, json};
use client::testing::{Answer, MockServer};
use client::{Event, Retry};

const MINUTE: Duration = Duration::from_secs(60);

fn piece(text: &str) -> Piece {
    Piece::builder().text(text).build()
}

pub(crate) async fn events() {
    let server = MockServer::start().await;
    let client = server.client();
    let api = client.api();
    let pieces = [piece("one"), piece("two")];
    server.on_ask().then_events(pieces).pauses(MINUTE).times(1);
    let mut events = api
        .operations()
        .ask()
        .send_events()
        .await
        .expect("events")
        .into_inner();
    let mut found = Vec::new();
    while let Some(event) = events.try_next().await.expect("an event") {
        found.push((event.data.text, server.clock().passed()));
    }
    assert_eq!(
        found,
        [
            ("one".to_owned(), Duration::ZERO),
            ("two".to_owned(), MINUTE)
        ]
    );

    // A silence beyond the idle timeout, after which the client continues on another connection.
    let first = [
        Event::new(piece("one")).with_id("1"),
        Event::new(piece("late")).with_id("2"),
    ];
    let news = server.on_follow().then_events(first).pauses(6 * MINUTE);
    news.then_events([Event::new(piece("two")).with_id("2")])
        .times(1);
    let mut events = api
        .operations()
        .follow()
        .send_events()
        .await
        .expect("events")
        .into_inner();
    let mut found = Vec::new();
    while let Some(event) = events.try_next().await.expect("an event") {
        found.push(event.data.text);
    }
    assert_eq!(found, ["one", "two"]);
    let calls = server.calls();
    let calls = calls.follow();
    let header = |n: usize| calls[n].header("Last-Event-ID").map(str::to_owned);
    let calls: Vec<Option<String>> = (0..calls.len()).map(header).collect();
    assert_eq!(calls, [None, Some("1".to_owned())]);

    // A connection that is cut inside of the second event.
    let cut = Answer::new(200).event(Event::new(json!({"text": "one"})));
    let cut = cut.event(Event::new(json!({"text": "two"}))).cut_at(30);
    server.on_ask().then(cut).times(1);
    let mut events = api
        .operations()
        .ask()
        .send_events()
        .await
        .expect("events")
        .into_inner();
    assert_eq!(
        events
            .try_next()
            .await
            .expect("an event")
            .expect("one")
            .data
            .text,
        "one"
    );
    let error = events.try_next().await.expect_err("a cut");
    assert!(error.to_string().contains("after 30 bytes"), "{error}");

    let end: StepsEvent = from_value(json!({"event": "end", "data": "over"})).expect("an event");
    server.on_steps().then_events([end]).times(1);
    let mut events = api
        .operations()
        .steps()
        .send_events()
        .await
        .expect("events")
        .into_inner();
    let event = events.try_next().await.expect("an event").expect("the end");
    assert!(
        matches!(&event.data, StepsEvent::End(it) if it.data == "over"),
        "{event:?}"
    );
    assert_eq!(event.event_type, "end");
}

pub(crate) async fn items_and_bytes() {
    let server = MockServer::start().await;
    let client = server.client();
    let api = client.api();
    server
        .on_rows()
        .then_items([piece("a"), piece("b")])
        .cut_at(20)
        .times(1);
    let mut items = api
        .operations()
        .rows()
        .send_items()
        .await
        .expect("items")
        .into_inner();
    assert_eq!(
        items.try_next().await.expect("an item").expect("a").text,
        "a"
    );
    let error = items.try_next().await.expect_err("a cut");
    assert!(error.to_string().contains("after 20 bytes"), "{error}");

    server
        .on_download()
        .then_ok("0123456789")
        .cut_at(7)
        .times(1);
    let download = api.operations().download().retry(Retry::none());
    let mut bytes = download.send_stream().await.expect("bytes").into_inner();
    let path = std::env::temp_dir().join(format!("streams-cut-{}", std::process::id()));
    let error = bytes.save_to(&path).await.expect_err("a cut");
    assert!(error.to_string().contains("7 of 10 bytes"), "{error}");
    assert!(!path.exists());
}
