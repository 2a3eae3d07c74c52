//! Lists as streams of records or pages, for each kind of paging.
//!
//! A [`Listing`] fetches pages and tracks the position; [`Items`] and [`Pages`] decode its records. Only
//! these two are generic, and small, so that a list operation adds little to compile times.

mod bad_item;
mod cursor;
mod fetch;
mod items;
mod key;
mod listing;
mod page;
mod pages;
mod plan;
mod position;
mod progress;
mod records;

use serde::de::DeserializeOwned;

use crate::call::Call;

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
