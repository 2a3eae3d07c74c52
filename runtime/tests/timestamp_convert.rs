//! Date-times from and to the types of other crates.
#![cfg(all(feature = "jiff", feature = "chrono", feature = "time"))]

use openapi_client_runtime::timestamp::Timestamp;
use proptest::prelude::*;

proptest! {
    #[test]
    fn every_instant_goes_both_ways(seconds in -62_167_219_200..253_402_300_800_i64, nanos in 0..1_000_000_000_u32) {
        let time = Timestamp::from_unix(seconds, nanos).expect("in range");
        let jiff = jiff::Timestamp::try_from(&time).expect("in range");
        let chrono = chrono::DateTime::<chrono::Utc>::try_from(&time).expect("in range");
        let utc = time::UtcDateTime::try_from(&time).expect("in range");
        let offset = time::OffsetDateTime::try_from(&time).expect("in range");
        prop_assert_eq!(Some(jiff.as_nanosecond()), time.unix_nanos());
        for back in [jiff.into(), chrono.into(), utc.into(), offset.into()] {
            prop_assert_eq!(&time, &back);
        }
    }
}

#[test]
fn offsets_stay() {
    let time = Timestamp::parse("2020-10-08T20:33:52+02:00").expect("RFC 3339");
    let chrono = chrono::DateTime::<chrono::FixedOffset>::try_from(&time).expect("in range");
    let offset = time::OffsetDateTime::try_from(&time).expect("in range");
    assert_eq!(chrono.offset().local_minus_utc(), 7_200);
    assert_eq!(offset.offset().whole_seconds(), 7_200);
    assert_eq!(offset.hour(), 20);
    for back in [Timestamp::from(chrono), Timestamp::from(offset)] {
        assert_eq!(back.as_str(), "2020-10-08T18:33:52Z");
    }
}

#[test]
fn unparsable_text_has_no_instant() {
    let time: Timestamp = serde_json::from_str(r#""soon""#).expect("any text");
    let error = jiff::Timestamp::try_from(&time).expect_err("no instant");
    assert_eq!(error.to_string(), "not a date-time that can be read");
    chrono::DateTime::<chrono::Utc>::try_from(&time).expect_err("no instant");
    time::OffsetDateTime::try_from(&time).expect_err("no instant");
}

#[test]
fn clamps_to_years_of_four_digits() {
    let before = jiff::Timestamp::MIN;
    assert_eq!(Timestamp::from(before).as_str(), "0000-01-01T00:00:00Z");
    let after = chrono::DateTime::<chrono::Utc>::MAX_UTC;
    assert_eq!(
        Timestamp::from(after).as_str(),
        "9999-12-31T23:59:59.999999999Z"
    );
}

#[test]
fn a_leap_second_of_chrono_is_the_next_second() {
    let leap = chrono::DateTime::<chrono::Utc>::from_timestamp(1_483_228_799, 1_500_000_000)
        .expect("a leap second");
    assert_eq!(Timestamp::from(leap).as_str(), "2017-01-01T00:00:00.500Z");
}
