//! An example of a user's test.

use std::time::Duration;

use sailpoint_isc::beta::entitlements::fields::list_entitlements as f;
use sailpoint_isc::beta::models::{Entitlement, EntitlementSource};
use sailpoint_isc::testing::MockTenant;
use sailpoint_isc::{Client, Result};

/// The code under test: returns the names of the requestable entitlements.
async fn my_job(client: Client) -> Result<Vec<String>> {
    let request = client.beta().entitlements().list_entitlements();
    let found = request.filters(f::REQUESTABLE.eq(true)).send().await?;
    Ok(found.iter().filter_map(|it| it.name.clone()).collect())
}

fn entitlement(name: &str) -> Entitlement {
    let source = EntitlementSource::builder().id("7d1c").build();
    Entitlement::builder().name(name).source(source).build()
}

#[tokio::test]
async fn my_code_survives_429() {
    let tenant = MockTenant::start().await;
    tenant
        .on_list_entitlements()
        .rate_limited(Duration::from_secs(7))
        .then_ok(vec![entitlement("a"), entitlement("b")]);
    let names = my_job(tenant.client()).await.unwrap();
    assert_eq!(names, ["a", "b"]);
    assert_eq!(tenant.calls().list_entitlements(), 2);
    assert_eq!(tenant.clock().slept(), Duration::from_secs(7));

    // The same by the handle of the API, whose names stay when another API has them too.
    let calls = tenant.beta().calls().list_entitlements();
    assert_eq!(calls[0].filters(), Some(f::REQUESTABLE.eq(true)));
    assert_eq!(calls[0].limit(), None);
    assert_eq!(
        format!("{calls:?}"),
        "2 calls [GET /beta/entitlements?filters=requestable eq true, GET /beta/entitlements?filters=requestable eq true]"
    );
}

#[tokio::test]
async fn a_token_that_expires_is_renewed() {
    let tenant = MockTenant::start().await;
    tenant.on_list_entitlements().then_ok(vec![]);
    let client = tenant.client();
    for _ in 0..2 {
        my_job(client.clone()).await.unwrap();
    }
    assert_eq!(tenant.token_requests(), 1);
    tenant.expire_tokens();
    my_job(client.clone()).await.unwrap();
    assert_eq!(tenant.token_requests(), 2);
    assert_eq!(tenant.calls().list_entitlements(), 4, "one got 401");

    // By its life, too: it is renewed before it ends.
    tenant.clock().advance(Duration::from_secs(749));
    my_job(client).await.unwrap();
    assert_eq!(tenant.token_requests(), 3);
    assert_eq!(tenant.calls().list_entitlements(), 5);
}

#[test]
fn programs_without_async_are_tested_too() {
    let engine = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap();
    let tenant = engine.block_on(MockTenant::start());
    tenant
        .on_get_entitlement()
        .with_id("a")
        .then_ok(entitlement("x"));
    let entitlements = tenant.client().beta().entitlements();
    let found = entitlements.get_entitlement("a").send_blocking().unwrap();
    assert_eq!(found.name.as_deref(), Some("x"));
}
