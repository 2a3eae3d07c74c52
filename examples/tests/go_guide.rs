//! The Rust of `docs/from-the-go-sdk.md`, compiled and run.

use sailpoint_isc::beta::models::EntitlementBulkUpdateRequest;
use sailpoint_isc::runtime::http::Method;
use sailpoint_isc::testing::MockTenant;
use sailpoint_isc::v2026::models::{
    ConnectionType, EntitlementConnectionBulkUpdateItem, EntitlementConnectionSearchHit,
    TargetConnectionType,
};
use sailpoint_isc::{Client, Cursor, File, JsonPatch, Result};

const ID: &str = "e07a9c4d52b84136a1f8d60b3c2e7954";
const CONNECTION: &str = "80c6e2d51f9a4b37a4be10d7f3592c68";

#[tokio::test]
async fn entitlements_of_beta() -> Result<()> {
    let tenant = MockTenant::stateful().await;
    let entitlements = tenant.client().beta().entitlements();
    let id = ID;
    let mut seen = Vec::new();

    {
        use sailpoint_isc::beta::entitlements::fields::list_entitlements as f;

        let page = entitlements
            .list_entitlements()
            .filters(f::NAME.sw("Signal").and(f::REQUESTABLE.eq(true)))
            .sorters([f::CREATED.desc(), f::ID.asc()])
            .limit(50)
            .count(true)
            .send()
            .await?;
        let total = page.total_count();
        assert_eq!(total, Some(1));
    }
    {
        let mut all = entitlements.list_entitlements().items();
        while let Some(entitlement) = all.try_next().await? {
            seen.push(entitlement.id);
        }
        assert_eq!(seen.len(), 5);
    }
    {
        let entitlement = entitlements.get_entitlement(id).send().await?.into_inner();
        assert_eq!(seen[0], entitlement.id);
    }
    {
        use sailpoint_isc::beta::entitlements::EntitlementPatch;

        let patch = EntitlementPatch::new()
            .requestable(true)
            .clear_description();
        let patched = entitlements
            .patch_entitlement(id)
            .body(patch)
            .send()
            .await?;
        assert_eq!(patched.description, None);
    }
    {
        let parents = entitlements
            .list_entitlement_parents(id)
            .limit(50)
            .send()
            .await?;
        let children = entitlements
            .list_entitlement_children(id)
            .limit(50)
            .send()
            .await?;
        assert_eq!((parents.len(), children.len()), (2, 2));
    }
    {
        let config = entitlements
            .get_entitlement_request_config(id)
            .send()
            .await?
            .into_inner();
        let config = entitlements
            .put_entitlement_request_config(id)
            .body(config)
            .send()
            .await?;
        assert_eq!(config.status(), 200);
    }
    Ok(())
}

#[tokio::test]
async fn many_entitlements_of_beta() -> Result<()> {
    let tenant = MockTenant::stateful().await;
    let entitlements = tenant.client().beta().entitlements();
    let (source_id, ids) = ("7d1c40e2b9584f0aa6c3e85f21907b64", [ID]);

    {
        let request = EntitlementBulkUpdateRequest::builder()
            .entitlement_ids(ids)
            .json_patch(JsonPatch::new().replace("/requestable", true))
            .build();
        let outcome = entitlements
            .update_entitlements_in_bulk()
            .body(request)
            .send_all()
            .await?;
        assert!(outcome.is_success());
    }
    {
        let task = entitlements
            .reset_source_entitlements(source_id)
            .send()
            .await?;
        assert_eq!(task.status(), 202);
    }
    Ok(())
}

#[allow(
    deprecated,
    reason = "the service has no other way to send a file of entitlements"
)]
#[tokio::test]
async fn files() -> Result<()> {
    let tenant = MockTenant::stateful().await;
    let entitlements = tenant.client().beta().entitlements();
    let source_id = "s";
    if false {
        let file = File::from_path("groups.csv").await?;
        let task = entitlements
            .import_entitlement_csv(source_id)
            .csv_file(file)
            .send()
            .await?;
        assert_eq!(task.status(), 202);
    }
    let task = entitlements
        .import_entitlement_csv(source_id)
        .send()
        .await?;
    assert_eq!(task.status(), 202);
    let calls = tenant.calls().import_entitlement_csv();
    assert!(calls[0].bytes().is_empty() && calls[0].header("content-type").is_none());
    Ok(())
}

