//! Type states of a builder: whether a required value was given.

/// The value has not been given yet.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Missing;

/// The value has been given.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Given;
