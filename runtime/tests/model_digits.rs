//! Undeclared properties, which are written again with every digit.

use openapi_client_runtime as runtime;
use proptest::prelude::*;
use runtime::model::{Extra, Number};
use runtime::serde_json::{self, Value, json};

#[derive(Clone, Debug, Default, PartialEq)]
struct Thing {
    id: Option<String>,
    extra: Extra,
}

runtime::codegen::object! {
    Thing, Default;
    "id" => text id;
}

#[derive(Clone, Debug, Default, PartialEq)]
struct Weights {
    extra: Extra<Number>,
}

runtime::codegen::object! {
    Weights<Number>, Default;
}

fn read(json: &str) -> Thing {
    serde_json::from_str(json).expect(json)
}

fn written(thing: &Thing) -> String {
    serde_json::to_string(thing).expect("JSON")
}

#[test]
fn writes_values_as_they_were_read() {
    for (value, expected) in [
        ("123456789012345678901234567890", None),
        ("-123456789012345678901234567890", None),
        ("0.1234567890123456789", None),
        ("18446744073709551616", None),
        ("1e400", None),
        ("-1E+400", None),
        ("1e-400", None),
        ("1E3", None),
        ("0", None),
        ("1.5", None),
        ("1.50", Some("1.5")),
        ("-0", Some("-0.0")),
        ("123456789012345678", None),
        (r#""text""#, None),
        (r#""a \"b\" \u00e9 \\""#, Some(r#""a \"b\" é \\""#)),
        (r#""\ud800""#, None),
        ("null", None),
        ("true", None),
        ("[]", None),
        (r#"{"b":1,"a":[1e400,"1e400"]}"#, None),
        (r#"[true,1,{"a":1.00000000000000000001}]"#, None),
        (
            r#"{"a":"12345678901234567890","b":1.50}"#,
            Some(r#"{"a":"12345678901234567890","b":1.5}"#),
        ),
    ] {
        let back = written(&read(&format!(r#"{{"id":"a","other":{value}}}"#)));
        let expected = expected.unwrap_or(value);
        assert_eq!(back, format!(r#"{{"id":"a","other":{expected}}}"#));
    }
}

#[test]
fn gives_values_that_no_double_reaches_as_text() {
    let thing = read(r#"{"far":[1e400],"long":123456789012345678901234567890,"id":"a"}"#);
    assert_eq!(thing.id.as_deref(), Some("a"));
    assert_eq!(thing.extra.get("far"), Some(&json!("[1e400]")));
    assert_eq!(
        thing.extra.get("long"),
        Some(&json!(1.234_567_890_123_456_8e29))
    );
    serde_json::to_value(&thing).expect_err("no value for 1e400");
}

#[test]
fn a_changed_property_is_written_as_it_is_now() {
    let long = "123456789012345678901234567890";
    let json = format!(r#"{{"a":{long},"b":{long}}}"#);
    let changes: [fn(&mut Extra); 5] = [
        |extra| drop(extra.insert("a", 7)),
        |extra| *extra.get_mut("a").expect("it is there") = 7.into(),
        |extra| {
            extra.remove("a");
            extra.insert("a", 7);
        },
        |extra| extra.extend([("a", json!(7))]),
        |extra| {
            for (name, value) in extra {
                *value = if name == "a" { 7.into() } else { 8.into() };
            }
        },
    ];
    for (n, change) in changes.into_iter().enumerate() {
        let mut thing = read(&json);
        change(&mut thing.extra);
        let b = if n == 4 { "8" } else { long };
        assert_eq!(written(&thing), format!(r#"{{"a":7,"b":{b}}}"#));
    }
    assert_eq!(
        written(&read(&format!(r#"{{"a":{long},"a":1}}"#))),
        r#"{"a":1}"#
    );
}

#[test]
fn compares_digits() {
    let long = read(r#"{"a":123456789012345678901234567890}"#);
    assert_eq!(long, long.clone());
    assert_ne!(long, read(r#"{"a":123456789012345678901234567891}"#));
}

#[test]
fn reads_from_values_readers_and_buffers() {
    let json = r#"{"id": "a", "other": [1, {"b": 1.5}]}"#;
    let value: Value = serde_json::from_str(json).expect("JSON");
    let thing = read(json);
    assert_eq!(
        serde_json::from_value(value.clone()).ok(),
        Some(thing.clone())
    );
    assert_eq!(
        serde_json::from_reader(json.as_bytes()).ok(),
        Some(thing.clone())
    );
    let flat: Flat = serde_json::from_str(json).expect("any deserializer will do");
    assert_eq!(flat.0, thing);
    let long = r#"{"a":123456789012345678901234567890}"#;
    let thing: Thing = serde_json::from_reader(long.as_bytes()).expect("JSON");
    assert_eq!(written(&thing), long);
}

/// Reads by way of a buffer that knows nothing of `serde_json`.
#[derive(serde::Deserialize)]
struct Flatten {
    #[serde(flatten)]
    thing: Thing,
}

struct Flat(Thing);

impl<'de> serde::Deserialize<'de> for Flat {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Flatten::deserialize(deserializer).map(|it| Self(it.thing))
    }
}

#[test]
fn refuses_what_is_not_json() {
    for json in [
        r#"{"a": 1e}"#,
        r#"{"a": [1}"#,
        r#"{"a": "b}"#,
        r#"{"a": nul}"#,
        r#"{"a": 01}"#,
        r#"{"a":}"#,
    ] {
        serde_json::from_str::<Thing>(json).expect_err(json);
    }
    serde_json::from_str::<Weights>(r#"{"a": 1e400}"#).expect_err("its type is declared");
}

proptest! {
    #[test]
    fn values_come_back(value in any_json()) {
        let json = json!({"id": "a", "other": value});
        let thing = read(&json.to_string());
        prop_assert_eq!(thing.extra.get("other"), json.get("other"));
        prop_assert_eq!(written(&thing), json.to_string());
    }

    #[test]
    fn numbers_come_back(number in "-?(0|[1-9][0-9]{0,40})(\\.[0-9]{1,30})?([eE][+-]?[0-9]{1,3})?") {
        let back = written(&read(&format!(r#"{{"other":{number}}}"#)));
        let back = back.strip_prefix(r#"{"other":"#).and_then(|it| it.strip_suffix('}'));
        // Short ones may be written otherwise, and are the same number.
        let same = serde_json::from_str::<f64>(&number).ok()
            == back.and_then(|it| serde_json::from_str::<f64>(it).ok());
        prop_assert!(back == Some(&number) || number.len() < 20 && same, "{:?}", back);
    }
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,8}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(".{0,4}", inner, 0..4)
                .prop_map(|it| Value::Object(it.into_iter().collect())),
        ]
    })
}

#[test]
fn names_come_back_with_any_character() {
    let text = r#"{"a\"b":1,"c\\d":[2],"e\u0001f":"g","é":{"h":null},"":3}"#;
    let thing = read(text);
    let copy = thing.clone();
    let names: Vec<_> = thing.extra.keys().collect();
    assert_eq!(names, ["", "a\"b", "c\\d", "e\u{1}f", "é"]);
    assert_eq!(thing.extra.get("c\\d"), Some(&json!([2])));
    assert_eq!(thing, copy);
    assert_eq!(copy.extra.len(), 5);
    let written: Value = serde_json::from_str(&written(&copy)).expect("JSON");
    assert_eq!(written, serde_json::from_str::<Value>(text).expect("JSON"));
}

#[test]
fn a_property_that_is_added_joins_those_that_came() {
    let mut thing = read(r#"{"b":1,"c":1e400}"#);
    assert!(!thing.extra.is_empty());
    assert_eq!(thing.extra.insert("a", 0), None);
    assert_eq!(thing.extra.remove("b"), Some(json!(1)));
    assert_eq!(written(&thing), r#"{"a":0,"c":1e400}"#);
    thing.extra.insert("c", 2);
    assert_eq!(written(&thing), r#"{"a":0,"c":2}"#);
}
