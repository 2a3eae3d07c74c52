//! Connections that the server closes or resets: what is repeated, and what the error says.

#![allow(clippy::unwrap_used, reason = "a panic fails the test")]

mod support;

use std::time::Duration;

use openapi_client_runtime::{Client, ClientBuilder, Credentials, RateLimit};
use support::TestClock;
use support::raw::{self, Count};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

fn builder(url: &str) -> ClientBuilder {
    Client::builder()
        .base_url(url)
        .credentials(Credentials::none())
        .rate_limit(RateLimit::none())
}

/// What the server does with its first connection after one answer.
#[derive(Clone, Copy, PartialEq)]
enum Close {
    /// Closes it before the next request.
    Before,
    /// Closes it after the next request.
    After,
    /// Resets it after the next request.
    Reset,
}

async fn closing(close: Close) -> (String, Count) {
    let requests = Count::default();
    let count = requests.clone();
    let address = raw::listen(move |mut stream, earlier| {
        let count = count.clone();
        async move {
            if earlier > 0 {
                while raw::request(&mut stream).await.is_some() {
                    count.add();
                    let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n8";
                    stream.write_all(answer).await.unwrap();
                }
                return;
            }
            raw::request(&mut stream).await.unwrap();
            count.add();
            let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n7";
            stream.write_all(answer).await.unwrap();
            if close == Close::Before {
                return;
            }
            raw::request(&mut stream).await.unwrap();
            count.add();
            if close == Close::Reset {
                stream.set_zero_linger().unwrap();
            }
        }
    });
    (format!("http://{}", address.await), requests)
}

#[tokio::test]
async fn a_write_is_repeated_only_if_no_byte_was_written() {
    let (url, requests) = closing(Close::Before).await;
    let client = builder(&url).build().unwrap();
    for answer in [7, 8] {
        let post = client.post("/x").json(&[1]).send_json::<u8>();
        assert_eq!(*post.await.unwrap(), answer);
        // The end of the connection arrives.
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(requests.get(), 2);

    for close in [Close::After, Close::Reset] {
        for method in [http::Method::POST, http::Method::PATCH] {
            let (url, requests) = closing(close).await;
            let client = builder(&url).clock(TestClock::new()).build().unwrap();
            client.get("/x").send_json::<u8>().await.unwrap();
            let write = client.request(method, "/x").json(&[1]).send_empty();
            let error = write.await.unwrap_err();
            assert!(
                error.may_have_been_applied() && error.is_retryable() && !error.is_connect(),
                "{error}"
            );
            let line = error.to_string();
            assert!(
                line.ends_with("the request may have been applied"),
                "{line}"
            );
            assert_eq!((error.attempts(), requests.get()), (1, 2));
            // A read is repeated.
            let (url, requests) = closing(close).await;
            let client = builder(&url).clock(TestClock::new()).build().unwrap();
            client.get("/x").send_json::<u8>().await.unwrap();
            let answer = client.get("/x").send_json::<u8>().await.unwrap();
            assert_eq!((*answer, answer.attempts(), requests.get()), (8, 2, 3));
        }
    }
}

/// A server whose first response is these bytes, after which it closes or resets the connection.
async fn cut(bytes: &'static str, resets: bool) -> (String, Count) {
    let requests = Count::default();
    let count = requests.clone();
    let address = raw::listen(move |mut stream, earlier| {
        let count = count.clone();
        async move {
            raw::request(&mut stream).await.unwrap();
            count.add();
            let whole = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n[1]";
            let answer = if earlier == 0 { bytes } else { whole };
            stream.write_all(answer.as_bytes()).await.unwrap();
            stream.flush().await.unwrap();
            if resets {
                // The client has read what was sent.
                tokio::time::sleep(Duration::from_millis(20)).await;
                stream.set_zero_linger().unwrap();
            } else {
                stream.shutdown().await.unwrap();
                let _ = stream.read(&mut [0]).await;
            }
        }
    });
    (format!("http://{}", address.await), requests)
}

#[tokio::test]
async fn a_read_whose_json_is_cut_off_is_repeated() {
    let cases = [
        ("HTTP/1.1 200 OK\r\n\r\n[1", false),
        (
            "HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n[{\"a\":\"b",
            false,
        ),
        (
            "HTTP/1.1 200 OK\r\nContent-Type: application/hal+json\r\n\r\n[",
            false,
        ),
        (
            "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n[1",
            true,
        ),
        ("HTTP/1.1 200 OK\r\n\r\n[1", true),
        ("HTTP/1.1 200 OK\r\n\r\n", true),
        ("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n[1", false),
        (
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n[1\r\n",
            false,
        ),
        ("HTTP/1.1 200 OK\r\nContent-Le", false),
        ("HTTP/1.1 200 OK\r\nContent-Le", true),
        ("", true),
    ];
    for (bytes, resets) in cases {
        let (url, requests) = cut(bytes, resets).await;
        let client = builder(&url).clock(TestClock::new()).build().unwrap();
        let answer = client.get("/x").send_json::<Vec<u8>>().await;
        let answer = answer.unwrap_or_else(|error| panic!("{bytes:?}: {error}"));
        assert_eq!((answer.attempts(), requests.get()), (2, 2), "{bytes:?}");

        let (url, requests) = cut(bytes, resets).await;
        let client = builder(&url).clock(TestClock::new()).build().unwrap();
        let post = client.post("/x").send_json::<Vec<u8>>();
        let error = post.await.unwrap_err();
        assert!(error.may_have_been_applied(), "{bytes:?}: {error}");
        assert_eq!((error.attempts(), requests.get()), (1, 1), "{bytes:?}");
    }
}

#[tokio::test]
async fn a_whole_body_that_the_end_of_the_connection_ends_is_read() {
    for body in ["[1]", " [1]\n", "\n"] {
        let bytes = format!("HTTP/1.1 200 OK\r\n\r\n{body}").leak();
        let (url, requests) = cut(bytes, false).await;
        let client = builder(&url).build().unwrap();
        let answer = client.get("/x").send_optional::<Vec<u8>>().await.unwrap();
        assert_eq!(answer.is_some(), !body.trim().is_empty());
        assert_eq!(requests.get(), 1);
    }
    // Text is no JSON.
    let (url, _) = cut("HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\n\r\n[1", false).await;
    let client = builder(&url).build().unwrap();
    assert_eq!(*client.get("/x").send_text().await.unwrap(), "[1");
}
