//! A server that keeps records.

use sailpoint_isc::beta::entitlements::EntitlementPatch;
use sailpoint_isc::beta::entitlements::fields::list_entitlements as f;
use sailpoint_isc::beta::models::*;
use sailpoint_isc::runtime::serde_json::{Value, json};
use sailpoint_isc::testing::{Builder, MockTenant};
use sailpoint_isc::v2026::models::{
    ConnectionType, EntitlementConnectionBulkUpdateItem, TargetConnectionType,
};
use sailpoint_isc::{Client, JsonPatch, Retry};

use super::support;

const SIGNAL: &str = "e07a9c4d52b84136a1f8d60b3c2e7954";
const TIMETABLE: &str = "b63d180f94e7452cae50719d2f8b6c3a";
pub(crate) const ENTITLEMENTS: &str = "/beta/entitlements";
pub(crate) const CONNECTIONS: &str = "/v2026/entitlement-connections";

pub(crate) async fn tenant() -> (MockTenant, Client) {
    let tenant = MockTenant::stateful().await;
    let client = tenant.client_builder().retry(Retry::none()).build();
    let client = client.unwrap();
    (tenant, client)
}

/// Records `e000`, `e001`, …, of which every third may be requested.
pub(crate) fn many(count: usize) -> Vec<Value> {
    let record = |n: usize| {
        json!({
            "id": format!("e{n:03}"),
            "name": format!("Name {}", n % 10),
            "requestable": n.is_multiple_of(3),
            "created": format!("2026-01-{:02}T00:00:00Z", n % 28 + 1),
            "source": {"id": if n.is_multiple_of(2) { "even" } else { "odd" }},
        })
    };
    (0..count).map(record).collect()
}

#[tokio::test]
async fn the_first_records_are_those_of_the_documents() {
    let (tenant, client) = tenant().await;
    let entitlements = client.beta().entitlements();
    let page = entitlements
        .list_entitlements()
        .count(true)
        .send()
        .await
        .unwrap();
    let ids: Vec<_> = page.iter().filter_map(|it| it.id.clone()).collect();
    assert_eq!(ids[..2], [SIGNAL, TIMETABLE]);
    // Three more are seen as parents and children.
    assert_eq!(page.total_count(), Some(5));
    let one = entitlements
        .get_entitlement(TIMETABLE)
        .send()
        .await
        .unwrap();
    assert_eq!(*one, page[1]);
    assert_eq!(tenant.records(ENTITLEMENTS).len(), 5);
    // With or without hyphens, as the service takes them.
    let hyphened = "b63d180f-94e7-452c-ae50-719d2f8b6c3a";
    entitlements.get_entitlement(hyphened).send().await.unwrap();
}

#[tokio::test]
async fn patches_persist() {
    let (_tenant, client) = tenant().await;
    let entitlements = client.beta().entitlements();
    let patch = EntitlementPatch::new()
        .requestable(true)
        .description("Plans the day.")
        .add_segment("s");
    let error = entitlements
        .patch_entitlement(TIMETABLE)
        .body(patch)
        .send()
        .await
        .unwrap_err();
    // There are no segments to add to: all or nothing.
    assert_eq!(error.status().unwrap(), 400, "{error}");
    let patch = EntitlementPatch::new()
        .requestable(true)
        .description("Plans the day.")
        .segments(["s"]);
    let patched = entitlements
        .patch_entitlement(TIMETABLE)
        .body(patch)
        .send()
        .await
        .unwrap();
    assert_eq!(patched.requestable, Some(true));
    let one = entitlements
        .get_entitlement(TIMETABLE)
        .send()
        .await
        .unwrap();
    assert_eq!(*one, *patched);
    let list = entitlements
        .list_entitlements()
        .filters(f::REQUESTABLE.eq(true));
    let list = list.send().await.unwrap();
    assert!(list.contains(&patched), "the list has it too");

    let unknown = JsonPatch::new().replace("/created", "2026-01-01T00:00:00Z");
    let error = entitlements
        .patch_entitlement(TIMETABLE)
        .body(unknown)
        .send()
        .await
        .unwrap_err();
    let message = error.api_error().unwrap().message.clone().unwrap();
    assert_eq!(message, "`/created` can't be patched");
}

