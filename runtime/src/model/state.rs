//! Type states of builders and requests: whether a required value was given.

/// The value has not been given yet.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Missing;

/// The value has been given.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Given;

/// The state of a required property that was given a value of type `T`; [`Missing`] is no such state.
#[diagnostic::on_unimplemented(
    message = "a required property of type `{T}` is missing",
    label = "call its setter before this",
    note = "the type parameter names the property: `HasName` of the builder is set by `.name(..)`"
)]
pub trait Required<T> {
    /// Returns the value.
    fn value(self) -> T;
}

impl<T> Required<T> for T {
    fn value(self) -> T {
        self
    }
}

/// A request that can be sent: it needs no body, or was given one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be sent without a body",
    label = "call `.body(..)` before this",
    note = "a body of another media type has a setter of its own, which the documentation of the request lists"
)]
pub trait Sendable {}
