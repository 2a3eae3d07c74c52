//! Reading the text of a date-time, leniently.

use super::civil::{Date, Moment};

/// The contents of a date-time's text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reading {
    pub(super) moment: Moment,
    pub(super) zone: Zone,
    /// Whether the text conforms to RFC 3339.
    pub(super) is_rfc3339: bool,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Zone {
    /// The offset, in minutes ahead of UTC.
    Offset(i32),
    /// No zone is given: UTC is assumed.
    Unnamed,
}

/// Reads `2026-01-02T15:04:05.678+01:00` and the variations that [`Timestamp`](super::Timestamp) lists.
pub(super) fn read(text: &str) -> Option<Reading> {
    let mut rest = Cursor(text.as_bytes());
    let date = Date {
        year: rest.digits(4)?,
        month: rest.after(b"-")?,
        day: rest.after(b"-")?,
    };
    let hour = rest.after(b"Tt ")?;
    let minute = rest.after(b":")?;
    let (second, nanos) = match rest.take(b":") {
        Some(_) => (Some(rest.digits(2)?), rest.fraction()?),
        None => (None, 0),
    };
    let (zone, is_plain) = rest.zone()?;
    let second_of_minute = second.unwrap_or(0);
    // A leap second counts as the first second of the next minute.
    if !rest.0.is_empty() || !date.exists() || hour > 23 || minute > 59 || second_of_minute > 60 {
        return None;
    }
    let ahead = match zone {
        Zone::Offset(minutes) => i64::from(minutes),
        Zone::Unnamed => 0,
    };
    let seconds = date.days() * 86_400 + hour * 3_600 + (minute - ahead) * 60 + second_of_minute;
    Some(Reading {
        moment: Moment { seconds, nanos },
        zone,
        is_rfc3339: second.is_some() && is_plain,
    })
}

/// The bytes that have not been read.
struct Cursor<'a>(&'a [u8]);

impl Cursor<'_> {
    /// One byte, if it is among these.
    fn take(&mut self, any_of: &[u8]) -> Option<u8> {
        let (&first, rest) = self.0.split_first()?;
        any_of.contains(&first).then(|| self.0 = rest)?;
        Some(first)
    }

    /// One of these bytes, and two digits.
    fn after(&mut self, any_of: &[u8]) -> Option<i64> {
        self.take(any_of)?;
        self.digits(2)
    }

    /// A number with this many digits.
    fn digits(&mut self, count: usize) -> Option<i64> {
        let (digits, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        digits.iter().try_fold(0, |number, digit| {
            digit
                .is_ascii_digit()
                .then(|| number * 10 + i64::from(digit - b'0'))
        })
    }

    /// The nanoseconds of a fraction, 0 if there is none.
    fn fraction(&mut self) -> Option<u32> {
        if self.take(b".").is_none() {
            return Some(0);
        }
        let length = self
            .0
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .count();
        let (digits, rest) = self.0.split_at(length);
        self.0 = rest;
        let shown = digits
            .iter()
            .copied()
            .chain(std::iter::repeat(b'0'))
            .take(9);
        (length > 0).then(|| shown.fold(0, |nanos, digit| nanos * 10 + u32::from(digit - b'0')))
    }

    /// The zone, and whether it is written as in RFC 3339.
    fn zone(&mut self) -> Option<(Zone, bool)> {
        if self.0.is_empty() {
            return Some((Zone::Unnamed, false));
        }
        if self.take(b"Zz").is_some() {
            return Some((Zone::Offset(0), true));
        }
        let sign = if self.take(b"+-")? == b'-' { -1 } else { 1 };
        let hours = self.digits(2)?;
        let has_colon = self.take(b":").is_some();
        let minutes = if self.0.is_empty() && !has_colon {
            0
        } else {
            self.digits(2)?
        };
        let total = i32::try_from(hours * 60 + minutes).ok()?;
        (hours <= 23 && minutes <= 59).then_some((Zone::Offset(sign * total), has_colon))
    }
}
