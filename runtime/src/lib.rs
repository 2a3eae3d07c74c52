//! The half of the client that is written by hand: what every call goes through, whatever its operation.
//!
//! Applications meet it through the client crate, which gives these types again.
//!
//! | for | there are |
//! | --- | --- |
//! | setting up | [`Client`], [`ClientBuilder`], [`Config`], [`Credentials`] |
//! | calls | [`Request`], [`Response`], [`File`], and [`RawCall`] for paths that no operation describes |
//! | failures | [`Error`], [`ErrorKind`], [`ApiError`], [`DecodeError`] |
//! | values | [`model`], [`patch`], [`timestamp`], [`filter`] |
//! | waiting and repeating | [`Timeouts`], [`Retry`], [`RateLimit`] |
//! | deciding that oneself | [`TimeoutPolicy`], [`RetryPolicy`], [`Limiter`], for a client or for a call |
//! | standing around calls | [`Middleware`] |
//! | tokens from elsewhere | [`TokenProvider`], [`RefreshTokenStore`] |
//! | types of other crates | [`bytes`], [`http`], [`reqwest`], [`serde`] and [`serde_json`], in the versions that this crate uses |
//! | tests that don't wait | [`Clock`]; with the feature `test-util` the module `testing` too |
//!
//! The hidden module `codegen` has what only generated code calls. It is not a public API, and can change in any release.

mod base_url;
mod bases;
#[cfg(feature = "blocking")]
mod blocking;
mod body;
mod builder;
mod bulk;
mod call;
mod checksum;
mod client;
mod clock;
#[doc(hidden)]
pub mod codegen;
mod config;
mod connect;
mod cookie;
mod credentials;
mod decode;
mod encode;
mod error;
mod execute;
mod file;
pub mod filter;
mod form;
mod form_body;
mod incoming;
mod limit;
mod middleware;
pub mod model;
mod multipart;
mod observe;
mod operation;
mod options;
mod paging;
mod param;
pub mod patch;
mod path;
mod raw;
mod raw_body;
mod request;
mod response;
mod retry;
mod retry_after;
mod secret;
mod security;
mod send;
mod server;
mod service;
mod style;
#[cfg(feature = "test-util")]
pub mod testing;
mod timeouts;
mod timer;
pub mod timestamp;
mod token;
mod transport;
mod user_agent;

pub use body::Body;
pub use builder::ClientBuilder;
pub use bulk::{BulkFailure, BulkOutcome, BulkReason, BulkRow};
pub use client::Client;
pub use clock::{Clock, Sleep, SystemClock};
pub use config::{Config, ConfigSource};
pub use credentials::Credentials;
pub use decode::DecodeError;
pub use encode::ListStyle;
pub use error::{ApiError, Error, ErrorKind, ErrorMessage, Result};
pub use file::File;
pub use filter::{Filter, Sorter};
pub use limit::{Limiter, LimiterFuture, RateLimit, Unlimited};
pub use middleware::{Middleware, MiddlewareFuture, Next, Sending};
pub use multipart::Part;
pub use operation::CallInfo;
pub use paging::{BadItem, Cursor, Items, Pages};
pub use raw::RawCall;
pub use raw_body::RawBody;
pub use request::Request;
pub use response::{Reply, Response, ResponseParts};
pub use retry::{Failed, Retry, RetryPolicy};
pub use timeouts::{TimeoutPolicy, Timeouts};
pub use token::{
    AccessToken, RefreshToken, RefreshTokenStore, StoreFuture, TokenFuture, TokenProvider,
};

// Crates whose types are part of this API, so that callers use the same versions: `http_client` of a builder takes a
// `reqwest::Client`.
#[doc(no_inline)]
pub use {bytes, http, reqwest, serde, serde_json};
