//! Testing code that uses the client: no account, no network, no waiting.

use std::time::Duration;

use sailpoint_isc::isc::entitlements::fields::list_entitlements_v1 as f;
use sailpoint_isc::isc::models::EntitlementV2;
use sailpoint_isc::testing::{Answer, MockServer};
use sailpoint_isc::{Client, Result};

/// The code under test: makes every entitlement of a source requestable, and returns how many it has changed.
async fn open_source(client: &Client, source: &str) -> Result<usize> {
    use sailpoint_isc::isc::entitlements::EntitlementV2Patch;

    let entitlements = client.isc().entitlements();
    let filter = f::SOURCE_ID.eq(source).and(f::REQUESTABLE.eq(false));
    let mut closed = entitlements.list_entitlements_v1().filters(filter).items();
    let mut changed = 0;
    while let Some(entitlement) = closed.try_next().await? {
        let Some(id) = entitlement.id else {
            continue;
        };
        let patch = EntitlementV2Patch::new().requestable(true);
        match entitlements
            .patch_entitlement_v1(id)
            .body(patch)
            .send()
            .await
        {
            Ok(_) => changed += 1,
            // Somebody has removed it meanwhile.
            Err(error) if error.is_not_found() => {}
            Err(error) => return Err(error),
        }
    }
    Ok(changed)
}

fn closed(id: &str) -> EntitlementV2 {
    EntitlementV2::builder().id(id).requestable(false).build()
}

#[tokio::test]
async fn every_closed_entitlement_is_opened() -> Result<()> {
    let tenant = MockServer::start().await;
    tenant
        .on_list_entitlements_v1()
        .with_filters(f::SOURCE_ID.eq("s").and(f::REQUESTABLE.eq(false)))
        .then_ok(vec![closed("a"), closed("b")]);
    tenant.on_patch_entitlement_v1().with_id("a");
    tenant
        .on_patch_entitlement_v1()
        .with_id("b")
        .then_error(404);

    assert_eq!(open_source(&tenant.client(), "s").await?, 1);
    assert_eq!(tenant.calls().patch_entitlement_v1(), 2);
    Ok(())
}

#[tokio::test]
async fn limits_and_broken_connections_are_survived() -> Result<()> {
    let tenant = MockServer::start().await;
    tenant
        .on_list_entitlements_v1()
        .rate_limited(Duration::from_secs(90))
        .drops_connection()
        .then(Answer::new(503))
        .then_ok(vec![]);

    assert_eq!(open_source(&tenant.client(), "s").await?, 0);
    assert_eq!(tenant.calls().list_entitlements_v1(), 4);
    assert!(tenant.clock().slept() > Duration::from_secs(90));
    Ok(())
}

#[tokio::test]
async fn the_tenant_s_records_are_changed() -> Result<()> {
    let tenant = MockServer::stateful().await;
    let record = |n: usize| serde_json::json!({"id": n.to_string(), "requestable": n > 600, "source": {"id": "s"}});
    tenant.set_records("/entitlements/v1", (1..=700).map(record));

    // Changed records leave the list while it is being read, so one run does not reach all of them.
    let mut changed = 0;
    loop {
        match open_source(&tenant.client(), "s").await? {
            0 => break,
            more => changed += more,
        }
    }
    assert_eq!(changed, 600);
    let records = tenant.records("/entitlements/v1");
    assert!(records.iter().all(|it| it["requestable"] == true));
    Ok(())
}
