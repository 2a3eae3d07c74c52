//! JSON patches: what is sent, and what is received.

use std::collections::BTreeMap;

use openapi_client_runtime::patch::{
    JsonPatch, JsonPatchOperation, PatchOp, escape_segment, pointer,
};
use proptest::prelude::*;
use serde_json::{Value, json};

#[test]
fn every_operation_is_written_in_order() {
    let patch = JsonPatch::new()
        .add("/segments/-", "x")
        .replace("/requestable", true)
        .remove("/description")
        .move_("/a", "/b")
        .copy("/c", "/d")
        .test("/count", 3)
        .replace("/owner", json!({"id": "1", "tags": [null]}))
        .replace("/owner", ());
    let lines = [
        r#"{"op":"add","path":"/segments/-","value":"x"}"#,
        r#"{"op":"replace","path":"/requestable","value":true}"#,
        r#"{"op":"remove","path":"/description"}"#,
        r#"{"op":"move","from":"/a","path":"/b"}"#,
        r#"{"op":"copy","from":"/c","path":"/d"}"#,
        r#"{"op":"test","path":"/count","value":3}"#,
        r#"{"op":"replace","path":"/owner","value":{"id":"1","tags":[null]}}"#,
        r#"{"op":"replace","path":"/owner","value":null}"#,
    ];
    assert_eq!(
        serde_json::to_string(&patch).expect("JSON"),
        format!("[{}]", lines.join(","))
    );
    assert_eq!(patch.len(), lines.len());
    assert!(JsonPatch::new().is_empty());
}

#[test]
fn preserves_received_operations() {
    let json = json!([
        {"op": "add", "path": "/a", "value": null},
        {"op": "add", "path": "/a"},
        {"op": "remove", "path": "/a", "from": null, "by": "me"},
        {"op": "merge", "path": "", "value": {"a": 1}},
    ]);
    let patch: JsonPatch = serde_json::from_value(json.clone()).expect("a patch");
    assert_eq!(serde_json::to_value(&patch).expect("JSON"), json);
    let [null, none, remove, merge] = patch.operations() else {
        panic!("four operations")
    };
    assert_eq!((&null.value, &none.value), (&Some(Value::Null), &None));
    assert_eq!(
        (&remove.from, remove.extra.get("by")),
        (&None, Some(&json!("me")))
    );
    assert_eq!((merge.op.as_str(), merge.op.is_known()), ("merge", false));
    let error =
        serde_json::from_value::<JsonPatch>(json!([{"path": "/a"}])).expect_err("no operation");
    assert_eq!(
        error.to_string(),
        "missing property `op` of JsonPatchOperation"
    );
}

#[test]
fn patches_are_lists() {
    let operations = [
        JsonPatchOperation::remove("/a"),
        JsonPatchOperation::add("/b", 1),
    ];
    let patch = JsonPatch::from(operations.to_vec());
    assert_eq!(patch, operations.iter().cloned().collect());
    assert_eq!(
        patch,
        JsonPatch::from(operations[0].clone()).with(operations[1].clone())
    );
    assert_eq!(
        (&patch).into_iter().map(|it| &it.op).collect::<Vec<_>>(),
        [&PatchOp::Remove, &PatchOp::Add]
    );
    let mut longer = patch.clone();
    longer.extend(patch.clone());
    assert_eq!(longer.iter().count(), 4);
    assert_eq!(Vec::from(patch), operations);
}

#[test]
fn segments_of_a_pointer_stay_segments() {
    assert_eq!(escape_segment("plain"), "plain");
    assert_eq!(escape_segment("~1/~0"), "~01~1~00");
    assert_eq!(pointer(["a/b", "", "~"]), "/a~1b//~0");
    assert_eq!(pointer([] as [&str; 0]), "");
    // serde_json reads pointers too.
    let mut json = json!({});
    json["a/b"] = json!({"~1": [7]});
    assert_eq!(json.pointer(&pointer(["a/b", "~1", "0"])), Some(&json!(7)));
}

#[test]
fn values_are_any_serializable_type() {
    let moved = JsonPatchOperation::move_("/a", "/b");
    let patch = JsonPatch::new()
        .add("/a", Some("x"))
        .add("/b", None::<i32>)
        .add("/c", vec![1, 2])
        .add("/d", [true; 2])
        .replace("/e", &moved)
        .test("/f", "x".to_owned());
    let values: Vec<&Value> = patch.iter().filter_map(|it| it.value.as_ref()).collect();
    let expected = json!(["x", null, [1, 2], [true, true], moved, "x"]);
    assert_eq!(serde_json::to_value(values).expect("JSON"), expected);
}

#[test]
fn serializing_a_patch_reports_values_that_are_not_json() {
    let patch = JsonPatch::new().add("/a", BTreeMap::from([(vec![1], 1)]));
    let fault = serde_json::to_string(&patch).expect_err("a key that is a list");
    assert!(
        fault.to_string().contains("key must be a string"),
        "{fault}"
    );
}

