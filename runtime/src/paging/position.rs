//! A position between two records of a list.

use serde::{Deserialize, Serialize};

/// A position in a list: every record before it has been returned, none after it has.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Position {
    /// How many records of the whole list come before; unknown if a caller started after their own key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) offset: Option<u64>,
    /// The sort fields of the record before; absent at the start, in lists without a keyset, and if they cannot
    /// be sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) after: Option<Vec<String>>,
    /// A page ended here, so there may be no more. Services differ in how they say so: some send an empty list, some
    /// reject the offset.
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
    /// Returns the position after this many records.
    pub(super) fn at(offset: u64) -> Self {
        Self {
            offset: Some(offset),
            ..Self::default()
        }
    }

    /// Returns whether both positions need the same page.
    pub(super) fn is_same_place(&self, other: &Self) -> bool {
        match (&self.after, &other.after) {
            (None, None) => self.offset == other.offset,
            (after, other) => after == other,
        }
    }
}
