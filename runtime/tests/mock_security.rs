//! The mock server refuses calls without the credentials that their operations require.

#![cfg(feature = "test-util")]
#![allow(clippy::unwrap_used, reason = "a test that fails to go on has failed")]

use http::Method;
use openapi_client_runtime::codegen::Service;
use openapi_client_runtime::testing::{Builder, Server};
use openapi_client_runtime::{Client, Credentials, Retry};

static NO_FACTS: Service = Service::new();

const DESCRIPTION: &str = r#"{"api": "api", "types": {}, "operations": {
    "byHeader": {"method": "GET", "path": "/header", "security": [[{"in": "header", "name": "X-Key"}]]},
    "byQuery": {"method": "GET", "path": "/query", "security": [[{"in": "query", "name": "api key"}]]},
    "byCookie": {"method": "GET", "path": "/cookie", "security": [[{"in": "cookie", "name": "SID"}]]},
    "byPassword": {"method": "GET", "path": "/basic", "security": [[{"in": "http", "name": "Basic"}]]},
    "byBoth": {"method": "GET", "path": "/both",
        "security": [[{"in": "header", "name": "X-Key"}, {"in": "token"}], [{"in": "certificate"}, {"in": "query", "name": "k"}]]},
    "byToken": {"method": "GET", "path": "/token"},
    "open": {"method": "GET", "path": "/open", "open": true}}}"#;

/// The status of a call with these headers.
async fn status(server: &Server, path: &str, headers: &[(&str, &str)]) -> u16 {
    let client = Client::builder()
        .base_url(server.url())
        .credentials(Credentials::none())
        .retry(Retry::none())
        .no_proxy();
    let mut call = client.build().unwrap().request(Method::GET, path);
    for (name, value) in headers {
        call = call.header(name, *value);
    }
    match call.send_empty().await {
        Ok(response) => response.status().as_u16(),
        Err(error) => error.status().unwrap().as_u16(),
    }
}

#[tokio::test]
async fn a_call_without_the_credentials_of_its_operation_is_refused() {
    let server = Builder::new().start(&[DESCRIPTION], &NO_FACTS).await;
    server.trust_token("good");
    // What is accepted gets 501, as nothing was expected.
    let (token, key, login) = (
        ("authorization", "Bearer good"),
        ("x-key", "any"),
        ("authorization", "basic dTpw"),
    );
    for (path, headers, expected) in [
        ("/header", &[][..], 401),
        ("/header", &[token], 401),
        ("/header", &[("x-key", " ")], 401),
        ("/header", &[key], 501),
        ("/query", &[token], 401),
        ("/query?api%20key=", &[], 401),
        ("/query?api%20key=any", &[], 501),
        ("/cookie", &[("cookie", "a=b")], 401),
        ("/cookie", &[("cookie", "a=b; SID=any")], 501),
        ("/basic", &[token], 401),
        ("/basic", &[login], 501),
        ("/both", &[key], 401),
        ("/both", &[key, token], 501),
        ("/both?k=1", &[], 501),
        ("/token", &[key], 401),
        ("/token", &[("authorization", "Bearer bad")], 401),
        ("/token", &[token], 501),
        ("/open", &[], 501),
        ("/elsewhere", &[], 401),
        ("/elsewhere", &[login], 501),
    ] {
        assert_eq!(
            status(&server, path, headers).await,
            expected,
            "{path} {headers:?}"
        );
    }
    assert_eq!(server.take_unexpected().len(), 9);
}
