//! Reads streams of a generated crate from a raw server, and from the mock server.

mod mock;

use std::io::{Read as _, Write as _};
use std::sync::{Arc, Mutex};

use client::api::models::{Piece, StepsEvent};
use client::runtime::RawBody;
use client::{Client, Credentials, File, Retry};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

/// A server on loopback that gives its responses in order, each on its own connection.
#[derive(Clone, Default)]
struct Server {
    requests: Arc<Mutex<Vec<String>>>,
}

impl Server {
    async fn start(responses: &'static [&'static str]) -> (Self, Client) {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let server = Self::default();
        let log = Arc::clone(&server.requests);
        tokio::spawn(async move {
            for response in responses {
                let (mut stream, _) = listener.accept().await.expect("a connection");
                let mut request = Vec::new();
                while !is_whole(&request) {
                    stream.read_buf(&mut request).await.expect("a request");
                }
                let request = String::from_utf8(request).expect("a text");
                log.lock()
                    .expect("no panic")
                    .push(request.to_ascii_lowercase());
                // The head, and then one byte at a time, as far as the client is concerned.
                for byte in response.as_bytes() {
                    stream.write_all(&[*byte]).await.expect("a client");
                    stream.flush().await.expect("a client");
                }
            }
        });
        let client = Client::builder()
            .base_url(url)
            .credentials(Credentials::none());
        (
            server,
            client.retry(Retry::none()).build().expect("a client"),
        )
    }

    fn last(&self) -> String {
        let requests = self.requests.lock().expect("no panic");
        requests.last().expect("a request").clone()
    }
}

fn is_whole(request: &[u8]) -> bool {
    let text = String::from_utf8_lossy(request).to_ascii_lowercase();
    let Some((head, body)) = text.split_once("\r\n\r\n") else {
        return false;
    };
    if head.contains("transfer-encoding: chunked") {
        return body.ends_with("0\r\n\r\n");
    }
    let length = head
        .lines()
        .find_map(|it| it.strip_prefix("content-length: "));
    body.len() >= length.map_or(0, |it| it.parse().expect("a length"))
}

macro_rules! response {
    ($media:literal, $body:literal) => {
        concat!(
            "HTTP/1.1 200 OK\r\nContent-Type: ",
            $media,
            "\r\nConnection: close\r\n\r\n",
            $body
        )
    };
}

fn texts(pieces: &[Piece]) -> Vec<&str> {
    pieces.iter().map(|it| it.text.as_str()).collect()
}

async fn events() {
    let (server, client) = Server::start(&[
        response!("text/event-stream", "data: {\"text\":\r\ndata: \"one\"}\r\n\r\n: ping\nevent: x\nid: 7\ndata: {\"text\":\"two\"}\n\ndata: [DONE]\n\ndata: 1\n\n"),
        response!("application/json", "{\"text\":\"whole\"}"),
        "HTTP/1.1 400 Bad Request\r\nContent-Type: application/problem+json\r\nConnection: close\r\nContent-Length: 16\r\n\r\n{\"detail\":\"no!\"}",
    ])
    .await;
    let ask = || client.api().operations().ask();
    let mut events = ask().send_events().await.expect("events").into_inner();
    let first = events.try_next().await.expect("an event").expect("one");
    assert_eq!(
        (first.data.text.as_str(), &*first.event_type),
        ("one", "message")
    );
    let second = events.try_next().await.expect("an event").expect("two");
    assert_eq!(
        (second.data.text.as_str(), &*second.event_type),
        ("two", "x")
    );
    assert_eq!(events.last_event_id(), "7");
    assert!(events.try_next().await.expect("the end").is_none());
    let head = server.last();
    assert!(
        head.contains("\r\naccept: text/event-stream, application/problem+json\r\n"),
        "{head}"
    );
    assert_eq!(ask().send().await.expect("JSON").text, "whole");
    let head = server.last();
    assert!(
        head.contains("\r\naccept: application/json, application/problem+json\r\n"),
        "{head}"
    );
    let error = ask().send_events().await.expect_err("a problem");
    assert_eq!(error.status().map(|it| it.as_u16()), Some(400), "{error}");
}

