//! How generated models are read from JSON and written back without losing anything.
//!
//! Models implement serde's `Serialize` and `Deserialize`. Unknown properties are preserved in [`Extra`], and
//! [`Nullable`] distinguishes null from absent, so that a model that was read is written as the same JSON.
//! [`UnknownValue`] and [`UnknownInteger`] hold the values of an enum that this version of the client does not know;
//! [`Recognition`] counts unknown properties and values.
//!
//! # Numbers
//!
//! - An integer is an `i64`, whatever its format: one that outgrows `int32` must not cost the record that it stands in.
//!   Only parameters, which are never received, are an `i32` where the document says so. With the format `uint64` it is a
//!   `u64`.
//! - An integer beyond that, or one that is written with a fraction, `1.0`, is an error that names its place: by OpenAPI
//!   3.0 it is none.
//! - Every other number is a [`Number`], which is written as it was read.

mod base64_bytes;
mod extra;
pub(crate) mod fields;
mod id;
mod integer;
pub(crate) mod integer_enum;
mod lookup;
mod nullable;
mod number;
pub(crate) mod object;
mod recognition;
mod state;
pub(crate) mod string_enum;
pub(crate) mod text_slot;
pub(crate) mod union;
pub(crate) mod writer;

pub use base64_bytes::{Base64Bytes, Base64Error};
pub use extra::Extra;
pub use integer::Integer;
pub use integer_enum::UnknownInteger;
pub use nullable::Nullable;
pub use number::Number;
pub use recognition::Recognition;
pub use state::{Given, Missing};
pub use string_enum::UnknownValue;
pub(crate) use union::is_on_trial;
