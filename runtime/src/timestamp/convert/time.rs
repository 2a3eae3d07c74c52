//! From and to `time::OffsetDateTime` and `time::UtcDateTime`.

use time::{OffsetDateTime, UtcDateTime, UtcOffset};

use super::super::civil::Moment;
use super::super::{Timestamp, TimestampError};
use super::{OUT_OF_RANGE, UNREADABLE};

/// Written in UTC. An instant outside the years 0 to 9999 becomes the nearest inside.
impl From<OffsetDateTime> for Timestamp {
    fn from(time: OffsetDateTime) -> Self {
        Self::of(Moment::from_unix_nanos(time.unix_timestamp_nanos()).clamped())
    }
}

/// Written in UTC. An instant outside the years 0 to 9999 becomes the nearest inside.
impl From<UtcDateTime> for Timestamp {
    fn from(time: UtcDateTime) -> Self {
        Self::of(Moment::from_unix_nanos(time.unix_timestamp_nanos()).clamped())
    }
}

/// Keeps the offset. Fails where the text can't be read.
impl TryFrom<&Timestamp> for OffsetDateTime {
    type Error = TimestampError;

    fn try_from(time: &Timestamp) -> Result<Self, Self::Error> {
        let offset = UtcOffset::from_whole_seconds(time.offset_minutes().unwrap_or(0) * 60)
            .map_err(|_| OUT_OF_RANGE)?;
        UtcDateTime::try_from(time)?
            .checked_to_offset(offset)
            .ok_or(OUT_OF_RANGE)
    }
}

/// Fails where the text can't be read.
impl TryFrom<&Timestamp> for UtcDateTime {
    type Error = TimestampError;

    fn try_from(time: &Timestamp) -> Result<Self, Self::Error> {
        let nanos = time.unix_nanos().ok_or(UNREADABLE)?;
        Self::from_unix_timestamp_nanos(nanos).map_err(|_| OUT_OF_RANGE)
    }
}
