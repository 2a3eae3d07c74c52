//! To whom credentials are sent: never to another host, and not by a request that can't carry them.

#![allow(clippy::unwrap_used, reason = "a panic fails the test")]

mod support;

use openapi_client_runtime::Credentials;
use support::security::*;
use support::{Answer, SchemeBuilder, Server};

#[tokio::test]
async fn a_redirect_to_another_origin_carries_no_credentials() {
    let other = server().await;
    let target = other.url().to_owned();
    let server = Server::start(move |received, _| match received.target.as_str() {
        it if it.starts_with("/thing") => Answer::new(307).header("Location", "/there"),
        it if it.starts_with("/there") => Answer::new(307).header("Location", &target),
        _ => Answer::new(204),
    })
    .await;
    let kinds = [
        &BY_QUERY, &BY_BASIC, &BY_COOKIE, &BY_SSWS, &BY_TOKEN, &THREE,
    ];
    for operation in kinds {
        let client = all_kinds(&server).build().unwrap();
        let error = client.call(operation).send_empty().await.unwrap_err();
        assert_eq!(error.status().unwrap().as_u16(), 307);
    }
    // On the same origin they are sent again.
    let again = server
        .received()
        .into_iter()
        .filter(|it| it.target.starts_with("/there"));
    for received in again {
        let head = format!("{} {:?}", received.target, received.headers);
        assert!(
            head.contains(SECRET) || received.header("authorization").is_some(),
            "{head}"
        );
    }
    assert_eq!(server.received().len(), 2 * kinds.len());
    assert!(other.received().is_empty());
}

#[tokio::test]
async fn raw_calls_choose_among_the_document_s_alternatives() {
    let server = server().await;
    let raw = |builder: SchemeBuilder| {
        let server = server.clone();
        async move {
            builder
                .build()
                .unwrap()
                .get("/raw")
                .send_empty()
                .await
                .unwrap();
            server.received().pop().unwrap()
        }
    };
    let builder = || {
        SchemeBuilder::new(const { &[&RAW] })
            .base_url(server.url())
            .no_proxy()
    };
    let all = builder()
        .scheme_value(&ID, "id")
        .scheme_value(&KEY, "key")
        .scheme_value(&QUERY, "q");
    let received = raw(all).await;
    assert!(received.header("x-key").is_some() && received.target == "/raw");
    let received = raw(builder().scheme_value(&QUERY, "q")).await;
    assert_eq!(received.target, "/raw?hapi%20key=q");
    let received = raw(builder().scheme_value(&COOKIE, "c")).await;
    assert_eq!(received.header("cookie"), Some("SID=c"));
    let received = raw(builder()).await;
    assert!(received.target == "/raw" && received.header("authorization").is_none());
    let received = raw(builder().credentials(Credentials::bearer("t"))).await;
    assert_eq!(received.header("authorization"), Some("Bearer t"));
}

#[tokio::test]
async fn credentials_are_never_sent_over_plain_http_to_another_machine() {
    let builder = || SchemeBuilder::new(const { &[&DECLARING] }).base_url("http://api.example.com");
    for builder in [
        builder().scheme_value(&KEY, SECRET),
        builder().scheme_basic(&BASIC, USER, SECRET),
        builder().credentials(Credentials::bearer(SECRET)),
    ] {
        let error = builder.build().unwrap_err();
        assert!(
            error.is_config() && error.to_string().contains("plain http"),
            "{error}"
        );
    }
    let mut call = builder().build().unwrap().call(&BY_BASIC);
    call.header_param("authorization", "Basic by hand");
    let error = call.send_empty().await.unwrap_err();
    assert!(error.is_config() && error.attempts() == 0, "{error}");
}

#[tokio::test]
async fn no_credentials_for_a_scheme_are_no_secret() {
    let none = |builder: SchemeBuilder| builder.scheme_credentials(&OAUTH, Credentials::none());
    let plain = SchemeBuilder::new(const { &[&DECLARING] }).base_url("http://api.example.com");
    let plain = none(plain);
    assert!(!format!("{plain:?}").contains("oauth"), "{plain:?}");
    plain.build().unwrap();
    // The other schemes keep their credentials, and this one has none of the general ones.
    let server = server().await;
    let several = || {
        let general = builder(&server).credentials(Credentials::bearer("general"));
        none(general.scheme_value(&KEY, SECRET))
    };
    let shown = format!("{:?}", several());
    assert!(shown.contains(r#"schemes: ["keyHeader"]"#), "{shown}");
    refused(&BY_OAUTH, several()).await;
    let received = sent(&TWO_TOKENS, several(), &server).await;
    assert_eq!(received.header("authorization"), Some("Bearer general"));
}

#[tokio::test]
async fn rejects_credentials_that_no_request_can_carry() {
    let server = server().await;
    for (builder, part) in [
        (
            builder(&server).scheme_value(&KEY, "hunter2\n2"),
            "`.key_header(…)` has",
        ),
        (
            builder(&server).scheme_value(&KEY, " "),
            "`.key_header(…)` is empty",
        ),
        (
            builder(&server).scheme_value(&COOKIE, "hunter2; a=b"),
            "not allowed in a cookie",
        ),
        (
            builder(&server).scheme_basic(&BASIC, "a:hunter2", "x"),
            "a colon in its user name",
        ),
        (
            builder(&server).scheme_basic(&BASIC, "a", "hunter2\u{0}"),
            "control characters",
        ),
    ] {
        let error = builder.build().unwrap_err();
        assert!(
            error.is_config() && error.to_string().contains(part),
            "{error}"
        );
        assert!(!format!("{error:?}").contains(SECRET), "{error:?}");
    }
}

#[tokio::test]
async fn a_raw_call_has_no_credentials_of_another_host() {
    use openapi_client_runtime::codegen::{Api, In, Scheme, Server as ApiServer};
    static HERE: Scheme = Scheme::api_key("here", In::Header, "x-here");
    static THERE: Scheme = Scheme::api_key("there", In::Header, "x-there");
    let server = server().await;
    let api = |name, url: String, scheme: &'static Scheme| -> &'static Api {
        let servers = Box::leak(Box::new([ApiServer::new(url.leak(), &[])]));
        let schemes = Box::leak(Box::new([scheme]));
        let alternative: &'static [&'static Scheme] = Box::leak(Box::new([scheme]));
        let requirements = Box::leak(Box::new([alternative]));
        Box::leak(Box::new(
            Api::new(name, servers).security(schemes, requirements),
        ))
    };
    let here = api("here", server.url().to_owned(), &HERE);
    let there = api("there", "https://there.example".to_owned(), &THERE);
    let apis = Box::leak(Box::new([here, there]));
    let builder = || SchemeBuilder::new(apis).no_proxy();
    let both = builder()
        .scheme_value(&HERE, "hunter2-here")
        .scheme_value(&THERE, "hunter2-there");
    let only_there = builder().scheme_value(&THERE, "hunter2-there");
    for (builder, expected) in [(both, Some("hunter2-here")), (only_there, None)] {
        let client = builder.build().unwrap();
        client.get("/thing").send_empty().await.unwrap();
        let received = server.received().pop().unwrap();
        assert_eq!(received.header("x-here"), expected);
        assert_eq!(received.header("x-there"), None);
    }
}
