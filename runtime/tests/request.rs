//! Requests on the wire: path, query, headers and bodies, as generated code builds them.

#![allow(clippy::unwrap_used, reason = "a panic fails the test")]

mod support;

use http::Method;
use openapi_client_runtime::codegen::param::Text;
use openapi_client_runtime::codegen::{Call, Operation, Param, Style, param};
use openapi_client_runtime::{self as runtime, Client, ListStyle, Response, Result};
use serde_json::{Value, json};
use support::{Answer, Server, builder, client};

static GET_THING: Operation =
    Operation::new("getThing", &support::BETA, Method::GET, "/beta/things/{id}")
        .accept("application/json");

/// The code that the generator emits for an operation.
#[derive(Clone, Debug)]
#[must_use = "a request does nothing until it is sent"]
pub(crate) struct GetThing {
    call: Call,
}

impl GetThing {
    fn new(client: &runtime::Client, id: impl Into<String>) -> Self {
        let mut call = client.call(&GET_THING);
        call.path("id", id.into());
        Self { call }
    }

    fn limit(mut self, limit: i32) -> Self {
        self.call.query("limit", limit);
        self
    }

    fn ids(mut self, ids: impl IntoIterator<Item: Into<String>>) -> Self {
        self.call
            .query_list("ids", ListStyle::Comma, ids.into_iter().map(Into::into));
        self
    }

    async fn send(self) -> Result<Response<Value>> {
        self.call.send_json().await
    }
}

runtime::codegen::call_options!(GetThing);

async fn echo() -> (Server, Client) {
    let server = Server::script(vec![Answer::json(200, "{}")]).await;
    let client = client(&server);
    (server, client)
}

