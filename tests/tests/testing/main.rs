//! The mock server: expectations, responses, and failing tests.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a panic fails the test")]

#[path = "../support/mod.rs"]
mod support;

mod expectations;
mod faults;
mod job;
mod lists;
mod requests;
mod state;
mod unexpected;
