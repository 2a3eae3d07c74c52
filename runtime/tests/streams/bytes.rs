//! Bodies as bytes.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Arc, Mutex};

use futures_core::Stream;
use http::header::HeaderValue;
use openapi_client_runtime::{ByteStream, RawBody, Response, Transferred};
use tokio::io::AsyncReadExt as _;

use crate::script::Script;
use crate::support::{self, Answer, TestClock};
use crate::{builder, place};

fn letters(number: usize) -> Vec<String> {
    (0..number)
        .map(|n| ((b'a' + u8::try_from(n % 26).unwrap()) as char).to_string())
        .collect()
}

#[tokio::test]
async fn a_body_is_read_chunk_by_chunk_or_like_a_file() {
    let (_server, client) = place(vec![Script::new("text/plain", letters(30))]).await;
    let mut response = client.get("/x").send_stream().await.unwrap();
    assert_eq!(response.headers()["content-type"], "text/plain");
    assert_eq!((response.status().as_u16(), response.attempts()), (200, 1));
    let mut text = String::new();
    response.read_to_string(&mut text).await.unwrap();
    assert_eq!(text, letters(30).concat());

    let response = client.get("/x").send_stream().await.unwrap();
    let mut stream = response.into_inner();
    let mut read = Vec::new();
    while let Some(bytes) = stream.try_next().await.unwrap() {
        assert!(!bytes.is_empty());
        read.extend(bytes);
    }
    assert_eq!(read, letters(30).concat().as_bytes());
    assert!(stream.try_next().await.unwrap().is_none());
}

#[tokio::test]
async fn reading_and_chunks_can_be_mixed() {
    let (_server, client) = place(vec![Script::new("text/plain", ["abcdef", "ghi"])]).await;
    let mut response = client.get("/x").send_stream().await.unwrap();
    let mut first = [0; 2];
    response.read_exact(&mut first).await.unwrap();
    let next = poll_fn(|context| Pin::new(&mut response).poll_next(context)).await;
    let rest = response.try_next().await.unwrap().unwrap();
    let all = [&first[..], &next.unwrap().unwrap(), &rest].concat();
    assert_eq!(all, b"abcdefghi");
}

#[tokio::test]
async fn progress_is_reported_after_every_chunk() {
    let script = Script::status(200, "Content-Length: 5\r\n", ["abcde"]);
    let (_server, client) = place(vec![script, Script::new("text/plain", ["ab", "cde"])]).await;
    for total in [Some(5), None] {
        let mut stream = client.get("/x").send_stream().await.unwrap();
        let seen: Arc<Mutex<Vec<Transferred>>> = Arc::default();
        let log = Arc::clone(&seen);
        stream.progress(move |transferred| log.lock().unwrap().push(transferred));
        while stream.try_next().await.unwrap().is_some() {}
        let last = *seen.lock().unwrap().last().unwrap();
        assert_eq!((last.received, last.total), (5, total));
        assert_eq!(last, stream.transferred());
    }
}

#[tokio::test]
async fn a_body_that_is_cut_off_says_how_much_arrived() {
    let announced = Script::status(200, "Content-Length: 9\r\n", ["abcd"]).cut();
    let (_server, client) = place(vec![announced, Script::new("text/plain", ["abcd"]).cut()]).await;
    for text in ["after 4 of 9 bytes", "after 4 bytes"] {
        let mut stream = client.get("/x").send_stream().await.unwrap();
        let mut read = Vec::new();
        let error = loop {
            match stream.try_next().await {
                Ok(bytes) => read.extend(bytes.unwrap()),
                Err(error) => break error,
            }
        };
        assert_eq!(read, b"abcd");
        assert!(
            error.is_decode() && error.to_string().contains(text),
            "{error}"
        );
        assert_eq!(error.status().unwrap(), 200);
    }
}

