//! Where calls are sent: the servers of a document, their variables, and a base URL of the caller.

#![allow(clippy::unwrap_used, reason = "a panic fails the test")]

use http::Method;
use openapi_client_runtime::codegen::{Api, Operation, Server, Settings, Variable};
use openapi_client_runtime::{Client, Credentials, Result};

const TENANT: Variable = Variable::new("tenant", "tenant");
const HOST: Variable = Variable::new("apiUrl", "api_url");
const VERSION: Variable = Variable::new("version", "version").or("v2");
const EU: &[&str] = &["https://eu.files.example/up"];

static THINGS: Api = Api::new(
    "things",
    &[
        Server::new(
            "https://{tenant}.example.com/things/{version}",
            &[TENANT, VERSION],
        ),
        Server::new("https://{apiUrl}/other", &[HOST]),
    ],
);
static PARTS: Api = Api::new(
    "parts",
    &[Server::new("https://{tenant}.example.com", &[TENANT])],
);
static RELATIVE: Api = Api::new("relative", &[Server::new("/api/v1", &[])]);
static NOWHERE: Api = Api::new("nowhere", &[]);

static GET_THING: Operation = Operation::new("getThing", &THINGS, Method::GET, "/x");
static GET_PART: Operation = Operation::new("getPart", &PARTS, Method::GET, "/x");
static UPLOAD: Operation = Operation::new("upload", &THINGS, Method::POST, "/uploads").servers(&[
    Server::new("https://us.files.example/up", &[]),
    Server::new("https://eu.files.example/up", &[]),
]);
static PLAIN: Operation = Operation::new("plain", &THINGS, Method::GET, "/x")
    .servers(&[Server::new("http://plain.example", &[])]);
static RELATED: Operation = Operation::new("related", &THINGS, Method::GET, "/x")
    .servers(&[Server::new("/elsewhere", &[])]);