#[tokio::test]
async fn replaced_records_persist() {
    let (_tenant, client) = tenant().await;
    let entitlements = client.beta().entitlements();
    let before = entitlements
        .get_entitlement_request_config(SIGNAL)
        .send()
        .await
        .unwrap();
    let access = EntitlementAccessRequestConfig::builder()
        .request_comment_required(true)
        .build();
    let config = EntitlementRequestConfig::builder()
        .access_request_config(access)
        .build();
    assert_ne!(*before, config);
    let put = entitlements
        .put_entitlement_request_config(SIGNAL)
        .body(config.clone());
    put.send().await.unwrap();
    let after = entitlements
        .get_entitlement_request_config(SIGNAL)
        .send()
        .await
        .unwrap();
    assert_eq!(*after, config);
    let other = entitlements
        .get_entitlement_request_config(TIMETABLE)
        .send()
        .await
        .unwrap();
    assert_eq!(*other, *before);
}

#[tokio::test]
async fn unknown_ids_are_not_found() {
    let (_tenant, client) = tenant().await;
    for (api, operation) in [
        ("beta", "getEntitlement"),
        ("v2026", "getEntitlement"),
        ("beta", "patchEntitlement"),
        ("v2026", "patchEntitlement"),
        ("beta", "listEntitlementParents"),
        ("v2026", "listEntitlementParents"),
        ("beta", "listEntitlementChildren"),
        ("v2026", "listEntitlementChildren"),
        ("beta", "getEntitlementRequestConfig"),
        ("v2026", "getEntitlementRequestConfig"),
        ("beta", "putEntitlementRequestConfig"),
        ("v2026", "putEntitlementRequestConfig"),
        ("beta", "createAccessModelMetadataForEntitlement"),
        ("v2026", "createAccessModelMetadataForEntitlement"),
        ("beta", "deleteAccessModelMetadataFromEntitlement"),
        ("v2026", "deleteAccessModelMetadataFromEntitlement"),
        ("beta", "updateEntitlementsInBulk"),
        ("v2026", "updateEntitlementsInBulk"),
        ("v2026", "patchEntitlementConnectionById"),
        ("v2026", "patchEntitlementConnectionByQuery"),
    ] {
        let error = support::send(&client, api, operation, "unknown")
            .await
            .unwrap_err();
        assert!(error.is_not_found(), "{api}, {operation}: {error}");
        let message = error.api_error().unwrap().message.as_deref().unwrap();
        let known = [
            "there is no record with the id unknown",
            "no record has these ids together",
        ];
        assert!(known.contains(&message), "{operation}: {message}");
    }
}

#[tokio::test]
async fn every_operation_uses_the_records() {
    let (_tenant, client) = tenant().await;
    for (api, operation) in support::operations() {
        let id = match operation.id.trim_end_matches("V1") {
            "patchEntitlementConnectionById" => "80c6e2d51f9a4b37a4be10d7f3592c68",
            "patchEntitlementConnectionByQuery" => continue,
            _ => SIGNAL,
        };
        let sent = support::send(&client, api, operation.id, id).await;
        // The patch that all of them get is one of an entitlement.
        if operation.id.starts_with("patchEntitlementConnectionById") {
            let error = sent.unwrap_err();
            assert_eq!(error.status().unwrap(), 400, "{error}");
        } else {
            sent.unwrap_or_else(|error| panic!("{}: {error}", operation.id));
        }
    }
}

#[tokio::test]
async fn bulk_updates_change_all_entitlements_or_none() {
    let (tenant, client) = tenant().await;
    tenant.set_records(ENTITLEMENTS, many(4));
    let entitlements = client.beta().entitlements();
    let change = |ids: &[&str]| {
        EntitlementBulkUpdateRequest::builder()
            .entitlement_ids(ids.iter().copied())
            .json_patch(JsonPatch::new().replace("/requestable", true))
            .build()
    };
    let requestable = || {
        let records = tenant.records(ENTITLEMENTS);
        records
            .iter()
            .filter(|it| it["requestable"] == true)
            .count()
    };
    assert_eq!(requestable(), 2);
    let request = entitlements
        .update_entitlements_in_bulk()
        .body(change(&["e001", "x"]));
    assert!(request.send().await.unwrap_err().is_not_found());
    assert_eq!(requestable(), 2);
    let request = entitlements
        .update_entitlements_in_bulk()
        .body(change(&["e001", "e002"]));
    request.send().await.unwrap();
    assert_eq!(requestable(), 4);
}

