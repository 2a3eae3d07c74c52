//! The vendor's own documents: generated, imported, compared and decoded.
//!
//! They are not part of this project. Set `UPSTREAM_SPECS` to the folder that holds them, and run
//! `cargo test -p tests --test upstream -- --include-ignored`.

#![allow(clippy::panic, reason = "a panic fails the test")]

mod bundled;
mod conformance;
mod examples;
mod imports;
mod mutation;
mod updates;

use std::path::PathBuf;

use tests::external;

fn folder() -> PathBuf {
    external::folder(external::UPSTREAM)
}
