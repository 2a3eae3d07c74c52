//! Responses that are read while they arrive: bytes, server-sent events, and items of JSON lines.
//!
//! [`Chunks`](chunks::Chunks) is the body with its timeouts; the public streams parse it. Only these are generic, and small, so
//! that an operation adds little to compile times.

#[cfg(feature = "blocking")]
mod blocking;
mod byte_stream;
mod chunks;
mod event_stream;
#[cfg(any(test, fuzzing))]
pub(crate) mod fuzzing;
mod item_stream;
mod lines;
mod open;
mod parser;
mod resume;
mod save;
mod send;
mod whole_event;

#[cfg(feature = "blocking")]
pub use blocking::Blocking;
pub use byte_stream::{ByteStream, Transferred};
pub use event_stream::{Event, EventStream};
pub use item_stream::ItemStream;

/// The maximum size of an event or of a line, unless the caller sets another.
const MAX_PART: usize = 8 * 1024 * 1024;

/// More memory than this is not kept for the next event or line.
const KEPT: usize = 64 * 1024;
