//! The map of undeclared properties, and the three states of a nullable one.

use std::collections::BTreeMap;

use openapi_client_runtime::model::{Extra, Nullable};
use serde_json::{Value, json};

#[test]
fn extra_takes_two_machine_words() {
    assert_eq!(size_of::<Extra>(), 16);
    let mut extra = Extra::<i64>::default();
    assert!(extra.is_empty() && extra.iter().next().is_none() && extra.remove("a").is_none());
    assert_eq!(extra.insert("b", 1), None);
    assert_eq!(extra.insert("b", 2), Some(1));
    extra.extend([("a", 3), ("c", 4)]);
    assert_eq!(
        (extra.len(), extra.get("b"), extra.get("d")),
        (3, Some(&2), None)
    );
    assert!(extra.contains_key("a") && !extra.contains_key("d"));
    *extra.get_mut("a").expect("it is there") += 10;
    for (_, value) in &mut extra {
        *value += 1;
    }
    assert_eq!(format!("{extra:?}"), r#"{"a": 14, "b": 3, "c": 5}"#);
    assert_eq!(extra.keys().collect::<Vec<_>>(), ["a", "b", "c"]);
    let map: BTreeMap<String, i64> = extra.clone().into_iter().collect();
    assert_eq!(extra, map.into_iter().collect());
    for name in ["a", "b", "c"] {
        assert!(extra.remove(name).is_some());
    }
    assert_eq!(extra, Extra::new());
    assert_eq!(Extra::<Value>::new().into_iter().next(), None);
}

#[test]
fn nullable_has_three_states() {
    let value = Nullable::from(1);
    assert_eq!(value, Some(1).into());
    assert_eq!(Nullable::<i32>::from(None), Nullable::Null);
    assert_eq!(Nullable::<i32>::default(), Nullable::Absent);
    assert!(value.is_value() && !value.is_null() && !value.is_absent());
    assert!(Nullable::Null < value && Nullable::Absent < Nullable::<i32>::Null);
    assert_eq!(
        (value.value(), value.into_option(), Option::from(value)),
        (Some(&1), Some(1), Some(1))
    );
    assert_eq!(
        [value, Nullable::Null, Nullable::Absent].map(|it| it.unwrap_or(7)),
        [1, 7, 7]
    );
    assert_eq!([value, Nullable::Null].map(|it| *it.get_or(&7)), [1, 7]);
    assert_eq!(
        [value, Nullable::Null, Nullable::Absent].map(|it| it.map(|it| it + 1)),
        [2.into(), Nullable::Null, Nullable::Absent]
    );
    assert_eq!(
        [value, Nullable::Null, Nullable::Absent].map(|it| it.to_string()),
        ["1", "null", "absent"]
    );
    let text = Nullable::Value("a".to_owned());
    assert_eq!(text.as_ref().map(String::as_str), Nullable::Value("a"));
    let mut taken = text.clone();
    taken.value_mut().expect("a value").push('b');
    assert_eq!(
        (taken.take(), taken),
        (Nullable::Value("ab".to_owned()), Nullable::Absent)
    );
}

#[test]
fn nullable_works_in_derived_structs() {
    #[derive(Debug, PartialEq, serde::Serialize, serde::Deserialize)]
    struct Update {
        #[serde(default, skip_serializing_if = "Nullable::is_absent")]
        name: Nullable<String>,
    }
    for (name, json) in [
        (Nullable::Absent, json!({})),
        (Nullable::Null, json!({"name": null})),
        ("x".to_owned().into(), json!({"name": "x"})),
    ] {
        assert_eq!(
            serde_json::to_value(Update { name: name.clone() }).expect("JSON"),
            json
        );
        assert_eq!(
            serde_json::from_value::<Update>(json).expect("an update"),
            Update { name }
        );
    }
}
