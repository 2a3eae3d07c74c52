//! The client as users see it: setup, tokens, one call of each kind, errors, raw calls.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a panic fails the test")]

mod blocking;
mod failures;
mod job;
mod raw;
mod required;
mod setup;
#[path = "../support/mod.rs"]
mod support;
mod tokens;

use sailpoint_isc::{Client, Credentials};

use crate::support::{Server, TOKEN};

/// A client that requests its tokens from the server.
fn tenant(server: &Server) -> Client {
    Client::builder()
        .base_url(server.url())
        .credentials(Credentials::client_credentials("an id", "a secret & more"))
        .no_proxy()
        .build()
        .unwrap()
}

/// The same request with the first token that the server issues.
fn as_tenant(wire: &str) -> String {
    wire.replace(TOKEN, "token-1")
}
