//! Calls of unknown paths, and the settings of every request.

use std::time::Duration;

use sailpoint_isc::Result;
use sailpoint_isc::runtime::http;
use sailpoint_isc::runtime::serde_json::{Value, json};

use crate::support::{Answer, Server, blank, builder, example, with_body};
use crate::{as_tenant, tenant};

#[tokio::test]
async fn raw_calls_have_the_same_tokens() -> Result<()> {
    let server = Server::tenant([
        Answer::json(200, &json!({"x": [1, 2]})),
        Answer::new(204),
        Answer::json(404, example("getEntitlement", 404)),
    ])
    .await;
    let client = tenant(&server);
    let raw = client
        .get("/v2026/anything")
        .query("x", "1 & 2")
        .send_json::<Value>()
        .await?;
    assert_eq!(raw["x"][1], 2);
    let wire = blank("GET", "/v2026/anything?x=1%20%26%202");
    assert_eq!(server.last().wire(), as_tenant(&wire));

    let body = json!({"a": null});
    let request = client.request(http::Method::POST, "/v2026/{what}/run?dry=true");
    let answer = request.path("what", "a/b").json(&body).send_empty().await?;
    assert_eq!(answer.status(), 204);
    let target = "/v2026/a%2Fb/run?dry=true";
    let wire = with_body("POST", target, "application/json", r#"{"a":null}"#);
    assert_eq!(server.last().wire(), as_tenant(&wire));

    let error = client
        .get("/beta/nothing")
        .send_json::<Value>()
        .await
        .unwrap_err();
    assert!(
        error.is_not_found() && error.operation().is_none(),
        "{error}"
    );
    assert!(
        error.to_string().ends_with(", GET /beta/nothing"),
        "{error}"
    );
    assert_eq!(server.token_requests().len(), 1);
    Ok(())
}

#[tokio::test]
async fn a_request_can_be_changed_inspected_and_sent_again() {
    let replies = [Answer::json(200, &json!([])), Answer::json(200, &json!([]))];
    let server = Server::start(replies).await;
    let client = builder(&server)
        .base_url(format!("{}/gateway/isc/", server.url()))
        .app_info("access-auditor", "1.4.0")
        .default_header("X-Team", "audit")
        .build()
        .unwrap();
    let request = client
        .beta()
        .entitlements()
        .list_entitlements()
        .limit(5)
        .timeout(Duration::from_mins(1))
        .idempotent(true)
        .header("X-SailPoint-Experimental", true)
        .query_param("new", "a b");
    let built = request.build().unwrap();
    assert_eq!(built.method(), http::Method::GET);
    let target = "/gateway/isc/beta/entitlements?limit=5&new=a%20b";
    assert_eq!(built.url(), format!("{}{target}", server.url()));
    assert!(built.headers().get("authorization").is_none());
    assert!(server.received().is_empty(), "building doesn't send");

    request.clone().send().await.unwrap();
    request.send().await.unwrap();
    for call in server.received() {
        assert_eq!(call.target(), target);
        assert_eq!(call.header("x-sailpoint-experimental"), Some("true"));
        assert_eq!(call.header("x-team"), Some("audit"));
        let agent = call.header("user-agent").unwrap();
        assert!(agent.starts_with("sailpoint-isc/") && agent.ends_with(" access-auditor/1.4.0"));
    }
    let refused = client
        .beta()
        .entitlements()
        .list_entitlements()
        .header("Host", "x");
    assert!(refused.build().unwrap_err().is_request());
}
