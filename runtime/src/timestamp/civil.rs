//! Days and seconds: the proleptic Gregorian calendar in UTC.

use std::time::SystemTime;

/// An instant, as seconds since the start of 1970 and nanoseconds of that second.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Moment {
    pub(super) seconds: i64,
    pub(super) nanos: u32,
}

/// The start of the year 0.
const FIRST: Moment = Moment {
    seconds: -62_167_219_200,
    nanos: 0,
};
/// The last nanosecond of the year 9999.
const LAST: Moment = Moment {
    seconds: 253_402_300_799,
    nanos: 999_999_999,
};

impl Moment {
    /// Returns whether its year has four digits.
    pub(super) fn is_writable(self) -> bool {
        self.nanos <= LAST.nanos && (FIRST..=LAST).contains(&self)
    }

    pub(super) fn clamped(self) -> Self {
        self.clamp(FIRST, LAST)
    }

    /// The moment this many nanoseconds after the start of 1970, clamped to the range of `i64` seconds.
    #[cfg(any(feature = "jiff", feature = "time"))]
    pub(super) fn from_unix_nanos(nanos: i128) -> Self {
        const SECOND: i128 = 1_000_000_000;
        let seconds = nanos
            .div_euclid(SECOND)
            .clamp(i64::MIN.into(), i64::MAX.into());
        let (seconds, nanos) = (
            i64::try_from(seconds),
            u32::try_from(nanos.rem_euclid(SECOND)),
        );
        Self {
            seconds: seconds.expect("it was clamped"),
            nanos: nanos.expect("a remainder below a second"),
        }
    }

    pub(super) fn from_system_time(time: SystemTime) -> Self {
        let far = i64::MAX;
        match time.duration_since(SystemTime::UNIX_EPOCH) {
            Ok(after) => Self {
                seconds: after.as_secs().try_into().unwrap_or(far),
                nanos: after.subsec_nanos(),
            },
            Err(error) => {
                let before = error.duration();
                let seconds = i64::try_from(before.as_secs()).map_or(-far, i64::wrapping_neg);
                match before.subsec_nanos() {
                    0 => Self { seconds, nanos: 0 },
                    nanos => Self {
                        seconds: seconds.saturating_sub(1),
                        nanos: 1_000_000_000 - nanos,
                    },
                }
            }
        }
    }
}

/// A day of the calendar; the month and the day count from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Date {
    pub(super) year: i64,
    pub(super) month: i64,
    pub(super) day: i64,
}

impl Date {
    pub(super) fn exists(self) -> bool {
        (1..=12).contains(&self.month) && (1..=self.days_of_month()).contains(&self.day)
    }

    fn days_of_month(self) -> i64 {
        let is_leap = self.year % 4 == 0 && (self.year % 100 != 0 || self.year % 400 == 0);
        match self.month {
            2 if is_leap => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        }
    }

    /// Days since the start of 1970.
    ///
    /// Years are counted from March, so that the leap day is the last of its year, in eras of 400 years, which all have
    /// the same length.
    pub(super) fn days(self) -> i64 {
        let year = if self.month <= 2 {
            self.year - 1
        } else {
            self.year
        };
        let month = (self.month + 9) % 12;
        let era = year.div_euclid(400);
        let year = year.rem_euclid(400);
        let day = (153 * month + 2) / 5 + self.day - 1;
        era * 146_097 + year * 365 + year / 4 - year / 100 + day - 719_468
    }

    /// The day this many days after the start of 1970.
    pub(super) fn of(days: i64) -> Self {
        let days = days + 719_468;
        let era = days.div_euclid(146_097);
        let day = days.rem_euclid(146_097);
        let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
        let day = day - (365 * year + year / 4 - year / 100);
        let month = (5 * day + 2) / 153;
        let day = day - (153 * month + 2) / 5 + 1;
        let month = if month < 10 { month + 3 } else { month - 9 };
        Self {
            year: year + era * 400 + i64::from(month <= 2),
            month,
            day,
        }
    }
}
