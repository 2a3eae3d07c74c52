//! A place between two records of a list.

use serde::{Deserialize, Serialize};

/// A place in a list: everything before it has been given, nothing behind it has.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Position {
    /// How many records of the whole list come before; unknown where a caller began after a key of their own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) offset: Option<u64>,
    /// What the record before has in the sort fields; absent at the beginning, in lists without a keyset, and where the
    /// service could not be told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) after: Option<Vec<String>>,
    /// A page ended here, so there may be no more. Services differ in how they say so: some send an empty list, some
    /// refuse the number.
    #[serde(default, skip_serializing_if = "is_false")]
    pub(super) page_end: bool,
    /// The list ended here.
    #[serde(default, skip_serializing_if = "is_false")]
    pub(super) end: bool,
    /// Why `after` is absent although the list has a keyset.
    #[serde(skip)]
    pub(super) keyless: Option<String>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
fn is_false(value: &bool) -> bool {
    !*value
}

impl Position {
    /// After so many records.
    pub(super) fn at(offset: u64) -> Self {
        Self {
            offset: Some(offset),
            ..Self::default()
        }
    }

    /// Whether the same page is asked for at both.
    pub(super) fn is_same_place(&self, other: &Self) -> bool {
        match (&self.after, &other.after) {
            (None, None) => self.offset == other.offset,
            (after, other) => after == other,
        }
    }
}
