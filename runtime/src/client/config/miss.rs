//! Why a place was not used.

use std::fmt;
use std::io;
use std::path::Path;

/// Why a place was not used.
#[derive(Debug)]
pub(super) struct Miss {
    place: String,
    reason: String,
    /// A place with a base URL was meant, so later ones are not tried.
    pub(super) named_a_base_url: bool,
}

impl Miss {
    pub(super) fn absent(place: impl Into<String>, reason: impl Into<String>) -> Self {
        Self {
            place: place.into(),
            reason: reason.into(),
            named_a_base_url: false,
        }
    }

    pub(super) fn incomplete(place: impl Into<String>, reason: impl Into<String>) -> Self {
        Self {
            named_a_base_url: true,
            ..Self::absent(place, reason)
        }
    }
}

impl fmt::Display for Miss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.reason)
    }
}

/// The text of a file, or why there is none.
pub(super) fn read_file(path: &Path) -> Result<String, Miss> {
    std::fs::read_to_string(path).map_err(|error| {
        let reason = if error.kind() == io::ErrorKind::NotFound {
            "there is no such file".to_owned()
        } else {
            format!("it cannot be read: {error}")
        };
        Miss::absent(path.display().to_string(), reason)
    })
}
