//! Where tokens are requested, and what a token request carries.

#![allow(clippy::unwrap_used, reason = "a panic fails the test")]

mod support;

use http::Method;
use openapi_client_runtime::codegen::{Api, Operation, Scheme, Server as ApiServer, Service};
use openapi_client_runtime::{Credentials, RefreshToken};
use support::{Answer, Received, SchemeBuilder, Server};

static OWN: Scheme = Scheme::oauth2("own")
    .client_credentials_url("/flow/token?tenant=a")
    .password_url("/flow/password")
    .refresh_url("/flow/refresh");
static FOREIGN: Scheme =
    Scheme::oauth2("foreign").client_credentials_url("https://login.example.com/t");
static BEARER: Scheme = Scheme::bearer("bearer");

const SERVERS: &[ApiServer] = &[ApiServer::new("https://api.example.com/v1", &[])];

static OWN_API: Api = Api::new("own", SERVERS).security(&[&OWN], &[]);
static FOREIGN_API: Api = Api::new("foreign", SERVERS).security(&[&FOREIGN], &[]);
static BEARER_API: Api = Api::new("bearer", SERVERS).security(&[&BEARER], &[]);
static ALL_API: Api = Api::new("all", SERVERS).security(&[&OWN, &FOREIGN, &BEARER], &[]);

static BY_OWN: Operation =
    Operation::new("getThing", &OWN_API, Method::GET, "/thing").security(&[&[&OWN]]);
static BY_FOREIGN: Operation =
    Operation::new("getOther", &OWN_API, Method::GET, "/other").security(&[&[&FOREIGN]]);

async fn server() -> Server {
    Server::start(|received, _| match received.method.as_str() {
        "POST" => Answer::json(200, r#"{"access_token":"a-token","expires_in":749}"#),
        _ => Answer::new(204),
    })
    .await
}

static NO_FACTS: Service = Service::new();
static WITH_PATH: Service = Service::new().token_path("/service/token");

fn builder(server: &Server, api: &'static Api) -> SchemeBuilder {
    SchemeBuilder::new(vec![api].leak())
        .base_url(server.url())
        .no_proxy()
        .service(&NO_FACTS)
}

/// The token request of a call.
async fn token_request(server: &Server, builder: SchemeBuilder) -> Received {
    let client = builder.build().unwrap();
    client.call(&BY_OWN).send_empty().await.unwrap();
    let mut received = server.received();
    let call = received.pop().unwrap();
    assert_eq!(call.header("authorization"), Some("Bearer a-token"));
    received.pop().unwrap()
}

fn client_credentials() -> Credentials {
    Credentials::client_credentials("an id", "s&cret:")
}

#[tokio::test]
async fn the_flow_on_the_server_s_origin_is_used() {
    let server = server().await;
    let by_own = || builder(&server, &ALL_API);
    let request = token_request(&server, by_own().credentials(client_credentials())).await;
    assert_eq!(request.target, "/flow/token?tenant=a");
    assert_eq!(
        request.text(),
        "grant_type=client_credentials&client_id=an%20id&client_secret=s%26cret%3A"
    );
    assert_eq!(request.header("authorization"), None);
    let scopes = client_credentials().scopes(["read:all", "write"]).basic();
    let request = token_request(&server, by_own().credentials(scopes)).await;
    assert_eq!(
        request.text(),
        "grant_type=client_credentials&scope=read%3Aall%20write"
    );
    // `an%20id:s%26cret%3A`
    assert_eq!(
        request.header("authorization"),
        Some("Basic YW4lMjBpZDpzJTI2Y3JldCUzQQ==")
    );
    let password = Credentials::password("an id", None, "alice", "hunter2").basic();
    let request = token_request(&server, by_own().credentials(password)).await;
    assert_eq!(request.target, "/flow/password");
    assert_eq!(
        request.text(),
        "grant_type=password&client_id=an%20id&username=alice&password=hunter2"
    );
    let refresh = Credentials::refresh_token(
        "id",
        Some("secret".to_owned()),
        "r-0",
        |_: RefreshToken| async { Ok(()) },
    );
    let request = token_request(&server, by_own().credentials(refresh)).await;
    assert_eq!(request.target, "/flow/refresh");
}

#[tokio::test]
async fn the_caller_and_the_service_take_precedence_over_the_document() {
    let server = server().await;
    let by_own = || builder(&server, &OWN_API).credentials(client_credentials());
    let request = token_request(&server, by_own().service(&WITH_PATH)).await;
    assert_eq!(request.target, "/service/token");
    let given = by_own()
        .service(&WITH_PATH)
        .token_url(format!("{}/given", server.url()));
    assert_eq!(token_request(&server, given).await.target, "/given");
}

#[tokio::test]
async fn a_foreign_token_endpoint_must_be_named_by_the_caller() {
    let server = server().await;
    let by_foreign = || builder(&server, &FOREIGN_API).credentials(client_credentials());
    let error = by_foreign().build().unwrap_err();
    assert!(error.is_config(), "{error}");
    let text = error.to_string();
    assert!(
        text.contains("`https://login.example.com/t`") && text.contains("`.token_url(…)`"),
        "{text}"
    );
    assert!(!text.contains("s&cret"), "{text}");
    let client = by_foreign().token_url(format!("{}/named", server.url()));
    client
        .build()
        .unwrap()
        .call(&BY_FOREIGN)
        .send_empty()
        .await
        .unwrap();
    assert_eq!(server.received()[0].target, "/named");
    // Given tokens need no endpoint.
    let given = by_foreign().credentials(Credentials::bearer("given"));
    given
        .build()
        .unwrap()
        .call(&BY_FOREIGN)
        .send_empty()
        .await
        .unwrap();
    let error = builder(&server, &BEARER_API)
        .credentials(client_credentials())
        .build();
    assert!(
        error
            .unwrap_err()
            .to_string()
            .contains("no token endpoint is known")
    );
}

#[tokio::test]
async fn a_rejected_client_error_suggests_the_other_authentication() {
    for (status, credentials, part) in [
        (401, client_credentials(), "`.basic()` of `Credentials`"),
        (
            400,
            client_credentials().basic(),
            "`.in_body()` of `Credentials`",
        ),
        (200, client_credentials(), "`.basic()` of `Credentials`"),
    ] {
        let body = r#"{"error":"invalid_client","error_description":"Unknown client"}"#;
        let server = Server::script(vec![Answer::json(status, body)]).await;
        let client = builder(&server, &OWN_API)
            .credentials(credentials)
            .build()
            .unwrap();
        let error = client.call(&BY_OWN).send_empty().await.unwrap_err();
        let text = error.to_string();
        assert!(
            error.is_auth() && text.contains(part) && text.contains("Unknown client"),
            "{text}"
        );
        assert!(!format!("{error:?}").contains("cret:"), "{error:?}");
        assert_eq!(server.received().len(), 1);
    }
}

#[tokio::test]
async fn an_oauth_error_with_status_200_is_an_error_with_its_cause() {
    let body = r#"{"error":"invalid_scope","error_description":"No such scope"}"#;
    let server = Server::script(vec![Answer::json(200, body)]).await;
    let client = builder(&server, &OWN_API)
        .credentials(client_credentials())
        .build()
        .unwrap();
    let error = client.call(&BY_OWN).send_empty().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "can't get a token: 200 [invalid_scope] No such scope, getThing: GET /v1/thing"
    );
}
