//! Why a place was not used.

use std::fmt;
use std::fs::File;
use std::io::{self, Read as _};
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

/// The maximum length of a file.
const LONGEST: u64 = 1 << 20;

/// The text of a file without a byte order mark, or why there is none.
pub(super) fn read_file(path: &Path) -> Result<String, Miss> {
    let absent = |reason: String| Miss::absent(path.display().to_string(), reason);
    let mut text = String::new();
    let read = File::open(path).and_then(|file| file.take(LONGEST + 1).read_to_string(&mut text));
    read.map_err(|error| {
        let kind = error.kind();
        absent(if kind == io::ErrorKind::NotFound {
            "there is no such file".to_owned()
        } else if kind == io::ErrorKind::InvalidData {
            "it is not UTF-8: save it in this encoding".to_owned()
        } else {
            format!("it cannot be read: {error}")
        })
    })?;
    if text.len() as u64 > LONGEST {
        return Err(absent("it is larger than 1 MiB".to_owned()));
    }
    Ok(text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned())
}
