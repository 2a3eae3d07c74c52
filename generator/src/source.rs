//! The only way text gets into the generator.

/// A text and the name by which diagnostics call it.
#[derive(Clone, Debug)]
pub struct Source {
    /// As diagnostics show it, usually a path relative to the workspace: `spec/beta.yaml`.
    pub name: String,
    /// The whole text.
    pub text: String,
}

impl Source {
    /// Returns a text under a name.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            text: text.into(),
        }
    }
}
