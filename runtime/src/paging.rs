//! Lists as streams of records or pages, for each kind of paging.
//!
//! A [`Listing`] fetches pages and tracks the position; [`Items`] and [`Pages`] decode its records. Only
//! these two are generic, and small, so that a list operation adds little to compile times.

mod bad_item;
mod cursor;
mod items;
mod key;
mod listing;
mod methods;
mod page;
mod pages;
mod plan;
mod position;
mod progress;
mod records;
pub(crate) mod unread;

use serde::de::DeserializeOwned;

use crate::call::Call;
use crate::call::raw::RawCall;

use listing::Listing;

pub use bad_item::BadItem;
pub use cursor::Cursor;
pub use items::Items;
pub use pages::Pages;

impl Call {
    /// The records of a list, one by one; called by generated requests.
    pub fn items<T: DeserializeOwned>(self) -> Items<T> {
        Items::new(Listing::new(&self))
    }

    /// The records of a list, page by page; called by generated requests.
    pub fn pages<T: DeserializeOwned>(self) -> Pages<T> {
        Pages::new(Listing::new(&self))
    }
}

impl RawCall {
    /// Reads a list to its end, record by record, like the `items` of a described operation.
    ///
    /// The response is a JSON array. Pages are requested by the service's parameters for how many records to skip and to send: those
    /// of the crate's configuration, or else `offset` and `limit`. Set the latter to the size of a page; it is 250 otherwise, or
    /// what the configuration says. Nothing is known of the maximum, so a page that is shorter never ends the list: one more page
    /// is requested, unless the service sends the total.
    pub fn items<T: DeserializeOwned>(self) -> Items<T> {
        self.call.items()
    }

    /// Reads a list to its end, page by page; see [`items`](Self::items).
    pub fn pages<T: DeserializeOwned>(self) -> Pages<T> {
        self.call.pages()
    }
}
