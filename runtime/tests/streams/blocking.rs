//! Streams for programs without async.

use std::io::Read as _;

use openapi_client_runtime::{Blocking, Client, Credentials, EventStream, Response};
use tokio::runtime::{Builder, Runtime};

use crate::EVENTS;
use crate::script::{Script, Server};

/// A server with its runtime, and a client of it.
fn place(scripts: Vec<Script>) -> (Runtime, Server, Client) {
    let runtime = Runtime::new().unwrap();
    let server = runtime.block_on(Server::start(scripts));
    let builder = Client::builder().base_url(server.url());
    let client = builder.credentials(Credentials::none()).build().unwrap();
    (runtime, server, client)
}

#[test]
fn bytes_are_read() {
    let (_runtime, _server, client) = place(vec![Script::new("text/plain", ["abc", "def"])]);
    let mut response = client.get("/x").send_stream_blocking().unwrap();
    let mut text = String::new();
    response.read_to_string(&mut text).unwrap();
    assert_eq!(text, "abcdef");
    let path = std::env::temp_dir().join(format!("blocking-{}.txt", std::process::id()));
    let mut response = client.get("/x").send_stream_blocking().unwrap();
    assert_eq!(response.save_to(&path).unwrap(), 6);
    std::fs::remove_file(path).unwrap();
}

#[test]
fn events_and_items_are_iterators() {
    let events = Script::new(EVENTS, ["id: 1\ndata: 1\n\n"]).stall();
    let items = Script::new("application/jsonl", ["1\n2\n"]);
    let (_runtime, _server, client) =
        place(vec![events, Script::new(EVENTS, ["data: a\n\n"]), items]);
    let mut events: Response<Blocking<EventStream<u8>>> =
        client.get("/x").send_events_blocking().unwrap();
    assert_eq!(events.next().unwrap().unwrap().data, 1);
    assert_eq!(events.last_event_id(), "1");
    let texts = client.post("/x").send_text_events_blocking().unwrap();
    let texts: Vec<String> = texts.into_iter().map(|event| event.unwrap().data).collect();
    assert_eq!(texts, ["a"]);
    let items = client.get("/x").send_items_blocking::<u8>().unwrap();
    assert_eq!(
        items.into_iter().collect::<Result<Vec<_>, _>>().unwrap(),
        [1, 2]
    );
}

#[test]
fn an_iterator_ends_on_a_thread_that_it_must_not_block() {
    let (_runtime, _server, client) =
        place(vec![Script::new("application/jsonl", ["1\n2\n"]).stall()]);
    let mut items = client.get("/x").send_items_blocking::<u8>().unwrap();
    assert_eq!(items.next().unwrap().unwrap(), 1);
    let other = Builder::new_current_thread().build().unwrap();
    other.block_on(async {
        assert!(items.next().unwrap().unwrap_err().is_request());
        assert!(items.next().is_none());
    });
}
