//! The outcome of a bulk request for each item.

use std::fmt;
use std::ops::Deref;

use super::matching::{Found, Rows};
use crate::error::Error;

/// The outcomes of the items of a bulk request, of any number of requests. Every item either succeeded or failed.
///
/// `R` is the service's result for each item; it is `()` if a success has no result.
#[derive(Debug)]
pub struct BulkOutcome<R> {
    /// The outcome of each item; those after the last were not sent.
    states: Vec<State>,
    items: usize,
    rows: Vec<BulkRow<R>>,
    errors: Vec<Error>,
    requests: usize,
}

/// The outcome of an item, by the index of its row or error.
#[derive(Clone, Copy, Debug)]
enum State {
    Succeeded,
    Rejected(usize),
    Missing,
    Repeated(usize),
    Failed(usize),
}

/// The service's result for one item. Dereferences to the result.
#[derive(Debug)]
pub struct BulkRow<R> {
    index: Option<usize>,
    row: R,
    is_success: bool,
}

/// One item that did not succeed.
#[derive(Debug)]
#[non_exhaustive]
pub struct BulkFailure<'a, R> {
    /// The item's index in the input, counted from 0.
    pub index: usize,
    /// Why.
    pub reason: BulkReason<'a, R>,
}

/// Why an item did not succeed.
#[derive(Debug)]
#[non_exhaustive]
pub enum BulkReason<'a, R> {
    /// The service rejected this item, or its row has no status.
    Row(&'a R),
    /// The response has no row for this item, or its rows can't be matched to items. The service may have processed the item.
    Missing,
    /// The response has several rows for this item; this is the first.
    Repeated(&'a R),
    /// The request with the item failed.
    Error(&'a Error),
    /// The request with the item was not sent, because an earlier one failed in this way.
    NotSent(&'a Error),
}

impl<R> BulkOutcome<R> {
    pub(super) fn new(items: usize) -> Self {
        Self {
            states: Vec::with_capacity(items),
            items,
            rows: Vec::with_capacity(items),
            errors: Vec::new(),
            requests: 0,
        }
    }

    pub(super) fn answered(&mut self, Rows { rows, found }: Rows<R>) {
        self.requests += 1;
        let (first_item, first_row) = (self.states.len(), self.rows.len());
        self.rows
            .extend(rows.into_iter().map(|(row, is_success)| BulkRow {
                index: None,
                row,
                is_success,
            }));
        let rows = &mut self.rows[first_row..];
        for (n, found) in found.into_iter().enumerate() {
            let item = first_item + n;
            self.states.push(match found {
                Found::Row(row) => {
                    rows[row].index = Some(item);
                    if rows[row].is_success {
                        State::Succeeded
                    } else {
                        State::Rejected(first_row + row)
                    }
                }
                Found::Missing => State::Missing,
                Found::Repeated(row) => State::Repeated(first_row + row),
            });
        }
        for row in rows.iter_mut() {
            row.is_success &= row.index.is_some();
        }
    }

    pub(super) fn refused(&mut self, items: usize, error: Error) {
        self.requests += 1;
        let state = State::Failed(self.errors.len());
        self.errors.push(error);
        self.states.extend(std::iter::repeat_n(state, items));
    }

    /// Returns the items that succeeded.
    pub fn succeeded(&self) -> impl Iterator<Item = &BulkRow<R>> {
        self.rows.iter().filter(|row| row.is_success)
    }

    /// Returns the items that failed, in the order of the input, each once.
    pub fn failed(&self) -> impl Iterator<Item = BulkFailure<'_, R>> {
        (0..self.items).filter_map(|index| {
            let reason = self.reason(index)?;
            Some(BulkFailure { index, reason })
        })
    }

    /// Why an item failed; `None` if it succeeded.
    fn reason(&self, item: usize) -> Option<BulkReason<'_, R>> {
        let Some(state) = self.states.get(item) else {
            return self.errors.last().map(BulkReason::NotSent);
        };
        match *state {
            State::Succeeded => None,
            State::Rejected(row) => Some(BulkReason::Row(&self.rows[row].row)),
            State::Missing => Some(BulkReason::Missing),
            State::Repeated(row) => Some(BulkReason::Repeated(&self.rows[row].row)),
            State::Failed(error) => Some(BulkReason::Error(&self.errors[error])),
        }
    }

    /// Returns every row that the service returned, those of one request in the order of its response.
    pub fn rows(&self) -> &[BulkRow<R>] {
        &self.rows
    }

    /// Returns whether nothing failed.
    pub fn is_success(&self) -> bool {
        self.failed().next().is_none()
    }

    /// Returns how many items were given.
    pub fn items(&self) -> usize {
        self.items
    }

    /// Returns how many requests got a response or failed.
    pub fn requests(&self) -> usize {
        self.requests
    }
}

impl<R> BulkRow<R> {
    /// Returns the item's index in the input, counted from 0; `None` if the row belongs to no item, or it can't be known to which.
    ///
    /// A row belongs to the item that has the same value of the property that both share, if the operation has such a property.
    /// Otherwise the rows are in the order of the items, if there are as many.
    pub fn index(&self) -> Option<usize> {
        self.index
    }

    /// Returns whether the service processed the item: the row belongs to an item, and its status is 2xx.
    pub fn is_success(&self) -> bool {
        self.is_success
    }

    /// Returns the service's result.
    pub fn get(&self) -> &R {
        &self.row
    }
}

impl<R> Deref for BulkRow<R> {
    type Target = R;

    fn deref(&self) -> &R {
        &self.row
    }
}

impl<R> Clone for BulkFailure<'_, R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R> Copy for BulkFailure<'_, R> {}

impl<R> Clone for BulkReason<'_, R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R> Copy for BulkReason<'_, R> {}

/// One line: the item's index and why it failed.
impl<R: fmt::Debug> fmt::Display for BulkFailure<'_, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "item {}: ", self.index)?;
        match self.reason {
            BulkReason::Row(row) => write!(f, "{row:?}"),
            BulkReason::Missing => f.write_str("the response has no row for it"),
            BulkReason::Repeated(row) => {
                write!(
                    f,
                    "the response has several rows for it, the first is {row:?}"
                )
            }
            BulkReason::Error(error) => error.fmt(f),
            BulkReason::NotSent(error) => write!(f, "not sent after {error}"),
        }
    }
}
