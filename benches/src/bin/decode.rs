//! Reading and writing a full page of connections, and writing the largest body of a request, compared with serde's derives for the same structs.
//!
//! Reading is compared twice: like for like, both from a text that is known to be UTF-8; and as each client reads the body
//! of a response. Ours looks once whether all of it is UTF-8, one that is written by hand calls `serde_json::from_slice`,
//! as reqwest's `Response::json` does, which looks at each string by itself.

use benches::page::{self, Kind};
use benches::plain::{self, alike, strings};
use benches::race;
use sailpoint_isc::runtime::model::Recognition;
use sailpoint_isc::v2026::models::{
    EntitlementConnectionBulkUpdateItem, EntitlementConnectionSearchHit, TargetConnectionType,
};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// As our client reads a response.
fn client<T: DeserializeOwned>(body: &[u8]) -> Vec<T> {
    let text = std::str::from_utf8(body).expect("it was text");
    let (page, met) = Recognition::of(|| serde_json::from_str(text));
    assert!(!met.found_nothing());
    page.expect("it is a page")
}

/// As a client that is written by hand reads a response.
fn by_hand<T: DeserializeOwned>(body: &[u8]) -> Vec<T> {
    serde_json::from_slice(body).expect("it is a page")
}

/// As our client does, without counting recognized properties.
fn read<T: DeserializeOwned>(body: &[u8]) -> Vec<T> {
    let text = std::str::from_utf8(body).expect("it was text");
    serde_json::from_str(text).expect("it is a page")
}

/// As our client writes the body of a request.
fn client_body(value: &impl Serialize) -> Vec<u8> {
    let mut body = Vec::with_capacity(4096);
    serde_json::to_writer(&mut body, value).expect("it can be written");
    body
}

/// The most that one request can bring: as many changes of connections as the service takes at once.
#[allow(clippy::print_stdout, reason = "it prints its result")]
fn largest_body() {
    let id = |n: usize| format!("{n:08x}-51f9-4a4b-b7a4-be10d7f3592c");
    let ours: Vec<_> = (0..100)
        .map(|n| {
            EntitlementConnectionBulkUpdateItem::builder()
                .connection_id(id(n))
                .r#type(TargetConnectionType::Jit)
                .build()
        })
        .collect();
    let theirs: Vec<_> = (0..100)
        .map(|n| plain::EntitlementConnectionBulkUpdateItem {
            connection_id: id(n),
            r#type: TargetConnectionType::Jit,
        })
        .collect();
    let body = client_body(&ours);
    assert_eq!(serde_json::to_vec(&theirs).ok().as_ref(), Some(&body));
    println!("the largest request body, {} bytes:", body.len());
    let ratio = race(|| serde_json::to_vec(&ours), || serde_json::to_vec(&theirs));
    println!("  encode, like for like                    {ratio:.2}");
    let ratio = race(|| client_body(&ours), || serde_json::to_vec(&theirs));
    println!("  encode, as each client does              {ratio:.2}");
}

#[allow(clippy::print_stdout, reason = "it prints its result")]
fn main() {
    largest_body();
    let plain_page = Kind::default();
    let kinds = [
        ("as documented", plain_page),
        (
            "sorted by name",
            Kind {
                sorted: true,
                ..plain_page
            },
        ),
        (
            "with two more properties in each item",
            Kind {
                others: true,
                ..plain_page
            },
        ),
    ];
    for (what, kind) in kinds {
        let body = page::of_connections(kind).into_bytes();
        let ours: Vec<EntitlementConnectionSearchHit> = client(&body);
        let alike: Vec<alike::EntitlementConnectionSearchHit> = read(&body);
        let kib = body.len() / 1024;
        println!(
            "{} items, {kib} KiB, {what}; our throughput over that of serde's derives:",
            ours.len()
        );
        let decode = || client::<EntitlementConnectionSearchHit>(&body);
        let ratio = race(decode, || {
            read::<alike::EntitlementConnectionSearchHit>(&body)
        });
        println!("  decode, like for like, same types        {ratio:.2}");
        let ratio = race(decode, || {
            read::<strings::EntitlementConnectionSearchHit>(&body)
        });
        println!("  decode, like for like, all strings       {ratio:.2}");
        let ratio = race(decode, || {
            by_hand::<alike::EntitlementConnectionSearchHit>(&body)
        });
        println!("  decode, as each client does, same types  {ratio:.2}");
        let ratio = race(decode, || {
            by_hand::<strings::EntitlementConnectionSearchHit>(&body)
        });
        println!("  decode, as each client does, all strings {ratio:.2}");
        // Each writes the same text: what ours alone keeps, nulls and undeclared properties, is not in it.
        let written = serde_json::to_vec(&alike).expect("it can be written");
        let ours: Vec<EntitlementConnectionSearchHit> = client(&written);
        assert_eq!(serde_json::to_vec(&ours).ok().as_ref(), Some(&written));
        let alike: Vec<alike::EntitlementConnectionSearchHit> = read(&written);
        let strings: Vec<strings::EntitlementConnectionSearchHit> = read(&written);
        let encode = || serde_json::to_vec(&ours);
        let ratio = race(encode, || serde_json::to_vec(&alike));
        println!("  encode, same types                       {ratio:.2}");
        let ratio = race(encode, || serde_json::to_vec(&strings));
        println!("  encode, all strings                      {ratio:.2}");
    }
}