fn client<const N: usize>(
    apis: [&'static Api; N],
    set: impl FnOnce(&mut Settings),
) -> Result<Client> {
    let apis = Box::leak(Box::new(apis));
    let mut settings = Settings::new("test", "1", apis);
    settings.credentials(Credentials::bearer("the-token"));
    set(&mut settings);
    settings.build()
}

fn url(client: &Client, operation: &'static Operation) -> String {
    client.call(operation).build().unwrap().url().to_string()
}

#[test]
fn the_variables_select_the_server() {
    let apis = [&THINGS, &PARTS];
    let acme = client(apis, |it| it.variable("tenant", " acme ")).unwrap();
    assert_eq!(
        url(&acme, &GET_THING),
        "https://acme.example.com/things/v2/x"
    );
    assert_eq!(url(&acme, &GET_PART), "https://acme.example.com/x");

    let other = client([&THINGS], |it| it.variable("apiUrl", "api.acme.example")).unwrap();
    assert_eq!(url(&other, &GET_THING), "https://api.acme.example/other/x");

    let version = client([&THINGS], |it| {
        it.variable("tenant", "acme");
        it.variable("version", "v3");
    });
    assert_eq!(
        url(&version.unwrap(), &GET_THING),
        "https://acme.example.com/things/v3/x"
    );
}

#[test]
fn a_missing_host_is_an_error_that_names_the_method() {
    let missing = client([&THINGS], |_| {}).unwrap_err();
    assert!(missing.is_config(), "{missing}");
    assert!(missing.to_string().contains("`.tenant(..)`"), "{missing}");

    let both = client([&THINGS], |it| {
        it.variable("tenant", "acme");
        it.variable("apiUrl", "api.acme.example");
    });
    let both = both.unwrap_err().to_string();
    assert!(both.contains("`.tenant(..)` and `.api_url(..)`"), "{both}");

    let elsewhere = client([&THINGS], |it| it.variable("tenant", "evil.example/"));
    assert!(elsewhere.unwrap_err().to_string().contains("`tenant`"));

    for api in [&RELATIVE, &NOWHERE] {
        let error = client([api], |_| {}).unwrap_err().to_string();
        assert!(error.contains("`.base_url(..)`"), "{error}");
    }
}

#[test]
fn a_base_url_replaces_the_host_of_every_server() {
    let apis = [&THINGS, &PARTS, &RELATIVE];
    let client = client(apis, |it| it.base_url("http://127.0.0.1:9/gate/")).unwrap();
    for (operation, expected) in [
        (&GET_THING, "http://127.0.0.1:9/gate/things/v2/x"),
        (&GET_PART, "http://127.0.0.1:9/gate/x"),
        (&UPLOAD, "http://127.0.0.1:9/gate/up/uploads"),
        (&PLAIN, "http://127.0.0.1:9/gate/x"),
        (&RELATED, "http://127.0.0.1:9/gate/elsewhere/x"),
    ] {
        assert_eq!(url(&client, operation), expected);
    }
    let raw = client.get("/things/v2/raw").build().unwrap();
    assert_eq!(
        raw.url().to_string(),
        "http://127.0.0.1:9/gate/things/v2/raw"
    );
}

#[tokio::test]
async fn an_operation_is_sent_to_its_own_server() {
    let client = client([&THINGS], |it| it.variable("tenant", "acme")).unwrap();
    assert_eq!(url(&client, &UPLOAD), "https://us.files.example/up/uploads");
    let mut call = client.call(&UPLOAD);
    call.server(EU);
    let request = call.build().unwrap();
    assert_eq!(
        request.url().to_string(),
        "https://eu.files.example/up/uploads"
    );

    // A raw call follows the API's host.
    let raw = client.get("/things/v2/raw").build().unwrap();
    assert_eq!(
        raw.url().to_string(),
        "https://acme.example.com/things/v2/raw"
    );

    let plain = client.call(&PLAIN).send_empty().await;
    let plain = plain.unwrap_err().to_string();
    assert!(plain.contains("plain http"), "{plain}");
    let related = client.call(&RELATED).build().unwrap_err().to_string();
    assert!(related.contains("`.base_url(..)`"), "{related}");
}

#[test]
fn a_selected_server_is_that_of_every_api_that_has_it() {
    static MORE: Api = Api::new(
        "more",
        &[
            Server::new("https://live.example/more", &[]),
            Server::new("https://test.example/more", &[]),
        ],
    );
    static LIVE: Api = Api::new("live", &[Server::new("https://live.example/live", &[])]);
    static GET_MORE: Operation = Operation::new("getMore", &MORE, Method::GET, "/x");
    static GET_LIVE: Operation = Operation::new("getLive", &LIVE, Method::GET, "/x");
    let client = client([&LIVE, &MORE], |it| {
        it.server(&["https://test.example/more"]);
    })
    .unwrap();
    assert_eq!(url(&client, &GET_MORE), "https://test.example/more/x");
    // Never the live server in place of the selected one.
    let error = client.call(&GET_LIVE).build().unwrap_err().to_string();
    assert!(error.contains("does not serve this API"), "{error}");
}

#[test]
fn the_client_s_server_is_that_of_operations_that_have_it() {
    static TWO: Api = Api::new(
        "two",
        &[
            Server::new("https://live.example/v1", &[]),
            Server::new("https://test.example/v1", &[]),
        ],
    );
    static GET: Operation = Operation::new("get", &TWO, Method::GET, "/x").servers(&[
        Server::new("https://live.example", &[]),
        Server::new("https://test.example/v1", &[]),
    ]);
    let client = client([&TWO], |it| it.server(&["https://test.example/v1"])).unwrap();
    assert_eq!(url(&client, &GET), "https://test.example/v1/x");
}

#[test]
fn values_that_the_document_lists_may_be_whole_domains() {
    const SITE: Variable = Variable::new("site", "site").among(&["example.com", "example.eu"]);
    static API: Api = Api::new("api", &[Server::new("https://api.{site}/v1", &[SITE])]);
    static GET: Operation = Operation::new("get", &API, Method::GET, "/x");
    let documented = client([&API], |it| it.variable("site", "example.eu")).unwrap();
    assert_eq!(url(&documented, &GET), "https://api.example.eu/v1/x");
    let other = client([&API], |it| it.variable("site", "evil.example"));
    assert!(other.unwrap_err().is_config());
}

#[test]
fn a_base_url_with_the_path_of_the_api_is_an_error() {
    static FIRST: Api = Api::new("first", &[Server::new("https://acme.example.com/v1", &[])]);
    for url in [
        "https://acme.example.com/v1",
        "acme.example.com/v1/",
        "https://gate.example/x/v1",
    ] {
        let error = client([&FIRST], |it| it.base_url(url)).unwrap_err();
        let text = error.to_string();
        assert!(
            error.is_config() && text.contains("ends with `/v1`"),
            "{text}"
        );
    }
    let error = client([&RELATIVE], |it| {
        it.base_url("https://acme.example.com/api/v1");
    });
    let text = error.unwrap_err().to_string();
    assert!(text.ends_with("write `https://acme.example.com`"), "{text}");
    for url in [
        "https://acme.example.com",
        "https://acme.example.com/xv1",
        "https://v1",
    ] {
        client([&FIRST], |it| it.base_url(url)).unwrap();
    }
}
