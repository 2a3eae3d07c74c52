//! Many streams of events on one client, over HTTP/2.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a panic fails the test, and what was measured is printed"
)]

use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use bytes::Bytes;
use http::Response;
use openapi_client_runtime::{Client, Credentials, RateLimit, reqwest};
use tokio::net::TcpListener;
use tokio::sync::{Barrier, watch};
use tokio::task::JoinSet;

/// A server that sends each stream one event at once, and another one at the signal. Returns its URL and the number of its
/// connections.
async fn server(streams: u32, go: watch::Receiver<bool>) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let connections = Arc::<AtomicUsize>::default();
    let count = Arc::clone(&connections);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            count.fetch_add(1, Ordering::SeqCst);
            let go = go.clone();
            tokio::spawn(async move {
                let mut builder = h2::server::Builder::new();
                builder.max_concurrent_streams(streams);
                let mut connection = builder.handshake::<_, Bytes>(stream).await.unwrap();
                while let Some(Ok((_, mut respond))) = connection.accept().await {
                    let head = Response::builder().header("content-type", "text/event-stream");
                    let head = head.body(()).unwrap();
                    let mut body = respond.send_response(head, false).unwrap();
                    body.send_data(Bytes::from_static(b"id: 1\ndata: 1\n\n"), false)
                        .unwrap();
                    let mut go = go.clone();
                    tokio::spawn(async move {
                        go.wait_for(|go| *go).await.unwrap();
                        body.send_data(Bytes::from_static(b"data: 2\n\n"), true)
                            .unwrap();
                    });
                }
            });
        }
    });
    (url, connections)
}

fn client(url: String) -> Client {
    let http = reqwest::Client::builder()
        .http2_prior_knowledge()
        .no_proxy();
    Client::builder()
        .base_url(url)
        .credentials(Credentials::none())
        .rate_limit(RateLimit::none())
        .http_client(http.build().unwrap())
        .build()
        .unwrap()
}

/// Opens streams at once, lets them be silent, and reads the last event of each.
async fn idle(streams: usize) {
    let (go, wait) = watch::channel(false);
    let (url, connections) = server(u32::try_from(streams).unwrap(), wait).await;
    let client = client(url);
    let (started, before) = (Instant::now(), memory());
    let open = Arc::new(Barrier::new(streams + 1));
    let mut readers = JoinSet::new();
    for _ in 0..streams {
        let (client, open) = (client.clone(), Arc::clone(&open));
        readers.spawn(async move {
            let mut events = client.post("/x").send_events::<u8>().await.unwrap();
            assert_eq!(events.try_next().await.unwrap().unwrap().data, 1);
            open.wait().await;
            assert_eq!(events.try_next().await.unwrap().unwrap().data, 2);
            assert!(events.try_next().await.unwrap().is_none());
        });
    }
    open.wait().await;
    let (opened, held) = (started.elapsed(), memory().saturating_sub(before));
    let started = Instant::now();
    go.send(true).unwrap();
    while let Some(reader) = readers.join_next().await {
        reader.unwrap();
    }
    println!(
        "{streams} streams: {} connection(s), open after {opened:?}, {} KiB of memory for each with its server, read after {:?}",
        connections.load(Ordering::SeqCst),
        held / 1024 / streams as u64,
        started.elapsed(),
    );
    assert_eq!(connections.load(Ordering::SeqCst), 1);
}

/// The memory of this process, in bytes; 0 where the system does not say.
fn memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS"));
    let kib = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok());
    kib.unwrap_or_default() * 1024
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_streams_share_a_connection() {
    idle(200).await;
}

#[tokio::test]
async fn a_stream_beyond_the_limit_of_the_server_waits_for_another_to_end() {
    let (_go, wait) = watch::channel(false);
    let (url, _) = server(2, wait).await;
    let client = client(url);
    let first = client.post("/x").send_events::<u8>().await.unwrap();
    let second = client.post("/x").send_events::<u8>().await.unwrap();
    let mut third = pin!(client.post("/x").send_events::<u8>());
    for _ in 0..1000 {
        tokio::select! {
            biased;
            _ = &mut third => panic!("there are two streams"),
            () = tokio::task::yield_now() => {}
        }
    }
    drop(first);
    assert_eq!(
        third.await.unwrap().try_next().await.unwrap().unwrap().data,
        1
    );
    drop(second);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "takes as much memory as 10,000 streams and their server do"]
async fn ten_thousand_idle_streams_share_a_connection() {
    idle(10_000).await;
}
