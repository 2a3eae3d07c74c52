//! HTTP/2, and servers that send GOAWAY.

#![allow(clippy::unwrap_used, reason = "a panic fails the test")]

mod support;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;
use http::Response;
use openapi_client_runtime::{Client, Credentials, RateLimit, reqwest};
use support::TestClock;
use tokio::net::TcpListener;

/// When the server sends GOAWAY.
#[derive(Clone, Copy, PartialEq)]
enum Goodbye {
    /// After the response.
    After,
    /// Instead of the first response.
    Instead,
}

/// The number of connections and of requests.
#[derive(Clone, Default)]
struct Counts(Arc<[AtomicUsize; 2]>);

impl Counts {
    fn add(&self, which: usize) -> usize {
        self.0[which].fetch_add(1, Ordering::SeqCst)
    }

    fn get(&self) -> (usize, usize) {
        let [connections, requests] = &*self.0;
        (
            connections.load(Ordering::SeqCst),
            requests.load(Ordering::SeqCst),
        )
    }
}

async fn server(goodbye: Goodbye) -> (String, Counts) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let counts = Counts::default();
    let count = counts.clone();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let count = count.clone();
            count.add(0);
            tokio::spawn(async move {
                let mut connection = h2::server::handshake(stream).await.unwrap();
                while let Some(Ok((_, mut respond))) = connection.accept().await {
                    let earlier = count.add(1);
                    if goodbye == Goodbye::Instead && earlier == 0 {
                        connection.abrupt_shutdown(h2::Reason::INTERNAL_ERROR);
                        continue;
                    }
                    let mut body = respond.send_response(Response::new(()), false).unwrap();
                    body.send_data(Bytes::from_static(b"7"), true).unwrap();
                    connection.graceful_shutdown();
                }
            });
        }
    });
    (url, counts)
}

fn client(url: &str) -> Client {
    let http = reqwest::Client::builder()
        .http2_prior_knowledge()
        .no_proxy();
    Client::builder()
        .base_url(url)
        .credentials(Credentials::bearer("t"))
        .rate_limit(RateLimit::none())
        .http_client(http.build().unwrap())
        .clock(TestClock::new())
        .build()
        .unwrap()
}

#[tokio::test]
async fn opens_a_new_connection_after_goaway() {
    let (url, counts) = server(Goodbye::After).await;
    let client = client(&url);
    for _ in 0..5 {
        let answer = client.post("/x").send_json::<u8>().await.unwrap();
        assert_eq!((*answer, answer.attempts()), (7, 1));
    }
    let (connections, requests) = counts.get();
    assert_eq!(requests, 5, "each has one response");
    assert!(connections > 1, "{connections}");
}

#[tokio::test]
async fn retries_only_reads_after_goaway_without_a_response() {
    let (url, counts) = server(Goodbye::Instead).await;
    let answer = client(&url).get("/x").send_json::<u8>().await.unwrap();
    assert_eq!((*answer, answer.attempts(), counts.get()), (7, 2, (2, 2)));

    let (url, counts) = server(Goodbye::Instead).await;
    let error = client(&url).post("/x").send_empty().await.unwrap_err();
    assert!(error.is_retryable() && !error.is_connect(), "{error}");
    assert_eq!((error.attempts(), counts.get()), (1, (1, 1)));
}