async fn whole_events() {
    let (_server, client) = Server::start(&[response!(
        "text/event-stream",
        "event: piece\ndata: {\"text\":\"one\"}\n\nevent: end\ndata: 12\n\ndata: [DONE]\n\n"
    )])
    .await;
    let steps = client.api().operations().steps().last_event_id("6");
    let mut events = steps.send_events().await.expect("events").into_inner();
    let first = events
        .try_next()
        .await
        .expect("an event")
        .expect("one")
        .data;
    assert!(
        matches!(&first, StepsEvent::Piece(it) if it.data.text == "one"),
        "{first:?}"
    );
    let second = events
        .try_next()
        .await
        .expect("an event")
        .expect("the end")
        .data;
    assert!(
        matches!(&second, StepsEvent::End(it) if it.data == "12"),
        "{second:?}"
    );
}

async fn items_and_bytes() {
    let (server, client) = Server::start(&[
        response!(
            "application/x-ndjson",
            "{\"text\":\"a\"}\n\n{\"text\":\"b\"}"
        ),
        response!("application/zip", "0123456789"),
        "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n",
        "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n",
    ])
    .await;
    let api = client.api();
    let mut items = api
        .operations()
        .rows()
        .send_items()
        .await
        .expect("items")
        .into_inner();
    let mut rows = Vec::new();
    while let Some(row) = items.try_next().await.expect("an item") {
        rows.push(row);
    }
    assert_eq!(texts(&rows), ["a", "b"]);
    assert!(
        server
            .last()
            .contains("\r\naccept: application/x-ndjson\r\n")
    );

    let mut file = api
        .operations()
        .download()
        .send_stream()
        .await
        .expect("bytes")
        .into_inner();
    let path = std::env::temp_dir().join(format!("streams-{}", std::process::id()));
    assert_eq!(file.save_to(&path).await.expect("a file"), 10);
    assert_eq!(std::fs::read(&path).expect("a file"), b"0123456789");

    let upload = api
        .operations()
        .upload()
        .body(File::from_path(&path).await.expect("a file"));
    upload.send().await.expect("a success");
    assert!(server.last().ends_with("\r\n\r\n0123456789"));
    let reader = RawBody::from_reader(&b"{\"text\":\"c\"}\n"[..]);
    api.operations()
        .send_rows()
        .body(reader)
        .send()
        .await
        .expect("a success");
    assert!(server.last().contains("{\"text\":\"c\"}\n"));
    std::fs::remove_file(path).expect("the file is there");
}

fn blocking() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    std::thread::spawn(move || {
        for response in [
            response!(
                "text/event-stream",
                "data: {\"text\":\"one\"}\n\ndata: [DONE]\n\n"
            ),
            response!("application/x-ndjson", "{\"text\":\"a\"}\n"),
            response!("application/zip", "bytes"),
        ] {
            let (mut stream, _) = listener.accept().expect("a connection");
            let mut request = Vec::new();
            let mut buffer = [0; 1024];
            while !is_whole(&request) {
                let read = stream.read(&mut buffer).expect("a request");
                request.extend_from_slice(&buffer[..read]);
            }
            stream.write_all(response.as_bytes()).expect("a client");
        }
    });
    let builder = Client::builder()
        .base_url(url)
        .credentials(Credentials::none());
    let client = builder.retry(Retry::none()).build().expect("a client");
    let api = client.api();
    let events = api
        .operations()
        .ask()
        .send_events_blocking()
        .expect("events");
    let events: Vec<Piece> = events
        .into_inner()
        .map(|it| it.expect("an event").data)
        .collect();
    assert_eq!(texts(&events), ["one"]);
    let items = api
        .operations()
        .rows()
        .send_items_blocking()
        .expect("items");
    let items: Vec<Piece> = items.into_inner().map(|it| it.expect("an item")).collect();
    assert_eq!(texts(&items), ["a"]);
    let mut text = String::new();
    let bytes = api
        .operations()
        .download()
        .send_stream_blocking()
        .expect("bytes");
    bytes
        .into_inner()
        .read_to_string(&mut text)
        .expect("a text");
    assert_eq!(text, "bytes");
}

fn main() {
    blocking();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    runtime.expect("a runtime").block_on(async {
        events().await;
        whole_events().await;
        items_and_bytes().await;
        mock::events().await;
        mock::items_and_bytes().await;
    });
}
