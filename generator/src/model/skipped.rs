//! Operations that a document has and its API lacks.

use std::fmt;

/// An operation that has an error, or that the configuration omits.
#[derive(Clone, Debug)]
pub(crate) struct Skipped {
    pub(crate) id: Option<String>,
    /// Instead of a method, a path may have a reference to its operations.
    pub(crate) method: String,
    pub(crate) path: String,
    /// Whether the configuration omits it; otherwise it has an error.
    pub(crate) is_omitted: bool,
}

impl fmt::Display for Skipped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.id, self.method.as_str()) {
            (Some(id), _) => f.write_str(id),
            (None, "$ref") => f.write_str(&self.path),
            (None, method) => write!(f, "{} {}", method.to_uppercase(), self.path),
        }
    }
}
