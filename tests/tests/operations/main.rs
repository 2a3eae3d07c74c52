//! Every operation of the generated client over a loopback server: requests byte for byte, and responses.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a panic fails the test")]

mod awkward;
mod bulk;
mod connections;
mod entitlement_lists;
mod entitlements;
mod examples;
mod lenient;
mod models;
mod paging;
mod round_trip;
mod successes;
#[path = "../support/mod.rs"]
mod support;
