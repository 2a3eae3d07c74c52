//! The client as its users meet it: setting it up, tokens, one call of each kind, errors, raw calls.

mod support;

use std::path::Path;
use std::time::Duration;

use sailpoint_isc::beta::models::{
    ApproverType, EntitlementAccessRequestConfig, EntitlementApprovalScheme,
    EntitlementBulkUpdateRequest, EntitlementRequestConfig,
};
use sailpoint_isc::runtime::patch::JsonPatch;
use sailpoint_isc::runtime::serde_json::{Value, json};
use sailpoint_isc::runtime::{AccessToken, http};
use sailpoint_isc::v2026::models::{ConnectionType, EntitlementConnectionBulkUpdateItem};
use sailpoint_isc::{Client, Config, Credentials, File, RateLimit, Result, Retry};

use crate::support::{Answer, Server, TestClock, blank, builder, example, with_body};

/// A client that asks the server for its tokens.
fn tenant(server: &Server) -> Client {
    Client::builder()
        .base_url(server.url())
        .credentials(Credentials::client("an id", "a secret & more"))
        .no_proxy()
        .build()
        .unwrap()
}

#[tokio::test]
async fn a_job_from_page_to_bulk() -> Result<()> {
    let answers = [
        Answer::json(200, example("listEntitlementConnections", 200)).header("X-Total-Count", "3"),
        Answer::json(200, example("getEntitlement", 200)),
        Answer::json(200, example("patchEntitlement", 200)),
        Answer::json(200, example("putEntitlementRequestConfig", 200)),
        Answer::json(202, example("importEntitlementCsv", 202)),
        Answer::json(202, example("importEntitlementCsv", 202)),
        Answer::json(207, example("updateEntitlementConnectionsBulk", 207)),
        Answer::new(204),
    ];
    let expected = answers.len();
    let server = Server::tenant(answers).await;
    let client = tenant(&server);
    let connections = client.v2026().entitlement_connections();
    let beta = client.beta().entitlements();

    let page = connections
        .list_entitlement_connections()
        .limit(250)
        .count(true)
        .filters(r#"type eq "JIT""#)
        .sorters("id")
        .send()
        .await?;
    assert_eq!(
        (page.len(), page.total_count(), page.status().as_u16()),
        (3, Some(3), 200)
    );
    assert!(page.headers().contains_key("content-type"));
    let jit = page
        .iter()
        .filter(|hit| hit.r#type == Some(ConnectionType::Jit));
    assert_eq!(jit.count(), 1);

    let entitlement = beta.get_entitlement("2c91").send().await?.into_inner();
    assert_eq!(entitlement.requestable, Some(true));

    let patch = JsonPatch::new()
        .replace("/requestable", true)
        .add("/segments/-", "f7b1");
    let patched = beta.patch_entitlement("2c91").body(patch).send().await?;
    assert_eq!(patched.requestable, Some(true));

    let config = EntitlementRequestConfig::builder()
        .access_request_config(
            EntitlementAccessRequestConfig::builder()
                .approval_schemes([EntitlementApprovalScheme::builder()
                    .approver_type(ApproverType::GovernanceGroup)
                    .approver_id("46c7")
                    .build()])
                .request_comment_required(true)
                .build(),
        )
        .build();
    beta.put_entitlement_request_config("2c91")
        .body(config)
        .send()
        .await?;
    let sent = concat!(
        r#"{"accessRequestConfig":{"approvalSchemes":[{"approverType":"GOVERNANCE_GROUP","approverId":"46c7"}],"#,
        r#""requestCommentRequired":true}}"#,
    );
    assert_eq!(server.last().text(), sent);

    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("groups.csv");
    std::fs::write(&path, "id,name\na,b\n").unwrap();
    #[allow(deprecated, reason = "it has to work as long as it is there")]
    let import = beta.import_entitlement_csv("2c91");
    import
        .clone()
        .csv_file(File::from_path(&path).await?)
        .send()
        .await?;
    let body = "--BOUNDARY\r\nContent-Disposition: form-data; name=\"csvFile\"; filename=\"groups.csv\"\r\n\
        Content-Type: text/csv\r\n\r\nid,name\na,b\n\r\n--BOUNDARY--\r\n";
    let target = "/beta/entitlements/aggregate/sources/2c91";
    let wire = with_body(
        "POST",
        target,
        "multipart/form-data; boundary=BOUNDARY",
        body,
    );
    assert_eq!(
        server.last().wire(),
        wire.replace(support::TOKEN, "token-1")
    );
    import.send().await?;
    assert_eq!(
        server.last().wire(),
        blank("POST", target).replace(support::TOKEN, "token-1")
    );

    let items = ["80c6", "2ad9"].map(|id| {
        let item = EntitlementConnectionBulkUpdateItem::builder();
        item.connection_id(id).r#type("JIT").build()
    });
    let rows = connections
        .update_entitlement_connections_bulk()
        .body(items)
        .send()
        .await?;
    assert_eq!(rows.iter().filter(|row| row.status != Some(201)).count(), 1);

    let body = EntitlementBulkUpdateRequest::builder()
        .json_patch(JsonPatch::new().replace("/privileged", false))
        .entitlement_ids(vec!["2c91".to_owned()])
        .build();
    beta.update_entitlements_in_bulk().body(body).send().await?;

    assert_eq!(server.calls().len(), expected);
    assert_eq!(
        server.token_requests().len(),
        1,
        "one token does for all of it"
    );
    for call in server.calls() {
        assert_eq!(call.header("authorization"), Some("Bearer token-1"));
    }
    Ok(())
}

#[tokio::test]
async fn a_token_is_asked_for_by_form_and_once_for_many_callers() {
    let replies = (0..20).map(|_| Answer::json(200, &json!([])));
    let server = Server::tenant(replies).await;
    let client = tenant(&server);
    assert!(
        server.received().is_empty(),
        "nothing is sent before the first call"
    );
    let calls: Vec<_> = (0..20)
        .map(|_| tokio::spawn(client.beta().entitlements().list_entitlements().send()))
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }

    let [token] = server
        .token_requests()
        .try_into()
        .expect("one token is asked for");
    let form =
        "grant_type=client_credentials&client_id=an%20id&client_secret=a%20secret%20%26%20more";
    let media_type = "application/x-www-form-urlencoded";
    let wire = with_body("POST", "/oauth/token", media_type, form);
    let authorization = format!("authorization: Bearer {}\n", support::TOKEN);
    assert_eq!(token.wire(), wire.replace(&authorization, ""));
    assert_eq!(server.calls().len(), 20);
}

#[tokio::test]
async fn a_refused_token_is_renewed_once() {
    let refusal = || Answer::json(401, example("getEntitlement", 401));
    let reply = Answer::json(200, example("getEntitlement", 200));
    let server = Server::tenant([refusal(), reply, refusal(), refusal()]).await;
    let beta = tenant(&server).beta().entitlements();

    let answer = beta.get_entitlement("2c91").send().await.unwrap();
    assert_eq!(answer.attempts(), 2);
    let error = beta.get_entitlement("2c91").send().await.unwrap_err();
    assert!(error.is_unauthorized() && !error.is_auth(), "{error}");
    assert_eq!(error.attempts(), 2);
    let calls = server.calls();
    let tokens: Vec<_> = calls
        .iter()
        .map(|call| call.header("authorization").unwrap())
        .collect();
    assert_eq!(
        tokens[..3],
        ["Bearer token-1", "Bearer token-2", "Bearer token-2"]
    );
    assert_eq!((tokens[3], tokens.len()), ("Bearer token-3", 4));
}

#[tokio::test]
async fn no_token_no_call() {
    let refusal =
        json!({"error": "invalid_client", "error_description": "Bad client\ncredentials"});
    let server = Server::start([Answer::json(401, &refusal)]).await;
    let request = tenant(&server)
        .beta()
        .entitlements()
        .get_entitlement("2c91");
    let error = request.send().await.unwrap_err();
    assert!(error.is_auth() && !error.is_unauthorized(), "{error}");
    assert_eq!(error.status().unwrap(), 401);
    let api = error.api_error().unwrap();
    assert_eq!(api.detail_code.as_deref(), Some("invalid_client"));
    let line = error.to_string();
    assert!(
        line.contains("401 [invalid_client] Bad client credentials"),
        "{line}"
    );
    assert!(!line.contains("secret") && !line.contains('\n'), "{line}");
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn tokens_can_come_from_elsewhere() {
    let server =
        Server::start([Answer::json(200, &json!([])), Answer::json(200, &json!([]))]).await;
    let credentials = Credentials::provider(|| async { Ok(AccessToken::new("from-a-vault")) });
    let client = builder(&server).credentials(credentials).build().unwrap();
    client
        .beta()
        .entitlements()
        .list_entitlements()
        .send()
        .await
        .unwrap();
    assert_eq!(
        server.last().header("authorization"),
        Some("Bearer from-a-vault")
    );

    let client = builder(&server)
        .credentials(Credentials::none())
        .build()
        .unwrap();
    client
        .beta()
        .entitlements()
        .list_entitlements()
        .send()
        .await
        .unwrap();
    assert_eq!(server.last().header("authorization"), None);
}

#[tokio::test]
async fn errors_are_told_apart_by_what_to_do() {
    let clock = TestClock::new();
    let limited = Answer::json(429, example("getEntitlement", 429)).header("Retry-After", "300");
    let answers = [
        Answer::json(404, example("getEntitlement", 404)),
        limited,
        Answer::json(403, example("getEntitlement", 403)),
    ];
    let server = Server::start(answers).await;
    let client = builder(&server)
        .retry(Retry::default())
        .clock(clock.clone())
        .build()
        .unwrap();
    let mut seen = Vec::new();
    for _ in 0..3 {
        match client
            .beta()
            .entitlements()
            .get_entitlement("nope")
            .send()
            .await
        {
            Err(error) if error.is_not_found() => seen.push("gone".to_owned()),
            Err(error) if error.is_rate_limited() => {
                seen.push(format!(
                    "wait {:?}",
                    error.retry_after().unwrap_or_default()
                ));
            }
            Err(error) => seen.push(error.to_string()),
            Ok(_) => unreachable!("the server has no success to give"),
        }
    }
    let forbidden = "403 [403 Forbidden] Your user level doesn't include this operation. \
        (trackingId d2a6470b9c1e4e35a7fb8350e6c91d08), getEntitlement: GET /beta/entitlements/{id}";
    assert_eq!(seen, ["gone", "wait 300s", forbidden]);
}

#[tokio::test]
async fn a_rate_limit_is_waited_for_and_attempts_are_counted() {
    let limited = || Answer::json(429, example("listEntitlements", 429)).header("Retry-After", "7");
    let server = Server::start([limited(), limited(), Answer::json(200, &json!([]))]).await;
    let clock = TestClock::new();
    let client = builder(&server)
        .retry(Retry::default())
        .clock(clock.clone())
        .build()
        .unwrap();
    let page = client
        .beta()
        .entitlements()
        .list_entitlements()
        .send()
        .await
        .unwrap();
    assert_eq!((page.attempts(), server.received().len()), (3, 3));
    assert!(
        clock.passed() >= Duration::from_secs(14),
        "{:?}",
        clock.passed()
    );

    let broken = || Answer::new(503);
    let server = Server::start([broken(), broken(), broken()]).await;
    let retry = Retry::default().max_attempts(3);
    let client = builder(&server).clock(clock).build().unwrap();
    let request = client
        .beta()
        .entitlements()
        .list_entitlements()
        .retry(retry);
    let line = request.send().await.unwrap_err().to_string();
    let end = "listEntitlements: GET /beta/entitlements, after 3 attempts";
    assert!(line.ends_with(end), "{line}");
}

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
    assert_eq!(
        server.last().wire(),
        wire.replace(support::TOKEN, "token-1")
    );

    let body = json!({"a": null});
    let request = client.request(http::Method::POST, "/v2026/{what}/run?dry=true");
    let answer = request.path("what", "a/b").json(&body).send_empty().await?;
    assert_eq!(answer.status(), 204);
    let target = "/v2026/a%2Fb/run?dry=true";
    let wire = with_body("POST", target, "application/json", r#"{"a":null}"#);
    assert_eq!(
        server.last().wire(),
        wire.replace(support::TOKEN, "token-1")
    );

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
async fn a_request_can_be_adjusted_looked_at_and_sent_again() {
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
        .timeout(Duration::from_secs(60))
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
        .header("Authorization", "x");
    assert!(refused.build().unwrap_err().is_request());
}

#[test]
fn a_client_is_set_up_in_several_ways() {
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
        .credentials(Credentials::client("id", "a-secret"))
        .rate_limit(RateLimit::none())
        .timeout(Duration::from_secs(60))
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

    let cases = [
        Client::builder().credentials(Credentials::none()).build(),
        Client::builder().tenant("acme").build(),
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
fn clients_and_requests_go_anywhere() {
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

/// Proof, while compiling, that nothing can be sent or built that lacks something required.
mod required {
    use super::{EntitlementBulkUpdateRequest, EntitlementConnectionBulkUpdateItem, support};

    /// What a value without a method of its own answers.
    struct NotThere;

    /// Gives every type `send` and `build`. Where a type has its own, that one is called, and gives something else.
    trait Fallback: Sized {
        fn send(self) -> NotThere {
            NotThere
        }

        fn build(self) -> NotThere {
            NotThere
        }
    }

    impl<T> Fallback for T {}

    #[tokio::test]
    async fn what_lacks_something_required_has_no_send_and_no_build() {
        let (_server, client) = support::answering([]).await;
        let beta = client.beta().entitlements();
        let connections = client.v2026().entitlement_connections();
        let _: [NotThere; 6] = [
            beta.update_entitlements_in_bulk().send(),
            beta.put_entitlement_request_config("2c91").send(),
            connections.update_entitlement_connections_bulk().send(),
            connections
                .patch_entitlement_connection_by_id("2ad9")
                .send(),
            EntitlementBulkUpdateRequest::builder()
                .entitlement_ids(["2c91"])
                .build(),
            EntitlementConnectionBulkUpdateItem::builder()
                .connection_id("2ad9")
                .build(),
        ];
    }
}
