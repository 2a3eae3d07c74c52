//! Every operation can be expected, returns its responses in order, and is recorded.

use sailpoint_isc::beta::entitlements::{EntitlementPatch, fields::list_entitlements as f};
use sailpoint_isc::beta::models::*;
use sailpoint_isc::runtime::http::Method;
use sailpoint_isc::runtime::serde_json::{self, json};
use sailpoint_isc::testing::{Answer, Builder, MockTenant};
use sailpoint_isc::v2026::models::{
    EntitlementConnectionBulkUpdateItem, EntitlementConnectionBulkUpdateResultItem,
};
use sailpoint_isc::{File, JsonPatch};

use super::support;

/// Each returns the documented example by default.
fn expect_all(tenant: &MockTenant) {
    tenant.on_create_access_model_metadata_for_entitlement();
    tenant.on_delete_access_model_metadata_from_entitlement();
    tenant.on_get_entitlement();
    tenant.on_get_entitlement_request_config();
    tenant.on_import_entitlement_csv();
    tenant.on_list_entitlement_children();
    tenant.on_list_entitlement_parents();
    tenant.on_list_entitlements();
    tenant.on_patch_entitlement();
    tenant.on_put_entitlement_request_config();
    tenant.on_reset_source_entitlements();
    tenant.on_update_entitlements_in_bulk();
    tenant.on_list_entitlement_connections();
    tenant.on_list_entitlement_connections_for_current_identity();
    tenant.on_patch_entitlement_connection_by_id();
    tenant.on_patch_entitlement_connection_by_query();
    tenant.on_update_entitlement_connections_bulk();
    let v2026 = tenant.v2026();
    v2026.on_create_access_model_metadata_for_entitlement();
    v2026.on_delete_access_model_metadata_from_entitlement();
    v2026.on_get_entitlement();
    v2026.on_get_entitlement_request_config();
    v2026.on_import_entitlements_by_source();
    v2026.on_list_entitlement_children();
    v2026.on_list_entitlement_parents();
    v2026.on_list_entitlements();
    v2026.on_list_entitlements_by_account();
    v2026.on_patch_entitlement();
    v2026.on_put_entitlement_request_config();
    v2026.on_reset_source_entitlements();
    v2026.on_update_entitlements_in_bulk();
    tenant.on_get_task_status();
    v2026.on_get_task_status();
    tenant.on_create_access_model_metadata_for_entitlement_v1();
    tenant.on_delete_access_model_metadata_from_entitlement_v1();
    tenant.on_get_entitlement_v1();
    tenant.on_get_entitlement_request_config_v1();
    tenant.on_get_task_status_v1();
    tenant.on_import_entitlements_by_source_v1();
    tenant.on_list_entitlement_children_v1();
    tenant.on_list_entitlement_connections_v1();
    tenant.on_list_entitlement_connections_for_current_identity_v1();
    tenant.on_list_entitlement_parents_v1();
    tenant.on_list_entitlements_v1();
    tenant.on_list_entitlements_by_account_v1();
    tenant.on_patch_entitlement_v1();
    tenant.on_patch_entitlement_connection_by_id_v1();
    tenant.on_patch_entitlement_connection_by_query_v1();
    tenant.on_put_entitlement_request_config_v1();
    tenant.on_reset_source_entitlements_v1();
    tenant.on_update_entitlement_connections_bulk_v1();
    tenant.on_update_entitlements_in_bulk_v1();
}

#[tokio::test]
async fn every_operation_returns_the_documented_example() {
    let tenant = MockTenant::start().await;
    expect_all(&tenant);
    let client = tenant.client();
    let mut wanted = Vec::new();
    for (api, operation) in support::operations() {
        let sent = support::send(
            &client,
            api,
            operation.id,
            "e07a9c4d52b84136a1f8d60b3c2e7954",
        )
        .await;
        sent.unwrap_or_else(|error| panic!("{}: {error}", operation.id));
        wanted.push(operation.id.to_owned());
    }
    let received = tenant.received();
    let came: Vec<String> = received
        .iter()
        .filter_map(|it| it.operation().map(str::to_owned))
        .collect();
    assert_eq!(came, wanted);
}

