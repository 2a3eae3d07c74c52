//! Reading generated models from JSON and writing them back without losses.
//!
//! Models implement serde's `Serialize` and `Deserialize`. Unknown properties are preserved in [`Extra`], and
//! [`Nullable`] distinguishes null from absent, so that a model that was read is written as the same JSON.
//! [`UnknownValue`] and [`UnknownInteger`] hold the values of an enum that this version of the client does not know;
//! [`Recognition`] counts unknown properties and values.
//!
//! # Numbers
//!
//! - An integer without a format is an [`Integer`], which holds one of any size. With a format it is an `i64`: one that outgrows
//!   `int32` does not lose its record. With the format `uint64` it is a `u64`. Parameters, which are never received, are an
//!   `i64` without a format, and an `i32` with `int32`.
//! - An integer beyond its type, or one that is written with a fraction, `1.0`, is an error that names its place: by OpenAPI
//!   3.0 it is none.
//! - Every other number is a [`Number`], which is written as the same number.
//! - Unknown properties keep every digit; [`Extra`] describes the limits.
//! - Any other JSON value, and a value inside a union, keeps integers from -2⁶³ to 2⁶⁴-1 and every `f64`.
//!
//! # Bytes and dates
//!
//! `format: byte` is [`Base64Bytes`], `format: date` a [`Date`](crate::timestamp::Date) and `format: date-time` a
//! [`Timestamp`](crate::timestamp::Timestamp).

mod base64_bytes;
mod conversion;
mod extra;
pub(crate) mod fields;
mod id;
mod integer;
pub(crate) mod integer_enum;
mod lookup;
mod nullable;
mod number;
pub(crate) mod object;
pub(crate) mod received;
mod recognition;
mod state;
pub(crate) mod string_enum;
pub(crate) mod text_slot;
pub(crate) mod union;
pub(crate) mod writer;

pub use base64_bytes::{Base64Bytes, Base64Error};
pub use conversion::{IntoId, IntoModel};
pub use extra::Extra;
pub use integer::Integer;
pub use integer_enum::UnknownInteger;
pub use nullable::Nullable;
pub use number::Number;
pub use recognition::Recognition;
pub use state::{Given, Missing, Required, Sendable};
pub use string_enum::UnknownValue;
pub(crate) use union::is_on_trial;
