//! Paging: the speed-up from pages fetched in advance, and the memory of a long list.

use std::collections::HashMap;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use allocation_counter::measure;
use benches::{entitlement, race_of, server};
use sailpoint_isc::runtime::RateLimit;
use sailpoint_isc::{Client, Credentials};
use tokio::runtime::{Builder, Runtime};

const PAGE: usize = 250;
const SHORT: usize = 10_000;
const LONG: usize = 1_000_000;

/// How long the slow server takes for a page.
const LATENCY: Duration = Duration::from_millis(50);

/// How often the short list is read for its peak.
const SHORT_ROUNDS: usize = LONG / SHORT;

/// How often each way is run.
const ROUNDS: usize = 3;

/// A service with this many records and this latency.
fn serve(records: usize, latency: Duration) -> String {
    // Pages of one length cost the server least: it has them all, and only their first record differs.
    let template = entitlement::list(1, PAGE);
    let rest: Arc<str> = template.trim_start_matches('[').into();
    server::start(move |target| {
        thread::sleep(latency);
        let query = target.split_once('?').map_or("", |(_, query)| query);
        let query: HashMap<_, _> = query
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .collect();
        let number = |name| query.get(name).and_then(|text| text.parse::<usize>().ok());
        let offset = number("offset").unwrap_or(0);
        assert_eq!((number("limit"), offset % PAGE), (Some(PAGE), 0));
        if offset >= records {
            return "[]".into();
        }
        format!(r#"[{{"id":"{offset}"}},{rest}"#).into()
    })
}

/// One thread for the client, so that its memory can be counted.
fn runtime() -> Runtime {
    let mut builder = Builder::new_current_thread();
    builder.enable_all().build().expect("there are threads")
}

fn client(base_url: &str, limit: RateLimit) -> Client {
    let builder = Client::builder().base_url(base_url);
    let builder = builder.credentials(Credentials::bearer("0e7b35d9c1f8462aa4d90b6e2f7c8135"));
    builder
        .rate_limit(limit)
        .build()
        .expect("the settings are whole")
}

/// Reads the list, and checks the order of its pages.
fn go_through(runtime: &Runtime, client: &Client, concurrency: usize, records: usize) {
    runtime.block_on(async {
        let request = client.beta().entitlements().list_entitlements();
        let mut items = request.items().concurrency(concurrency);
        let mut seen = 0;
        while let Some(item) = items.try_next().await.expect("it is an entitlement") {
            if seen % PAGE == 0 {
                let id = item.id.expect("it has an id");
                assert_eq!(id.as_str(), seen.to_string(), "the order stays");
            }
            seen += 1;
        }
        assert_eq!(seen, records);
    });
}

#[allow(clippy::print_stdout, reason = "it prints its result")]
fn main() {
    let one_thread = runtime();
    let slow = serve(SHORT, LATENCY);
    println!("{SHORT} records at {LATENCY:?} a page; 8 pages at a time, over one after another:");
    let limits = [
        ("without a limit", RateLimit::none()),
        ("within the service's limit", RateLimit::default()),
    ];
    for (what, limit) in limits {
        // A client of its own for each, as a run uses up part of the limit of the next.
        let run = |pages| go_through(&one_thread, &client(&slow, limit.unshared()), pages, SHORT);
        let ratio = race_of(ROUNDS, || run(8), || run(1));
        println!("  {what:<27} {ratio:.2}");
    }
    println!("{LONG} records; peak of the client's memory, over that of {SHORT}:");
    for concurrency in [1, 8] {
        let peak = |records| {
            let base_url = serve(records, Duration::ZERO);
            // All that is counted is made in it: what others freed meanwhile would be taken off.
            let used = measure(|| {
                let client = client(&base_url, RateLimit::none());
                go_through(&runtime(), &client, concurrency, records);
            });
            used.bytes_max
        };
        // Timing decides how many pages are half read at the worst moment. The more pages, the likelier is the worst.
        let short = (0..SHORT_ROUNDS).map(|_| peak(SHORT)).max();
        let (short, long) = (short.unwrap_or_default(), peak(LONG));
        #[allow(clippy::cast_precision_loss, reason = "they are few")]
        let ratio = long as f64 / short as f64;
        println!(
            "  {concurrency} pages at a time            {ratio:.2}  ({} KiB)",
            long / 1024
        );
    }
}
