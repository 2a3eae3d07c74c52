//! Responses that are read while they arrive: their media types and the types of their events and items.

use generator::diff::{Rust, Wire};
use tests::run::Run;

fn document(media_type: &str, node: &str) -> Run {
    Run::of_text(&format!(
        "openapi: 3.2.0
info: {{title: News, version: '1'}}
paths:
  /news:
    get: {{operationId: news, responses: {{'200': {{description: News., content: {{{media_type}: {{{node}}}}}}}}}}}
"
    ))
}

fn of(data: &str) -> String {
    format!("schema: {{type: object, properties: {{text: {{type: {data}}}}}}}")
}

/// The ids of the changes, and the worst verdicts of them.
fn changes(old: &Run, new: &Run) -> (Vec<String>, bool, bool) {
    let diff = old.diff(new).expect("both documents are in order");
    let ids = diff.changes.iter().map(|it| it.rule.id.to_string());
    let is_breaking = diff.changes.iter().any(|it| it.wire == Wire::Breaking);
    let is_major = diff.changes.iter().any(|it| it.rust == Rust::Major);
    (ids.collect(), is_breaking, is_major)
}

#[test]
fn json_that_becomes_a_stream_is_breaking() {
    let json = document("application/json", &of("string"));
    for media_type in ["text/event-stream", "application/x-ndjson"] {
        let stream = document(media_type, &of("string"));
        for (old, new) in [(&json, &stream), (&stream, &json)] {
            let (ids, is_breaking, is_major) = changes(old, new);
            assert!(
                ids.contains(&"response-media-type-removed".to_owned()),
                "{ids:?}"
            );
            assert!(is_breaking && is_major, "{media_type}: {ids:?}");
        }
    }
}

#[test]
fn types_of_events_and_items_are_compared() {
    for media_type in ["text/event-stream", "application/jsonl"] {
        let old = document(media_type, &of("string"));
        assert_eq!(changes(&old, &old), (Vec::new(), false, false));
        let (ids, is_breaking, is_major) = changes(&old, &document(media_type, &of("integer")));
        assert_eq!(ids, ["type-changed"], "{media_type}");
        assert!(is_breaking && is_major, "{media_type}");
        // `itemSchema` means the same.
        let item = of("string").replace("schema", "itemSchema");
        assert_eq!(
            changes(&old, &document(media_type, &item)).0,
            [""; 0],
            "{media_type}"
        );
    }
}

#[test]
fn events_of_another_kind_are_another_type() {
    let data = "{type: object, properties: {text: {type: string}}}";
    let old = document("text/event-stream", &format!("itemSchema: {data}"));
    let event = |data: &str| {
        let schema =
            format!("{{type: object, properties: {{event: {{type: string}}, data: {data}}}}}");
        document("text/event-stream", &format!("itemSchema: {schema}"))
    };
    assert_eq!(
        changes(&old, &event(data)).0,
        [""; 0],
        "both describe the data"
    );
    let (ids, is_breaking, is_major) = changes(&old, &event("{type: string}"));
    assert_eq!(ids, ["type-changed"]);
    assert!(is_breaking && is_major);
    let bounded = |bound: u32| event(&format!("{{type: string, maxLength: {bound}}}"));
    assert_eq!(changes(&bounded(3), &bounded(5)).0, ["max-length-raised"]);
}
