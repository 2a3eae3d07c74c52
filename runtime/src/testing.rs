//! A mock server for tests, on loopback, that knows the operations of an API.
//!
//! The client crate's `testing` module adds an expectation for each operation.

mod access;
mod answer;
mod builder;
mod clock;
mod compare;
mod decode;
mod description;
pub(crate) mod expectation;
mod filter;
mod handle;
mod listener;
mod macros;
mod multipart;
mod order;
mod path;
pub(crate) mod received;
mod refusal;
mod rule;
mod sample;
mod server;
mod state;
mod streamed;
mod tokens;
mod validate;

pub use answer::Answer;
pub use builder::Builder;
pub use clock::ManualClock;
pub use expectation::OnPath;
pub use multipart::Part;
pub use received::{Calls, Received};
pub use server::Server;
