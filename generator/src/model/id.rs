//! Ids and the tables that they index.

use std::fmt;
use std::marker::PhantomData;
use std::ops::{Index, IndexMut};

/// An index of an [`IdMap`].
pub(crate) trait Id: Copy {
    fn from_index(index: usize) -> Self;
    fn index(self) -> usize;
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident,)*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
            pub(crate) struct $name(u32);

            impl Id for $name {
                fn from_index(index: usize) -> Self {
                    Self(u32::try_from(index).expect("a document has fewer than 4 billion things"))
                }

                fn index(self) -> usize {
                    self.0 as usize
                }
            }
        )*
    };
}

ids! {
    /// A type that becomes a Rust item.
    TypeId,
    /// An operation.
    OperationId,
    /// A group of operations.
    GroupId,
}

/// A table with a row for every id of a kind.
pub(crate) struct IdMap<I, T> {
    rows: Vec<T>,
    id: PhantomData<fn(I)>,
}

impl<I: Id, T> IdMap<I, T> {
    pub(crate) fn push(&mut self, row: T) -> I {
        let id = I::from_index(self.rows.len());
        self.rows.push(row);
        id
    }

    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (I, &T)> {
        self.rows
            .iter()
            .enumerate()
            .map(|(n, row)| (I::from_index(n), row))
    }

    pub(crate) fn ids(&self) -> impl Iterator<Item = I> + use<I, T> {
        self.ids_from(0)
    }

    /// Those from the one of that index on.
    pub(crate) fn ids_from(&self, index: usize) -> impl Iterator<Item = I> + use<I, T> {
        (index..self.rows.len()).map(I::from_index)
    }

    /// A table of the same ids with something else in each row.
    pub(crate) fn map<'t, U>(&'t self, mut row: impl FnMut(I, &'t T) -> U) -> IdMap<I, U> {
        self.iter().map(|(id, it)| row(id, it)).collect()
    }
}

impl<I, T> Default for IdMap<I, T> {
    fn default() -> Self {
        Self {
            rows: Vec::new(),
            id: PhantomData,
        }
    }
}

impl<I, T> FromIterator<T> for IdMap<I, T> {
    fn from_iter<Rows: IntoIterator<Item = T>>(rows: Rows) -> Self {
        Self {
            rows: rows.into_iter().collect(),
            id: PhantomData,
        }
    }
}

impl<I: Id, T> Index<I> for IdMap<I, T> {
    type Output = T;

    fn index(&self, id: I) -> &T {
        &self.rows[id.index()]
    }
}

impl<I: Id, T> IndexMut<I> for IdMap<I, T> {
    fn index_mut(&mut self, id: I) -> &mut T {
        &mut self.rows[id.index()]
    }
}

impl<I, T: fmt::Debug> fmt::Debug for IdMap<I, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.rows).finish()
    }
}
