//! Ids: plain strings on the wire and in conversions, and separate types everywhere else.

use std::collections::{BTreeSet, HashMap};

use openapi_client_runtime as runtime;
use serde_json::json;

/// Of accounts.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct AccountId(String);

runtime::codegen::id!(AccountId);

#[test]
fn an_id_is_a_string_on_the_wire() {
    let ids: Vec<AccountId> = serde_json::from_value(json!(["b", ""])).unwrap();
    assert_eq!(serde_json::to_value(&ids).unwrap(), json!(["b", ""]));
    for wrong in [json!(7), json!(null), json!({"id": "b"})] {
        serde_json::from_value::<AccountId>(wrong).unwrap_err();
    }
}

#[test]
fn strings_convert_into_ids_and_back() {
    fn take(id: impl Into<AccountId>) -> AccountId {
        id.into()
    }
    let owned = "0e7b".to_owned();
    let id = take(&owned);
    assert_eq!(take("0e7b"), id);
    assert_eq!(take(owned.clone()), id);
    assert_eq!(take(&id), id);
    assert_eq!("0e7b".parse(), Ok(id.clone()));
    assert_eq!(
        (id.as_str(), id.as_ref(), id.to_string().as_str()),
        ("0e7b", "0e7b", "0e7b")
    );
    assert_eq!(format!("{id:?}"), r#""0e7b""#);
    assert_eq!(format!("{id:>6}"), "  0e7b");
    assert!(id == "0e7b" && id == *"0e7b" && id != "0e7c");
    assert_eq!(serde_json::Value::from(id.clone()), json!("0e7b"));
    assert_eq!(Some(id.clone()).as_deref(), Some("0e7b"));
    assert_eq!(String::from(id), owned);
}

#[test]
fn ids_are_keys() {
    let names = HashMap::from([(AccountId::from("a"), 1), (AccountId::from("b"), 2)]);
    assert_eq!(names.get("b"), Some(&2));
    let sorted = BTreeSet::from(["b", "a"].map(AccountId::from));
    assert_eq!(sorted.first().map(AccountId::as_str), Some("a"));
}