#[tokio::test]
async fn sends_a_request_as_it_was_built() {
    let (server, client) = echo().await;
    let request = GetThing::new(&client, "a b/ü")
        .limit(1)
        .limit(250)
        .ids(["x", "y,z"])
        .query_param("extra", r#"name eq "q+r""#)
        .header("X-Thing", 7);
    let built = request.build().unwrap();
    let target = "/beta/things/a%20b%2F%C3%BC?limit=250&ids=x,y%2Cz&extra=name%20eq%20%22q%2Br%22";
    assert_eq!(built.url(), format!("{}{target}", server.url()));
    assert_eq!(built.method(), Method::GET);
    assert!(built.body().is_none());
    request.send().await.unwrap();
    let received = server.only();
    assert_eq!(received.target, target);
    assert_eq!(received.header("x-thing"), Some("7"));
    assert_eq!(received.header("accept"), Some("application/json"));
    assert_eq!(received.header("content-type"), None);
    assert_eq!(received.header("content-length"), None);
    assert_eq!(received.header("authorization"), None);
    assert!(
        received
            .header("user-agent")
            .unwrap()
            .starts_with("openapi-client-runtime/")
    );
}

#[tokio::test]
async fn names_invalid_settings_and_sends_nothing() {
    let (server, client) = echo().await;
    for id in ["", ".", ".."] {
        let error = GetThing::new(&client, id).send().await.unwrap_err();
        assert!(error.is_request(), "{error}");
        assert!(error.to_string().contains("`id`"), "{error}");
        assert_eq!((error.operation(), error.attempts()), (Some("getThing"), 0));
    }
    for (name, value) in [
        ("X-Thing", "a\r\nb"),
        ("bad name", "x"),
        ("Content-Length", "Bearer x"),
        ("Host", "x"),
    ] {
        let error = GetThing::new(&client, "1")
            .header(name, value)
            .send()
            .await
            .unwrap_err();
        assert!(
            error.is_request() && !error.to_string().contains("Bearer"),
            "{error}"
        );
    }
    let unencodable = std::collections::BTreeMap::from([((1, 2), 3)]);
    assert!(
        client
            .post("/x")
            .json(&unencodable)
            .send_empty()
            .await
            .unwrap_err()
            .is_request()
    );
    assert!(client.get("x").send_empty().await.unwrap_err().is_request());
    let set: [fn(&mut Call, Text); 7] = [
        |call, text| call.path("id", text),
        |call, text| call.path_list("id", [text]),
        |call, text| call.query("q", text),
        |call, text| call.query_list("q", ListStyle::Multi, [text]),
        |call, text| call.cookie("q", text),
        |call, text| call.header_param("X-Q", text),
        |call, text| call.form_field("q", [text]),
    ];
    for set in set {
        let mut call = client.call(&GET_THING);
        call.path("id", "1");
        set(&mut call, param::text(&unencodable));
        let error = call.send_empty().await.unwrap_err();
        assert!(error.to_string().contains("can't be encoded"), "{error}");
    }
    let mut call = client.call(&GET_THING);
    call.param(&Param::query("q"), &unencodable);
    assert!(call.send_empty().await.unwrap_err().is_request());
    assert!(server.received().is_empty());
}

#[tokio::test]
async fn raw_calls_take_paths_with_queries_and_parameters() {
    let (server, client) = echo().await;
    let call = client
        .get("/v2026/things/{id}?a=1")
        .path("id", "x/y")
        .query("b", "2 3");
    let call = call.query_list("c", ListStyle::Multi, [1, 2]);
    let answer = call.send_json::<Value>().await.unwrap().into_inner();
    assert_eq!(answer, json!({}));
    assert_eq!(
        server.only().target,
        "/v2026/things/x%2Fy?a=1&b=2%203&c=1&c=2"
    );
}

#[tokio::test]
async fn lists_and_objects_of_the_query_replace_earlier_values() {
    let (_server, client) = echo().await;
    let mut call = client.call(&GET_THING);
    call.path_list("id", ["a,b", "c"]);
    call.query_list("l", ListStyle::Multi, ["1"; 0]);
    let object = Param::query("o").style(Style::Deep, true);
    call.param(&object, &json!({"k": "w"}));
    call.param(&object, &json!({"k": "v"}));
    call.query("gone", true);
    call.clear_query("gone");
    call.query("null", 1);
    call.param(&Param::query("null"), &Value::Null);
    assert!(
        call.build()
            .unwrap()
            .url()
            .ends_with("/beta/things/a%2Cb,c?o%5Bk%5D=v")
    );
}

#[tokio::test]
async fn cookies_of_an_operation_share_one_header() {
    let (server, client) = echo().await;
    let mut call = client.call(&GET_THING);
    call.path("id", "1");
    call.header_param("Cookie", "own=1");
    call.cookie("theme", "light");
    call.cookie("theme", "a;b=c d");
    call.param(&Param::cookie("ids").style(Style::Form, false), &[1, 2]);
    call.param(&Param::cookie("each"), &["x", "y"]);
    call.param(&Param::cookie("none"), &json!([]));
    assert!(!format!("{call:?}").contains("a%3Bb"));
    call.send_empty().await.unwrap();
    assert_eq!(
        server.only().header("cookie"),
        Some("own=1; theme=a%3Bb%3Dc%20d; ids=1,2; each=x; each=y")
    );
}

#[tokio::test]
async fn every_location_takes_the_style_of_its_parameter() {
    let (server, client) = echo().await;
    let mut call = client.call(&GET_THING);
    let color = json!({"R": 100, "G": 200});
    call.param(
        &Param::path("id").style(Style::Matrix, true),
        &["a/b", ".."],
    );
    call.param(&Param::header("X-Color").style(Style::Simple, true), &color);
    call.param(
        &Param::query("target").allow_reserved(),
        "https://x.example/p?q=1&r=%2F#s",
    );
    call.param(&Param::query("flag").allow_empty(), &Value::Null);
    call.send_empty().await.unwrap();
    let received = server.only();
    assert_eq!(
        received.target,
        "/beta/things/;id=a%2Fb;id=..?target=https://x.example/p?q=1%26r=%2F%23s&flag="
    );
    let header = received.header("x-color").unwrap();
    assert!(matches!(header, "R=100,G=200" | "G=200,R=100"), "{header}");
}

#[tokio::test]
async fn bodies_carry_their_media_type() {
    let (server, client) = echo().await;
    client
        .patch("/x")
        .json_as("application/json-patch+json", &json!([1]))
        .send_empty()
        .await
        .unwrap();
    client
        .post("/x")
        .form(&[("a", "b c")])
        .send_empty()
        .await
        .unwrap();
    client
        .put("/x")
        .bytes("text/plain", "")
        .send_empty()
        .await
        .unwrap();
    let received = server.received();
    let seen: Vec<_> = received
        .iter()
        .map(|received| {
            (
                received.header("content-type").unwrap(),
                received.header("content-length").unwrap(),
                received.text(),
            )
        })
        .collect();
    let expected = [
        ("application/json-patch+json", "3", "[1]"),
        ("application/x-www-form-urlencoded", "7", "a=b%20c"),
        ("text/plain", "0", ""),
    ];
    assert_eq!(seen, expected);
}

#[tokio::test]
async fn no_body_means_no_content_type() {
    let (server, client) = echo().await;
    for method in [
        Method::POST,
        Method::PUT,
        Method::PATCH,
        Method::DELETE,
        Method::GET,
    ] {
        client.request(method, "/x").send_empty().await.unwrap();
    }
    for received in server.received() {
        let length = if matches!(received.method.as_str(), "DELETE" | "GET") {
            None
        } else {
            Some("0")
        };
        assert_eq!(
            received.header("content-length"),
            length,
            "{}",
            received.method
        );
        assert_eq!(received.header("content-type"), None);
        assert_eq!(received.header("transfer-encoding"), None);
    }
}

#[tokio::test]
async fn nothing_secret_shows() {
    let server = Server::tenant(|_, _| Answer::json(200, "{}")).await;
    let credentials = runtime::Credentials::client_credentials("the-id", "the-secret");
    let builder = builder(&server)
        .credentials(credentials.clone())
        .default_header("X-Key", "the-key");
    let shown = format!("{credentials:?} {builder:?}");
    let client = builder.build().unwrap();
    let call = client
        .get("/x")
        .header("X-Auth", "v")
        .bytes("text/plain", "the-body");
    let shown = format!(
        "{shown} {client:?} {call:?} {:?}",
        call.build().unwrap().body()
    );
    call.send_empty().await.unwrap();
    for secret in ["the-secret", "the-body", "token-1"] {
        assert!(!shown.contains(secret), "{shown}");
    }
    assert_eq!(
        server.calls()[0].header("authorization"),
        Some("Bearer token-1")
    );
    assert_eq!(server.calls()[0].header("x-key"), Some("the-key"));
}
