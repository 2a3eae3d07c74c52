//! Records with properties that can't be read.

use serde::Deserialize;

use super::*;
use crate::timestamp::{Date, Timestamp};

#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
struct Thing {
    name: Option<String>,
    count: Option<i32>,
    flag: Option<bool>,
    at: Option<Timestamp>,
    day: Option<Date>,
    tags: Option<Vec<String>>,
    owner: Option<Owner>,
    owners: Option<Vec<Owner>>,
}

#[derive(Debug, Default, PartialEq, Deserialize)]
struct Owner {
    id: String,
    level: Option<u8>,
}

/// The value as debug output with its faults, or the error.
fn read(body: impl AsRef<[u8]>) -> Result<(Thing, Vec<String>), String> {
    let read = json::<Thing>(body.as_ref()).map_err(|error| error.to_string())?;
    let faults = read.faults.iter();
    let faults = faults.map(|it| format!("{} {}", it.path(), it.json()));
    Ok((read.value, faults.collect()))
}

#[test]
fn values_in_another_form_are_read() {
    let same = [
        (r#"{"count":3.0}"#, r#"{"count":3}"#),
        (r#"{"count":3e2}"#, r#"{"count":300}"#),
        (r#"{"count":"-3"}"#, r#"{"count":-3}"#),
        (r#"{"count":" 3.0 "}"#, r#"{"count":3}"#),
        (r#"{"flag":"true"}"#, r#"{"flag":true}"#),
        (r#"{"name":7}"#, r#"{"name":"7"}"#),
        (
            r#"{"name":12345678901234567890123}"#,
            r#"{"name":"12345678901234567890123"}"#,
        ),
        (r#"{"name":1.50}"#, r#"{"name":"1.50"}"#),
        (r#"{"name":false}"#, r#"{"name":"false"}"#),
        (r#"{"at":1767323045}"#, r#"{"at":"2026-01-02T03:04:05Z"}"#),
        (
            r#"{"at":1767323045000}"#,
            r#"{"at":"2026-01-02T03:04:05Z"}"#,
        ),
        (r#"{"day":1767323045}"#, r#"{"day":"2026-01-02"}"#),
        (r#"{"tags":["a",null,"b",7]}"#, r#"{"tags":["a","b","7"]}"#),
        (r#"{"tags":"a"}"#, r#"{"tags":["a"]}"#),
        (r#"{"owners":{"id":"a"}}"#, r#"{"owners":[{"id":"a"}]}"#),
        (
            r#"{"owner":{"id":7,"level":3.0}}"#,
            r#"{"owner":{"id":"7","level":3}}"#,
        ),
        (
            "{\"name\":\"a\nb\",\"count\":1}",
            r#"{"name":"a\nb","count":1}"#,
        ),
        (
            r#"{"name":"C:\dir","count":1}"#,
            r#"{"name":"C:\\dir","count":1}"#,
        ),
    ];
    for (odd, even) in same {
        let expected: Thing = serde_json::from_str(even).unwrap();
        let found = read(odd).unwrap();
        let (at, faults) = (found.0.at.is_some(), found.1);
        assert_eq!(faults, [""; 0], "{odd}");
        if at {
            let instants = (found.0.at.unwrap(), expected.at.unwrap());
            assert!(
                instants.0.is_same_instant(&instants.1),
                "{odd} {instants:?}"
            );
        } else {
            assert_eq!(found.0, expected, "{odd}");
        }
    }
    let (thing, faults) = read(b"{\"name\":\"caf\xe9\"}").unwrap();
    assert_eq!(
        (thing.name.as_deref(), faults.len()),
        (Some("caf\u{fffd}"), 0)
    );
}

#[test]
fn optional_properties_that_cannot_be_read_are_absent_and_listed() {
    let cases: [(&str, &str, &[&str]); 8] = [
        (
            r#"{"count":"x","name":"n"}"#,
            r#"{"name":"n"}"#,
            &[r#"$.count "x""#],
        ),
        (r#"{"count":3.5}"#, "{}", &["$.count 3.5"]),
        (
            r#"{"count":1e10,"name":{"a": 1}}"#,
            "{}",
            &["$.count 1e10", r#"$.name {"a": 1}"#],
        ),
        (
            r#"{"owner":{"id":"a","level":999}}"#,
            r#"{"owner":{"id":"a"}}"#,
            &["$.owner.level 999"],
        ),
        // A required property makes its object unreadable, which is optional itself.
        (
            r#"{"owner":{"id":[],"level":1}}"#,
            "{}",
            &["$.owner.id []", r#"$.owner {"level":1}"#],
        ),
        (
            r#"{"owners":[{"id":"a"},{"level":1},{"id":"c"}]}"#,
            r#"{"owners":[{"id":"a"},{"id":"c"}]}"#,
            &[r#"$.owners[1] {"level":1}"#],
        ),
        (
            r#"{"tags":[{},"a",null,[1],"b"]}"#,
            r#"{"tags":["a","b"]}"#,
            &["$.tags[0] {}", "$.tags[3] [1]"],
        ),
        (r#"{"count":[],"count":{}}"#, "{}", &["$.count {}"]),
    ];
    for (odd, even, faults) in cases {
        let expected: Thing = serde_json::from_str(even).unwrap();
        let (thing, found) = read(odd).unwrap_or_else(|error| panic!("{odd}: {error}"));
        assert_eq!(thing, expected, "{odd}");
        assert_eq!(found, faults, "{odd}");
    }
}

#[test]
fn required_properties_and_broken_json_are_errors() {
    let owner = |text: &str| json::<Owner>(text.as_bytes()).unwrap_err().to_string();
    assert!(
        owner(r#"{"id":[]}"#).starts_with("at $.id: invalid type: sequence"),
        "{}",
        owner(r#"{"id":[]}"#)
    );
    assert!(
        owner("{}").contains("missing field `id`"),
        "{}",
        owner("{}")
    );
    assert!(owner(r#"{"id":"a""#).contains("EOF"));
    assert!(owner("7").contains("invalid type"));
    assert!(owner("").contains("empty"));
    let many: String = (0..MOST + 10).map(|_| "{},").collect();
    let many = format!(r#"{{"tags":[{many}{{}}]}}"#);
    assert!(read(many).unwrap_err().contains("too much"));
}

#[test]
fn a_list_without_its_bad_items_is_read() {
    let body = br#"[{"id":"a"},{"id":{}},null,{"id":4}]"#;
    let read = json::<Vec<Owner>>(body).unwrap();
    let ids: Vec<&str> = read.iter().map(|owner| &*owner.id).collect();
    assert_eq!(ids, ["a", "4"]);
    let paths: Vec<&str> = read.faults.iter().map(Fault::path).collect();
    assert_eq!(paths, ["$[1].id", "$[1]"]);
    assert!(!format!("{:?}", read.faults).contains("{}"));
}