#[test]
fn diff_patches_only_the_differences() {
    let cases = [
        (json!({"a": 1}), json!({"a": 1}), JsonPatch::new()),
        (
            json!({"a": 1}),
            json!({"a": 1.0}),
            JsonPatch::new().replace("/a", 1.0),
        ),
        (json!({"a": null}), json!({}), JsonPatch::new().remove("/a")),
        (
            json!({}),
            json!({"a": null}),
            JsonPatch::new().add("/a", ()),
        ),
        (
            json!({"a/b": {"~": [1, {"c": 2}], "d": 0}}),
            json!({"a/b": {"~": [1, {"c": 3}], "d": 0}}),
            JsonPatch::new().replace("/a~1b/~0/1/c", 3),
        ),
        (
            json!([1, 2, 3, 4]),
            json!([1, 4]),
            JsonPatch::new().remove("/2").remove("/1"),
        ),
        (
            json!([1, 4]),
            json!([1, 2, 3, 4]),
            JsonPatch::new().add("/1", 2).add("/2", 3),
        ),
        (
            json!([1, 2, 3]),
            json!([1, 9, 3]),
            JsonPatch::new().replace("/1", 9),
        ),
        (
            json!([]),
            json!({}),
            JsonPatch::new().replace("", json!({})),
        ),
        (
            json!("x"),
            json!([]),
            JsonPatch::new().replace("", json!([])),
        ),
    ];
    for (old, new, patch) in cases {
        assert_eq!(
            JsonPatch::diff(&old, &new).expect("JSON"),
            patch,
            "{old} to {new}"
        );
    }
}

#[test]
fn applies_the_whole_patch_or_nothing() {
    let document = json!({"a": [1, 2], "b": {"c": null}, "~/": 0});
    let apply = |patch: JsonPatch| {
        let mut patched = document.clone();
        patch.apply(&mut patched).map(|()| patched)
    };
    let done = [
        (
            JsonPatch::new().add("/a/-", 3).add("/a/0", 0),
            json!({"a": [0, 1, 2, 3], "b": {"c": null}, "~/": 0}),
        ),
        (
            JsonPatch::new().move_("/a/0", "/b/c"),
            json!({"a": [2], "b": {"c": 1}, "~/": 0}),
        ),
        (
            JsonPatch::new().copy("/b", "/a/1"),
            json!({"a": [1, {"c": null}, 2], "b": {"c": null}, "~/": 0}),
        ),
        (
            JsonPatch::new()
                .test("/b/c", ())
                .remove("/b")
                .remove("/~0~1"),
            json!({"a": [1, 2]}),
        ),
        (JsonPatch::new().move_("/a", "/a"), document.clone()),
        (JsonPatch::new().add("", 7), json!(7)),
        (JsonPatch::new().remove(""), json!(null)),
    ];
    for (patch, expected) in done {
        assert_eq!(apply(patch.clone()), Ok(expected), "{patch:?}");
    }
}

#[test]
fn a_failed_patch_changes_nothing() {
    let document = json!({"a": [1, 2], "b": {"c": null}});
    let apply = |patch: JsonPatch| patch.apply(&mut document.clone());
    let odd = |operation: Value| {
        serde_json::from_value::<JsonPatch>(json!([operation])).expect("a patch")
    };
    let refused = [
        (
            JsonPatch::new().add("/z", 1).remove("/y"),
            "operation 1 of the patch, at `/y`: the path does not exist",
        ),
        (
            JsonPatch::new().replace("/b/d", 1),
            "at `/b/d`: the path does not exist",
        ),
        (
            JsonPatch::new().add("/a/3", 1),
            "at `/a/3`: the path does not exist",
        ),
        (
            JsonPatch::new().add("/a/01", 1),
            "at `/a/01`: the path does not exist",
        ),
        (
            JsonPatch::new().add("/a/+1", 1),
            "at `/a/+1`: the path does not exist",
        ),
        (
            JsonPatch::new().remove("/a/-"),
            "at `/a/-`: the path does not exist",
        ),
        (
            JsonPatch::new().add("/b/c/d", 1),
            "at `/b/c/d`: the path does not exist",
        ),
        (
            JsonPatch::new().add("x", 1),
            "at `x`: the path does not exist",
        ),
        (
            JsonPatch::new().copy("/y", "/x"),
            "at `/y`: the path does not exist",
        ),
        (
            JsonPatch::new().move_("/b", "/b/c"),
            "at `/b/c`: a value can't be moved into itself",
        ),
        (JsonPatch::new().test("/a", 1), "at `/a`: the value differs"),
        (
            odd(json!({"op": "add", "path": "/x"})),
            "at `/x`: there is no `value`",
        ),
        (
            odd(json!({"op": "move", "path": "/x"})),
            "at `/x`: there is no `from`",
        ),
        (
            odd(json!({"op": "merge", "path": "/x"})),
            "at `/x`: not an operation of RFC 6902",
        ),
    ];
    for (patch, message) in refused {
        let error = apply(patch).expect_err(message);
        assert!(error.to_string().ends_with(message), "{error}");
        assert!(message.contains(&format!("`{}`", error.path())));
    }
    let mut untouched = document.clone();
    let error = JsonPatch::new()
        .add("/z", 1)
        .remove("/y")
        .apply(&mut untouched)
        .expect_err("no /y");
    assert_eq!((error.index(), untouched), (1, document));
}

/// Any JSON with few names and values, so that two of them have much in common.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(json!(null)),
        Just(json!(0)),
        Just(json!(1)),
        Just(json!("x"))
    ];
    leaf.prop_recursive(4, 32, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::btree_map("[ab/~]{0,2}", inner, 0..5)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn the_difference_leads_from_the_old_to_the_new(old in any_json(), new in any_json()) {
        let patch = JsonPatch::diff(&old, &new).expect("JSON");
        prop_assert_eq!(patch.is_empty(), old == new);
        let mut patched = old;
        prop_assert_eq!(patch.apply(&mut patched), Ok(()));
        prop_assert_eq!(patched, new);
    }
}
