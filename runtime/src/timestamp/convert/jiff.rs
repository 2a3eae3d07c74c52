//! From and to `jiff::Timestamp`.

use jiff::Timestamp as Other;

use super::super::civil::Moment;
use super::super::{Timestamp, TimestampError};
use super::{OUT_OF_RANGE, UNREADABLE};

/// Written in UTC. An instant outside the years 0 to 9999 becomes the nearest inside.
impl From<Other> for Timestamp {
    fn from(time: Other) -> Self {
        let nanos = time.as_nanosecond();
        Self::of(Moment::from_unix_nanos(nanos).clamped())
    }
}

/// Fails where the text can't be read.
impl TryFrom<&Timestamp> for Other {
    type Error = TimestampError;

    fn try_from(time: &Timestamp) -> Result<Self, Self::Error> {
        let nanos = time.unix_nanos().ok_or(UNREADABLE)?;
        Self::from_nanosecond(nanos).map_err(|_| OUT_OF_RANGE)
    }
}
