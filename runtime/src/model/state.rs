//! What a builder's type says of a value that it needs.

/// The value has not been given yet.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Missing;

/// The value has been given.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Given;
