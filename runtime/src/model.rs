//! How generated models are read from JSON and written back without losing anything.
//!
//! A model implements [`Object`], an enum [`StringEnum`] or [`IntegerEnum`], a `oneOf` or `anyOf` [`Union`]; the macros
//! [`serde_object!`](crate::serde_object), [`string_enum!`](crate::string_enum),
//! [`integer_enum!`](crate::integer_enum) and [`serde_union!`](crate::serde_union) then give it serde's traits.
//! What a model does not declare is kept in [`Extra`], so that whatever decodes encodes to the same JSON.

mod extra;
mod fields;
mod integer_enum;
mod lookup;
mod nullable;
mod object;
mod recognition;
mod state;
mod string_enum;
mod string_slot;
mod union;
mod writer;

pub use extra::Extra;
pub use fields::Fields;
pub use integer_enum::{IntegerEnum, UnknownInteger, decode_integer_enum};
pub use nullable::Nullable;
pub use object::{Object, decode_object, encode_object};
pub use recognition::Recognition;
pub use serde::Serializer;
pub use serde::de::MapAccess;
pub use serde::ser::SerializeMap;
pub use state::{Given, Missing};
pub use string_enum::{StringEnum, UnknownValue, decode_string_enum};
pub(crate) use union::is_on_trial;
pub use union::{Union, UnionReader, decode_union};
pub use writer::ObjectWriter;
