//! JSON that decodes into a model encodes to the same JSON: every model of both APIs, over random JSON from the
//! schemas.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a panic fails the test")]

mod coverage;
mod list;
mod model;
mod properties;
mod random;
mod schemas;
