//! Pages that are fetched in advance.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use openapi_client_runtime::{Client, Credentials};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::sync::{mpsc, oneshot};

use crate::list::{COUNTED, COUNTING, End, List, Thing, ids, query};
use crate::support::{Answer, Server};
use crate::{client, items, rest, some};

#[tokio::test]
async fn concurrent_pages_keep_the_order_of_records() {
    for length in [0, 1, 99, 100, 101, 250] {
        for (operation, end) in [
            (&COUNTED, End::Empty),
            (&COUNTED, End::Refused(400)),
            (&COUNTING, End::Refused(404)),
        ] {
            let server = List::of(length).ending(end).serve().await;
            let items = items(&server, operation, 10).concurrency(8);
            assert_eq!(rest(items).await.unwrap(), ids(0..length), "{end:?}");
            // The pages of the list, those in advance when the last one came, and one for the total.
            let most = length / 10 + 1 + 8 + 1;
            assert!(server.received().len() <= most, "{length} {end:?}");
        }
    }
}

#[tokio::test]
async fn does_not_request_pages_beyond_the_total() {
    let server = List::of(95).serve().await;
    let mut call = client(&server).call(&COUNTING);
    call.query("limit", 10);
    call.query("count", true);
    let mut items = call.items().concurrency(4);
    let mut found = some(&mut items, 30).await;
    found.extend(rest(items).await.unwrap());
    assert_eq!(found, ids(0..95));
    assert_eq!(server.received().len(), 10);
}

#[tokio::test]
async fn holds_no_more_pages_than_configured() {
    let server = List::of(1_000).serve().await;
    let mut items = items(&server, &COUNTED, 10).concurrency(3);
    for given in 0..1_000_usize {
        assert_eq!(some(&mut items, 1).await, ids([given]));
        for _ in 0..20 {
            tokio::task::yield_now().await;
        }
        assert!(server.received().len() <= given / 10 + 3);
    }
}

#[tokio::test]
async fn failures_keep_their_position() {
    let failed = Arc::new(Mutex::new(BTreeSet::new()));
    let list = List::of(300);
    let server = Server::start(move |received, _| {
        let offset: usize = query(&received.target)["offset"].parse().unwrap();
        // Pages 3, 4, 10 and 29 fail the first time.
        let fails = [30, 40, 100, 290].contains(&offset);
        if fails && failed.lock().unwrap().insert(offset) {
            return Answer::new(500);
        }
        list.answer(received)
    })
    .await;
    let mut items = items(&server, &COUNTED, 10).concurrency(8);
    let (mut found, mut errors) = (Vec::new(), Vec::new());
    loop {
        match items.try_next().await {
            Ok(Some(Thing { id, .. })) => found.push(id),
            Ok(None) => break,
            Err(error) => {
                assert_eq!(error.status().unwrap(), 500);
                errors.push(found.len());
            }
        }
    }
    assert_eq!(found, ids(0..300));
    assert_eq!(
        errors,
        [30, 40, 100, 290],
        "each failure once, in its place"
    );
}

#[tokio::test]
async fn a_short_page_in_the_middle_loses_nothing() {
    // A server that sends at most 7 records, and says how many there are.
    let list = List::of(100);
    let server = Server::start(move |received, _| {
        let mut received = received.clone();
        received.target = received.target.replace("limit=10", "limit=7");
        list.answer(&received)
    })
    .await;
    let mut call = client(&server).call(&COUNTING);
    call.query("limit", 10);
    call.query("count", true);
    let items = call.items().concurrency(5);
    assert_eq!(rest(items).await.unwrap(), ids(0..100));
}

/// A server that responds only after four requests, and then sends the last page first.
#[tokio::test]
async fn pages_that_arrive_out_of_order_are_returned_in_order() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (requests, mut waiting) = mpsc::unbounded_channel::<(usize, oneshot::Sender<()>)>();
    tokio::spawn(async move {
        loop {
            let mut four = Vec::new();
            while four.len() < 4 {
                four.push(waiting.recv().await.unwrap());
            }
            four.sort_by_key(|(offset, _)| std::cmp::Reverse(*offset));
            for (_, go) in four {
                // A client that has reached the end doesn't wait for pages after it.
                let _ = go.send(());
                for _ in 0..50 {
                    tokio::task::yield_now().await;
                }
            }
        }
    });
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let requests = requests.clone();
            tokio::spawn(async move {
                let mut head = Vec::new();
                while !head.ends_with(b"\r\n\r\n") {
                    head.push(stream.read_u8().await.unwrap());
                }
                let head = String::from_utf8(head).unwrap();
                let target = head.split(' ').nth(1).unwrap();
                let offset: usize = query(target)["offset"].parse().unwrap();
                let (go, gone) = oneshot::channel();
                requests.send((offset, go)).unwrap();
                gone.await.unwrap();
                let rows: Vec<String> = ids(offset..(offset + 10).min(155))
                    .iter()
                    .map(|id| format!(r#"{{"id":"{id}","name":""}}"#))
                    .collect();
                let body = format!("[{}]", rows.join(","));
                let length = body.len();
                let answer = format!(
                    "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{body}"
                );
                let _ = stream.write_all(answer.as_bytes()).await;
            });
        }
    });
    let client = Client::builder()
        .base_url(url)
        .credentials(Credentials::none())
        .no_proxy()
        .build()
        .unwrap();
    let mut call = client.call(&COUNTED);
    call.query("limit", 10);
    let items = call.items().concurrency(4);
    assert_eq!(rest(items).await.unwrap(), ids(0..155));
}