#[tokio::test]
async fn every_operation_returns_the_documented_errors() {
    for status in [400, 401, 403, 404, 429, 500] {
        let tenant = MockTenant::start().await;
        tenant.on_get_entitlement().then_error(status);
        tenant
            .on_update_entitlement_connections_bulk()
            .then_error(status);
        let client = tenant
            .client_builder()
            .retry(sailpoint_isc::Retry::none())
            .build()
            .unwrap();
        for (api, operation) in [
            ("beta", "getEntitlement"),
            ("v2026", "updateEntitlementConnectionsBulk"),
        ] {
            let error = support::send(&client, api, operation, "x")
                .await
                .unwrap_err();
            assert_eq!(
                error.status().unwrap().as_u16(),
                status,
                "{operation}: {error}"
            );
            assert!(error.api_error().is_some(), "{operation}: {error:?}");
        }
    }
}

#[tokio::test]
async fn responses_are_in_order_and_the_last_one_repeats() {
    let tenant = MockTenant::start().await;
    let named = |name: &str| Entitlement::builder().name(name).build();
    tenant
        .on_get_entitlement()
        .then_ok(named("first"))
        .times(2)
        .then_error(404)
        .then_ok(named("last"));
    let entitlements = tenant.client().beta().entitlements();
    let mut came = Vec::new();
    for _ in 0..5 {
        let found = entitlements.get_entitlement("x").send().await;
        came.push(match found {
            Ok(found) => found.name.clone().unwrap(),
            Err(error) => error.status().unwrap().as_u16().to_string(),
        });
    }
    assert_eq!(came, ["first", "first", "404", "last", "last"]);
}

#[tokio::test]
async fn later_expectations_take_precedence_until_used_up() {
    let tenant = MockTenant::start().await;
    tenant.on_get_entitlement().then_error(403);
    tenant
        .on_get_entitlement()
        .with_id("a")
        .then_error(404)
        .times(1);
    let entitlements = tenant.client().beta().entitlements();
    let mut came = Vec::new();
    for id in ["a", "b", "a"] {
        let error = entitlements.get_entitlement(id).send().await.unwrap_err();
        came.push(error.status().unwrap().as_u16());
    }
    assert_eq!(came, [404, 403, 403]);
}

#[tokio::test]
async fn parameters_distinguish_calls() {
    let tenant = MockTenant::start().await;
    let named = |name: &str| vec![Entitlement::builder().name(name).build()];
    tenant.on_list_entitlements().then_ok(named("any"));
    tenant
        .on_list_entitlements()
        .with_limit(5)
        .then_ok(named("five"));
    let filter = || f::NAME.sw("Adm").and(f::REQUESTABLE.eq(true));
    tenant
        .on_list_entitlements()
        .with_filters(filter())
        .then_ok(named("filtered"));
    tenant
        .on_list_entitlements()
        .with_for_segment_ids(["s1", "s2"])
        .then_ok(named("segments"));
    tenant
        .on_list_entitlements()
        .with_header("X-Test", "yes")
        .then_ok(named("header"));
    tenant
        .on_list_entitlements()
        .matching(|call| call.offset().is_some_and(|it| it > 100))
        .then_ok(named("far"));
    let list = || tenant.client().beta().entitlements().list_entitlements();
    for (request, expected) in [
        (list(), "any"),
        (list().limit(6), "any"),
        (list().limit(5).count(true), "five"),
        (list().filters(filter()), "filtered"),
        // Written in another way.
        (
            list().filters(sailpoint_isc::Filter::raw(
                r#"(name  sw "Adm") and requestable eq true"#,
            )),
            "filtered",
        ),
        (list().for_segment_ids(["s1", "s2"]), "segments"),
        (list().for_segment_ids(["s2", "s1"]), "any"),
        (list().header("X-Test", "yes"), "header"),
        (list().offset(101), "far"),
    ] {
        let page = request.send().await.unwrap();
        assert_eq!(page[0].name.as_deref(), Some(expected));
    }
}

