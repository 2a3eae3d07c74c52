//! Server-sent events.

use openapi_client_runtime::bytes::Bytes;
use openapi_client_runtime::codegen::Service;
use openapi_client_runtime::{Event, EventStream, Response};
use serde_json::{Value, json};

use crate::script::Script;
use crate::support::TestClock;
use crate::{EVENTS, builder, place};

/// The rest of a stream: data, or the text of an error.
pub(crate) async fn rest<T>(stream: &mut EventStream<T>) -> Vec<Result<T, String>> {
    let mut all = Vec::new();
    loop {
        match stream.try_next().await {
            Ok(Some(event)) => all.push(Ok(event.data)),
            Ok(None) => return all,
            Err(error) => all.push(Err(error.to_string())),
        }
    }
}

#[tokio::test]
async fn events_have_type_id_retry_and_data() {
    let text =
        ": hello\n\ndata: {\"n\":1}\n\nevent: added\nid: 7\nretry: 50\ndata: {\"n\":\ndata: 2}\n\n";
    let (server, client) = place(vec![Script::new(EVENTS, [text]), Script::no_content()]).await;
    let mut events: Response<EventStream<Value>> = client.get("/x").send_events().await.unwrap();
    let first = events.try_next().await.unwrap().unwrap();
    let expected = ("message", None, None, json!({"n": 1}));
    assert_eq!(
        (&*first.event_type, first.id, first.retry, first.data),
        expected
    );
    assert_eq!(events.last_event_id(), "");
    let second = events.try_next().await.unwrap().unwrap();
    assert_eq!(
        (&*second.event_type, second.id.as_deref()),
        ("added", Some("7"))
    );
    assert_eq!(second.retry.unwrap().as_millis(), 50);
    assert_eq!(second.data, json!({"n": 2}));
    assert_eq!(events.last_event_id(), "7");
    assert!(events.try_next().await.unwrap().is_none());
    assert!(server.requests()[0].contains("accept: text/event-stream\r\n"));
}

#[tokio::test]
async fn a_stream_in_single_bytes_has_the_same_events() {
    let text = "\u{feff}data: \"…\"\r\n\r\nevent: e\rdata: \"b\"\r\r:c\n\ndata:\"c\"\n\n";
    for size in [1, 2, 3, 7, text.len()] {
        let (_server, client) =
            place(vec![Script::new(EVENTS, text.as_bytes().chunks(size))]).await;
        let call = client.post("/x");
        let mut events = call.send_events::<String>().await.unwrap();
        let expected = ["…", "b", "c"].map(|it| Ok(it.to_owned()));
        assert_eq!(rest(&mut events).await, expected, "in chunks of {size}");
    }
}

