//! Sources of tokens, and tokens that the service rejects.

use sailpoint_isc::Credentials;
use sailpoint_isc::runtime::AccessToken;
use sailpoint_isc::runtime::serde_json::json;

use crate::support::{self, Answer, Server, builder, example, with_body};
use crate::tenant;

#[tokio::test]
async fn requests_one_token_by_form_for_many_callers() {
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
        .expect("one token is requested");
    let form =
        "grant_type=client_credentials&client_id=an%20id&client_secret=a%20secret%20%26%20more";
    let media_type = "application/x-www-form-urlencoded";
    let wire = with_body("POST", "/oauth/token", media_type, form);
    let authorization = format!("authorization: Bearer {}\n", support::TOKEN);
    assert_eq!(token.wire(), wire.replace(&authorization, ""));
    assert_eq!(server.calls().len(), 20);
}

#[tokio::test]
async fn renews_a_rejected_token_once() {
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
async fn sends_no_call_without_a_token() {
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
