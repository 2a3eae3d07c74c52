//! Date-times: texts of the service are parsed and preserved.

use std::cmp::Ordering;
use std::collections::HashSet;
use std::time::{Duration, SystemTime};

use openapi_client_runtime::timestamp::Timestamp;
use proptest::prelude::*;

fn decode(text: &str) -> Timestamp {
    serde_json::from_value(text.into()).expect("any text is kept")
}

#[test]
fn parses_the_formats_of_the_service() {
    // 2020-10-08T18:33:52Z
    const SECONDS: i64 = 1_602_182_032;
    for (text, nanos, offset) in [
        ("2020-10-08T18:33:52Z", 0, Some(0)),
        ("2020-10-08t18:33:52z", 0, Some(0)),
        ("2020-10-08 18:33:52Z", 0, Some(0)),
        ("2020-10-08T18:33:52", 0, None),
        ("2020-10-08T18:33:52.029Z", 29_000_000, Some(0)),
        ("2020-10-08T18:33:52.0291", 29_100_000, None),
        ("2020-10-08T18:33:52.123456789012Z", 123_456_789, Some(0)),
        ("2020-10-08T18:33:52.029+0000", 29_000_000, Some(0)),
        ("2020-10-08T20:33:52+02:00", 0, Some(120)),
        ("2020-10-08T13:03:52-0530", 0, Some(-330)),
        ("2020-10-08T20:33:52+02", 0, Some(120)),
        ("2020-10-08T18:33:52-00:00", 0, Some(0)),
    ] {
        let time = decode(text);
        assert_eq!(time.unix_seconds(), Some(SECONDS), "{text}");
        assert_eq!(
            time.unix_nanos(),
            Some(i128::from(SECONDS) * 1_000_000_000 + nanos),
            "{text}"
        );
        assert_eq!(time.offset_minutes(), offset, "{text}");
        assert_eq!(serde_json::to_value(&time).expect("JSON"), text);
    }
    let without_seconds = decode("2020-10-08T18:33Z");
    assert_eq!(without_seconds.unix_seconds(), Some(SECONDS - 52));
    let leap = decode("2016-12-31T23:59:60Z");
    assert!(leap.is_same_instant(&decode("2017-01-01T00:00:00Z")));
}

#[test]
fn unparsable_text_is_preserved() {
    for text in [
        "",
        "soon",
        "2020-10-08",
        "2020-10-08T",
        "2020-10-08T18",
        "2020-10-08T18:33:",
        "2020-10-08T18:33:52.",
        "2020-10-08T18:33:52.Z",
        "2020-10-08T18:33:52+",
        "2020-10-08T18:33:52+2",
        "2020-10-08T18:33:52+02:",
        "2020-10-08T18:33:52+24:00",
        "2020-10-08T18:33:52+02:60",
        "2020-10-08T18:33:52Z ",
        " 2020-10-08T18:33:52Z",
        "2020-10-08T24:00:00Z",
        "2020-10-08T18:60:00Z",
        "2020-10-08T18:33:61Z",
        "2020-00-08T18:33:52Z",
        "2020-13-08T18:33:52Z",
        "2020-10-00T18:33:52Z",
        "2020-06-31T18:33:52Z",
        "2019-02-29T18:33:52Z",
        "1900-02-29T18:33:52Z",
        "-020-10-08T18:33:52Z",
        "+2020-10-08T18:33:52Z",
        "2020-1é-08T18:33:52Z",
        "２０２０-10-08T18:33:52Z",
        "a text that is longer than any date-time could ever be",
    ] {
        let time = decode(text);
        assert!(!time.is_valid(), "{text}");
        assert_eq!(
            (
                time.unix_seconds(),
                time.unix_nanos(),
                time.offset_minutes()
            ),
            (None, None, None)
        );
        assert_eq!(time.to_system_time(), None);
        assert_eq!(serde_json::to_value(&time).expect("JSON"), text);
        Timestamp::parse(text).expect_err("not a date-time");
    }
    serde_json::from_str::<Timestamp>("1602182032").expect_err("not a text");
}

#[test]
fn parse_accepts_only_rfc_3339() {
    for text in [
        "2020-02-29T18:33:52Z",
        "2000-02-29T18:33:52.5-11:30",
        "2020-02-29 18:33:52z",
    ] {
        assert_eq!(
            Timestamp::parse(text).map(|it| it.to_string()),
            Ok(text.to_owned())
        );
        assert_eq!(
            text.parse::<Timestamp>().as_ref().map(Timestamp::as_str),
            Ok(text)
        );
    }
    for text in [
        "2020-02-29T18:33Z",
        "2020-02-29T18:33:52",
        "2020-02-29T18:33:52+0000",
        "2020-02-29T18:33:52+00",
    ] {
        assert!(decode(text).is_valid());
        Timestamp::parse(text).expect_err("not RFC 3339");
    }
}

