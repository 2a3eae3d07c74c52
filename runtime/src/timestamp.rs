//! Dates and date-times as the service writes them.

mod civil;
mod convert;
mod date;
mod read;
mod short_text;
mod text_type;
mod write;

use std::cmp::Ordering;
use std::fmt;
use std::time::{Duration, SystemTime};

use crate::model::text_slot;
use crate::model::{Recognition, is_on_trial};
use civil::Moment;
pub use date::{Date, DateError};
use read::{Reading, Zone};
use short_text::Text;
use text_type::text_type;

/// A date-time that keeps its text exactly as it was received; made by `"2026-01-31T00:00:00Z".parse::<Timestamp>()?`.
///
/// Besides RFC 3339, these variations are parsed: no seconds (`2026-01-02T15:04Z`), an offset without
/// a colon (`+0000`), no zone (UTC is assumed), a fraction of any length, lower-case letters, a space for the `T`. Any other
/// text is preserved too: it is written back unchanged, and the methods that interpret it return `None`.
///
/// Two date-times are equal if their texts are. They are ordered by the instant, then by the text; unparsable ones
/// come last. [`is_same_instant`](Self::is_same_instant) compares only the instants.
///
/// ```
/// use openapi_client_runtime::timestamp::Timestamp;
///
/// let created = Timestamp::parse("2026-01-02T15:04:05.5+01:00")?;
/// assert_eq!(created.unix_seconds(), Some(1_767_362_645));
/// assert_eq!(created.as_str(), "2026-01-02T15:04:05.5+01:00");
/// # Ok::<(), openapi_client_runtime::timestamp::TimestampError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Timestamp(Text);

/// Why a [`Timestamp`] could not be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimestampError(Reason);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reason {
    NotRfc3339,
    OutOfRange,
    #[cfg(any(feature = "jiff", feature = "chrono", feature = "time"))]
    Unreadable,
}

/// A value that converts into a `T`, which is [`Timestamp`] or [`Date`]: what setters take. Text does not, because it may not
/// be a date.
#[diagnostic::on_unimplemented(
    message = "expected `{T}`, found `{Self}`",
    label = "expected `{T}`",
    note = "text is parsed: `\"2026-01-31T00:00:00Z\".parse::<Timestamp>()?`, `\"2026-01-31\".parse::<Date>()?`"
)]
pub trait IntoTime<T>: Into<T> {}

#[diagnostic::do_not_recommend]
impl<T, V: Into<T>> IntoTime<T> for V {}

impl Timestamp {
    /// Parses RFC 3339 text, which must be complete: date, time with seconds, and zone.
    ///
    /// # Errors
    /// When the text has another form, or there is no such date or time.
    pub fn parse(text: &str) -> Result<Self, TimestampError> {
        match read::read(text) {
            Some(reading) if reading.is_rfc3339 => Ok(Self(text.into())),
            _ => Err(TimestampError(Reason::NotRfc3339)),
        }
    }

    /// Returns the date-time this many seconds and nanoseconds after the start of 1970, in UTC.
    ///
    /// # Errors
    /// When it is not in the years 0 to 9999, or there are a thousand million nanoseconds or more.
    pub fn from_unix(seconds: i64, nanos: u32) -> Result<Self, TimestampError> {
        let moment = Moment { seconds, nanos };
        if moment.is_writable() {
            Ok(Self::of(moment))
        } else {
            Err(TimestampError(Reason::OutOfRange))
        }
    }

    /// Returns the current time, in UTC.
    pub fn now() -> Self {
        SystemTime::now().into()
    }

    /// Returns the text, as received or given.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Returns whether the text could be parsed.
    pub fn is_valid(&self) -> bool {
        self.moment().is_some()
    }

    /// Whole seconds since the start of 1970, rounded down.
    pub fn unix_seconds(&self) -> Option<i64> {
        self.moment().map(|moment| moment.seconds)
    }

    /// Nanoseconds since the start of 1970. Digits beyond the ninth of the fraction are cut off.
    pub fn unix_nanos(&self) -> Option<i128> {
        self.moment()
            .map(|moment| i128::from(moment.seconds) * 1_000_000_000 + i128::from(moment.nanos))
    }

    /// The offset of the time zone in minutes ahead of UTC; `None` if the text has no zone or can't be parsed.
    pub fn offset_minutes(&self) -> Option<i32> {
        match self.reading()?.zone {
            Zone::Offset(minutes) => Some(minutes),
            Zone::Unnamed => None,
        }
    }

    /// The instant; `None` if the text can't be parsed or is outside the range of the platform's clock.
    pub fn to_system_time(&self) -> Option<SystemTime> {
        let Moment { seconds, nanos } = self.moment()?;
        let whole = Duration::from_secs(seconds.unsigned_abs());
        let start = SystemTime::UNIX_EPOCH;
        let second = if seconds < 0 {
            start.checked_sub(whole)
        } else {
            start.checked_add(whole)
        };
        second?.checked_add(Duration::from_nanos(nanos.into()))
    }

    /// Returns whether both could be parsed and mean the same instant, however it is written.
    pub fn is_same_instant(&self, other: &Self) -> bool {
        self.moment()
            .is_some_and(|moment| other.moment() == Some(moment))
    }

    fn reading(&self) -> Option<Reading> {
        read::read(self.as_str())
    }

    fn moment(&self) -> Option<Moment> {
        self.reading().map(|reading| reading.moment)
    }

    fn of(moment: Moment) -> Self {
        Self(write::write(moment).as_str().into())
    }
}

/// An instant outside the years 0 to 9999, which RFC 3339 can't express, becomes the nearest inside.
impl From<SystemTime> for Timestamp {
    fn from(time: SystemTime) -> Self {
        Self::of(Moment::from_system_time(time).clamped())
    }
}

impl Ord for Timestamp {
    fn cmp(&self, other: &Self) -> Ordering {
        let by_instant = match (self.moment(), other.moment()) {
            (Some(this), Some(other)) => this.cmp(&other),
            (this, other) => other.is_some().cmp(&this.is_some()),
        };
        by_instant.then_with(|| self.as_str().cmp(other.as_str()))
    }
}

impl PartialOrd for Timestamp {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

text_type!(Timestamp, TimestampError);

impl text_slot::Text for Timestamp {
    const EXPECTED: &'static str = "a date-time";

    fn from_received(text: &str) -> Self {
        let timestamp = Self(text.into());
        // Only a union, which may have an arm for other strings, asks while reading whether the text is a date-time.
        if is_on_trial() && !timestamp.is_valid() {
            Recognition::met_unknown_value();
        }
        timestamp
    }
}

impl fmt::Display for TimestampError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            Reason::NotRfc3339 => "not an RFC 3339 date-time, such as 2026-01-02T15:04:05Z",
            Reason::OutOfRange => "not a date-time of the years 0 to 9999",
            #[cfg(any(feature = "jiff", feature = "chrono", feature = "time"))]
            Reason::Unreadable => "not a date-time that can be read",
        })
    }
}

impl std::error::Error for TimestampError {}
