//! The hand-written half of the client: everything that is common to all calls.
//!
//! Applications use it through the client crate, which re-exports these types.
//!
//! | for | see |
//! | --- | --- |
//! | setting up | [`Client`], [`ClientBuilder`], [`Config`], [`Credentials`] |
//! | calls | [`Request`], [`Response`], [`File`], and [`RawCall`] for paths that no operation describes |
//! | responses that are read while they arrive | [`ByteStream`], [`EventStream`], [`ItemStream`] |
//! | failures | [`Error`], [`ErrorKind`], [`ApiError`], [`DecodeError`] |
//! | values | [`model`], [`patch`], [`timestamp`], [`filter`] |
//! | waiting and retrying | [`Timeouts`], [`Retry`], [`RateLimit`] |
//! | custom policies | [`TimeoutPolicy`], [`RetryPolicy`], [`Limiter`], for a client or for a call |
//! | tasks that the service runs after its response | [`Waiter`], [`CompletedTask`], [`TaskReport`] |
//! | hooks around calls, and metrics | [`Middleware`], [`CallEvent`] |
//! | tokens from other sources | [`TokenProvider`], [`RefreshTokenStore`] |
//! | types of other crates | [`bytes`], [`futures_core`], [`http`], [`reqwest`], [`serde`], [`serde_json`] and [`tokio`], in the versions that this crate uses; with their features `chrono`, `jiff` and `time` |
//! | tests that don't wait | [`Clock`]; with the feature `test-util` the module `testing` too |
//!
//! The hidden module `codegen` has what only generated code calls. It is not a public API, and can change in any release.

mod auth;
mod bulk;
mod call;
mod client;
mod clock;
#[doc(hidden)]
pub mod codegen;
mod error;
pub mod filter;
#[cfg(any(test, fuzzing))]
#[doc(hidden)]
pub mod fuzzing;
pub mod model;
mod operation;
mod paging;
pub mod patch;
mod policy;
mod request;
mod response;
#[cfg(test)]
mod schedules;
mod server;
mod service;
mod stream;
mod task;
#[cfg(feature = "test-util")]
pub mod testing;
pub mod timestamp;
mod transport;

pub use auth::credentials::{Credentials, IntoCredentials};
pub use auth::token::{
    AccessToken, RefreshToken, RefreshTokenStore, StoreFuture, TokenFuture, TokenProvider,
};
pub use bulk::{BulkFailure, BulkOutcome, BulkReason, BulkRow};
pub use call::lenient::LenientCall;
pub use call::raw::RawCall;
pub use client::Client;
pub use client::builder::ClientBuilder;
pub use client::config::{Config, ConfigSource};
pub use clock::{Clock, Sleep, SystemClock};
pub use error::{ApiError, Error, ErrorKind, ErrorMessage, Result};
pub use filter::{Filter, Sorter};
pub use operation::CallInfo;
pub use paging::{BadItem, Cursor, Items, Pages};
pub use policy::limit::{Lanes, Limiter, LimiterFuture, RateLimit, Unlimited};
pub use policy::middleware::event::{CallEvent, CallEventKind};
pub use policy::middleware::{Middleware, MiddlewareFuture, Next, Sending};
pub use policy::retry::{Failed, Retry, RetryPolicy};
pub use policy::timeouts::{TimeoutPolicy, Timeouts};
pub use request::Request;
pub use request::body::Body;
pub use request::file::File;
pub use request::multipart::Part;
pub use request::raw_body::RawBody;
pub use request::style::ListStyle;
pub use response::decode::DecodeError;
pub use response::lenient::{Fault, Lenient};
pub use response::{Reply, Response, ResponseParts};
#[cfg(feature = "blocking")]
pub use stream::Blocking;
pub use stream::{ByteStream, Event, EventStream, ItemStream, Transferred};
pub use task::{CompletedTask, TaskReport, Waiter};

// Crates whose types are part of this API, so that callers use the same versions: `http_client` of a builder takes a
// `reqwest::Client`.
#[doc(no_inline)]
#[cfg(feature = "chrono")]
pub use chrono;
#[doc(no_inline)]
#[cfg(feature = "jiff")]
pub use jiff;
#[doc(no_inline)]
#[cfg(feature = "time")]
pub use time;
#[doc(no_inline)]
pub use {bytes, futures_core, http, reqwest, serde, serde_json, tokio};
