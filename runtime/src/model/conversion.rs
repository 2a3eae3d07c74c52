//! The traits of arguments that take a model or an id. They are `Into` with messages for common mistakes.

/// A value that converts into the id `T`: text, or a `T`. Setters and methods take it.
#[diagnostic::on_unimplemented(
    message = "expected an id of the type `{T}`, found `{Self}`",
    label = "expected `{T}`",
    note = "any text is an id: `.to_string()` converts a number or a UUID",
    note = "take the value out of an `Option` first; beside the setter of something optional, `maybe_…` takes an `Option`"
)]
pub trait IntoId<T>: Into<T> {}

#[diagnostic::do_not_recommend]
impl<T, V: Into<T>> IntoId<T> for V {}

/// A value that converts into the model `T`: a `T`, text for an enum, a variant's value for a union. Setters take it.
#[diagnostic::on_unimplemented(
    message = "expected the model `{T}`, found `{Self}`",
    label = "expected `{T}`",
    note = "a builder becomes a model by `.build()`, and `{T}::builder()` starts one if the model is a struct",
    note = "take the value out of an `Option` first; beside the setter of something optional, `maybe_…` takes an `Option`"
)]
pub trait IntoModel<T>: Into<T> {}

#[diagnostic::do_not_recommend]
impl<T, V: Into<T>> IntoModel<T> for V {}
