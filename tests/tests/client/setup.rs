//! Setting up a client.

use std::time::Duration;

use sailpoint_isc::v2026::models::EntitlementConnectionBulkUpdateItem;
use sailpoint_isc::{Client, Config, Credentials, RateLimit};

#[tokio::test]
async fn a_client_can_be_configured_in_several_ways() {
    let target = |client: &Client| {
        let request = client
            .v2026()
            .entitlement_connections()
            .list_entitlement_connections();
        request.build().unwrap().url().to_owned()
    };
    let path = "/v2026/entitlement-connections";
    let client = Client::builder()
        .tenant("acme")
        .credentials(Credentials::client_credentials("id", "a-secret"))
        .rate_limit(RateLimit::none())
        .timeout(Duration::from_mins(1))
        .build()
        .unwrap();
    assert_eq!(
        target(&client),
        format!("https://acme.api.identitynow.com{path}")
    );
    let config = Config::new("https://isc.example.com", "id", "a-secret");
    for text in [format!("{client:?}"), format!("{config:?}")] {
        assert!(!text.contains("a-secret"), "{text}");
    }
    let client = Client::new(config).unwrap();
    assert_eq!(target(&client), format!("https://isc.example.com{path}"));

    // Calls fail before anything is sent, with the accepted credentials in the error.
    let client = Client::builder().tenant("acme").build().unwrap();
    let call = client.beta().entitlements().list_entitlements();
    let line = call.send().await.unwrap_err().to_string();
    assert!(
        line.contains("`userAuth` (`.credentials(…)` or `.user_auth_credentials(…)`)"),
        "{line}"
    );

    let cases = [
        Client::builder().credentials(Credentials::none()).build(),
        Client::builder()
            .base_url("not a url")
            .credentials(Credentials::none())
            .build(),
        Client::builder()
            .base_url("http://isc.example.com")
            .credentials(Credentials::bearer("t"))
            .build(),
        Client::new(Config::new("", "id", "a-secret")),
    ];
    for (n, case) in cases.into_iter().enumerate() {
        let error = case
            .err()
            .unwrap_or_else(|| panic!("case {n} made a client"));
        let line = error.to_string();
        assert!(error.is_config() && !line.contains("a-secret"), "{line}");
    }
}

#[test]
fn clients_and_requests_can_be_sent_between_threads() {
    fn goes_anywhere<T: Clone + std::fmt::Debug + Send + Sync + 'static>() {}
    goes_anywhere::<Client>();
    goes_anywhere::<sailpoint_isc::beta::Beta>();
    goes_anywhere::<sailpoint_isc::beta::entitlements::Entitlements>();
    goes_anywhere::<sailpoint_isc::beta::entitlements::ListEntitlements>();
    goes_anywhere::<sailpoint_isc::beta::entitlements::ImportEntitlementCsv>();
    goes_anywhere::<sailpoint_isc::beta::models::Entitlement>();
    goes_anywhere::<sailpoint_isc::v2026::entitlement_connections::PatchEntitlementConnectionById>(
    );
    goes_anywhere::<sailpoint_isc::Response<Vec<EntitlementConnectionBulkUpdateItem>>>();
}

#[test]
fn one_base_url_serves_every_prefix() {
    for (base_url, root) in [
        ("https://isc.example.com", "https://isc.example.com"),
        ("https://gate.example/isc/", "https://gate.example/isc"),
    ] {
        let client = Client::new(Config::new(base_url, "id", "a-secret")).unwrap();
        let beta = client.beta().entitlements().list_entitlements().build();
        let v2026 = client.v2026().entitlements().list_entitlements().build();
        let raw = client.get("/task-status/v1/7").build();
        let urls = [beta, v2026, raw].map(|it| it.unwrap().url().to_string());
        let expected = [
            "/beta/entitlements",
            "/v2026/entitlements",
            "/task-status/v1/7",
        ];
        assert_eq!(urls, expected.map(|path| format!("{root}{path}")));
    }
}

#[test]
fn a_tenant_is_one_label_of_the_host() {
    let build = |tenant: &str| {
        let builder = Client::builder().tenant(tenant);
        builder
            .credentials(Credentials::client_credentials("id", "a-secret"))
            .build()
    };
    build(" acme-2 ").unwrap();
    for pasted in [
        "https://acme.api.identitynow.com/v3",
        "https://acme.identitynow.com/ui/admin",
        "acme.api.identitynow.com",
    ] {
        let client = build(pasted).unwrap();
        let request = client.beta().entitlements().list_entitlements();
        assert_eq!(
            request.build().unwrap().url().to_string(),
            "https://acme.api.identitynow.com/beta/entitlements"
        );
    }
    for tenant in [
        "",
        "a/b",
        "a?b",
        "a#b",
        "x@evil.example:443/",
        "a\\b",
        "a%2Fb",
        "a b",
        "acme.evil",
    ] {
        let error = build(tenant).expect_err(tenant);
        assert!(
            error.is_config() && !error.to_string().contains("a-secret"),
            "{error}"
        );
    }
}
