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

/// The order of the list of the operation whose request is `S`, as the setter of the request takes it: a sorter, or a list of
/// them.
#[diagnostic::on_unimplemented(
    message = "expected sorters of `{S}`, found `{Self}`",
    label = "not a list of sorters of this operation",
    note = "the module `fields` of the operation has a constant for each field, with the methods `asc` and `desc`: `[f::NAME.asc()]`; \
            `[Sorter::raw(\"name\")]` takes text in the service's own syntax"
)]
pub trait IntoSorters<S> {
    /// Returns the sorters; each decides where those before it find no difference.
    fn into_sorters(self) -> Vec<Sorter<S>>;
}

#[diagnostic::do_not_recommend]
impl<S, I: IntoIterator<Item: Into<Sorter<S>>>> IntoSorters<S> for I {
    fn into_sorters(self) -> Vec<Sorter<S>> {
        self.into_iter().map(Into::into).collect()
    }
}

impl<S> IntoSorters<S> for Sorter<S> {
    fn into_sorters(self) -> Vec<Self> {
        vec![self]
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
