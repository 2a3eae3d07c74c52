//! Conversions from and to the date-times of other crates, each behind the feature of that name.

#[cfg(feature = "chrono")]
mod chrono;
#[cfg(feature = "jiff")]
mod jiff;
#[cfg(feature = "time")]
mod time;

#[cfg(any(feature = "jiff", feature = "chrono", feature = "time"))]
use super::{Reason, TimestampError};

/// The text of the date-time can't be read.
#[cfg(any(feature = "jiff", feature = "chrono", feature = "time"))]
const UNREADABLE: TimestampError = TimestampError(Reason::Unreadable);
/// The other crate's type does not cover the date.
#[cfg(any(feature = "jiff", feature = "chrono", feature = "time"))]
const OUT_OF_RANGE: TimestampError = TimestampError(Reason::OutOfRange);
