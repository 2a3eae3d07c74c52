//! The memory of streams, measured by the system in a process of their own.

#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a panic fails the test, and what was measured is printed"
)]

mod support;

use std::sync::{Mutex, PoisonError};

use openapi_client_runtime::{Client, Credentials};
use support::raw;
use tokio::io::AsyncWriteExt as _;

const MIB: u64 = 1 << 20;
static BLOCK: [u8; 64 * 1024] = [b'x'; 64 * 1024];

/// Only one test measures at a time.
static TURN: Mutex<()> = Mutex::new(());

/// A field of the process's status, in bytes.
fn memory(field: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with(field)).unwrap();
    line.split_whitespace()
        .nth(1)
        .unwrap()
        .parse::<u64>()
        .unwrap()
        * 1024
}

/// By how many bytes the memory of this process grows while this runs, at its highest point.
fn growth(run: impl Future<Output = ()>) -> u64 {
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = runtime.enable_all().build().unwrap();
    // Sets the highest point to the present one.
    std::fs::write("/proc/self/clear_refs", "5").unwrap();
    let before = memory("VmRSS");
    runtime.block_on(run);
    memory("VmHWM").saturating_sub(before)
}

/// A client of a server that sends this head and the first part of a body, and then blocks up to a length.
async fn client(head: &'static str, length: u64) -> Client {
    let address = raw::listen(move |mut stream, _| async move {
        raw::request(&mut stream).await.unwrap();
        stream.write_all(head.as_bytes()).await.unwrap();
        let mut left = length;
        while left > 0 {
            let size = left.min(BLOCK.len() as u64);
            let block = &BLOCK[..usize::try_from(size).unwrap()];
            if stream.write_all(block).await.is_err() {
                return;
            }
            left -= size;
        }
    });
    let builder = Client::builder().base_url(format!("http://{}", address.await));
    let builder = builder.credentials(Credentials::none()).no_proxy();
    builder.build().unwrap()
}

async fn download(length: u64) {
    let client = client("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", length).await;
    let mut stream = client.get("/x").send_stream().await.unwrap();
    while stream.try_next().await.unwrap().is_some() {}
    assert_eq!(stream.transferred().received, length);
}

/// All of the body is one event.
async fn event(length: u64) {
    let head =
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\ndata: ";
    let client = client(head, length).await;
    let mut events = client.post("/x").send_text_events().await.unwrap();
    let error = events.try_next().await.unwrap_err();
    assert!(
        error.to_string().contains("larger than the limit"),
        "{error}"
    );
    // Its rest is skipped.
    assert!(events.try_next().await.unwrap().is_none());
}

/// All of the body is one line.
async fn line(length: u64) {
    let client = client("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", length).await;
    let mut items = client.get("/x").send_items::<u8>().await.unwrap();
    let error = items.try_next().await.unwrap_err();
    assert!(
        error.to_string().contains("longer than the limit"),
        "{error}"
    );
    assert!(items.try_next().await.unwrap().is_none());
}

#[test]
fn memory_does_not_follow_the_length_of_a_body() {
    let grown = growth(download(256 * MIB));
    assert!(grown < 16 * MIB, "{grown}");
}

/// Twice what the limit of 8 MiB allows, and as much while it grows.
#[test]
fn memory_does_not_follow_the_size_of_an_event_or_a_line() {
    let grown = growth(event(128 * MIB)).max(growth(line(128 * MIB)));
    assert!(grown < 40 * MIB, "{grown}");
}

#[test]
#[ignore = "sends 10 GB over loopback, which takes most of a minute"]
fn ten_gigabytes_take_less_than_16_mib() {
    let grown = growth(download(10_000_000_000));
    println!("10 GB in a body: {} KiB more memory", grown / 1024);
    assert!(grown < 16 * MIB, "{grown}");
}

#[test]
#[ignore = "sends 2 GB over loopback, which takes seconds"]
fn a_gigabyte_in_one_event_is_an_error() {
    let grown = growth(event(1_000_000_000));
    println!("1 GB in an event: {} KiB more memory", grown / 1024);
    assert!(grown < 40 * MIB, "{grown}");
    let grown = growth(line(1_000_000_000));
    println!("1 GB in a line: {} KiB more memory", grown / 1024);
    assert!(grown < 40 * MIB, "{grown}");
}
