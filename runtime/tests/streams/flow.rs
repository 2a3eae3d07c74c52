//! Who sets the pace, and who ends the request.

use tokio::io::AsyncReadExt as _;

use crate::EVENTS;
use crate::place;
use crate::script::Script;

#[tokio::test]
async fn dropping_a_stream_ends_the_request() {
    let bytes = Script::new("text/plain", ["abc"]).stall();
    let events = Script::new(EVENTS, ["data: 1\n\n"]).stall();
    let items = Script::new("application/jsonl", ["1\n"]).stall();
    let (server, client) = place(vec![bytes, events, items]).await;
    drop(client.get("/x").send_stream().await.unwrap());
    server.closed(1).await;
    let mut stream = client.get("/x").send_events::<u8>().await.unwrap();
    assert_eq!(stream.try_next().await.unwrap().unwrap().data, 1);
    drop(stream);
    server.closed(2).await;
    let mut stream = client.get("/x").send_items::<u8>().await.unwrap();
    assert_eq!(stream.try_next().await.unwrap(), Some(1));
    drop(stream);
    server.closed(3).await;
}

#[tokio::test]
async fn dropping_the_future_of_the_next_event_loses_nothing() {
    let text = "data: 1\n\ndata: 2\n\ndata: 3\n\n";
    let (_server, client) = place(vec![Script::new(EVENTS, text.as_bytes().chunks(2))]).await;
    let mut stream = client.post("/x").send_events::<u8>().await.unwrap();
    let mut seen = Vec::new();
    loop {
        let next = tokio::select! {
            biased;
            next = stream.try_next() => next,
            () = tokio::task::yield_now() => continue,
        };
        match next.unwrap() {
            Some(event) => seen.push(event.data),
            None => break,
        }
    }
    assert_eq!(seen, [1, 2, 3]);
}

#[tokio::test]
async fn a_slow_reader_slows_the_server_down() {
    let script = Script::new("text/plain", [vec![b'x'; 64 * 1024]]).endless();
    let (server, client) = place(vec![script]).await;
    let mut stream = client.get("/x").send_stream().await.unwrap();
    let mut block = vec![0; 1 << 20];
    stream.read_exact(&mut block).await.unwrap();
    // The server stops when the buffers of the sockets are full.
    let mut sent = u64::MAX;
    while server.sent() != sent {
        sent = server.sent();
        for _ in 0..1000 {
            tokio::task::yield_now().await;
        }
    }
    assert!(sent < 32 << 20, "{sent}");
    stream.read_exact(&mut block).await.unwrap();
    drop(stream);
    server.closed(1).await;
}
