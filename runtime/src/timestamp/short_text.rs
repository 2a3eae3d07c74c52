//! A text that is short enough to need no allocation, as most date-times are.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::str;

/// An immutable text.
#[derive(Clone)]
pub(super) struct Text(Place);

#[derive(Clone)]
enum Place {
    Here { length: u8, bytes: [u8; HERE] },
    Elsewhere(Box<str>),
}

/// The length of `2026-01-02T15:04:05.678+01:00`; with it, a text takes 32 bytes.
const HERE: usize = 30;

impl Text {
    pub(super) fn as_str(&self) -> &str {
        match &self.0 {
            Place::Here { length, bytes } => str::from_utf8(&bytes[..usize::from(*length)])
                .expect("it was copied from a whole text"),
            Place::Elsewhere(text) => text,
        }
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        let mut bytes = [0; HERE];
        match (bytes.get_mut(..text.len()), u8::try_from(text.len())) {
            (Some(place), Ok(length)) => {
                place.copy_from_slice(text.as_bytes());
                Self(Place::Here { length, bytes })
            }
            _ => Self(Place::Elsewhere(text.into())),
        }
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for Text {}

impl Hash for Text {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_str().fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_any_length_round_trip() {
        let long = "é".repeat(HERE);
        for end in (0..=long.len()).step_by(2) {
            assert_eq!(Text::from(&long[..end]).as_str(), &long[..end]);
        }
        assert_eq!((size_of::<Text>(), size_of::<Option<Text>>()), (32, 32));
    }
}
