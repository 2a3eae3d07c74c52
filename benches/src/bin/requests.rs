//! Single requests over loopback, compared with the same by hand with `reqwest` and serde's derives.
//!
//! The code by hand is measured twice: without any deadline, which is the minimum; and with the two that the client
//! always has, for the whole and for the silence in a body.

use std::sync::Arc;
use std::time::Duration;

use allocation_counter::measure;
use benches::{entitlement, median, race_of, server};
use reqwest::header::{ACCEPT, AUTHORIZATION};
use sailpoint_isc::runtime::RateLimit;
use sailpoint_isc::runtime::bytes::Bytes;
use sailpoint_isc::{Client, Credentials};
use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinSet;

const TOKEN: &str = "0e7b35d9c1f8462aa4d90b6e2f7c8135";
const ID: &str = "e07a9c4d52b84136a1f8d60b3c2e7954";

/// How often each way is run.
const ROUNDS: usize = 101;

/// The same service by hand.
#[derive(Clone)]
struct ByHand {
    http: reqwest::Client,
    base_url: String,
}

impl ByHand {
    async fn get(&self) -> entitlement::Entitlement {
        let body = self.send(format!("{}/beta/entitlements/{ID}", self.base_url));
        serde_json::from_slice(&body.await).expect("it is an entitlement")
    }

    async fn list(&self) -> Vec<entitlement::Entitlement> {
        let url = format!("{}/beta/entitlements?limit=250&offset=0", self.base_url);
        serde_json::from_slice(&self.send(url).await).expect("they are entitlements")
    }

    async fn send(&self, url: String) -> Bytes {
        let request = self.http.get(url).header(ACCEPT, "application/json");
        let request = request.header(AUTHORIZATION, format!("Bearer {TOKEN}"));
        let answer = request.send().await.expect("it answers");
        let answer = answer.error_for_status().expect("it is a success");
        answer.bytes().await.expect("the answer is whole")
    }
}

async fn get(client: Client) {
    let request = client.beta().entitlements().get_entitlement(ID);
    drop(request.send().await.expect("it is an entitlement"));
}

async fn list(client: Client) {
    let request = client.beta().entitlements().list_entitlements();
    let answer = request.limit(250).offset(0).send().await;
    drop(answer.expect("they are entitlements"));
}

#[allow(clippy::print_stdout, reason = "it prints its result")]
fn main() {
    let one: Arc<str> = entitlement::json(1).into();
    let many: Arc<str> = entitlement::list(0, 250).into();
    let kib = many.len() / 1024;
    let base_url =
        server::start(move |target| Arc::clone(if target.contains('?') { &many } else { &one }));
    let client = Client::builder()
        .base_url(&base_url)
        .credentials(Credentials::bearer(TOKEN))
        // The limit is the service's, and would be all that is measured.
        .rate_limit(RateLimit::none())
        .build()
        .expect("the settings are whole");
    let by_hand = |http: reqwest::ClientBuilder| ByHand {
        http: http.no_proxy().build().expect("the settings are whole"),
        base_url: base_url.clone(),
    };
    let bounded = reqwest::Client::builder()
        .timeout(Duration::from_mins(1))
        .read_timeout(Duration::from_secs(30));
    let by_hand = [by_hand(reqwest::Client::builder()), by_hand(bounded)];
    // One thread, so that the server has the other, and so that what a client costs is seen.
    let runtime = Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("there are threads");

    println!("one entitlement; ours over that by hand:");
    let theirs = by_hand.each_ref().map(|by_hand| {
        move || {
            let by_hand = by_hand.clone();
            async move { drop(by_hand.get().await) }
        }
    });
    compare(&runtime, 100, || get(client.clone()), theirs);
    println!("a list of 250 entitlements, {kib} KiB; ours over that by hand:");
    let theirs = by_hand.each_ref().map(|by_hand| {
        move || {
            let by_hand = by_hand.clone();
            async move { drop(by_hand.list().await) }
        }
    });
    compare(&runtime, 8, || list(client.clone()), theirs);
}

#[allow(clippy::print_stdout, reason = "it prints its result")]
fn compare<A, B>(
    runtime: &Runtime,
    requests: usize,
    ours: impl Fn() -> A,
    theirs: [impl Fn() -> B; 2],
) where
    A: Future<Output = ()> + Send + 'static,
    B: Future<Output = ()> + Send + 'static,
{
    for at_a_time in [1, 8] {
        for (theirs, what) in theirs.iter().zip(["", ", with deadlines"]) {
            let ratio = race_of(
                ROUNDS,
                || run(runtime, requests, at_a_time, &ours),
                || run(runtime, requests, at_a_time, theirs),
            );
            println!("  requests a second, {at_a_time} at a time   {ratio:.3}{what}");
        }
    }
    let [theirs, _] = theirs;
    let [ours, theirs] = [allocations(runtime, &ours), allocations(runtime, &theirs)];
    #[allow(clippy::cast_precision_loss, reason = "they are few")]
    let ratio = ours as f64 / theirs as f64;
    println!("  allocations a request            {ratio:.3}  ({ours} to {theirs})");
}

/// Sends this many requests, with a maximum at a time.
fn run<F>(runtime: &Runtime, requests: usize, at_a_time: usize, send: impl Fn() -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    runtime.block_on(async {
        let mut under_way = JoinSet::new();
        for _ in 0..requests {
            while under_way.len() >= at_a_time {
                under_way.join_next().await;
            }
            under_way.spawn(send());
        }
        while under_way.join_next().await.is_some() {}
    });
}

/// How often a request allocates on the client's thread: the median, as the pool of connections does so now and then.
fn allocations<F: Future<Output = ()>>(runtime: &Runtime, send: impl Fn() -> F) -> u64 {
    let counts = (0..ROUNDS).map(|_| measure(|| runtime.block_on(send())).count_total);
    median(counts.collect())
}
