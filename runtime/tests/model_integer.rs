//! Integers of any size.

use openapi_client_runtime::model::{Integer, Number};
use proptest::prelude::*;

fn read(text: &str) -> Integer {
    text.parse().expect(text)
}

#[test]
fn writes_an_integer_as_it_was_read() {
    for text in [
        "0",
        "-1",
        "9007199254740993",
        "9223372036854775807",
        "9223372036854775808",
        "18446744073709551615",
        "-9223372036854775808",
    ] {
        let integer = read(text);
        assert_eq!(serde_json::to_string(&integer).expect("JSON"), text);
        assert_eq!(
            (integer.to_string(), format!("{integer:?}")),
            (text.to_owned(), text.to_owned())
        );
        assert_eq!(integer.as_i64(), text.parse().ok());
        assert_eq!(integer.as_u64(), text.parse().ok());
    }
}

#[test]
fn an_integer_beyond_64_bits_is_the_nearest_double() {
    for text in [
        "18446744073709551616",
        "123456789012345678901234567890",
        "-9223372036854775809",
    ] {
        let integer = read(text);
        assert_eq!((integer.as_i64(), integer.as_u64()), (None, None));
        let number: f64 = text.parse().expect("a number");
        assert_eq!(integer.as_f64().to_bits(), number.to_bits());
        assert_eq!(read(&integer.to_string()), integer);
    }
}

#[test]
fn refuses_what_is_not_an_integer() {
    for text in ["1.5", "1.0", "1e3", "-0.5", "\"7\"", "null", "true"] {
        text.parse::<Integer>().expect_err(text);
    }
}

#[test]
fn compares_by_value() {
    assert!(read("7") == 7 && read("7") == 7_u8 && read("7") != 8_i64);
    assert!(read("7") < 8 && read("18446744073709551615") == u64::MAX);
    let texts = [
        "-1e30",
        "-9223372036854775808",
        "-1",
        "0",
        "9223372036854775808",
        "1e19",
        "1e30",
    ];
    let sorted = texts.map(read);
    let mut integers = sorted.clone();
    integers.reverse();
    integers.sort();
    assert_eq!(integers, sorted);
    assert_eq!(i64::try_from(read("-7")), Ok(-7));
    u64::try_from(read("-7")).expect_err("negative");
    i64::try_from(read("9223372036854775808")).expect_err("too large");
    u64::try_from(read("1e30")).expect_err("too large");
    assert_eq!(Number::from(read("7")), 7);
}

proptest! {
    #[test]
    fn orders_as_128_bits_do(a: i64, b: u64) {
        let (this, other) = (Integer::from(a), Integer::from(b));
        prop_assert_eq!(this.cmp(&other), i128::from(a).cmp(&i128::from(b)));
        prop_assert_eq!(i64::try_from(this), Ok(a));
        prop_assert_eq!(u64::try_from(other), Ok(b));
    }
}
