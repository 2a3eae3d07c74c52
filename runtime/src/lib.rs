//! What generated clients call: transport, tokens, errors and the types of the wire.

pub mod model;
pub mod patch;
pub mod timestamp;

#[doc(no_inline)]
pub use {serde, serde_json};
