//! The mock tenant: expectations, what it answers, and how a test fails.

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
