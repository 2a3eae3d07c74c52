//! Days of the calendar, such as `2027-06-30`.

use std::fmt;
use std::str::FromStr;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context as _, Error, Result, bail};

/// A day, in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Deserialize)]
#[serde(try_from = "String")]
pub struct Day {
    /// Since 1970-01-01.
    days: i64,
}

impl Day {
    /// The day that it is.
    pub(crate) fn today() -> Self {
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        let days = since.map_or(0, |it| it.as_secs() / 86_400);
        Self {
            days: i64::try_from(days).unwrap_or_default(),
        }
    }

    /// So many days later.
    pub(crate) fn plus(self, days: i64) -> Self {
        Self {
            days: self.days + days,
        }
    }

    /// Counts years from March, so that the day that not every year has is its last.
    fn of(year: i64, month: i64, day: i64) -> Self {
        let (year, month) = if month < 3 {
            (year - 1, month + 9)
        } else {
            (year, month - 3)
        };
        let leap_days = year / 4 - year / 100 + year / 400;
        let of_year = (153 * month + 2) / 5 + day - 1;
        Self {
            days: year * 365 + leap_days + of_year - 719_468,
        }
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The year that this many days are in, or the one before.
        let guess = 1970 + self.days / 366 - 1;
        let year = (guess..=9999)
            .find(|year| Self::of(year + 1, 1, 1) > *self)
            .unwrap_or(guess);
        let month = (1..12)
            .find(|month| Self::of(year, month + 1, 1) > *self)
            .unwrap_or(12);
        let day = self.days - Self::of(year, month, 1).days + 1;
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl FromStr for Day {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let numbers: Vec<i64> = text
            .split('-')
            .map(|part| part.parse().context("a part is not a number"))
            .collect::<Result<_>>()
            .unwrap_or_default();
        let [year @ 1970..=9999, month @ 1..=12, day @ 1..=31] = numbers[..] else {
            bail!("`{text}` is not a day; write it as 2027-06-30");
        };
        let found = Self::of(year, month, day);
        if found.to_string() != text {
            bail!("`{text}` is not a day; write it as 2027-06-30");
        }
        Ok(found)
    }
}

impl TryFrom<String> for Day {
    type Error = Error;

    fn try_from(text: String) -> Result<Self> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::Day;

    #[test]
    fn days_are_those_of_the_calendar() {
        for (text, days) in [
            ("1970-01-01", 0),
            ("1999-12-31", 10_956),
            ("2000-02-29", 11_016),
            ("2000-03-01", 11_017),
            ("2024-12-31", 20_088),
            ("2026-11-28", 20_785),
            ("2100-03-01", 47_541),
        ] {
            let day: Day = text.parse().unwrap();
            assert_eq!((day.days, day.to_string()), (days, text.to_owned()));
        }
        for days in 0..80_000 {
            let day = Day { days };
            assert_eq!(day.to_string().parse::<Day>().unwrap(), day);
        }
        for wrong in [
            "2027-02-29",
            "2027-6-30",
            "30.06.2027",
            "",
            "2027-13-01",
            "2027-06-31",
        ] {
            assert!(wrong.parse::<Day>().is_err(), "{wrong}");
        }
    }
}
