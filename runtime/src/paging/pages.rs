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
use super::methods::stream_methods;
use super::unread::ReadWithTryNext;

/// The records of a list, page by page, each with its status and headers.
///
/// The documentation of [`Items`] applies here, too. A page without records is not returned: it ends the list.
#[must_use = "pages are read by `try_next`"]
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

    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Response<Vec<T>>>>> {
        self.listing.poll_page(cx, self.decode)
    }
}

stream_methods!(Pages, Response<Vec<T>>, "page", ReadWithTryNext);
