//! Reading generated models from JSON and writing them back without losses.
//!
//! Models implement serde's `Serialize` and `Deserialize`. Unknown properties are preserved in [`Extra`], and
//! [`Nullable`] distinguishes null from absent, so that a model that was read is written as the same JSON.
//! [`UnknownValue`] and [`UnknownInteger`] hold the values of an enum that this version of the client does not know;
//! [`Recognition`] counts unknown properties and values.
//!
//! # Numbers
//!
//! - An integer is an `i64`, whatever its format: one that exceeds `int32` must not fail the whole record.
//!   Only parameters, which are never received, are an `i32` where the document says so. With the format `uint64` it is a
//!   `u64`.
//! - An integer beyond that, or one with a fraction, `1.0`, is an error that names its path: in OpenAPI
//!   3.0 it is not an integer.
//! - Every other number is a [`Number`], which is written as it was read.

mod extra;
pub(crate) mod fields;
mod id;
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

pub use extra::Extra;
pub use integer_enum::UnknownInteger;
pub use nullable::Nullable;
pub use number::Number;
pub use recognition::Recognition;
pub use state::{Given, Missing};
pub use string_enum::UnknownValue;
pub(crate) use union::is_on_trial;
