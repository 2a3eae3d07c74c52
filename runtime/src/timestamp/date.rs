//! Dates without a time.

use std::fmt;
use std::str::{self, FromStr};

use super::civil;
use super::text_type::text_type;
use crate::model::text_slot::Text;
use crate::model::{Recognition, is_on_trial};

/// A date of the Gregorian calendar, written as RFC 3339 writes it; made by `"2026-01-31".parse::<Date>()?`.
///
/// A text that was received and is no such date, such as an empty one or a date-time, is kept: it is written back
/// unchanged, [`is_valid`](Self::is_valid) is false, and its parts are `None`.
///
/// Dates are ordered by the calendar. Texts that are not dates come last.
///
/// ```
/// use openapi_client_runtime::timestamp::Date;
///
/// let due: Date = "2028-02-29".parse()?;
/// assert_eq!((due.year(), due.month(), due.day()), (Some(2028), Some(2), Some(29)));
/// assert!(due > Date::new(2028, 2, 28)?);
/// assert!(Date::parse("2026-02-29").is_err());
/// # Ok::<(), openapi_client_runtime::timestamp::DateError>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(Kept);

// The order of the variants and the digits of a date give the order of dates.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Kept {
    Date([u8; LENGTH]),
    Other(Box<str>),
}

const LENGTH: usize = "2026-01-31".len();

/// Why a [`Date`] could not be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateError(());

impl Date {
    /// Returns the date of a year, a month and a day, which count from 1.
    ///
    /// # Errors
    /// When there is no such day, or the year has more than four digits.
    pub fn new(year: u16, month: u8, day: u8) -> Result<Self, DateError> {
        Self::parse(&format!("{year:04}-{month:02}-{day:02}"))
    }

    /// Returns a date from its RFC 3339 text.
    ///
    /// # Errors
    /// When the text has another form, or there is no such day.
    pub fn parse(text: &str) -> Result<Self, DateError> {
        let read = read(text).map(|text| Self(Kept::Date(text)));
        read.ok_or(DateError(()))
    }

    /// Returns the text, as it was received or given.
    pub fn as_str(&self) -> &str {
        match &self.0 {
            // It has digits and hyphens only.
            Kept::Date(text) => str::from_utf8(text).unwrap_or_default(),
            Kept::Other(text) => text,
        }
    }

    /// Returns whether the text is a date.
    pub fn is_valid(&self) -> bool {
        matches!(self.0, Kept::Date(_))
    }

    /// Returns the year, from 0 to 9999.
    pub fn year(&self) -> Option<u16> {
        self.part(0, 4)
    }

    /// Returns the month, from 1 to 12.
    pub fn month(&self) -> Option<u8> {
        self.part(5, 7)
    }

    /// Returns the day of the month, from 1.
    pub fn day(&self) -> Option<u8> {
        self.part(8, 10)
    }

    fn part<N: FromStr>(&self, start: usize, end: usize) -> Option<N> {
        let text = self.is_valid().then(|| self.as_str())?;
        text.get(start..end)?.parse().ok()
    }
}

/// The text, if it is a date.
fn read(text: &str) -> Option<[u8; LENGTH]> {
    let bytes: [u8; LENGTH] = text.as_bytes().try_into().ok()?;
    let number = |digits: &[u8]| {
        digits.iter().try_fold(0, |number, digit| {
            let value = i64::from(digit.wrapping_sub(b'0'));
            digit.is_ascii_digit().then_some(number * 10 + value)
        })
    };
    let [year @ .., b'-', _, _, b'-', _, _] = &bytes else {
        return None;
    };
    let date = civil::Date {
        year: number(year)?,
        month: number(&bytes[5..7])?,
        day: number(&bytes[8..])?,
    };
    date.exists().then_some(bytes)
}

text_type!(Date, DateError);

impl Text for Date {
    const EXPECTED: &'static str = "a date";

    fn from_received(text: &str) -> Self {
        read(text).map_or_else(
            || {
                // A union may have a branch for other strings.
                if is_on_trial() {
                    Recognition::met_unknown_value();
                }
                Self(Kept::Other(text.into()))
            },
            |text| Self(Kept::Date(text)),
        )
    }
}

impl fmt::Display for DateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a date such as 2026-01-31")
    }
}

impl std::error::Error for DateError {}
