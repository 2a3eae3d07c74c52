//! Numbers: written as they were read, and compared by value.

use openapi_client_runtime::model::Number;
use proptest::prelude::*;

fn read(text: &str) -> Number {
    serde_json::from_str(text).expect(text)
}

#[test]
fn numbers_are_written_as_they_were_read() {
    for text in [
        "0",
        "-0.0",
        "1",
        "1.0",
        "-7",
        "0.1",
        "9223372036854775808",
        "18446744073709551615",
        "-9223372036854775808",
        "1.7976931348623157e+308",
        "5e-324",
    ] {
        let number = read(text);
        assert_eq!(serde_json::to_string(&number).unwrap(), text);
        assert_eq!(
            (number.to_string(), format!("{number:?}")),
            (text.to_owned(), text.to_owned())
        );
        assert_eq!(text.parse::<Number>().unwrap(), number);
        assert_eq!(serde_json::Value::from(number).to_string(), text);
    }
}

#[test]
fn numbers_beyond_f64_are_errors() {
    for text in ["1e400", "-1e400", "\"1\"", "null", "true"] {
        serde_json::from_str::<Number>(text).expect_err(text);
    }
}

#[test]
fn numbers_are_compared_by_value() {
    assert_eq!(read("1"), read("1.0"));
    assert_eq!(read("1"), 1.0);
    assert_eq!(read("1.0"), 1);
    assert_eq!(Number::from(2u8), Number::from(2i64));
    assert!(read("0.5") < read("1") && read("-1") < 0.0 && read("3") > 2);
    // Next to each other, and the same as doubles.
    assert_ne!(read("9007199254740993"), read("9007199254740992"));
    assert!(read("9007199254740993") > 9_007_199_254_740_992.0);
    assert!(read("1e300") > read("18446744073709551615"));
}

#[test]
fn numbers_convert_to_primitive_types() {
    assert_eq!(
        (read("7").as_f64(), read("7").as_i64(), read("7").as_u64()),
        (7.0, Some(7), Some(7))
    );
    assert_eq!((read("-7").as_i64(), read("-7").as_u64()), (Some(-7), None));
    assert_eq!((read("7.0").as_i64(), read("7.0").as_u64()), (None, None));
    assert!((f64::from(read("0.25")) - 0.25).abs() < f64::EPSILON);
}

#[test]
fn infinities_are_written_as_null() {
    for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let number = Number::from(number);
        assert_eq!(serde_json::to_string(&number).unwrap(), "null");
        assert_eq!(
            serde_json::Value::from(number.clone()),
            serde_json::Value::Null
        );
        assert_eq!((number.as_i64(), number.as_u64()), (None, None));
    }
    assert!(read("1e300") < f64::INFINITY);
}

proptest! {
    #[test]
    fn any_double_comes_back(number in any::<f64>()) {
        let text = serde_json::to_string(&number).unwrap();
        prop_assume!(number.is_finite());
        prop_assert_eq!(serde_json::to_string(&read(&text)).unwrap(), text);
        prop_assert_eq!(Number::from(number).as_f64().to_bits(), number.to_bits());
    }

    #[test]
    fn order_is_that_of_the_doubles(one in -1e9..1e9f64, whole in -1_000_000_000i64..1_000_000_000) {
        #[expect(clippy::cast_precision_loss, reason = "it is small enough to be exact")]
        let other = whole as f64;
        prop_assert_eq!(Number::from(one).partial_cmp(&Number::from(whole)), one.partial_cmp(&other));
    }
}