#[tokio::test]
async fn an_event_that_cannot_be_decoded_is_an_error_of_that_event() {
    let text = "id: 1\ndata: 1\n\nid: 2\ndata: {\"a\":\"b\"}\n\ndata: x\n\ndata: 4\n\n";
    let (_server, client) = place(vec![Script::new(EVENTS, [text]), Script::no_content()]).await;
    let mut events = client.get("/x").send_events::<u8>().await.unwrap();
    assert_eq!(events.try_next().await.unwrap().unwrap().data, 1);
    let error = events.try_next().await.unwrap_err();
    assert!(
        error.is_decode() && error.to_string().contains("at $: invalid type"),
        "{error}"
    );
    assert_eq!(error.body().unwrap(), r#"{"a":"b"}"#);
    assert_eq!(
        events.last_event_id(),
        "2",
        "the event was delivered as an error"
    );
    assert!(events.try_next().await.unwrap_err().is_decode());
    assert_eq!(events.try_next().await.unwrap().unwrap().data, 4);
    assert!(events.try_next().await.unwrap().is_none());
}

#[tokio::test]
async fn the_data_of_events_can_be_text() {
    let text = "data: not json\n\ndata\n\n";
    let (_server, client) = place(vec![Script::new(EVENTS, [text])]).await;
    let mut events = client.post("/x").send_text_events().await.unwrap();
    assert_eq!(
        rest(&mut events).await,
        [Ok("not json".to_owned()), Ok(String::new())]
    );
}

#[tokio::test]
async fn bytes_that_are_not_text_are_replaced() {
    let text = b"data: \"a\xffb\"\n\n";
    let (_server, client) = place(vec![Script::new(EVENTS, [text])]).await;
    let mut events = client.post("/x").send_events::<String>().await.unwrap();
    assert_eq!(rest(&mut events).await, [Ok("a\u{fffd}b".to_owned())]);
    let mut events = client.post("/x").send_text_events().await.unwrap();
    assert_eq!(rest(&mut events).await, [Ok("\"a\u{fffd}b\"".to_owned())]);
}

#[tokio::test]
async fn an_end_marker_ends_the_stream() {
    static WITH_END: Service = Service::new().event_end("[DONE]");
    let script = Script::new(EVENTS, ["id: 1\ndata: 1\n\ndata: [DONE]\n\ndata: 2\n\n"]);
    let (server, client) = place(vec![script]).await;
    let known = builder(&server, &TestClock::new())
        .service(&WITH_END)
        .build()
        .unwrap();
    let mut events = known.get("/x").send_events::<u8>().await.unwrap();
    assert_eq!(rest(&mut events).await, [Ok(1)]);
    let mut events = client.get("/x").send_events::<u8>().await.unwrap();
    events.end_at("2");
    let all = rest(&mut events).await;
    assert!(
        all[0] == Ok(1) && all[1].is_err() && all.len() == 2,
        "{all:?}"
    );
    assert_eq!(
        server.requests().len(),
        2,
        "the end is not a broken connection"
    );
}

#[tokio::test]
async fn an_end_marker_needs_no_blank_line() {
    for end in ["data: [DONE]\n", "data: [DONE]"] {
        let text = format!("data: 1\n\n{end}");
        let (_server, client) = place(vec![Script::new(EVENTS, [text])]).await;
        let mut events = client.post("/x").send_events::<u8>().await.unwrap();
        events.end_at("[DONE]");
        assert_eq!(rest(&mut events).await, [Ok(1)]);
    }
}

#[tokio::test]
async fn another_media_type_is_an_error_with_the_body() {
    let html = Script::new(
        "text/html; charset=utf-8",
        ["<html><title>Sign in</title></html>"],
    );
    let json = Script::new("application/json", [r#"{"error":"no streaming"}"#]);
    let (_server, client) = place(vec![html, json]).await;
    let error = client.get("/x").send_events::<u8>().await.unwrap_err();
    assert!(
        error.is_decode() && error.to_string().contains("Sign in"),
        "{error}"
    );
    let error = client.get("/x").send_events::<u8>().await.unwrap_err();
    let expected = "expected the media type `text/event-stream`, found `application/json`";
    assert!(error.to_string().contains(expected), "{error}");
    assert_eq!(error.body().unwrap(), r#"{"error":"no streaming"}"#);
}

#[tokio::test]
async fn the_media_type_may_have_parameters_or_be_absent() {
    let named = Script::new("Text/Event-Stream;charset=utf-8", ["data: 1\n\n"]);
    let absent = Script::status(200, "", ["data: 1\n\n"]);
    let (_server, client) = place(vec![named, absent]).await;
    for _ in 0..2 {
        let mut events = client.post("/x").send_events::<u8>().await.unwrap();
        assert_eq!(rest(&mut events).await, [Ok(1)]);
    }
}

#[tokio::test]
async fn a_stream_that_ends_inside_of_an_event_is_an_error() {
    let (_server, client) = place(vec![
        Script::new(EVENTS, ["data: 1\n\ndata: 2\n"]),
        Script::new(EVENTS, ["data: 1\n\ndata: 2"]),
        Script::new(EVENTS, ["data: 1\n\n: bye\n"]),
    ])
    .await;
    for is_whole in [false, false, true] {
        let mut events = client.post("/x").send_events::<u8>().await.unwrap();
        let all = rest(&mut events).await;
        assert_eq!(all[0], Ok(1));
        assert_eq!(all.len() == 1, is_whole, "{all:?}");
    }
}

#[tokio::test]
async fn an_event_that_is_too_large_is_skipped() {
    let large = format!("data: \"{}\"\n\n", "x".repeat(200));
    let script = Script::new(EVENTS, ["data: \"a\"\n\n", &large, "data: \"b\"\n\n"]);
    let (_server, client) = place(vec![script]).await;
    let mut events = client.post("/x").send_events::<String>().await.unwrap();
    events.max_event_size(100);
    let all = rest(&mut events).await;
    assert_eq!(
        (&all[0], &all[2], all.len()),
        (&Ok("a".into()), &Ok("b".into()), 3)
    );
    let error = all[1].as_ref().unwrap_err();
    assert!(
        error.contains("larger than the limit of 100 bytes"),
        "{error}"
    );
}

#[tokio::test]
async fn an_event_that_is_too_large_is_reported_once_at_the_end() {
    let text = format!("data: 1\ndata: {}", "x".repeat(200));
    let (_server, client) = place(vec![Script::new(EVENTS, [text])]).await;
    let mut events = client.post("/x").send_text_events().await.unwrap();
    events.max_event_size(100);
    let all = rest(&mut events).await;
    let [Err(error)] = &*all else {
        panic!("{all:?}");
    };
    assert!(error.contains("larger"), "{error}");
}

#[tokio::test]
async fn an_event_without_end_is_an_error_while_it_arrives() {
    let script = Script::new(EVENTS, [b"data: ".to_vec(), vec![b'x'; 1 << 16]]).endless();
    let (server, client) = place(vec![script]).await;
    let mut events = client.get("/x").send_text_events().await.unwrap();
    let error = events.try_next().await.unwrap_err();
    let expected = "larger than the limit of 8388608 bytes";
    assert!(error.to_string().contains(expected), "{error}");
    assert!(error.body().is_none_or(Bytes::is_empty), "{error:?}");
    drop(events);
    server.closed(1).await;
}

#[tokio::test]
async fn an_event_can_be_mapped() {
    let (_server, client) =
        place(vec![Script::new(EVENTS, ["event: e\nid: 1\ndata: 1\n\n"])]).await;
    let mut events = client.post("/x").send_events::<u8>().await.unwrap();
    let event: Event<String> = events
        .try_next()
        .await
        .unwrap()
        .unwrap()
        .map(|it| it.to_string());
    let parts = (event.event_type, event.id, event.data);
    assert_eq!(parts, ("e".into(), Some("1".to_owned()), "1".to_owned()));
}
