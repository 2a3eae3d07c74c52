//! The transport: proxies, redirects, and a custom HTTP client.

#![allow(clippy::unwrap_used, reason = "a panic fails the test")]

mod support;

use openapi_client_runtime::{Client, Credentials, Retry, reqwest};
use support::{Answer, Received, Server, builder};

fn credentials() -> Credentials {
    Credentials::client_credentials("id", "secret")
}

#[tokio::test]
async fn sends_everything_through_the_proxy() {
    let proxy = Server::tenant(|_, _| Answer::new(200)).await;
    let server = Server::script(vec![Answer::new(200)]).await;
    let client = Client::builder()
        .base_url(server.url())
        .credentials(Credentials::bearer("t"))
        .proxy(proxy.url())
        .build()
        .unwrap();
    client.get("/x").query("q", 1).send_empty().await.unwrap();
    assert_eq!(proxy.only().target, format!("{}/x?q=1", server.url()));
    assert!(server.received().is_empty());
}

#[tokio::test]
async fn a_proxy_of_https_sees_no_token() {
    let proxy = Server::script(vec![Answer::new(403).body("no way through")]).await;
    let client = Client::builder()
        .base_url("https://acme.example")
        .credentials(Credentials::bearer("the-token"))
        .proxy(proxy.url())
        .retry(Retry::none())
        .build()
        .unwrap();
    let error = client.get("/x").send_empty().await.unwrap_err();
    assert!(error.is_connect(), "{error}");
    let received = proxy.only();
    assert_eq!(
        (received.method.as_str(), received.target.as_str()),
        ("CONNECT", "acme.example:443")
    );
    assert!(
        !format!("{received:?}").contains("the-token"),
        "{received:?}"
    );
}

#[tokio::test]
async fn an_invalid_proxy_is_an_error() {
    let build = |url: &str| {
        let builder = Client::builder()
            .base_url("https://acme.example")
            .credentials(Credentials::none());
        builder.proxy(url).build()
    };
    assert!(build("http://user:hush@[x").unwrap_err().is_config());
    let shown = format!("{:?}", build("http://user:hush@[x").unwrap_err());
    assert!(!shown.contains("hush"), "{shown}");
}

/// The name that a child of a test finds in its environment.
const CHILD: &str = "TEST_PLAIN_SERVER";

/// Runs a test of this file in a process with these proxy variables, as they are of a whole process.
fn rerun(test: &str, server: &Server, proxy: &Server) {
    let mut command = std::process::Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", test]).env(CHILD, server.url());
    for name in ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY"] {
        command.env(name, proxy.url());
    }
    for name in ["no_proxy", "NO_PROXY", "all_proxy", "ALL_PROXY"] {
        command.env_remove(name);
    }
    let output = command.output().unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stdout)
    );
}

#[test]
fn plain_http_to_this_machine_ignores_the_systems_proxies() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    if let Ok(url) = std::env::var(CHILD) {
        let client = Client::builder()
            .base_url(url)
            .credentials(Credentials::bearer("t"));
        let call = client.build().unwrap().get("/x").send_empty();
        runtime.block_on(call).unwrap();
        return;
    }
    let answers = || Server::script(vec![Answer::new(200)]);
    let (server, proxy) = runtime.block_on(async { (answers().await, answers().await) });
    rerun(
        "plain_http_to_this_machine_ignores_the_systems_proxies",
        &server,
        &proxy,
    );
    assert_eq!((server.received().len(), proxy.received().len()), (1, 0));
}

#[test]
fn a_token_endpoint_on_this_machine_ignores_the_systems_proxies() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    if let Ok(url) = std::env::var(CHILD) {
        let client = Client::builder()
            .base_url("https://api.example")
            .token_url(format!("{url}/oauth/token"))
            .credentials(credentials())
            .retry(Retry::none());
        let call = client.build().unwrap().get("/x").send_empty();
        runtime.block_on(call).unwrap_err();
        return;
    }
    let (server, proxy) = runtime.block_on(async {
        (
            Server::tenant(|_, _| Answer::new(200)).await,
            Server::script(vec![Answer::new(403)]).await,
        )
    });
    rerun(
        "a_token_endpoint_on_this_machine_ignores_the_systems_proxies",
        &server,
        &proxy,
    );
    assert_eq!(server.only().target, "/oauth/token");
    assert_eq!(proxy.only().method, "CONNECT");
}

/// A client of the server with its own HTTP client, whose settings are not the builder's.
fn with_own(server: &Server, own: reqwest::Client) -> Client {
    let builder = Client::builder()
        .service(&support::SERVICE)
        .base_url(server.url())
        .credentials(credentials())
        .http_client(own);
    builder.build().unwrap()
}

#[tokio::test]
async fn a_custom_http_client_requests_tokens_too() {
    let server = Server::tenant(|_, _| Answer::new(200)).await;
    let mut headers = http::HeaderMap::new();
    headers.insert("x-own", "yes".parse().unwrap());
    let own = reqwest::Client::builder()
        .default_headers(headers)
        .no_proxy();
    let client = with_own(&server, own.build().unwrap());
    client.get("/x").send_empty().await.unwrap();
    let own = |received: &Received| received.header("x-own") == Some("yes");
    let received = server.received();
    assert_eq!((received.len(), received.iter().all(own)), (2, true));
}

/// A server that redirects to another one.
async fn leading_to(other: &Server, status: u16) -> Server {
    let location = format!("{}/there", other.url());
    Server::tenant(move |_, _| Answer::new(status).header("Location", &location)).await
}

#[tokio::test]
async fn redirects_never_send_the_token_to_another_server() {
    for status in [301, 302, 303, 307, 308] {
        let other = Server::script(vec![Answer::new(200)]).await;
        let server = leading_to(&other, status).await;
        let client = builder(&server).credentials(credentials()).build().unwrap();
        let error = client.get("/x").send_empty().await.unwrap_err();
        assert_eq!(error.status().unwrap(), status);
        assert!(other.received().is_empty());

        // A custom client may follow redirects, but without the token.
        let own = reqwest::Client::builder().no_proxy().build().unwrap();
        let client = with_own(&server, own);
        client.get("/x").send_empty().await.unwrap();
        assert_eq!(other.only().header("authorization"), None);
    }
}

#[tokio::test]
async fn redirects_never_send_the_secret() {
    for status in [301, 302, 303, 307, 308] {
        let other = Server::script(vec![Answer::new(200)]).await;
        let location = format!("{}/there", other.url());
        let answer = Answer::new(status).header("Location", &location);
        let server = Server::script(vec![answer]).await;
        let client = builder(&server).credentials(credentials()).build().unwrap();
        let error = client.get("/x").send_empty().await.unwrap_err();
        assert!(
            error.is_auth() && error.status().unwrap() == status,
            "{error}"
        );
        assert!(other.received().is_empty());
        assert_eq!(server.received().len(), 1);
    }
}
