//! The records of a list, page by page.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;
use serde::de::DeserializeOwned;

use crate::error::Result;
use crate::response::Response;
use crate::response::lenient::Lenient;

use super::bad_item::BadItem;
use super::cursor::Cursor;
use super::items::Items;
use super::listing::{Decode, Listing};

/// The records of a list, page by page, each with its status and headers.
///
/// Everything that is said of [`Items`] applies here, too. A page without records is not returned: it ends the list.
#[must_use = "a stream does nothing until it is polled"]
pub struct Pages<T> {
    listing: Listing,
    decode: Decode<T>,
}

impl<T: DeserializeOwned> Pages<T> {
    pub(super) fn new(listing: Listing) -> Self {
        Items::new(listing).into_pages()
    }

    /// Returns each record without the properties that can't be read, and one that can't be read at all as a [`BadItem`]; see
    /// [`Items::lenient`].
    ///
    /// Without it such a record is an error of its page, and the next call fetches the page again.
    pub fn lenient(self) -> Pages<Result<Lenient<T>, BadItem>> {
        Items::new(self.listing).lenient().into_pages()
    }
}

impl<T> Pages<T> {
    pub(super) fn of(listing: Listing, decode: Decode<T>) -> Self {
        Self { listing, decode }
    }

    /// Fetches up to this many pages at a time; see [`Items::concurrency`].
    pub fn concurrency(mut self, pages: usize) -> Self {
        self.listing.concurrency(pages);
        self
    }

    /// Ends after this many more records, and fetches no more than that.
    pub fn max_items(mut self, items: u64) -> Self {
        self.listing.max_items(items);
        self
    }

    /// Continues at a cursor.
    ///
    /// # Errors
    /// When the cursor is of another operation, or of one with other filters, sorters or path.
    pub fn resume_from(mut self, cursor: Cursor) -> Result<Self> {
        self.listing.resume_from(cursor)?;
        Ok(self)
    }

    /// Returns the position of the stream: after the last page that it returned.
    pub fn cursor(&self) -> Cursor {
        self.listing.cursor()
    }

    /// Returns the number of records in the whole list; see [`Items::total_count`].
    pub fn total_count(&self) -> Option<u64> {
        self.listing.total_count()
    }

    /// Returns the next page, or `None` at the end.
    ///
    /// # Errors
    /// When the page can't be fetched, or one of its records can't be decoded. The next call tries again.
    pub async fn try_next(&mut self) -> Result<Option<Response<Vec<T>>>> {
        poll_fn(|cx| self.listing.poll_page(cx, self.decode))
            .await
            .transpose()
    }
}

#[cfg(feature = "blocking")]
impl<T> Pages<T> {
    /// Like [`try_next`](Self::try_next), for programs without async.
    ///
    /// # Errors
    /// Those of `try_next`, and when it is called on the thread of a current-thread runtime.
    pub fn try_next_blocking(&mut self) -> Result<Option<Response<Vec<T>>>> {
        self.listing.client()?.block_on(self.try_next())?
    }
}

impl<T> Stream for Pages<T> {
    type Item = Result<Response<Vec<T>>>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        this.listing.poll_page(cx, this.decode)
    }
}

impl<T> fmt::Debug for Pages<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.listing.fmt(f)
    }
}
