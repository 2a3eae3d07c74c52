//! The outcome of a bulk request for each item.

use std::fmt;
use std::ops::{Deref, Range};

use crate::error::Error;
use crate::response::Response;

/// The outcomes of the items of a bulk request, whatever number of requests it took.
///
/// `R` is the service's result for each item; it is `()` if a success has no result.
#[derive(Debug)]
pub struct BulkOutcome<R> {
    items: usize,
    rows: Vec<BulkRow<R>>,
    blocks: Vec<FailedBlock>,
    requests: usize,
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
    /// The item's index in the input, counted from 0; `None` if the service returned fewer or more rows than it was
    /// sent items, so that rows can't be matched to items.
    pub index: Option<usize>,
    /// Why.
    pub reason: BulkReason<'a, R>,
}

/// Why an item did not succeed.
#[derive(Debug)]
#[non_exhaustive]
pub enum BulkReason<'a, R> {
    /// The service rejected this item.
    Row(&'a R),
    /// The request with the item failed.
    Error(&'a Error),
    /// The request with the item was not sent, because an earlier one failed in this way.
    NotSent(&'a Error),
}

#[derive(Debug)]
struct FailedBlock {
    range: Range<usize>,
    error: Error,
    /// Items after the range were not sent.
    is_last: bool,
}

impl<R> BulkOutcome<R> {
    pub(super) fn new(items: usize) -> Self {
        Self {
            items,
            rows: Vec::with_capacity(items),
            blocks: Vec::new(),
            requests: 0,
        }
    }

    pub(super) fn answered(
        &mut self,
        range: Range<usize>,
        response: Response<Vec<R>>,
        status: fn(&R) -> Option<i64>,
    ) {
        self.requests += 1;
        let rows = response.into_inner();
        let are_all_there = rows.len() == range.len();
        self.rows
            .extend(rows.into_iter().enumerate().map(|(n, row)| BulkRow {
                index: are_all_there.then_some(range.start + n),
                is_success: status(&row).is_none_or(|status| status < 400),
                row,
            }));
    }

    pub(super) fn refused(&mut self, range: Range<usize>, error: Error) {
        self.requests += 1;
        self.blocks.push(FailedBlock {
            range,
            error,
            is_last: false,
        });
    }

    pub(super) fn stopped(&mut self, range: Range<usize>, error: Error) {
        self.refused(range, error);
        if let Some(last) = self.blocks.last_mut() {
            last.is_last = true;
        }
    }

    /// The items that succeeded, in the order of the input. A row without an outcome of its own counts as one,
    /// since the response was a success.
    pub fn succeeded(&self) -> impl Iterator<Item = &BulkRow<R>> {
        self.rows.iter().filter(|row| row.is_success)
    }

    /// The items that failed: those that the service rejected, then those whose whole request failed or was not sent.
    pub fn failed(&self) -> impl Iterator<Item = BulkFailure<'_, R>> {
        let refused = self.rows.iter().filter(|row| !row.is_success);
        let refused = refused.map(|row| BulkFailure {
            index: row.index,
            reason: BulkReason::Row(&row.row),
        });
        refused.chain(self.blocks.iter().flat_map(|block| {
            let lost = block.range.clone().map(|index| BulkFailure {
                index: Some(index),
                reason: BulkReason::Error(&block.error),
            });
            let behind = if block.is_last {
                block.range.end..self.items
            } else {
                0..0
            };
            lost.chain(behind.map(|index| BulkFailure {
                index: Some(index),
                reason: BulkReason::NotSent(&block.error),
            }))
        }))
    }

    /// Every row that the service returned, in the order of the items.
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
    /// The item's index in the input, counted from 0; `None` if the service returned fewer or more rows than it was
    /// sent items, so that rows can't be matched to items.
    pub fn index(&self) -> Option<usize> {
        self.index
    }

    /// Returns whether the service processed the item.
    pub fn is_success(&self) -> bool {
        self.is_success
    }

    /// The service's result.
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
        match self.index {
            Some(index) => write!(f, "item {index}: ")?,
            None => f.write_str("an item: ")?,
        }
        match self.reason {
            BulkReason::Row(row) => write!(f, "{row:?}"),
            BulkReason::Error(error) => error.fmt(f),
            BulkReason::NotSent(error) => write!(f, "not sent after {error}"),
        }
    }
}
