//! The records of a list as a stream.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;
use serde::de::DeserializeOwned;

use crate::error::Result;
use crate::response::decode;
use crate::response::lenient::{self, Lenient};

use super::bad_item::BadItem;
use super::cursor::Cursor;
use super::listing::{Decode, Listing};
use super::methods::stream_methods;
use super::pages::Pages;
use super::unread::ReadWithTryNextOrTryCollect;

/// The records of a list, one by one; its pages are fetched as they are needed.
///
/// Call [`try_next`](Self::try_next), or use it as a `Stream`. Nothing is sent before the first record is requested.
///
/// * **Errors don't end it.** Whatever prevents a page from arriving, such as 401, 403, 429 or a broken connection, is returned as
///   an error after the client's own retries. The next call fetches that page again, and no record is lost or returned twice.
/// * **It ends** after an empty page, and after a page that is shorter than requested if the service is known to end its lists so
///   or the total agrees. Otherwise the server may just have a smaller maximum, and one more page is requested. If a service responds to the page after the last
///   full one with 400 or 404 instead, the total decides whether that is the end or a failure.
/// * **Records that are created or deleted meanwhile** shift those after them. If the service can continue
///   after a given record, every record that exists all the time is returned exactly once. With offsets,
///   a record can be returned twice or missed, unless new records are sorted last and none is deleted.
/// * **If the service limits offsets**, for example to 10,000, and cannot continue after a given record, records
///   beyond the limit are an error. A list is never truncated silently.
/// * **The request's settings apply to each page**: `limit` is the size of a page, `offset` the position of the first
///   record, `count` requests the total with the first page, a timeout bounds one page.
///
/// It holds a page, or as many as [`concurrency`](Self::concurrency) says, whatever the length of the list. Dropping it
/// ends the requests in flight; dropping the future of `try_next` ends nothing and loses nothing.
#[must_use = "a list is read by `try_next`, or as a whole by `try_collect`"]
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

    /// Returns each record without the properties that can't be read, which [`Lenient::faults`] lists, and a record that can't be
    /// read at all as a [`BadItem`] in its position; continues with the next. [`LenientCall`](crate::LenientCall) says what is
    /// read in this mode.
    ///
    /// Without it such a record is an error, and the next call fetches it again.
    pub fn lenient(self) -> Items<Result<Lenient<T>, BadItem>> {
        Items {
            listing: self.listing.lenient(),
            decode: |element| {
                let decoded = lenient::json(element.json);
                Ok(decoded.map_err(|error| BadItem::new(element, element.locate(error))))
            },
        }
    }
}

stream_methods!(Items, T, "record", ReadWithTryNextOrTryCollect);

impl<T> Items<T> {
    /// Returns the remaining records page by page.
    pub fn into_pages(self) -> Pages<T> {
        Pages::of(self.listing, self.decode)
    }

    /// Collects all remaining records.
    ///
    /// # Errors
    /// The first one; the records before it are dropped. To keep them, call `try_next`.
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
