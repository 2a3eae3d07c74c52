//! From and to `chrono::DateTime`.

use chrono::{DateTime, FixedOffset, TimeZone, Utc};

use super::super::civil::Moment;
use super::super::{Timestamp, TimestampError};
use super::{OUT_OF_RANGE, UNREADABLE};

/// Written in UTC. An instant outside the years 0 to 9999 becomes the nearest inside.
impl<Z: TimeZone> From<DateTime<Z>> for Timestamp {
    fn from(time: DateTime<Z>) -> Self {
        // chrono represents a leap second as more than a second's worth of nanoseconds.
        let carried = i64::from(time.timestamp_subsec_nanos() / 1_000_000_000);
        let nanos = time.timestamp_subsec_nanos() % 1_000_000_000;
        Self::of(
            Moment {
                seconds: time.timestamp() + carried,
                nanos,
            }
            .clamped(),
        )
    }
}

/// Fails where the text can't be read.
impl TryFrom<&Timestamp> for DateTime<Utc> {
    type Error = TimestampError;

    fn try_from(time: &Timestamp) -> Result<Self, Self::Error> {
        let Moment { seconds, nanos } = time.moment().ok_or(UNREADABLE)?;
        Self::from_timestamp(seconds, nanos).ok_or(OUT_OF_RANGE)
    }
}

/// Keeps the offset. Fails where the text can't be read.
impl TryFrom<&Timestamp> for DateTime<FixedOffset> {
    type Error = TimestampError;

    fn try_from(time: &Timestamp) -> Result<Self, Self::Error> {
        let offset =
            FixedOffset::east_opt(time.offset_minutes().unwrap_or(0) * 60).ok_or(OUT_OF_RANGE)?;
        DateTime::<Utc>::try_from(time).map(|time| time.with_timezone(&offset))
    }
}
