//! Support for the tests of the generated client: a server on loopback, requests as text, and the documents.

#![allow(
    dead_code,
    unused_imports,
    reason = "every test file compiles this module for itself and uses a part of it"
)]

mod calls;
mod clock;
mod document;
mod server;
mod wire;

use std::time::Duration;

pub(crate) use calls::send;
pub(crate) use clock::TestClock;
pub(crate) use document::{Document, Example, documents, example, operations};
use sailpoint_isc::{Client, ClientBuilder, Credentials, RateLimit, Retry};
pub(crate) use server::{Answer, Received, Server};
pub(crate) use wire::{TOKEN, blank, with_body};

/// A builder for a client of the server that sends everything once and at once.
///
/// The maximum of zero keeps a 429 from making the client pause.
pub(crate) fn builder(server: &Server) -> ClientBuilder {
    Client::builder()
        .base_url(server.url())
        .credentials(Credentials::bearer(TOKEN))
        .retry(Retry::none().retry_after_ceiling(Duration::ZERO))
        .rate_limit(RateLimit::none())
        .no_proxy()
}

/// A server with these responses, and a client of it.
pub(crate) async fn answering(answers: impl IntoIterator<Item = Answer>) -> (Server, Client) {
    let server = Server::start(answers).await;
    let client = builder(&server).build().expect("the settings are complete");
    (server, client)
}
