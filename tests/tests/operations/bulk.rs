//! Bulk requests of any length: blocks, order, and partial failures.

use std::iter;

use sailpoint_isc::beta::models::EntitlementBulkUpdateRequest;
use sailpoint_isc::runtime::serde_json::{Value, json};
use sailpoint_isc::v2026::models::{
    EntitlementConnectionBulkUpdateItem, EntitlementConnectionBulkUpdateResultItem,
    TargetConnectionType,
};
use sailpoint_isc::{BulkOutcome, BulkReason, Error, JsonPatch};

use crate::support::{Answer, Server, answering};

type Outcome = BulkOutcome<EntitlementConnectionBulkUpdateResultItem>;

/// A response with a row for each number, which is its id; every seventh is rejected.
fn rows(ids: impl Iterator<Item = usize>) -> Answer {
    let rows: Vec<Value> = ids
        .map(|id| {
            let status = if id % 7 == 0 { 404 } else { 201 };
            json!({"connectionId": id.to_string(), "type": "JIT", "status": status})
        })
        .collect();
    Answer::json(207, &Value::Array(rows))
}

/// Sends this many items, numbered from 0.
async fn send(
    items: usize,
    answers: impl IntoIterator<Item = Answer>,
) -> (Server, Result<Outcome, Error>) {
    let (server, client) = answering(answers).await;
    let items = (0..items).map(|id| {
        EntitlementConnectionBulkUpdateItem::builder()
            .connection_id(id.to_string())
            .r#type(TargetConnectionType::Jit)
            .build()
    });
    let request = client
        .v2026()
        .entitlement_connections()
        .update_entitlement_connections_bulk()
        .body(items);
    let outcome = request.send_all().await;
    (server, outcome)
}

/// The ids that each request carried.
fn sent(server: &Server) -> Vec<Vec<usize>> {
    let bodies = server.received().into_iter().map(|request| {
        let body: Vec<Value> =
            sailpoint_isc::runtime::serde_json::from_str(request.text()).unwrap();
        let ids = body
            .iter()
            .map(|item| item["connectionId"].as_str().unwrap());
        ids.map(|id| id.parse().unwrap()).collect()
    });
    bodies.collect()
}

fn failed(outcome: &Outcome) -> Vec<usize> {
    outcome.failed().map(|it| it.index).collect()
}

#[tokio::test]
async fn sends_items_in_blocks_and_keeps_their_order() {
    let answers = [rows(0..100), rows(100..200), rows(200..230)];
    let (server, outcome) = send(230, answers).await;
    let outcome = outcome.unwrap();
    let expected: Vec<Vec<usize>> = vec![
        (0..100).collect(),
        (100..200).collect(),
        (200..230).collect(),
    ];
    assert_eq!(sent(&server), expected);
    assert_eq!((outcome.items(), outcome.requests()), (230, 3));
    assert_eq!(failed(&outcome), (0..230).step_by(7).collect::<Vec<_>>());
    assert!(!outcome.is_success());
    let all: Vec<usize> = outcome
        .rows()
        .iter()
        .map(|row| row.index().unwrap())
        .collect();
    assert_eq!(all, (0..230).collect::<Vec<_>>());
    for row in outcome.succeeded() {
        let id = row.connection_id.as_ref().unwrap();
        assert_eq!(id.as_str(), row.index().unwrap().to_string());
    }
}

#[tokio::test]
async fn a_rejected_block_fails_only_its_own_items() {
    let answers = [rows(0..100), Answer::new(500), rows(200..201)];
    let (server, outcome) = send(201, answers).await;
    let outcome = outcome.unwrap();
    assert_eq!(server.received().len(), 3);
    let expected: Vec<usize> = (0..100).step_by(7).chain(100..200).collect();
    assert_eq!(failed(&outcome), expected);
    let lost = outcome.failed().last().unwrap();
    let BulkReason::Error(error) = lost.reason else {
        panic!("{lost}");
    };
    assert_eq!(error.status().unwrap().as_u16(), 500);
    assert!(lost.to_string().starts_with("item 199: 500"), "{lost}");
}

#[tokio::test]
async fn an_error_of_all_blocks_stops_and_keeps_results() {
    let (server, outcome) = send(350, [rows(0..100), Answer::new(403)]).await;
    let outcome = outcome.unwrap();
    assert_eq!(server.received().len(), 2);
    assert_eq!(outcome.succeeded().count(), 100 - 15);
    let reasons: Vec<(usize, bool)> = outcome
        .failed()
        .skip(15)
        .map(|it| (it.index, matches!(it.reason, BulkReason::NotSent(_))))
        .collect();
    let expected: Vec<(usize, bool)> = (100..350).map(|index| (index, index >= 200)).collect();
    assert_eq!(reasons, expected);

    let (server, outcome) = send(350, [Answer::new(403)]).await;
    assert!(outcome.unwrap_err().is_forbidden());
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn rows_in_another_order_and_missing_rows_are_matched_by_connection() {
    let mixed = rows((1..100).rev().filter(|id| *id != 50));
    let (_server, outcome) = send(150, [mixed, rows(100..150)]).await;
    let outcome = outcome.unwrap();
    for row in outcome.rows() {
        let id = row.connection_id.as_ref().unwrap();
        assert_eq!(id.as_str(), row.index().unwrap().to_string());
    }
    let missing = outcome.failed();
    let missing = missing.filter(|it| matches!(it.reason, BulkReason::Missing));
    let missing: Vec<usize> = missing.map(|it| it.index).collect();
    assert_eq!(missing, [0, 50]);
}

#[tokio::test]
async fn sends_no_request_without_items() {
    let (server, outcome) = send(0, []).await;
    let outcome = outcome.unwrap();
    assert!(outcome.is_success() && outcome.rows().is_empty());
    assert_eq!(server.received().len(), 0);
}

#[tokio::test]
async fn every_block_has_the_rest_of_the_body() {
    let (server, client) = answering(iter::repeat_n(Answer::new(204), 3)).await;
    let ids: Vec<String> = (0..120).map(|id| id.to_string()).collect();
    let body = EntitlementBulkUpdateRequest::builder()
        .entitlement_ids(ids)
        .json_patch(JsonPatch::new().replace("/requestable", true))
        .build();
    let outcome = client
        .beta()
        .entitlements()
        .update_entitlements_in_bulk()
        .body(body)
        .send_all()
        .await
        .unwrap();
    assert!(outcome.is_success());
    assert_eq!(outcome.succeeded().count(), 120);
    let bodies: Vec<Value> = server
        .received()
        .iter()
        .map(|request| sailpoint_isc::runtime::serde_json::from_str(request.text()).unwrap())
        .collect();
    let ids =
        |from: usize, to: usize| -> Vec<String> { (from..to).map(|id| id.to_string()).collect() };
    let expected: Vec<Value> = [(0, 50), (50, 100), (100, 120)]
        .into_iter()
        .map(|(from, to)| {
            let patch = json!([{"op": "replace", "path": "/requestable", "value": true}]);
            json!({"entitlementIds": ids(from, to), "jsonPatch": patch})
        })
        .collect();
    assert_eq!(bodies, expected);
}
