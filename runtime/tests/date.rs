//! Dates, as they are received and as they are given.

use openapi_client_runtime::timestamp::Date;
use proptest::prelude::*;

fn decode(text: &str) -> Date {
    serde_json::from_value(text.into()).expect("any text is kept")
}

#[test]
fn parses_the_days_of_the_calendar() {
    for (text, parts) in [
        ("2026-01-31", (2026, 1, 31)),
        ("2024-02-29", (2024, 2, 29)),
        ("2000-02-29", (2000, 2, 29)),
        ("0000-01-01", (0, 1, 1)),
        ("9999-12-31", (9999, 12, 31)),
    ] {
        let date: Date = text.parse().expect(text);
        let read = (date.year(), date.month(), date.day());
        assert_eq!(read, (Some(parts.0), Some(parts.1), Some(parts.2)));
        assert_eq!(Date::new(parts.0, parts.1, parts.2).as_ref(), Ok(&date));
        assert_eq!((date.to_string(), date.as_str()), (text.to_owned(), text));
        assert_eq!(decode(text), date);
    }
    for (year, month, day) in [(2026, 2, 29), (2026, 0, 1), (2026, 1, 0), (10_000, 1, 1)] {
        Date::new(year, month, day).expect_err("no such day");
    }
}

#[test]
fn keeps_texts_that_are_no_dates() {
    for text in [
        "",
        "soon",
        "2026-01-31T12:00:00Z",
        "2026-1-31",
        "2026-01-3",
        "2026/01/31",
        "2026-02-29",
        "1900-02-29",
        "2026-00-10",
        "2026-13-10",
        "2026-06-31",
        "-026-01-01",
        "2026-01-3é",
        "20260131",
    ] {
        let date = decode(text);
        assert!(!date.is_valid(), "{text}");
        assert_eq!((date.year(), date.month(), date.day()), (None, None, None));
        assert_eq!(serde_json::to_value(&date).expect("JSON"), text);
        assert_eq!(Date::parse(text), Err(text.parse::<Date>().unwrap_err()));
    }
    serde_json::from_str::<Date>("20260131").expect_err("not a text");
}

#[test]
fn sorts_by_calendar_and_texts_last() {
    let mut dates = ["", "2026-02-01", "2025-12-31", "0", "2026-01-31"].map(decode);
    dates.sort();
    let texts: Vec<&str> = dates.iter().map(Date::as_str).collect();
    assert_eq!(texts, ["2025-12-31", "2026-01-31", "2026-02-01", "", "0"]);
}

proptest! {
    #[test]
    fn days_exist_that_jiff_knows(year in 0..10_000_u16, month in 0..15_u8, day in 0..35_u8) {
        let jiff = jiff::civil::Date::new(
            i16::try_from(year).expect("four digits"),
            i8::try_from(month).expect("two digits"),
            i8::try_from(day).expect("two digits"),
        );
        let date = Date::new(year, month, day);
        prop_assert_eq!(date.is_ok(), jiff.is_ok());
        if let (Ok(date), Ok(jiff)) = (date, jiff) {
            prop_assert_eq!(date.to_string(), jiff.to_string());
        }
    }

    #[test]
    fn any_text_is_kept(text in ".{0,12}") {
        let date = decode(&text);
        prop_assert_eq!(date.as_str(), &text);
        prop_assert_eq!(Date::parse(&text).is_ok(), date.is_valid());
    }
}