#[tokio::test]
async fn a_body_that_failed_does_not_end_as_if_it_were_complete() {
    let (_server, client) = place(vec![Script::new("text/plain", ["abcd"]).cut()]).await;
    let mut stream = client.get("/x").send_stream().await.unwrap();
    for _ in 0..2 {
        let error = stream.read_to_end(&mut Vec::new()).await.unwrap_err();
        assert_eq!(error.kind(), std::io::ErrorKind::UnexpectedEof);
        let error = stream.try_next().await.unwrap_err();
        let expected = "earlier error after 4 bytes";
        assert!(error.to_string().contains(expected), "{error}");
    }
    // A loop over the items that only counts errors must end.
    let mut stream = stream.into_inner();
    let item = poll_fn(|context| Pin::new(&mut stream).poll_next(context)).await;
    assert!(item.unwrap().is_err());
    let item = poll_fn(|context| Pin::new(&mut stream).poll_next(context)).await;
    assert!(item.is_none());
}

#[tokio::test]
async fn the_head_is_requested_like_that_of_any_call() {
    let server = support::Server::tenant(|received, earlier| match earlier {
        0 => Answer::new(503),
        _ if received.header("authorization") == Some("Bearer token-1") => Answer::new(401),
        2 => Answer::new(429).header("Retry-After", "1"),
        3 => Answer::new(200).body("abc"),
        _ => Answer::json(404, r#"{"detailCode":"404"}"#),
    })
    .await;
    let clock = TestClock::new();
    let client = support::builder(&server)
        .credentials(openapi_client_runtime::Credentials::client_credentials(
            "id", "secret",
        ))
        .clock(clock)
        .build()
        .unwrap();
    let mut stream = client.get("/x").send_stream().await.unwrap();
    assert_eq!(stream.attempts(), 4);
    assert_eq!(stream.try_next().await.unwrap().unwrap(), "abc");
    let error = client.get("/x").send_stream().await.unwrap_err();
    assert!(error.is_not_found() && error.body().is_some(), "{error}");
    assert_eq!(
        error.api_error().unwrap().detail_code.as_deref(),
        Some("404")
    );
    assert_eq!(server.calls()[3].header("accept"), Some("*/*"));
}

#[tokio::test]
async fn a_download_can_be_the_body_of_an_upload() {
    let (_server, client) = place(vec![Script::new("text/plain", letters(26))]).await;
    let target = support::Server::script(vec![Answer::new(200)]).await;
    let upload = support::client(&target);
    let stream = client.get("/x").send_stream().await.unwrap().into_inner();
    let call = upload
        .post("/y")
        .raw("text/plain", RawBody::from_reader(stream));
    call.send_empty().await.unwrap();
    let received = target.only();
    assert_eq!(received.text(), letters(26).concat());
    assert_eq!(received.header("transfer-encoding"), Some("chunked"));
}

#[tokio::test]
async fn debug_output_hides_the_contents() {
    let (server, client) = place(vec![Script::new("text/plain", ["secret"])]).await;
    let mut stream: Response<ByteStream> = client.get("/x?key=secret").send_stream().await.unwrap();
    let mut one = [0];
    stream.read_exact(&mut one).await.unwrap();
    let debug = format!("{stream:?}");
    assert!(
        debug.contains("received: 6") && !debug.contains("secret"),
        "{debug}"
    );
    let debug = format!(
        "{:?}",
        client.get("/x").send_events::<u8>().await.unwrap_err()
    );
    assert!(!debug.contains("\"secret\""), "{debug}");
    assert_eq!(server.requests().len(), 2);
    assert_eq!(
        stream.headers()["content-type"],
        HeaderValue::from_static("text/plain")
    );
}

#[tokio::test]
async fn streams_can_be_shared_between_threads() {
    fn check<T: Send + Sync>() {}
    check::<ByteStream>();
    check::<openapi_client_runtime::EventStream<u8>>();
    check::<openapi_client_runtime::ItemStream<u8>>();
    let (server, _) = place(vec![Script::no_content()]).await;
    let client = builder(&server, &TestClock::new()).build().unwrap();
    let mut stream = client.get("/x").send_stream().await.unwrap();
    assert!(stream.try_next().await.unwrap().is_none());
}
