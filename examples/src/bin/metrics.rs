//! Metrics without a subscriber of `tracing`: a middleware sees requests, waits, retries and token requests.

#![allow(clippy::print_stdout, reason = "an example prints its steps")]

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use examples::{Session, table};
use sailpoint_isc::{
    CallEvent, CallEventKind, Middleware, MiddlewareFuture, Next, Result, Sending,
};

#[tokio::main]
async fn main() -> Result<()> {
    let session = Session::start().await?;
    if let Some(tenant) = session.tenant() {
        tenant
            .on_list_entitlements_v1()
            .rate_limited(Duration::from_secs(7))
            .times(1);
    }
    let metrics = Metrics::default();
    // A client that shares everything with the first, and is measured.
    let client = session.client.to_builder().middleware(metrics.clone());
    let client = client.build()?;
    let mut found = client.isc().entitlements().list_entitlements_v1().items();
    let mut records = 0;
    while found.try_next().await?.is_some() {
        records += 1;
    }
    println!("{records} records were read.\n");
    metrics.print();
    Ok(())
}

/// The upper bounds of the histogram's columns, in milliseconds.
const BOUNDS: [u128; 4] = [1, 10, 100, 1_000];

/// How many durations are in each column; the last has those above all bounds.
type Columns = [u32; BOUNDS.len() + 1];

/// A histogram for each kind of request, wait and retry. A program would pass the durations to its metrics library instead.
#[derive(Clone, Default)]
struct Metrics(Arc<Mutex<BTreeMap<String, Columns>>>);

impl Metrics {
    fn record(&self, name: String, duration: Duration) {
        let milliseconds = duration.as_millis();
        let column = BOUNDS.iter().take_while(|bound| milliseconds >= **bound);
        let column = column.count();
        let mut histogram = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        histogram.entry(name).or_default()[column] += 1;
    }

    fn print(&self) {
        let histogram = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let rows = histogram.iter().map(|(name, columns)| {
            let mut row: [String; BOUNDS.len() + 2] = std::array::from_fn(|_| name.clone());
            row[1..].clone_from_slice(&columns.map(|count| count.to_string()));
            row
        });
        table(
            ["what", "< 1 ms", "< 10 ms", "< 100 ms", "< 1 s", "longer"],
            rows,
        );
    }
}

impl Middleware for Metrics {
    fn attempt<'a>(&'a self, sending: &'a mut Sending, next: Next<'a>) -> MiddlewareFuture<'a> {
        Box::pin(async move {
            let (method, path) = (
                sending.call().method().clone(),
                sending.call().path_template(),
            );
            let start = Instant::now();
            let result = next.run(sending).await;
            let status = match &result {
                Ok(reply) => reply.status().to_string(),
                Err(error) => error
                    .status()
                    .map_or("none".to_owned(), |it| it.to_string()),
            };
            self.record(format!("{method} {path}: {status}"), start.elapsed());
            result
        })
    }

    fn event(&self, event: &CallEvent<'_>) {
        let name = event.kind().as_str();
        let name = match (event.kind(), event.status()) {
            // Its wait is counted when it ends.
            (CallEventKind::Retry, _) => return,
            (_, Some(status)) => format!("{name}: {status}"),
            (_, None) => name.to_owned(),
        };
        self.record(name, event.duration());
    }
}
