//! A record that could not be decoded.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;

use crate::response::decode::DecodeError;

use super::page::Element;

/// A record that could not be decoded, with its JSON; a lenient stream returns it in the record's position.
#[derive(Clone)]
pub struct BadItem {
    index: usize,
    raw: Box<[u8]>,
    error: DecodeError,
}

impl BadItem {
    pub(super) fn new(element: &Element<'_>, error: DecodeError) -> Self {
        Self {
            index: element.index,
            raw: element.json.into(),
            error,
        }
    }

    /// Returns the index of the record in its page.
    pub fn index(&self) -> usize {
        self.index
    }

    /// Its JSON, with U+FFFD for bytes that are not UTF-8.
    pub fn raw(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.raw)
    }

    /// Its JSON, byte for byte as the server wrote it.
    pub fn bytes(&self) -> &[u8] {
        &self.raw
    }

    /// Why it could not be decoded, with the path, such as `$[17].owner.id`.
    pub fn error(&self) -> &DecodeError {
        &self.error
    }
}

impl fmt::Display for BadItem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a record can't be decoded: {}", self.error)
    }
}

impl StdError for BadItem {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&self.error)
    }
}

/// The JSON is not shown: it may be personal.
impl fmt::Debug for BadItem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BadItem")
            .field("index", &self.index)
            .field("raw_bytes", &self.raw.len())
            .field("error", &self.error)
            .finish()
    }
}
