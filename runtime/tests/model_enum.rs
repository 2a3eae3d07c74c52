//! Enums as the generator emits them: open, with unknown values preserved.

use openapi_client_runtime as runtime;

use std::collections::{BTreeMap, HashSet};

use runtime::codegen::{IntegerEnum, StringEnum};
use runtime::model::{Recognition, UnknownInteger, UnknownValue};
use runtime::serde_json::{self, json};

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
enum ConnectionType {
    Jit,
    Standing,
    Unrecognized(UnknownValue),
}

impl StringEnum for ConnectionType {
    const KNOWN: &'static [Self] = &[Self::Jit, Self::Standing];

    fn from_wire(value: &str) -> Option<Self> {
        Some(match value {
            "JIT" => Self::Jit,
            "STANDING" => Self::Standing,
            _ => return None,
        })
    }

    fn unrecognized(value: UnknownValue) -> Self {
        Self::Unrecognized(value)
    }

    fn wire(&self) -> &str {
        match self {
            Self::Jit => "JIT",
            Self::Standing => "STANDING",
            Self::Unrecognized(value) => value.as_str(),
        }
    }
}
runtime::codegen::string_enum!(ConnectionType);

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
enum Level {
    Low,
    High,
    Unrecognized(UnknownInteger),
}

impl IntegerEnum for Level {
    const KNOWN: &'static [Self] = &[Self::Low, Self::High];

    fn from_wire(value: i64) -> Option<Self> {
        Some(match value {
            1 => Self::Low,
            2 => Self::High,
            _ => return None,
        })
    }

    fn unrecognized(value: UnknownInteger) -> Self {
        Self::Unrecognized(value)
    }

    fn wire(&self) -> i64 {
        match self {
            Self::Low => 1,
            Self::High => 2,
            Self::Unrecognized(value) => value.get(),
        }
    }
}
runtime::codegen::integer_enum!(Level);

#[test]
fn known_strings_are_never_unrecognized() {
    for value in ConnectionType::values() {
        let text = value.as_str();
        assert!(value.is_known());
        assert_eq!(ConnectionType::from(text), *value);
        assert_eq!(ConnectionType::from(text.to_owned()), *value);
        assert_eq!(text.parse::<ConnectionType>(), Ok(value.clone()));
        assert_eq!(
            serde_json::from_value::<ConnectionType>(json!(text)).expect("an enum"),
            *value
        );
    }
}

#[test]
fn unknown_strings_are_preserved() {
    for text in ["", "jit", "JIT ", "\u{0}é\"\\"] {
        let value: ConnectionType = serde_json::from_value(json!(text)).expect("an enum");
        assert!(!value.is_known());
        assert_eq!(serde_json::to_value(&value).expect("JSON"), json!(text));
        assert_eq!(
            (value.as_str(), value.as_ref(), value.to_string().as_str()),
            (text, text, text)
        );
        assert_eq!(value, ConnectionType::from(text));
        assert_eq!(value, text);
        assert_eq!(value, *text);
        assert_ne!(value, "JIT");
    }
    assert_eq!(
        format!("{:?}", ConnectionType::from("new")),
        r#"Unrecognized("new")"#
    );
    assert_eq!(
        format!(
            "{:>5}|{:<9}|",
            ConnectionType::Jit,
            ConnectionType::from("new")
        ),
        "  JIT|new      |"
    );
}

#[test]
fn only_strings_are_string_enums() {
    for json in [json!(null), json!(1), json!(["JIT"]), json!({"JIT": null})] {
        serde_json::from_value::<ConnectionType>(json).expect_err("not a string");
    }
}

#[test]
fn enums_are_keys_and_members() {
    let text = r#"{"JIT":1,"STANDING":2,"later":3}"#;
    let map: BTreeMap<ConnectionType, i64> = serde_json::from_str(text).expect("a map");
    assert_eq!(map[&ConnectionType::Standing], 2);
    assert_eq!(serde_json::to_string(&map).expect("JSON"), text);
    let set: HashSet<Level> = serde_json::from_str("[1, 2, 1, 3]").expect("a set");
    assert_eq!(set.len(), 3);
}

#[test]
fn known_integers_are_never_unrecognized() {
    for value in Level::values() {
        assert!(value.is_known());
        assert_eq!(Level::from(value.as_i64()), *value);
        assert_eq!(value.to_string().parse::<Level>(), Ok(*value));
    }
    assert_eq!(i64::from(Level::High), 2);
    assert_eq!(Level::High, 2);
}

#[test]
fn unknown_integers_are_preserved() {
    for number in [0, -1, i64::MIN, i64::MAX] {
        let value: Level = serde_json::from_value(json!(number)).expect("an enum");
        assert!(!value.is_known());
        assert_eq!(serde_json::to_value(value).expect("JSON"), json!(number));
        assert_eq!(value, number);
    }
    for json in [json!(null), json!("1"), json!(1.5)] {
        serde_json::from_value::<Level>(json).expect_err("not an integer");
    }
    "one".parse::<Level>().expect_err("not an integer");
}

#[test]
fn unknown_values_are_counted() {
    let (_, met) =
        Recognition::of(|| serde_json::from_str::<Vec<ConnectionType>>(r#"["JIT", "x", "y"]"#));
    assert_eq!(met.unknown_values, 2);
    let (_, met) = Recognition::of(|| serde_json::from_str::<Vec<Level>>("[1, 2, 3]"));
    assert_eq!(met.unknown_values, 1);
}
