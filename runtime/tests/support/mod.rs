//! A small HTTP/1.1 server on loopback that keeps every request byte for byte, and a clock that doesn't wait.

#![allow(
    clippy::unwrap_used,
    clippy::format_push_string,
    reason = "a panic fails the test"
)]
#![allow(
    dead_code,
    unused_imports,
    reason = "every test file compiles this module for itself and uses a part of it"
)]

mod clock;
pub(crate) mod raw;
mod schemes;
pub(crate) mod security;
mod server;

pub(crate) use clock::TestClock;
pub(crate) use schemes::SchemeBuilder;
pub(crate) use server::{Answer, Received, Server};

use openapi_client_runtime::codegen::{Api, ErrorFields, Service};
use openapi_client_runtime::{Client, ClientBuilder, Credentials};

/// Two APIs whose paths begin with their names.
pub(crate) static BETA: Api = Api::new("beta", &[]);
pub(crate) static V2026: Api = Api::new("v2026", &[]);

/// The facts about the service that the tests call.
pub(crate) static SERVICE: Service = Service::new()
    .total_count_header("X-Total-Count")
    .deprecation_header("X-Deprecated")
    .feature_disabled(412)
    .token_path("/oauth/token")
    .rate_limit(100, 10)
    .errors(ErrorFields {
        code: &["detailCode"],
        request_id: &["trackingId"],
        message: &[],
        messages: Some("messages"),
        causes: Some("causes"),
        text: &["text"],
        locale: Some("locale"),
        locale_origin: None,
    });

/// A builder for a client of the server, without credentials or proxies.
pub(crate) fn builder(server: &Server) -> ClientBuilder {
    Client::builder()
        .service(&SERVICE)
        .base_url(server.url())
        .credentials(Credentials::none())
        .no_proxy()
}

/// A client of the server, without credentials.
pub(crate) fn client(server: &Server) -> Client {
    builder(server).build().expect("the settings are complete")
}
