//! The grammar of OpenAPI 3.0, in one table: every object, its keys, the type of each value, the object below it, and what
//! becomes of the key.
//!
//! Reading, the check for unknown keys, references, `import` and the comparison all use this table. A key that it lacks
//! fails `tests/tests/grammar.rs`, which compares it with the specification; a key whose fate is not what the table says
//! fails the same test.

mod check;
mod fate;
mod indent;
mod kind;
mod later;
mod media_type;
mod occurrences;
mod scheme;
pub mod suggest;
mod table;
mod unknown_key;
mod unused;
mod value;

pub use crate::syntax::Version;
pub use fate::Fate;
pub use occurrences::{Object, Occurrence, Row, objects, objects_of, occurrences, rows, rows_to};

pub(crate) use check::{check, says_something};
pub(crate) use fate::{Compared, Notice};
pub(crate) use indent::is_owner_of_outdented;
pub(crate) use kind::NodeKind;
pub(crate) use media_type::is_media_type;
pub(crate) use table::{Grammar, Key, PARAMETER_OF_SWAGGER_2, folders, is_method};
pub(crate) use value::{ValueType, article, describe, shown};
