//! A scheme of each kind, operations that require them, and a client with all credentials.

use http::Method;
use openapi_client_runtime::Credentials;
use openapi_client_runtime::codegen::{Api, In, Operation, Requirements, Scheme};

use super::{Answer, Received, SchemeBuilder, Server};

pub(crate) static KEY: Scheme =
    Scheme::api_key("keyHeader", In::Header, "X-Key").setter("key_header");
pub(crate) static ID: Scheme =
    Scheme::api_key("clientId", In::Header, "X-Client-Id").setter("client_id");
pub(crate) static QUERY: Scheme =
    Scheme::api_key("keyQuery", In::Query, "hapi key").setter("key_query");
pub(crate) static COOKIE: Scheme =
    Scheme::api_key("cookieAuth", In::Cookie, "SID").setter("cookie_auth");
pub(crate) static SSWS: Scheme =
    Scheme::api_key("apiToken", In::Header, "Authorization").setter("api_token");
pub(crate) static BASIC: Scheme = Scheme::basic("account").setter("account");
pub(crate) static DIGEST: Scheme = Scheme::http("digest", "Digest").setter("digest");
pub(crate) static BEARER: Scheme = Scheme::bearer("bearer").setter("bearer_credentials");
pub(crate) static OAUTH: Scheme = Scheme::oauth2("oauth").setter("oauth_credentials");
pub(crate) static OPEN_ID: Scheme = Scheme::open_id("openId");
pub(crate) static CERTIFICATE: Scheme = Scheme::mutual_tls("certificate");

/// In the place of [`KEY`].
pub(crate) static KEY_TOO: Scheme =
    Scheme::api_key("keyToo", In::Header, "x-key").setter("key_too");
/// In the place of [`QUERY`].
pub(crate) static QUERY_TOO: Scheme =
    Scheme::api_key("queryToo", In::Query, "hapi key").setter("query_too");

pub(crate) static API: Api = Api::new("api", &[]);
/// An API that declares schemes, so that a client without credentials can be built.
pub(crate) static DECLARING: Api = Api::new("other", &[]).security(&[&KEY, &ID, &QUERY], &[]);
pub(crate) static RAW: Api =
    Api::new("raw", &[]).security(&[&COOKIE, &ID, &KEY, &QUERY], &[&[&ID, &KEY], &[&QUERY]]);

pub(crate) const fn operation(requirements: Requirements) -> Operation {
    Operation::new("getThing", &API, Method::GET, "/thing").security(requirements)
}

pub(crate) static THREE: Operation = operation(&[&[&ID, &KEY, &QUERY]]);
pub(crate) static BY_BASIC: Operation = operation(&[&[&BASIC]]);
pub(crate) static BY_DIGEST: Operation = operation(&[&[&DIGEST]]);
pub(crate) static BY_COOKIE: Operation = operation(&[&[&COOKIE]]);
pub(crate) static BY_QUERY: Operation = operation(&[&[&QUERY]]);
pub(crate) static BY_SSWS: Operation = operation(&[&[&SSWS]]);
pub(crate) static BY_TOKEN: Operation = operation(&[&[&OPEN_ID]]);
pub(crate) static BY_OAUTH: Operation = operation(&[&[&OAUTH]]);
pub(crate) static EITHER: Operation = operation(&[&[&QUERY], &[&BASIC]]);
pub(crate) static OTHERWISE: Operation = operation(&[&[&BASIC], &[&QUERY]]);
pub(crate) static BOTH: Operation = operation(&[&[&KEY, &BASIC]]);
pub(crate) static PUBLIC: Operation = operation(&[]);
pub(crate) static OPTIONAL: Operation = operation(&[&[], &[&BASIC]]);
pub(crate) static ONE_HEADER: Operation = operation(&[&[&BASIC, &BEARER]]);
pub(crate) static ONE_KEY_HEADER: Operation = operation(&[&[&ID, &KEY, &KEY_TOO]]);
pub(crate) static ONE_PARAMETER: Operation = operation(&[&[&QUERY, &QUERY_TOO], &[&KEY]]);
pub(crate) static ONE_TOKEN: Operation = operation(&[&[&BEARER, &OAUTH]]);
pub(crate) static TWO_TOKENS: Operation = operation(&[&[&BEARER], &[&OAUTH]]);
pub(crate) static BY_CERTIFICATE: Operation = operation(&[&[&CERTIFICATE, &KEY]]);
pub(crate) static UNDECLARED: Operation = Operation::new("getThing", &API, Method::GET, "/thing");

pub(crate) const USER: &str = "alice";
pub(crate) const SECRET: &str = "hunter2";

pub(crate) async fn server() -> Server {
    Server::script(vec![Answer::new(204)]).await
}

/// A builder for a document with schemes, without any credentials.
pub(crate) fn builder(server: &Server) -> SchemeBuilder {
    SchemeBuilder::new(const { &[&DECLARING] })
        .base_url(server.url())
        .no_proxy()
}

pub(crate) fn all_kinds(server: &Server) -> SchemeBuilder {
    builder(server)
        .scheme_value(&KEY, format!("{SECRET}-key"))
        .scheme_value(&ID, format!("{SECRET}-id"))
        .scheme_value(&QUERY, format!("{SECRET}&query"))
        .scheme_value(&COOKIE, format!("{SECRET}-cookie"))
        .scheme_value(&SSWS, format!("SSWS {SECRET}"))
        .scheme_value(&DIGEST, format!("token={SECRET}"))
        .scheme_basic(&BASIC, USER, SECRET)
        .credentials(Credentials::bearer(format!("{SECRET}-token")))
}

/// The request of an operation, sent by a client with these settings.
pub(crate) async fn sent(
    operation: &'static Operation,
    builder: SchemeBuilder,
    server: &Server,
) -> Received {
    builder
        .build()
        .unwrap()
        .call(operation)
        .send_empty()
        .await
        .unwrap();
    server.received().pop().unwrap()
}

pub(crate) async fn refused(operation: &'static Operation, builder: SchemeBuilder) -> String {
    let sent = builder.build().unwrap().call(operation).send_empty().await;
    let error = sent.unwrap_err();
    assert!(error.is_auth() && error.attempts() == 0, "{error:?}");
    error.to_string()
}
