//! Events and items of a stream over loopback, compared with the same by hand: chunks of `reqwest`, split at line ends, and serde's
//! derives.
//!
//! The code by hand is as short as such code is: it finds the ends of lines and reads `data`, without limits, ids, other ends of lines, timeouts or
//! errors of single events.

use std::fmt::Write as _;
use std::sync::Arc;

use benches::{entitlement, race_of, server};
use sailpoint_isc::runtime::RateLimit;
use sailpoint_isc::{Client, Credentials};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use tokio::runtime::{Builder, Runtime};

/// How often each way is run.
const ROUNDS: usize = 101;

/// How many events a stream has.
const EVENTS: usize = 2000;

/// What services that generate text send, piece by piece.
#[derive(Debug, Deserialize)]
#[allow(dead_code, reason = "it is only decoded")]
struct Piece {
    id: String,
    index: u64,
    delta: String,
}

fn piece(n: usize) -> String {
    format!(r#"{{"id":"piece-0e7b35d9c1f8","index":{n},"delta":" signal"}}"#)
}

/// The bodies: one event, or one line, for each JSON value. Events have ids if the stream can be continued.
fn bodies(has_ids: bool, json: impl Fn(usize) -> String) -> [Arc<str>; 2] {
    let (mut events, mut lines) = (String::new(), String::new());
    for n in 0..EVENTS {
        let json = json(n);
        if has_ids {
            let _ = writeln!(events, "id: {n}");
        }
        let _ = write!(events, "data: {json}\n\n");
        let _ = writeln!(lines, "{json}");
    }
    [events.into(), lines.into()]
}

/// Reads a stream by hand: what follows the prefix of each line that has it.
async fn by_hand<T: DeserializeOwned>(http: &reqwest::Client, url: &str, prefix: &[u8]) -> usize {
    let answer = http.get(url).send().await.expect("it answers");
    let mut answer = answer.error_for_status().expect("it is a success");
    let (mut buffer, mut count) = (Vec::new(), 0);
    while let Some(chunk) = answer.chunk().await.expect("the answer is whole") {
        buffer.extend_from_slice(&chunk);
        let mut start = 0;
        while let Some(end) = buffer[start..].iter().position(|byte| *byte == b'\n') {
            let line = &buffer[start..start + end];
            if let Some(data) = line.strip_prefix(prefix)
                && !data.is_empty()
            {
                std::hint::black_box(serde_json::from_slice::<T>(data).expect("it is one"));
                count += 1;
            }
            start += end + 1;
        }
        buffer.drain(..start);
    }
    count
}

async fn events<T: DeserializeOwned>(client: &Client, path: &str) -> usize {
    let mut events = client.post(path).send_events::<T>().await;
    let events = events.as_mut().expect("it is a stream");
    let mut count = 0;
    while let Some(event) = events.try_next().await.expect("it is one") {
        std::hint::black_box(event.data);
        count += 1;
    }
    count
}

async fn items<T: DeserializeOwned>(client: &Client, path: &str) -> usize {
    let mut items = client.get(path).send_items::<T>().await;
    let items = items.as_mut().expect("it is a stream");
    let mut count = 0;
    while let Some(item) = items.try_next().await.expect("it is one") {
        std::hint::black_box(item);
        count += 1;
    }
    count
}

#[allow(clippy::print_stdout, reason = "it prints its result")]
fn main() {
    let [small, large] = [bodies(false, piece), bodies(true, entitlement::json)];
    let all = [small, large];
    let url = server::start_as(move |target| {
        let which = |name| usize::from(target.contains(name));
        let media_type = ["text/event-stream", "application/x-ndjson"][which("lines")];
        (media_type, Arc::clone(&all[which("large")][which("lines")]))
    });
    let client = Client::builder()
        .base_url(&url)
        .credentials(Credentials::none())
        .rate_limit(RateLimit::none())
        .build()
        .expect("the settings are whole");
    let http = reqwest::Client::builder().no_proxy().build();
    let http = http.expect("the settings are whole");
    // One thread, so that the server has the other, and so that what a client costs is seen.
    let runtime = Builder::new_current_thread().enable_all().build();
    let runtime = runtime.expect("there are threads");
    let place = Place {
        runtime,
        client,
        http,
        url,
    };
    println!("a stream of {EVENTS}; ours over that by hand:");
    place.compare::<Piece>("small", piece(0).len());
    place.compare::<entitlement::Entitlement>("large", entitlement::json(0).len());
}

/// The two sides.
struct Place {
    runtime: Runtime,
    client: Client,
    http: reqwest::Client,
    url: String,
}

impl Place {
    #[allow(clippy::print_stdout, reason = "it prints its result")]
    fn compare<T: DeserializeOwned>(&self, size: &str, bytes: usize) {
        let theirs = |path: &str, prefix: &[u8]| {
            let url = format!("{}{path}", self.url);
            let read = by_hand::<T>(&self.http, &url, prefix);
            assert_eq!(self.runtime.block_on(read), EVENTS);
        };
        let path = format!("/events/{size}");
        let ours = || {
            let read = events::<T>(&self.client, &path);
            assert_eq!(self.runtime.block_on(read), EVENTS);
        };
        let ratio = race_of(ROUNDS, ours, || theirs(&path, b"data: "));
        println!("  events of {bytes} bytes   {ratio:.3}");
        let path = format!("/lines/{size}");
        let ours = || {
            let read = items::<T>(&self.client, &path);
            assert_eq!(self.runtime.block_on(read), EVENTS);
        };
        let ratio = race_of(ROUNDS, ours, || theirs(&path, b""));
        println!("  items of {bytes} bytes    {ratio:.3}");
    }
}
