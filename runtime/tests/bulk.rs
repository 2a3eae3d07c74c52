//! The outcome of each item of a bulk request, whatever rows the service returns.

#![allow(clippy::unwrap_used, reason = "a panic fails the test")]

mod support;

use openapi_client_runtime::codegen::{Blocks, Operation};
use openapi_client_runtime::http::Method;
use openapi_client_runtime::{BulkOutcome, BulkReason, Retry};
use serde::Deserialize;
use serde_json::{Value, json};

use support::{Answer, BETA, Server, builder, client};

static SET: Operation = Operation::new("setThings", &BETA, Method::POST, "/beta/things");

#[derive(Debug, Deserialize)]
struct Row {
    status: Option<i64>,
}

const KEYED: Blocks = Blocks::of_body(10).key("id");
const ORDERED: Blocks = Blocks::of_body(10);

/// Sends the items `a`, `b` and `c`, and returns the outcome of each: `ok`, or why it failed.
async fn outcomes(blocks: Blocks, answer: Answer) -> (Vec<String>, BulkOutcome<Row>) {
    let server = Server::script(vec![answer]).await;
    let mut call = client(&server).call(&SET);
    let items: Vec<Value> = ["a", "b", "c"].map(|id| json!({"id": id, "to": 1})).into();
    call.json("application/json", &items);
    let outcome = call.send_rows(blocks, Some(|row: &Row| row.status)).await;
    let outcome = outcome.unwrap();
    let mut found = vec!["ok".to_owned(); 3];
    for failure in outcome.failed() {
        found[failure.index] = match failure.reason {
            BulkReason::Row(row) => row
                .status
                .map_or("no status".to_owned(), |it| it.to_string()),
            BulkReason::Missing => "missing".to_owned(),
            BulkReason::Repeated(_) => "repeated".to_owned(),
            BulkReason::Error(_) => "error".to_owned(),
            BulkReason::NotSent(_) | _ => "other".to_owned(),
        };
    }
    let succeeded = found.iter().filter(|it| *it == "ok").count();
    assert_eq!(outcome.succeeded().count(), succeeded);
    assert_eq!(outcome.is_success(), succeeded == 3);
    (found, outcome)
}

#[tokio::test]
async fn every_item_has_one_outcome() {
    let row = |id: &str, status: i64| json!({"id": id, "status": status});
    let (a, b, c) = (row("a", 201), row("b", 200), row("c", 204));
    let cases = [
        (json!([a, b, c]), ["ok", "ok", "ok"], ["ok", "ok", "ok"]),
        (
            json!([c, row("a", 409), b]),
            ["409", "ok", "ok"],
            ["ok", "409", "ok"],
        ),
        (json!([a, c]), ["ok", "missing", "ok"], ["missing"; 3]),
        (
            json!([a, b, c, b]),
            ["ok", "repeated", "ok"],
            ["missing"; 3],
        ),
        (
            json!([a, b, b]),
            ["ok", "repeated", "missing"],
            ["ok", "ok", "ok"],
        ),
        (
            json!([a, b, c, row("d", 200)]),
            ["ok", "ok", "ok"],
            ["missing"; 3],
        ),
        (
            json!([a, b, {"status": 200}]),
            ["ok", "ok", "missing"],
            ["ok", "ok", "ok"],
        ),
        (
            json!([a, row("b", 0), {"id": "c"}]),
            ["ok", "0", "no status"],
            ["ok", "0", "no status"],
        ),
        (
            json!([a, b, {"id": "c", "status": null}]),
            ["ok", "ok", "no status"],
            ["ok", "ok", "no status"],
        ),
        (
            json!([row("a", 100), row("b", 302), row("c", -1)]),
            ["100", "302", "-1"],
            ["100", "302", "-1"],
        ),
        (json!([]), ["missing"; 3], ["missing"; 3]),
        (json!({"rows": [a, b, c]}), ["error"; 3], ["error"; 3]),
        (json!(null), ["error"; 3], ["error"; 3]),
    ];
    for (rows, keyed, ordered) in cases {
        for (blocks, expected) in [(KEYED, keyed), (ORDERED, ordered)] {
            let (found, _) = outcomes(blocks, Answer::json(207, rows.to_string())).await;
            assert_eq!(found, expected, "{blocks:?} {rows}");
        }
    }
    let (found, _) = outcomes(KEYED, Answer::new(202)).await;
    assert_eq!(found, ["error"; 3]);
}

#[tokio::test]
async fn a_row_has_the_index_of_its_item() {
    let rows = r#"[{"id":"c","status":200},{"id":"x","status":200},{"id":"a","status":500}]"#;
    let (found, outcome) = outcomes(KEYED, Answer::json(207, rows)).await;
    assert_eq!(found, ["500", "missing", "ok"]);
    let indexes: Vec<_> = outcome
        .rows()
        .iter()
        .map(|row| (row.index(), row.is_success()))
        .collect();
    assert_eq!(indexes, [(Some(2), true), (None, false), (Some(0), false)]);
    let reasons: Vec<_> = outcome.failed().map(|it| it.to_string()).collect();
    assert_eq!(reasons[1], "item 1: the response has no row for it");
}

#[tokio::test]
async fn an_undocumented_row_for_each_item_is_no_success() {
    let rows = r#"[{"id":"a","status":404}]"#;
    for (answer, is_success) in [(Answer::new(204), true), (Answer::json(207, rows), false)] {
        let server = Server::script(vec![answer]).await;
        let mut call = client(&server).call(&SET);
        call.json("application/json", &json!(["a"]));
        let outcome = call.send_blocks_empty(ORDERED).await.unwrap();
        assert_eq!(outcome.is_success(), is_success);
    }
}

#[tokio::test]
async fn sends_no_more_blocks_after_an_error_that_all_would_get() {
    for (status, sent) in [
        (200, 4),
        (400, 4),
        (401, 2),
        (403, 2),
        (404, 4),
        (409, 4),
        // The status of a disabled feature.
        (412, 2),
        (429, 2),
        (500, 4),
    ] {
        let answers = [200, status, 200, 200].map(Answer::new).into();
        let server = Server::script(answers).await;
        let client = builder(&server).retry(Retry::none()).build().unwrap();
        let mut call = client.call(&SET);
        call.json("application/json", &json!(["a", "b", "c", "d"]));
        let outcome = call.send_blocks_empty(Blocks::of_body(1)).await.unwrap();
        assert_eq!(server.received().len(), sent, "{status}");
        assert_eq!((outcome.items(), outcome.requests()), (4, sent), "{status}");
        let failed: Vec<_> = outcome.failed().collect();
        assert_eq!(failed.iter().any(|it| it.index == 1), status != 200);
        let not_sent = failed.iter().map(|it| it.reason);
        let not_sent = not_sent.filter(|it| matches!(it, BulkReason::NotSent(_)));
        assert_eq!(not_sent.count(), 4 - sent, "{status}");
    }
}
