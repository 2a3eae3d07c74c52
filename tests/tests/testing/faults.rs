//! Failures of connections and responses.

use std::time::Duration;

use sailpoint_isc::testing::{Answer, Builder, MockTenant};
use sailpoint_isc::{Credentials, Retry};

#[tokio::test]
async fn retries_a_dropped_connection() {
    let tenant = MockTenant::start().await;
    tenant
        .on_list_entitlements()
        .drops_connection()
        .then_ok(vec![]);
    let request = tenant.client().beta().entitlements().list_entitlements();
    assert_eq!(request.send().await.unwrap().attempts(), 2);
    assert_eq!(tenant.calls().list_entitlements(), 2);
}

#[tokio::test]
async fn repeated_dropped_connections_are_an_error() {
    let tenant = MockTenant::start().await;
    tenant.on_list_entitlements().drops_connection();
    let request = tenant.client().beta().entitlements().list_entitlements();
    let error = request.retry(Retry::none()).send().await.unwrap_err();
    assert_eq!(error.status(), None, "{error}");
}

#[tokio::test]
async fn a_body_can_be_cut_off() {
    let tenant = MockTenant::start().await;
    let broken = Answer::new(200)
        .body("application/json", "[1, 2, 3, 4]")
        .broken_off();
    tenant.on_list_entitlements().then(broken).then_ok(vec![]);
    let request = tenant.client().beta().entitlements().list_entitlements();
    assert_eq!(request.send().await.unwrap().attempts(), 2);
}

#[tokio::test]
async fn a_delay_passes_a_deadline_without_waiting() {
    let tenant = MockTenant::start().await;
    tenant
        .on_list_entitlements()
        .delayed(Duration::from_secs(30))
        .then_ok(vec![]);
    let list = || tenant.client().beta().entitlements().list_entitlements();
    let request = list().retry(Retry::none());
    assert_eq!(request.clone().send().await.unwrap().len(), 0);
    assert_eq!(tenant.clock().passed(), Duration::from_secs(30));
    let error = request
        .timeout(Duration::from_secs(29))
        .send()
        .await
        .unwrap_err();
    assert!(error.is_timeout(), "{error}");
}

#[tokio::test]
async fn a_client_with_real_time_waits_really() {
    let tenant = MockTenant::start_with(Builder::new().real_time()).await;
    tenant
        .on_list_entitlements()
        .delayed(Duration::from_millis(1))
        .then_ok(vec![]);
    let request = tenant.client().beta().entitlements().list_entitlements();
    request.send().await.unwrap();
    assert_eq!(tenant.clock().passed(), Duration::ZERO);
}

#[tokio::test]
async fn checks_tokens() {
    let tenant = MockTenant::start().await;
    tenant.on_list_entitlements().then_ok(vec![]);
    let client = tenant
        .client_builder()
        .credentials(Credentials::bearer("mine"))
        .build();
    let list = client.unwrap().beta().entitlements().list_entitlements();
    let error = list.clone().send().await.unwrap_err();
    assert!(error.is_unauthorized(), "{error}");
    tenant.trust_token("mine");
    list.send().await.unwrap();

    tenant.answer_token_request(Answer::new(503));
    let other = tenant.client().beta().entitlements().list_entitlements();
    other.send().await.unwrap();
    assert_eq!(tenant.token_requests(), 2, "the first was refused");
}
