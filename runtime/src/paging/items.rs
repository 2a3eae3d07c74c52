//! The records of a list, one by one.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;
use serde::de::DeserializeOwned;

use crate::error::Result;
use crate::response::decode;

use super::bad_item::BadItem;
use super::cursor::Cursor;
use super::listing::{Decode, Listing};
use super::pages::Pages;

/// The records of a list, one by one; its pages are fetched as they are needed.
///
/// Ask with [`try_next`](Self::try_next), or use it as a `Stream`. Nothing is sent before the first record is asked for.
///
/// * **Errors don't end it.** Whatever keeps a page from coming, be it 401, 403, 429 or a broken connection, comes out as
///   an error after the client's own retries. Asking again fetches that page again, and no record is lost or comes twice.
/// * **It ends** behind a page that is shorter than asked for, or empty. Where a service refuses the page behind the last
///   full one with 400 or 404 instead, the total decides whether that is the end or a failure.
/// * **Records that are created or deleted meanwhile** move those behind them. Where the service can be told to go on
///   behind a record, that does no harm: what was there all the time comes exactly once. Where records can only be
///   counted off, one can come twice or be missed, unless the order puts new records last and none is deleted.
/// * **Where the service counts only so far**, say to 10,000, and can't be told to go on behind a record, what lies
///   beyond is refused with an error. A list is never cut short in silence.
/// * **The request's settings hold for each page**: `limit` is the size of a page, `offset` the place of the first
///   record, `count` makes the first page bring the total, a timeout bounds one page.
///
/// It holds a page, or as many as [`concurrency`](Self::concurrency) says, whatever the length of the list. Dropping it
/// ends the requests that are under way; dropping the future of `try_next` ends nothing and loses nothing.
#[must_use = "a stream does nothing until it is asked for its items"]
pub struct Items<T> {
    listing: Listing,
    decode: Decode<T>,
}

impl<T: DeserializeOwned> Items<T> {
    pub(super) fn new(listing: Listing) -> Self {
        Self {
            listing,
            decode: |element| {
                let decoded = decode::json(element.json);
                decoded.map_err(|error| element.locate(error))
            },
        }
    }

    /// Gives a record that can't be decoded as a [`BadItem`] in its place, and goes on with the next.
    ///
    /// Without it such a record is an error, and asking again fetches it again.
    pub fn lenient(self) -> Items<Result<T, BadItem>> {
        Items {
            listing: self.listing,
            decode: |element| {
                let decoded = decode::json(element.json);
                Ok(decoded.map_err(|error| BadItem::new(element, element.locate(error))))
            },
        }
    }
}

impl<T> Items<T> {
    /// Fetches so many pages at a time, in advance and within the client's rate limit. The order stays. Default: 1; 0
    /// counts as 1.
    ///
    /// A list that goes on behind its last record can't be asked for further pages before that record has come: there any
    /// number from 2 means that the next page is fetched while this one is being given out.
    pub fn concurrency(mut self, pages: usize) -> Self {
        self.listing.concurrency(pages);
        self
    }

    /// Ends after so many records from here, and fetches no more than that.
    pub fn max_items(mut self, items: u64) -> Self {
        self.listing.max_items(items);
        self
    }

    /// Goes on where a cursor was taken.
    ///
    /// # Errors
    /// When the cursor is of another operation, or of one with other filters, sorters or path.
    pub fn resume_from(mut self, cursor: Cursor) -> Result<Self> {
        self.listing.resume_from(cursor)?;
        Ok(self)
    }

    /// Where the stream stands: behind the last record that it gave.
    pub fn cursor(&self) -> Cursor {
        self.listing.cursor()
    }

    /// How many records the whole list has, by the service's count. Known after the first page if the request was made
    /// with `count`, and only if the service says.
    pub fn total_count(&self) -> Option<u64> {
        self.listing.total_count()
    }

    /// The same records page by page, from here on.
    pub fn into_pages(self) -> Pages<T> {
        Pages::of(self.listing, self.decode)
    }

    /// The next record; `None` at the end.
    ///
    /// # Errors
    /// When the page can't be fetched, or the record not be decoded. Asking again tries again.
    pub async fn try_next(&mut self) -> Result<Option<T>> {
        poll_fn(|cx| self.poll(cx)).await.transpose()
    }

    /// The same as [`try_next`](Self::try_next), for programs without async.
    ///
    /// # Errors
    /// The same, and where it is called on a thread of an async runtime.
    #[cfg(feature = "blocking")]
    pub fn try_next_blocking(&mut self) -> Result<Option<T>> {
        self.listing.client()?.block_on(self.try_next())?
    }

    /// Every record from here on.
    ///
    /// # Errors
    /// The first one; what came before it is dropped. To keep it, ask record by record.
    pub async fn try_collect<C: Default + Extend<T>>(mut self) -> Result<C> {
        let mut all = C::default();
        while let Some(item) = self.try_next().await? {
            all.extend([item]);
        }
        Ok(all)
    }

    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<T>>> {
        self.listing.poll_item(cx, self.decode)
    }
}

impl<T> Stream for Items<T> {
    type Item = Result<T>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll(cx)
    }
}

impl<T> fmt::Debug for Items<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.listing.fmt(f)
    }
}
