//! Measurements: what we do beside what anybody else would do, in one run of one program.
//!
//! `cargo run --release -p benches --bin decode` prints ratios of throughput. Above 1 we are faster. Times of one machine
//! mean nothing on another, so none is kept or tested.

pub mod page;
pub mod plain;
mod race;

pub use race::race;
