//! Lists as streams: what their requests send for each page.

use sailpoint_isc::Filter;
use sailpoint_isc::runtime::serde_json::{Value, json};
use sailpoint_isc::v2026::entitlement_connections::fields::list_entitlement_connections as f;

use crate::support::{Answer, Received, answering, blank};

fn page(ids: &[&str]) -> Answer {
    let rows: Vec<Value> = ids.iter().map(|id| json!({ "id": id })).collect();
    Answer::json(200, &Value::Array(rows))
}

#[tokio::test]
async fn connections_are_paged_by_keyset() {
    let (server, client) = answering([page(&["a", "b"]), page(&["c"])]).await;
    let mut hits = client
        .v2026()
        .entitlement_connections()
        .list_entitlement_connections()
        .limit(2)
        .filters(f::STANDALONE.eq(true))
        .items();
    let mut found = Vec::new();
    while let Some(hit) = hits.try_next().await.unwrap() {
        found.extend(hit.id.map(|id| id.to_string()));
    }
    assert_eq!(found, ["a", "b", "c"]);
    assert!(hits.cursor().is_end());
    let start = "/v2026/entitlement-connections?filters=standalone%20eq%20true&sorters=id&limit=2";
    let wires: Vec<String> = server.received().iter().map(Received::wire).collect();
    assert_eq!(
        wires,
        [
            blank("GET", &format!("{start}&offset=0")),
            blank("GET", &format!("{start}&searchAfter=b")),
        ]
    );
}

#[tokio::test]
async fn entitlements_are_paged_by_offset() {
    let (server, client) = answering([page(&["a", "b"]), page(&["c"])]).await;
    let lists = client.beta().entitlements();
    let mut children = lists
        .list_entitlement_children("2c91")
        .limit(2)
        .filters(Filter::raw("requestable eq true"))
        .pages();
    let mut lengths = Vec::new();
    while let Some(page) = children.try_next().await.unwrap() {
        lengths.push(page.len());
    }
    assert_eq!(lengths, [2, 1]);
    let start = "/beta/entitlements/2c91/children?filters=requestable%20eq%20true&limit=2";
    let wires: Vec<String> = server.received().iter().map(Received::wire).collect();
    assert_eq!(
        wires,
        [
            blank("GET", &format!("{start}&offset=0")),
            blank("GET", &format!("{start}&offset=2")),
        ]
    );
}
