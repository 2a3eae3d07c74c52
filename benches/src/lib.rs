//! Benchmarks: this project compared with alternatives, in one run of one program.
//!
//! `cargo run --release -p benches --bin decode` prints ratios of throughput, and so do `requests`, `paging` and `streams`. Above 1 we
//! are faster. `generate` and `compile` print shares of time and memory; below 1 we take less. Times of one machine mean nothing on another, so none is kept or tested.

pub mod emitted;
pub mod entitlement;
pub mod page;
pub mod plain;
pub mod process;
mod race;
pub mod server;

pub use race::{median, race, race_of};
