//! One task from beginning to end, as a program of each module; `docs/migrating-to-the-present-api.md` shows all three.

pub mod beta;
pub mod isc;
pub mod v2026;

/// What a program has done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Closed {
    /// The entitlements that were open, by name.
    pub found: Vec<String>,
    /// Why some of them are still open.
    pub failures: Vec<String>,
}