#[tokio::test]
async fn connections_show_a_change_in_every_form() {
    let (_tenant, client) = tenant().await;
    let connections = client.v2026().entitlement_connections();
    let list = connections
        .list_entitlement_connections()
        .send()
        .await
        .unwrap();
    let id = list[0].id.clone().unwrap();
    assert_eq!(list[0].r#type, Some(ConnectionType::Jit));

    let patch = JsonPatch::new().replace("/type", "STANDING");
    let patched = connections
        .patch_entitlement_connection_by_id(id.as_str())
        .body(patch)
        .send()
        .await
        .unwrap();
    assert_eq!(patched.r#type, Some(ConnectionType::Standing));
    let list = connections
        .list_entitlement_connections()
        .send()
        .await
        .unwrap();
    assert_eq!(list[0].r#type, Some(ConnectionType::Standing));

    let item = |id: &str, to: TargetConnectionType| {
        EntitlementConnectionBulkUpdateItem::builder()
            .connection_id(id)
            .r#type(to)
            .build()
    };
    let items = [
        item(id.as_str(), TargetConnectionType::Jit),
        item(id.as_str(), TargetConnectionType::Standing),
        item(
            "c41f6b08-93de-4a75-8b2e-d70a51e9f364",
            TargetConnectionType::Jit,
        ),
        item(list[1].id.clone().unwrap().as_str(), "PERMANENT".into()),
    ];
    let rows = connections
        .update_entitlement_connections_bulk()
        .body(items)
        .send()
        .await
        .unwrap();
    assert_eq!(rows.status(), 207);
    let told: Vec<_> = rows
        .iter()
        .map(|row| (row.status.unwrap(), row.description.clone().unwrap()))
        .collect();
    assert_eq!(
        told,
        [
            (201, "success".to_owned()),
            (409, "Duplicate connectionId in request".to_owned()),
            (404, "Connection not found".to_owned()),
            (
                422,
                "Invalid type specified, must be JIT or STANDING".to_owned()
            ),
        ]
    );
    assert_eq!(rows[3].r#type.as_deref(), Some("PERMANENT"));
    let list = connections
        .list_entitlement_connections()
        .send()
        .await
        .unwrap();
    assert_eq!(list[0].r#type, Some(ConnectionType::Jit));
}

#[tokio::test]
async fn connections_are_found_by_the_ids_they_connect() {
    let (_tenant, client) = tenant().await;
    let connections = client.v2026().entitlement_connections();
    let patch = JsonPatch::new()
        .test("/type", "JIT")
        .replace("/type", "STANDING");
    let request = connections.patch_entitlement_connection_by_query(
        SIGNAL,
        "91b7f3c05ad24e6c8f1d20e4a7936b58",
        "0e7b35d9c1f8462aa4d90b6e2f7c8135",
    );
    let patched = request.body(patch).send().await.unwrap();
    assert_eq!(patched.r#type, Some(ConnectionType::Standing));
    let own = connections
        .list_entitlement_connections_for_current_identity()
        .send()
        .await
        .unwrap();
    assert!(
        own.iter()
            .any(|it| it.r#type == Some(ConnectionType::Standing))
    );
}

#[tokio::test]
async fn expectations_take_precedence_over_records() {
    let (tenant, client) = tenant().await;
    tenant
        .on_get_entitlement()
        .with_id(SIGNAL)
        .then_error(403)
        .times(1);
    let entitlements = client.beta().entitlements();
    let error = entitlements
        .get_entitlement(SIGNAL)
        .send()
        .await
        .unwrap_err();
    assert!(error.is_forbidden(), "{error}");
    entitlements.get_entitlement(SIGNAL).send().await.unwrap();
}

#[tokio::test]
async fn the_documented_limit_holds() {
    let (_tenant, client) = tenant().await;
    let request = client.beta().entitlements().get_entitlement(SIGNAL);
    let request = request.limiter(sailpoint_isc::Unlimited);
    for _ in 0..100 {
        request.clone().send().await.unwrap();
    }
    let error = request.clone().send().await.unwrap_err();
    assert!(error.is_rate_limited(), "{error}");
    assert_eq!(
        error.retry_after(),
        Some(std::time::Duration::from_secs(10))
    );

    let tenant = MockTenant::start_with(Builder::new().stateful().no_rate_limit()).await;
    let request = tenant
        .client()
        .beta()
        .entitlements()
        .get_entitlement(SIGNAL);
    for _ in 0..101 {
        request
            .clone()
            .limiter(sailpoint_isc::Unlimited)
            .send()
            .await
            .unwrap();
    }
}
