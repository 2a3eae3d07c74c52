//! The order of a list.

use std::fmt;
use std::marker::PhantomData;

/// A field to sort by and its direction, for the operation whose request is `S`.
///
/// Made by the fields that sort: [`asc`](super::Field::asc) and [`desc`](super::Field::desc).
pub struct Sorter<S> {
    text: String,
    of: PhantomData<fn() -> S>,
}

impl<S> Sorter<S> {
    /// Returns a sorter in the service's own syntax, for a field that is not documented: its name, after a dash for descending order.
    pub fn raw(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            of: PhantomData,
        }
    }
}

impl<S> Clone for Sorter<S> {
    fn clone(&self) -> Self {
        Self::raw(self.text.clone())
    }
}

impl<S> PartialEq for Sorter<S> {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl<S> Eq for Sorter<S> {}

/// As it is sent, before percent-encoding.
impl<S> fmt::Display for Sorter<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl<S> fmt::Debug for Sorter<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Sorter").field(&self.text).finish()
    }
}