#[tokio::test]
async fn bodies_distinguish_calls_and_are_typed() {
    let tenant = MockTenant::start().await;
    let patch = || {
        EntitlementPatch::new()
            .requestable(true)
            .clear_description()
    };
    tenant
        .on_patch_entitlement()
        .with_id("a")
        .with_body(patch());
    tenant
        .on_import_entitlement_csv()
        .with_csv_file(File::from_bytes("g.csv", "id,name\n1,x\n"));
    tenant.on_update_entitlements_in_bulk().then_ok();
    let entitlements = tenant.client().beta().entitlements();

    entitlements
        .patch_entitlement("a")
        .body(patch())
        .send()
        .await
        .unwrap();
    let calls = tenant.calls().patch_entitlement();
    assert_eq!(calls[0].id(), Some("a".into()));
    assert_eq!(calls[0].body(), Some(JsonPatch::from(patch())));

    #[allow(deprecated, reason = "deprecated operations must keep working")]
    let import = entitlements.import_entitlement_csv("s");
    let file = File::from_bytes("other name.csv", "id,name\n1,x\n");
    import.csv_file(file).send().await.unwrap();
    let calls = tenant.calls().import_entitlement_csv();
    let part = calls[0].csv_file().unwrap();
    assert_eq!(part.file_name(), Some("other name.csv"));
    assert_eq!(part.text(), "id,name\n1,x\n");

    let body = EntitlementBulkUpdateRequest::builder()
        .entitlement_ids(["a", "b"])
        .json_patch(JsonPatch::new().replace("/requestable", false))
        .build();
    let bulk = entitlements
        .update_entitlements_in_bulk()
        .body(body.clone());
    assert_eq!(bulk.send().await.unwrap().status(), 204);
    assert_eq!(
        tenant.calls().update_entitlements_in_bulk()[0].body(),
        Some(body)
    );
}

#[tokio::test]
async fn rows_of_a_bulk_response_are_typed() {
    let tenant = MockTenant::start().await;
    let row = EntitlementConnectionBulkUpdateResultItem::builder()
        .connection_id("c")
        .status(409)
        .build();
    tenant
        .on_update_entitlement_connections_bulk()
        .then_ok(vec![row]);
    let item = EntitlementConnectionBulkUpdateItem::builder()
        .connection_id("c")
        .r#type("JIT")
        .build();
    let connections = tenant.client().v2026().entitlement_connections();
    let request = connections
        .update_entitlement_connections_bulk()
        .body([item.clone()]);
    let outcome = request.send_all().await.unwrap();
    assert_eq!(outcome.failed().count(), 1);
    let calls = tenant.v2026().calls().update_entitlement_connections_bulk();
    assert_eq!(calls[0].body(), Some(vec![item]));
}

#[tokio::test]
async fn paths_that_no_operation_describes_can_be_expected() {
    let tenant = MockTenant::start().await;
    tenant
        .on(Method::GET, "/v2026/roles")
        .with_query("limit", 1)
        .then_ok(&json!([{"id": "r"}]))
        .times(1);
    let call = tenant.client().get("/v2026/roles").query("limit", 1);
    let roles = call
        .send_json::<serde_json::Value>()
        .await
        .unwrap()
        .into_inner();
    assert_eq!(roles, json!([{"id": "r"}]));
}

#[tokio::test]
async fn any_response_can_be_returned() {
    let tenant = MockTenant::start().await;
    let teapot = Answer::json(418, &json!({"message": "short and stout"})).header("X-Tea", 1);
    tenant
        .on_get_entitlement()
        .then(teapot)
        .then_error_because(409, "somebody else was faster");
    let entitlements = tenant.client().beta().entitlements();
    let error = entitlements.get_entitlement("x").send().await.unwrap_err();
    assert_eq!(error.status().unwrap(), 418);
    assert_eq!(error.headers().unwrap()["x-tea"], "1");
    let error = entitlements.get_entitlement("x").send().await.unwrap_err();
    assert!(
        error.to_string().contains("somebody else was faster"),
        "{error}"
    );
}

#[tokio::test]
async fn the_service_s_limit_can_be_enforced() {
    let settings = Builder::new().rate_limit(2, std::time::Duration::from_secs(10));
    let tenant = MockTenant::start_with(settings).await;
    tenant.on_list_entitlements().then_ok(vec![]);
    tenant.on_list_entitlement_connections().then_ok(vec![]);
    let client = tenant.client();
    for _ in 0..3 {
        client
            .beta()
            .entitlements()
            .list_entitlements()
            .send()
            .await
            .unwrap();
    }
    // Each API has a separate count.
    let connections = client.v2026().entitlement_connections();
    connections
        .list_entitlement_connections()
        .send()
        .await
        .unwrap();
    assert_eq!(tenant.calls().list_entitlements(), 4, "one got 429");
    assert_eq!(tenant.clock().slept(), std::time::Duration::from_secs(10));
}
