//! Formats of strings and numbers.

use super::{Place, Walk, words};
use crate::model::{Constraints, Scalar, TypeRef};
use crate::rule_id::RuleId;

impl Walk<'_> {
    /// Compares the formats of two values of one kind.
    pub(super) fn formats(
        &mut self,
        place: &Place,
        (old, was): (&TypeRef, &Constraints),
        (new, is): (&TypeRef, &Constraints),
    ) {
        let (was, is) = (format(old, was), format(new, is));
        self.format(place, was, is);
    }

    /// Reports a format that differs.
    pub(super) fn format(&mut self, place: &Place, was: Option<&str>, is: Option<&str>) {
        let rule = match (was, is) {
            (was, is) if was == is => return,
            (None, Some(_)) | (Some("int64"), Some("int32")) | (Some("double"), Some("float")) => {
                RuleId::FormatNarrowed
            }
            (Some(_), None) | (Some("int32"), Some("int64")) | (Some("float"), Some("double")) => {
                RuleId::FormatWidened
            }
            (Some(_), Some(_)) => RuleId::FormatChanged,
            (None, None) => return,
        };
        self.found(place, rule, was.map(words::code), is.map(words::code));
    }
}

/// The declared format, or the one that the type implies.
fn format<'c>(ty: &TypeRef, constraints: &'c Constraints) -> Option<&'c str> {
    let written = constraints.format.as_deref();
    written.or(match ty {
        TypeRef::Scalar(Scalar::Date) => Some("date"),
        TypeRef::Scalar(Scalar::Base64) => Some("byte"),
        TypeRef::Scalar(Scalar::Timestamp) => Some("date-time"),
        TypeRef::Scalar(Scalar::Binary) => Some("binary"),
        TypeRef::Scalar(Scalar::I32) => Some("int32"),
        TypeRef::Scalar(Scalar::U64) => Some("uint64"),
        TypeRef::Scalar(
            Scalar::Bool | Scalar::I64 | Scalar::Integer | Scalar::Number | Scalar::String,
        )
        | TypeRef::Named(_)
        | TypeRef::List(_)
        | TypeRef::Map(_)
        | TypeRef::Nullable(_)
        | TypeRef::Object
        | TypeRef::Json
        | TypeRef::JsonPatch
        | TypeRef::JsonPatchOperation => None,
    })
}