#[test]
fn equality_is_by_text_and_order_by_instant() {
    let early = decode("2020-01-01T02:00:00+02:00");
    let same = decode("2020-01-01T00:00:00Z");
    let late = decode("2020-01-01T01:00:00+00:30");
    let unread = decode("0000");
    assert!(early.is_same_instant(&same) && early != same);
    assert!(!unread.is_same_instant(&unread));
    let mut times = [&unread, &late, &early, &same];
    times.sort();
    assert_eq!(times, [&same, &early, &late, &unread]);
    assert_eq!(
        HashSet::from([same.clone(), decode(same.as_str())]).len(),
        1
    );
}

#[test]
fn unix_times_are_written_in_utc() {
    let text = |seconds, nanos| Timestamp::from_unix(seconds, nanos).map(|it| it.to_string());
    assert_eq!(text(0, 0).as_deref(), Ok("1970-01-01T00:00:00Z"));
    assert_eq!(
        text(-1, 999_999_999).as_deref(),
        Ok("1969-12-31T23:59:59.999999999Z")
    );
    assert_eq!(
        text(951_782_400, 29_000_000).as_deref(),
        Ok("2000-02-29T00:00:00.029Z")
    );
    assert_eq!(
        text(951_782_400, 1_000).as_deref(),
        Ok("2000-02-29T00:00:00.000001Z")
    );
    assert_eq!(
        text(-62_167_219_200, 0).as_deref(),
        Ok("0000-01-01T00:00:00Z")
    );
    assert_eq!(
        text(253_402_300_799, 999_999_999).as_deref(),
        Ok("9999-12-31T23:59:59.999999999Z")
    );
    for (seconds, nanos) in [
        (-62_167_219_201, 0),
        (253_402_300_800, 0),
        (0, 1_000_000_000),
        (i64::MIN, 0),
        (i64::MAX, 0),
    ] {
        text(seconds, nanos).expect_err("out of range");
    }
}

#[test]
fn system_times_convert_in_both_directions() {
    let start = SystemTime::UNIX_EPOCH;
    for time in [
        start,
        start + Duration::new(1_602_182_032, 29_000_001),
        start - Duration::new(1_602_182_032, 29_000_001),
        start - Duration::from_nanos(1),
    ] {
        assert_eq!(Timestamp::from(time).to_system_time(), Some(time));
    }
    let far = start + Duration::from_secs(1 << 40);
    assert_eq!(
        Timestamp::from(far).as_str(),
        "9999-12-31T23:59:59.999999999Z"
    );
    assert!(Timestamp::now().is_valid());
}

/// Seconds of the years 0 to 9999.
const YEARS: std::ops::Range<i64> = -62_167_219_200..253_402_300_800;

proptest! {
    #[test]
    fn jiff_reads_what_is_written(seconds in YEARS, nanos in 0..1_000_000_000_u32) {
        let time = Timestamp::from_unix(seconds, nanos).expect("in range");
        let jiff: jiff::Timestamp = time.as_str().parse().expect("RFC 3339");
        prop_assert_eq!(Some(jiff.as_nanosecond()), time.unix_nanos());
        prop_assert_eq!(time.unix_seconds(), Some(seconds));
        prop_assert_eq!(Timestamp::parse(time.as_str()), Ok(time));
    }

    #[test]
    fn reads_what_jiff_writes(seconds in YEARS, nanos in 0..1_000_000_000_i32, offset in -1_439..1_440_i32) {
        let offset = jiff::tz::Offset::from_seconds(offset * 60).expect("less than a day");
        let jiff = jiff::Timestamp::new(seconds, nanos).expect("in range");
        let text = jiff.display_with_offset(offset).to_string();
        // Near the ends, the year of the local time leaves the four digits.
        prop_assume!(text.starts_with(|it: char| it.is_ascii_digit()));
        let time = Timestamp::parse(&text).expect("RFC 3339");
        prop_assert_eq!(time.unix_nanos(), Some(jiff.as_nanosecond()));
        prop_assert_eq!(time.offset_minutes(), Some(offset.seconds() / 60));
    }

    #[test]
    fn days_exist_that_jiff_knows(year in 0..10_000_i16, month in 0..15_i8, day in 0..35_i8) {
        let is_day = jiff::civil::Date::new(year, month, day).is_ok();
        prop_assert_eq!(decode(&format!("{year:04}-{month:02}-{day:02}T00:00Z")).is_valid(), is_day);
    }

    #[test]
    fn any_text_is_kept(text in ".{0,40}") {
        let time = decode(&text);
        prop_assert_eq!(time.as_str(), &text);
        prop_assert_eq!(serde_json::to_value(&time).expect("JSON"), text);
    }

    #[test]
    fn the_order_is_total(texts in prop::collection::vec("20[12]0-01-0[12]T0[01]:00(:00)?(Z|[+]01:00|x)?", 3)) {
        let [a, b, c] = [0, 1, 2].map(|it| decode(&texts[it]));
        prop_assert_eq!(a.cmp(&b) == Ordering::Equal, a == b);
        prop_assert_eq!(a.cmp(&b), b.cmp(&a).reverse());
        prop_assert!(!(a <= b && b <= c) || a <= c);
    }
}
