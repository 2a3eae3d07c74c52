//! The messages of a test with an unexpected call.

use std::panic::{AssertUnwindSafe, catch_unwind};

use sailpoint_isc::beta::entitlements::{EntitlementPatch, fields::list_entitlements as f};
use sailpoint_isc::testing::MockTenant;

/// The message of the server, and that the client's error has it.
async fn told<T>(
    tenant: &MockTenant,
    sent: impl Future<Output = sailpoint_isc::Result<T>>,
) -> String {
    let error = sent.await.err().expect("nothing expects it");
    assert_eq!(error.status().unwrap(), 501, "{error}");
    let mut messages = tenant.take_unexpected();
    let message = messages.pop().expect("it was unexpected");
    assert_eq!(
        error.api_error().unwrap().message.as_deref(),
        Some(message.as_str())
    );
    assert_eq!(messages.len(), 0);
    message
}

#[tokio::test]
async fn shows_the_closest_expectation() {
    let tenant = MockTenant::start().await;
    let client = tenant.client();
    let entitlements = client.beta().entitlements();
    let list = || entitlements.list_entitlements();

    let message = told(&tenant, list().send()).await;
    let expected = "unexpected call: GET /beta/entitlements\n  no expectation of listEntitlements; `server.beta().on_list_entitlements()` expects it; no call is expected";
    assert_eq!(message, expected);

    tenant.on_get_entitlement().with_id("a").then_error(404);
    let message = told(&tenant, list().limit(1).send()).await;
    let expected = "unexpected call: GET /beta/entitlements?limit=1\n  no expectation of listEntitlements; `server.beta().on_list_entitlements()` expects it; expected: \
        getEntitlement (id=a)";
    assert_eq!(message, expected);

    let message = told(&tenant, entitlements.get_entitlement("b").send()).await;
    let expected = "unexpected call: GET /beta/entitlements/b\n  nearest expectation: getEntitlement (id=a)\n    \
        id: expected `a`, was `b`";
    assert_eq!(message, expected);

    tenant
        .on_list_entitlements()
        .with_limit(50)
        .with_filters(f::NAME.eq("x"))
        .then_ok(vec![]);
    tenant.on_list_entitlements().with_limit(9).then_ok(vec![]);
    let message = told(&tenant, list().limit(50).send()).await;
    let expected = "unexpected call: GET /beta/entitlements?limit=50\n  nearest expectation, of 2 for this operation: \
        listEntitlements (limit=50, filters=name eq \"x\")\n    filters: expected `name eq \"x\"`, was absent";
    assert_eq!(message, expected);

    tenant
        .on_patch_entitlement()
        .with_body(EntitlementPatch::new().requestable(true));
    let patch = EntitlementPatch::new().requestable(false);
    let message = told(
        &tenant,
        entitlements.patch_entitlement("a").body(patch).send(),
    )
    .await;
    let expected = "unexpected call: PATCH /beta/entitlements/a [{\"op\":\"replace\",\"path\":\"/requestable\",\"value\":false}]\n  \
        nearest expectation: patchEntitlement (a body)\n    body[0].value: expected `true`, was `false`";
    assert_eq!(message, expected);

    let message = told(&tenant, client.get("/beta/entitlement/a").send_text()).await;
    let expected = "unexpected call: GET /beta/entitlement/a\n  no operation has this method and path (the nearest is ";
    assert!(message.starts_with(expected), "{message}");
}

#[tokio::test]
async fn a_used_up_expectation_is_unexpected() {
    let tenant = MockTenant::start().await;
    tenant.on_list_entitlements().then_ok(vec![]).times(1);
    let list = tenant.client().beta().entitlements().list_entitlements();
    list.clone().send().await.unwrap();
    let message = told(&tenant, list.send()).await;
    assert!(
        message.ends_with("used up: it has responded to 1 call"),
        "{message}"
    );
}

#[tokio::test]
async fn dropping_the_server_fails_the_test() {
    let tenant = MockTenant::start().await;
    let list = tenant.client().beta().entitlements().list_entitlements();
    list.send().await.unwrap_err();
    let panic = catch_unwind(AssertUnwindSafe(|| drop(tenant))).unwrap_err();
    let message = panic.downcast_ref::<String>().unwrap();
    assert!(
        message.starts_with("unexpected call: GET /beta/entitlements\n"),
        "{message}"
    );
}

#[tokio::test]
async fn a_missing_call_fails_the_test() {
    let tenant = MockTenant::start().await;
    tenant
        .on_list_entitlements()
        .with_limit(2)
        .then_ok(vec![])
        .times(2);
    let list = tenant.client().beta().entitlements().list_entitlements();
    list.limit(2).send().await.unwrap();
    let panic = catch_unwind(AssertUnwindSafe(|| tenant.verify())).unwrap_err();
    let message = panic.downcast_ref::<String>().unwrap();
    let expected = "listEntitlements (limit=2) has responded to 1 call, expected 1 more";
    assert_eq!(message, expected);
}
