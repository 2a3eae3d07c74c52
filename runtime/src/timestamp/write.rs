//! Writing a date-time by RFC 3339.

use std::fmt::Write as _;

use super::civil::{Date, Moment};

/// Writes a moment of the years 0 to 9999 in UTC, with as many digits of the fraction as it needs: 0, 3, 6 or 9.
pub(super) fn write(moment: Moment) -> String {
    let Date { year, month, day } = Date::of(moment.seconds.div_euclid(86_400));
    let second = moment.seconds.rem_euclid(86_400);
    let (hour, minute, second) = (second / 3_600, second / 60 % 60, second % 60);
    let mut text = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}");
    let (digits, width) = match moment.nanos {
        0 => (0, 0),
        nanos if nanos % 1_000_000 == 0 => (nanos / 1_000_000, 3),
        nanos if nanos % 1_000 == 0 => (nanos / 1_000, 6),
        nanos => (nanos, 9),
    };
    if width > 0 {
        write!(text, ".{digits:0width$}").expect("a String takes any text");
    }
    text.push('Z');
    text
}
