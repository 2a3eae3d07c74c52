//! JSON patches: what is sent, and what is received.

use sailpoint_isc_runtime::patch::{
    JsonPatch, JsonPatchOperation, PatchOp, escape_segment, pointer,
};
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
fn what_is_received_is_kept() {
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
