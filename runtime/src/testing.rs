//! A tenant for tests: a server on loopback that knows the operations of an API.
//!
//! The client crate's `testing` module stands on it, and gives every operation an expectation of its own.

mod answer;
mod clock;
mod compare;
mod decode;
mod description;
pub(crate) mod expectation;
mod filter;
mod handle;
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
mod tenant;
mod tokens;
mod validate;

pub use answer::Answer;
pub use clock::ManualClock;
pub use expectation::OnPath;
pub use multipart::Part;
pub use received::{Calls, Received};
pub use tenant::{Builder, Tenant};
