//! Responses that are read while they arrive.

#![allow(clippy::unwrap_used, reason = "a panic fails the test")]

#[cfg(feature = "blocking")]
mod blocking;
mod bytes;
mod events;
mod flow;
mod items;
mod reconnect;
mod save;
mod script;
#[path = "../support/mod.rs"]
mod support;
mod time;

use openapi_client_runtime::{Client, ClientBuilder, Credentials, RateLimit};
use script::{Script, Server};
use support::TestClock;

const EVENTS: &str = "text/event-stream";

/// A builder for a client of the server, whose clock doesn't wait.
fn builder(server: &Server, clock: &TestClock) -> ClientBuilder {
    Client::builder()
        .base_url(server.url())
        .credentials(Credentials::none())
        .rate_limit(RateLimit::none())
        .clock(clock.clone())
        .no_proxy()
}

/// A server with these responses, and a client of it.
async fn place(scripts: Vec<Script>) -> (Server, Client) {
    let server = Server::start(scripts).await;
    let client = builder(&server, &TestClock::new()).build().unwrap();
    (server, client)
}