#[tokio::test]
async fn connections_of_v2026() -> Result<()> {
    let tenant = MockTenant::stateful().await;
    let connections = tenant.client().v2026().entitlement_connections();
    let (id, identity_id, account_id) = (
        ID,
        "91b7f3c05ad24e6c8f1d20e4a7936b58",
        "0e7b35d9c1f8462aa4d90b6e2f7c8135",
    );
    let connection_id = CONNECTION;
    let kept = std::cell::Cell::new(0);
    let keep = |_: &EntitlementConnectionSearchHit, _: &Cursor| kept.set(kept.get() + 1);
    let report = |_: usize| kept.set(100);

    {
        use sailpoint_isc::v2026::entitlement_connections::fields::list_entitlement_connections as c;

        let mut hits = connections
            .list_entitlement_connections()
            .filters(c::TYPE.eq(ConnectionType::Jit))
            .items();
        while let Some(hit) = hits.try_next().await? {
            keep(&hit, &hits.cursor());
        }
        assert_eq!(kept.get(), 1);
    }
    {
        let own = connections
            .list_entitlement_connections_for_current_identity()
            .send()
            .await?;
        assert!(!own.is_empty());
    }
    {
        let patch = JsonPatch::new().replace("/type", TargetConnectionType::Standing);
        let connection = connections
            .patch_entitlement_connection_by_id(connection_id)
            .body(patch)
            .send()
            .await?;
        assert_eq!(connection.r#type, Some(ConnectionType::Standing));
    }
    {
        let patch = JsonPatch::new().replace("/type", TargetConnectionType::Jit);
        let connection = connections
            .patch_entitlement_connection_by_query(id, identity_id, account_id)
            .body(patch)
            .send()
            .await?;
        assert_eq!(connection.r#type, Some(ConnectionType::Jit));
    }
    {
        let item = EntitlementConnectionBulkUpdateItem::builder()
            .connection_id(connection_id)
            .r#type(TargetConnectionType::Standing)
            .build();
        let outcome = connections
            .update_entitlement_connections_bulk()
            .body([item])
            .send_all()
            .await?;
        for failure in outcome.failed() {
            report(failure.index);
        }
        assert_eq!(kept.get(), 1);
    }
    Ok(())
}

#[tokio::test]
async fn anything_else() -> Result<()> {
    let tenant = MockTenant::stateful().await;
    tenant.on(Method::GET, "/v2026/roles").then_ok(&["r"]);
    let client: Client = tenant.client();
    let entitlements = client.beta().entitlements();
    let mut told = Vec::new();
    {
        let roles = client
            .get("/v2026/roles")
            .query("limit", 1)
            .send_json::<Vec<serde_json::Value>>()
            .await?;
        assert_eq!(*roles, ["r"]);
    }
    match entitlements.get_entitlement("nobody").send().await {
        Err(error) if error.is_not_found() => told.push(error.to_string()),
        Err(error) => return Err(error),
        Ok(_) => {}
    }
    assert_eq!(told.len(), 1);
    Ok(())
}

/// Code without what a formatter may change.
fn plain(code: &str) -> String {
    let all: String = code.split_whitespace().collect();
    all.replace(",)", ")").replace(",]", "]")
}

#[test]
fn the_guide_shows_the_code_that_runs_here() {
    let guide = include_str!("../../docs/from-the-go-sdk.md");
    let here = plain(include_str!("go_guide.rs"));
    let blocks: Vec<&str> = guide
        .split("```rust\n")
        .skip(1)
        .filter_map(|rest| Some(rest.split_once("\n```")?.0))
        .collect();
    assert_eq!(blocks.len(), 18);
    for block in blocks {
        // A block may import, and go on.
        for part in block.split("\n\n") {
            assert!(here.contains(&plain(part)), "this is run nowhere:\n{part}");
        }
    }
}
