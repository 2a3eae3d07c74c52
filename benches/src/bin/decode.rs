//! Reading and writing a full page of connections, beside serde's derives of the same structs.
//!
//! Reading is compared twice: like for like, both from a text that is known to be UTF-8; and as each client reads the body
//! of an answer. Ours looks once whether all of it is UTF-8, one that is written by hand calls `serde_json::from_slice`,
//! as reqwest's `Response::json` does, which looks at each string by itself.

use benches::page::{self, Kind};
use benches::plain::{alike, strings};
use benches::race;
use sailpoint_isc::runtime::model::Recognition;
use sailpoint_isc::v2026::models::EntitlementConnectionSearchHit;
use serde::de::DeserializeOwned;

/// As our client reads an answer.
fn client<T: DeserializeOwned>(body: &[u8]) -> Vec<T> {
    let text = std::str::from_utf8(body).expect("it was text");
    let (page, met) = Recognition::of(|| serde_json::from_str(text));
    assert!(!met.found_nothing());
    page.expect("it is a page")
}

/// As a client that is written by hand reads an answer.
fn by_hand<T: DeserializeOwned>(body: &[u8]) -> Vec<T> {
    serde_json::from_slice(body).expect("it is a page")
}

/// As our client does, without asking what was recognised.
fn plain<T: DeserializeOwned>(body: &[u8]) -> Vec<T> {
    let text = std::str::from_utf8(body).expect("it was text");
    serde_json::from_str(text).expect("it is a page")
}

#[allow(clippy::print_stdout, reason = "the result is for people")]
fn main() {
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
        let alike: Vec<alike::EntitlementConnectionSearchHit> = plain(&body);
        let kib = body.len() / 1024;
        println!(
            "{} items, {kib} KiB, {what}; our throughput over that of serde's derives:",
            ours.len()
        );
        let decode = || client::<EntitlementConnectionSearchHit>(&body);
        let ratio = race(decode, || {
            plain::<alike::EntitlementConnectionSearchHit>(&body)
        });
        println!("  decode, like for like, same types        {ratio:.2}");
        let ratio = race(decode, || {
            plain::<strings::EntitlementConnectionSearchHit>(&body)
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
        let alike: Vec<alike::EntitlementConnectionSearchHit> = plain(&written);
        let strings: Vec<strings::EntitlementConnectionSearchHit> = plain(&written);
        let encode = || serde_json::to_vec(&ours);
        let ratio = race(encode, || serde_json::to_vec(&alike));
        println!("  encode, same types                       {ratio:.2}");
        let ratio = race(encode, || serde_json::to_vec(&strings));
        println!("  encode, all strings                      {ratio:.2}");
    }
}
