//! Lists as streams: page after page, whatever the way in which the service counts them.
//!
//! A [`Listing`] fetches pages and knows where it stands; [`Items`] and [`Pages`] make values of what it holds. Only
//! these two are generic, and thin, so that an operation that lists something adds next to nothing to compile.

mod bad_item;
mod cursor;
mod fetch;
mod items;
mod key;
mod listing;
mod method;
mod page;
mod pages;
mod plan;
mod position;
mod progress;

use serde::de::DeserializeOwned;

use crate::call::Call;

use listing::Listing;

pub use bad_item::BadItem;
pub use cursor::Cursor;
pub use items::Items;
pub use method::Paging;
pub use pages::Pages;

impl Call {
    /// The records of a list, one by one; what emitted code makes of a request for a list.
    pub fn items<T: DeserializeOwned>(self) -> Items<T> {
        Items::new(Listing::new(&self))
    }

    /// The records of a list, page by page; what emitted code makes of a request for a list.
    pub fn pages<T: DeserializeOwned>(self) -> Pages<T> {
        Pages::new(Listing::new(&self))
    }
}
