//! Traits that no type implements: their names in the compiler's errors say how a list is read.

/// The records of a list as a future or an iterator, which they are not.
#[diagnostic::on_unimplemented(
    message = "the records of a list arrive one by one",
    label = "this is no method of a list",
    note = "read them by `while let Some(record) = items.try_next().await? {{ … }}`, or all by `.try_collect::<Vec<_>>().await?`"
)]
pub trait ReadWithTryNextOrTryCollect {}

/// The pages of a list as a future or an iterator, which they are not.
#[diagnostic::on_unimplemented(
    message = "the pages of a list arrive one by one",
    label = "this is no method of a list",
    note = "read them by `while let Some(page) = pages.try_next().await? {{ … }}`"
)]
pub trait ReadWithTryNext {}
