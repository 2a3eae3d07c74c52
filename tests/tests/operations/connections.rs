//! Entitlement connections of v2026.

use sailpoint_isc::Timestamp;
use sailpoint_isc::runtime::patch::JsonPatch;
use sailpoint_isc::runtime::serde_json::json;
use sailpoint_isc::v2026::entitlement_connections::fields::{
    list_entitlement_connections as f, list_entitlement_connections_for_current_identity as own,
};
use sailpoint_isc::v2026::models::{
    ConnectionType, EntitlementConnectionBulkUpdateItem, PrivilegeLevel, TargetConnectionType,
};

use crate::support::{Answer, answering, blank, documents, example, with_body};

const JSON: &str = "application/json";
const JSON_PATCH: &str = "application/json-patch+json";

#[tokio::test]
async fn list_entitlement_connections() {
    let reply = Answer::json(200, example("listEntitlementConnections", 200))
        .header("X-Total-Count", "31807");
    let (server, client) = answering([reply]).await;
    let page = client
        .v2026()
        .entitlement_connections()
        .list_entitlement_connections()
        .offset(0)
        .limit(250)
        .count(true)
        .search_after(["Marlow, Osei", "57e1"])
        .filters(
            f::TYPE
                .eq(ConnectionType::Jit)
                .and(f::SOURCE_NAME.co(r#"AD "prod""#)),
        )
        .sorters([f::IDENTITY_NAME.asc(), f::ID.asc()])
        .send()
        .await
        .unwrap();

    let target = "/v2026/entitlement-connections?offset=0&limit=250&count=true\
        &searchAfter=Marlow%2C%20Osei,57e1\
        &filters=type%20eq%20%22JIT%22%20and%20source.name%20co%20%22AD%20%5C%22prod%5C%22%22\
        &sorters=identity.name,id";
    assert_eq!(server.only().wire(), blank("GET", target));
    assert_eq!(page.total_count(), Some(31_807));
    assert_eq!(page.len(), 3);
    assert_eq!(page[0].r#type, Some(ConnectionType::Jit));
    let changed = page[0].state.as_ref().unwrap().changed.as_ref().unwrap();
    assert_eq!(changed.as_str(), "2026-03-02T08:15:47.093+01:00");
    assert_eq!(changed.offset_minutes(), Some(60));
    assert_eq!(page[1].identity, None);
    let machine = page[1].machine_identity.as_ref().unwrap();
    assert_eq!(machine.name.as_deref(), Some("timetable-export"));
    let entitlement = page[1].entitlement.as_ref().unwrap();
    let level = entitlement.privilege_level.as_ref().unwrap();
    assert_eq!(level.effective, Some(PrivilegeLevel::Low));
    assert_eq!(page[2].r#type, Some(ConnectionType::Na));
    assert_eq!(page[2].standalone, Some(false));
}

#[tokio::test]
async fn list_entitlement_connections_for_current_identity() {
    let operation = "listEntitlementConnectionsForCurrentIdentity";
    let reply = Answer::json(200, example(operation, 200));
    let (server, client) = answering([reply, Answer::json(200, &json!([]))]).await;
    let connections = client.v2026().entitlement_connections();
    let page = connections
        .list_entitlement_connections_for_current_identity()
        .offset(10)
        .limit(5)
        .count(false)
        .search_after(["2026-03-02T14:00:00+01:00", "e96b"])
        .filters(own::JIT_EXPIRATION.gt(Timestamp::parse("2026-03-01T00:00:00Z").unwrap()))
        .sorters([own::JIT_EXPIRATION.desc(), own::ID.asc()])
        .send()
        .await
        .unwrap();

    let target = "/v2026/entitlement-connections/current-identity?offset=10&limit=5&count=false\
        &searchAfter=2026-03-02T14%3A00%3A00%2B01%3A00,e96b\
        &filters=jit.expiration%20gt%202026-03-01T00%3A00%3A00Z&sorters=-jit.expiration,id";
    assert_eq!(server.only().wire(), blank("GET", target));
    assert_eq!(page.len(), 2);
    assert_eq!(page[1].r#type, Some(ConnectionType::Standing));

    let request = connections.list_entitlement_connections_for_current_identity();
    assert!(request.send().await.unwrap().is_empty());
    let wire = blank("GET", "/v2026/entitlement-connections/current-identity");
    assert_eq!(server.last().wire(), wire);
}

#[tokio::test]
async fn patch_entitlement_connection_by_query() {
    let operation = "patchEntitlementConnectionByQuery";
    let (server, client) = answering([Answer::json(200, example(operation, 200))]).await;
    let answer = client
        .v2026()
        .entitlement_connections()
        .patch_entitlement_connection_by_query("e&1", "i=2", "a 3")
        .body(
            JsonPatch::new()
                .test("/type", "STANDING")
                .replace("/type", "JIT"),
        )
        .send()
        .await
        .unwrap();

    let target =
        "/v2026/entitlement-connections?entitlementId=e%261&identityId=i%3D2&accountId=a%203";
    let body = concat!(
        r#"[{"op":"test","path":"/type","value":"STANDING"},"#,
        r#"{"op":"replace","path":"/type","value":"JIT"}]"#,
    );
    assert_eq!(
        server.only().wire(),
        with_body("PATCH", target, JSON_PATCH, body)
    );
    assert_eq!(answer.r#type, Some(ConnectionType::Jit));
    assert_eq!(answer.state.as_deref(), Some("AVAILABLE"));
    assert_eq!(answer.machine_identity_id, None);
    let delete_after = answer.delete_after.as_ref().unwrap();
    assert_eq!(delete_after.unix_seconds(), Some(1_803_945_600));
}

#[tokio::test]
async fn patch_entitlement_connection_by_id() {
    let operation = "patchEntitlementConnectionById";
    let (server, client) = answering([Answer::json(200, example(operation, 200))]).await;
    let answer = client
        .v2026()
        .entitlement_connections()
        .patch_entitlement_connection_by_id("2ad90b7c-64e8-431f-b5c7-038e1d6fa294")
        .body(JsonPatch::new().replace("/type", "STANDING"))
        .send()
        .await
        .unwrap();

    let target = "/v2026/entitlement-connections/2ad90b7c-64e8-431f-b5c7-038e1d6fa294";
    let body = r#"[{"op":"replace","path":"/type","value":"STANDING"}]"#;
    assert_eq!(
        server.only().wire(),
        with_body("PATCH", target, JSON_PATCH, body)
    );
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.r#type, Some(ConnectionType::Standing));
    assert_eq!(answer.jit_activation, None);
    let changed = answer.state_changed.as_ref().unwrap();
    assert_eq!(changed.as_str(), "2025-12-18T19:40:02.6Z");
}

#[tokio::test]
async fn update_entitlement_connections_bulk() {
    let operation = "updateEntitlementConnectionsBulk";
    let found = documents()[1]
        .operations()
        .into_iter()
        .find(|it| it.id == operation);
    let (status, examples) = found.unwrap().responses().remove(0);
    assert_eq!((status, examples.len()), (207, 2));
    let replies = examples
        .iter()
        .map(|example| Answer::json(207, example.value));
    let (server, client) = answering(replies).await;
    let item = |id: &str, kind: TargetConnectionType| {
        EntitlementConnectionBulkUpdateItem::builder()
            .connection_id(id)
            .r#type(kind)
            .build()
    };
    let items = [
        item("80c6", TargetConnectionType::Standing),
        item("2a/d9", TargetConnectionType::Jit),
        item("é", "PERMANENT".into()),
    ];
    let connections = client.v2026().entitlement_connections();
    let request = connections
        .update_entitlement_connections_bulk()
        .body(items);
    let rows = request.clone().send().await.unwrap();

    let body = concat!(
        r#"[{"connectionId":"80c6","type":"STANDING"},"#,
        r#"{"connectionId":"2a/d9","type":"JIT"},"#,
        r#"{"connectionId":"é","type":"PERMANENT"}]"#,
    );
    let wire = with_body("POST", "/v2026/entitlement-connections", JSON, body);
    assert_eq!(server.only().wire(), wire);
    assert_eq!(rows.status(), 207);
    let outcomes: Vec<_> = rows.iter().map(|row| row.status.unwrap()).collect();
    assert_eq!(outcomes, [201, 201, 404]);

    let rows = request.send().await.unwrap();
    assert_eq!(server.last().wire(), wire);
    assert_eq!(rows[1].status, Some(422));
    assert_eq!(rows[1].r#type.as_deref(), Some("PERMANENT"));
    let description = "Invalid type specified, must be JIT or STANDING";
    assert_eq!(rows[1].description.as_deref(), Some(description));
}
