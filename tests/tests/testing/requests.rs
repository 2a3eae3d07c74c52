//! Requests are checked against the document.

use sailpoint_isc::beta::models::*;
use sailpoint_isc::runtime::serde_json::json;
use sailpoint_isc::testing::{Builder, MockTenant};
use sailpoint_isc::{Client, Filter, JsonPatch, JsonPatchOperation, Result, Retry, Sorter};

fn refused(sent: Result<()>) -> String {
    let error = sent.unwrap_err();
    assert_eq!(error.status().unwrap(), 400, "{error}");
    assert!(
        error.api_error().unwrap().tracking_id.is_some(),
        "{error:?}"
    );
    error.api_error().unwrap().message.clone().unwrap()
}

async fn tenant() -> (MockTenant, Client) {
    let tenant = MockTenant::start().await;
    tenant.on_list_entitlements().then_ok(vec![]);
    tenant.on_patch_entitlement();
    tenant.on_put_entitlement_request_config();
    tenant.on_update_entitlements_in_bulk().then_ok();
    let client = tenant.client_builder().retry(Retry::none()).build();
    let client = client.unwrap();
    (tenant, client)
}

#[tokio::test]
async fn checks_parameters() {
    let (_tenant, client) = tenant().await;
    let list = || client.beta().entitlements().list_entitlements();
    for (request, expected) in [
        (list().limit(251), "`limit` is 251, more than 250"),
        (list().offset(-1), "`offset` is -1, less than 0"),
        (
            list().query_param("count", "maybe"),
            "`count` is \"maybe\", not a boolean",
        ),
        (
            list().query_param("limit", "1.5"),
            "`limit` is 1.5, not an integer",
        ),
        (
            list().filters(Filter::raw("name equals 1")),
            "`name equals 1` is not a filter: expected an operator at byte 5",
        ),
        (
            list().filters(Filter::raw(r#"name co "x" and colour eq "red""#)),
            "`name` can't be compared by `co`; `colour` is not a field to filter by",
        ),
        (
            list().sorters([Sorter::raw("-colour")]),
            "`colour` is not a field to sort by",
        ),
    ] {
        assert_eq!(refused(request.send().await.map(drop)), expected);
    }
    // Unknown parameters and properties are ignored.
    list().query_param("colour", "red").send().await.unwrap();
}

#[tokio::test]
async fn checks_bodies() {
    let (_tenant, client) = tenant().await;
    let entitlements = client.beta().entitlements();
    let scheme = EntitlementApprovalScheme::builder()
        .approver_type("NOBODY")
        .build();
    let access = EntitlementAccessRequestConfig::builder()
        .approval_schemes([scheme])
        .build();
    let config = EntitlementRequestConfig::builder()
        .access_request_config(access)
        .build();
    let put = entitlements
        .put_entitlement_request_config("x")
        .body(config);
    let message = refused(put.send().await.map(drop));
    let start =
        "`body.accessRequestConfig.approvalSchemes[0].approverType` is \"NOBODY\", none of ";
    assert!(message.starts_with(start), "{message}");

    let broken: JsonPatchOperation =
        sailpoint_isc::runtime::serde_json::from_value(json!({"op": "move", "path": "/a"}))
            .unwrap();
    let patch = entitlements
        .patch_entitlement("x")
        .body(JsonPatch::from(broken));
    let message = refused(patch.send().await.map(drop));
    assert_eq!(message, "`body[0]` has no `from`");

    let many = EntitlementBulkUpdateRequest::builder()
        .entitlement_ids((0..51).map(|n| n.to_string()))
        .json_patch(JsonPatch::new())
        .build();
    let bulk = entitlements.update_entitlements_in_bulk().body(many);
    let message = refused(bulk.send().await.map(drop));
    assert_eq!(message, "`body.entitlementIds` has 51 items, more than 50");

    let raw = client.put("/beta/entitlements/x/entitlement-request-config");
    let message = refused(
        raw.json_as("text/json", &json!({}))
            .send_empty()
            .await
            .map(drop),
    );
    assert_eq!(
        message,
        "`Content-Type` is `text/json`, not `application/json`"
    );
    let raw = client.put("/beta/entitlements/x/entitlement-request-config");
    let message = refused(raw.send_empty().await.map(drop));
    assert_eq!(message, "`body` is required");
}

#[tokio::test]
async fn refuses_values_of_patches_that_the_document_refuses() {
    let (tenant, client) = tenant().await;
    let expected = tenant.v2026();
    expected.on_patch_entitlement();
    expected.on_update_entitlements_in_bulk();
    let entitlements = client.v2026().entitlements();
    for value in [
        json!("a"),
        json!(1),
        json!(true),
        json!({"a": null}),
        json!(["a", 1]),
    ] {
        let patch = JsonPatch::new().replace("/owner", value);
        let patch = entitlements.patch_entitlement("x").body(patch);
        patch.send().await.expect("the document allows the value");
    }
    let (other, null) = ("matches no type of the union", "must not be null");
    for (value, fault) in [
        (json!(null), null),
        (json!(1.5), other),
        (json!([true]), other),
        (json!([null]), other),
    ] {
        let patch = JsonPatch::new().replace("/owner", value);
        let one = entitlements.patch_entitlement("x").body(patch.clone());
        let message = refused(one.send().await.map(drop));
        assert_eq!(message, format!("`body[0].value` {fault}"));
        let many = sailpoint_isc::v2026::models::EntitlementBulkUpdateRequest::builder()
            .entitlement_ids(["x"])
            .json_patch(patch)
            .build();
        let bulk = entitlements.update_entitlements_in_bulk().body(many);
        let message = refused(bulk.send().await.map(drop));
        assert_eq!(message, format!("`body.jsonPatch[0].value` {fault}"));
    }
    // `remove` clears a property.
    let cleared = entitlements
        .patch_entitlement("x")
        .body(JsonPatch::new().remove("/owner"));
    cleared.send().await.expect("a patch without a value");
}

#[tokio::test]
async fn reports_a_violation_once() {
    let (tenant, client) = tenant().await;
    let list = client.beta().entitlements().list_entitlements();
    let twice = Filter::raw(r#"name co "x" or name co "y""#);
    let message = refused(list.clone().filters(twice).send().await.map(drop));
    assert_eq!(message, "`name` can't be compared by `co`");
    let twice = [Sorter::raw("colour"), Sorter::raw("-colour")];
    let message = refused(list.sorters(twice).send().await.map(drop));
    assert_eq!(message, "`colour` is not a field to sort by");

    tenant.on_update_entitlement_connections_bulk();
    let item = json!({"connectionId": "a", "type": "JIT"});
    let bulk = client.post("/v2026/entitlement-connections");
    let sent = bulk.json(&vec![item; 101]).send_empty().await;
    let message = refused(sent.map(drop));
    assert_eq!(message, "`body` has 101 items, more than 100");
}

#[tokio::test]
async fn a_mock_server_can_skip_checks() {
    let tenant = MockTenant::start_with(Builder::new().unchecked()).await;
    tenant.on_list_entitlements().then_ok(vec![]);
    let list = tenant.client().beta().entitlements().list_entitlements();
    list.limit(100_000).send().await.unwrap();
}
