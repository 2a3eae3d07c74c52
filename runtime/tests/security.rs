//! Security schemes on the wire: where each credential is sent, and which alternative a call chooses.

#![allow(clippy::unwrap_used, reason = "a panic fails the test")]

mod support;

use openapi_client_runtime::codegen::{Call, Operation};
use openapi_client_runtime::{AccessToken, Client, Credentials};
use support::security::*;
use support::{Answer, Received, SchemeBuilder, Server};

#[tokio::test]
async fn sends_three_keys_together() {
    let server = server().await;
    let received = sent(&THREE, all_kinds(&server), &server).await;
    assert_eq!(received.header("x-client-id"), Some("hunter2-id"));
    assert_eq!(received.header("x-key"), Some("hunter2-key"));
    assert_eq!(received.target, "/thing?hapi%20key=hunter2%26query");
    assert_eq!(received.header("authorization"), None);
    let error = refused(&THREE, builder(&server).scheme_value(&ID, "an id")).await;
    assert_eq!(
        error,
        "the client has no credentials for this operation, which accepts `clientId` (`.client_id(…)`), which is set, with \
         `keyHeader` (`.key_header(…)`) with `keyQuery` (`.key_query(…)`), getThing: GET /thing"
    );
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn sends_http_credentials_by_their_scheme() {
    let server = server().await;
    let received = sent(
        &BY_BASIC,
        builder(&server).scheme_basic(&BASIC, "tést", "£: x "),
        &server,
    )
    .await;
    assert_eq!(
        received.header("authorization"),
        Some("Basic dMOpc3Q6wqM6IHgg")
    );
    let received = sent(&BY_DIGEST, all_kinds(&server), &server).await;
    assert_eq!(
        received.header("authorization"),
        Some("Digest token=hunter2")
    );
    let received = sent(&BY_SSWS, all_kinds(&server), &server).await;
    assert_eq!(received.header("authorization"), Some("SSWS hunter2"));
    let received = sent(&BY_TOKEN, all_kinds(&server), &server).await;
    assert_eq!(
        received.header("authorization"),
        Some("Bearer hunter2-token")
    );
}

#[tokio::test]
async fn adds_a_key_to_the_cookies_and_to_the_query_of_the_call() {
    let server = server().await;
    let client = all_kinds(&server).build().unwrap();
    let mut call = client.call(&BY_COOKIE);
    call.header_param("cookie", "theme=dark");
    call.send_empty().await.unwrap();
    let mut call = client.call(&BY_QUERY);
    call.query("page", 2);
    call.send_empty().await.unwrap();
    let received = server.received();
    assert_eq!(
        received[0].header("cookie"),
        Some("theme=dark; SID=hunter2-cookie")
    );
    assert_eq!(
        received[1].target,
        "/thing?page=2&hapi%20key=hunter2%26query"
    );
}

#[tokio::test]
async fn chooses_the_first_alternative_that_is_complete() {
    let server = server().await;
    let is_basic = |received: &Received| received.header("authorization").is_some();
    let is_query = |received: &Received| received.target.contains("hapi");
    for (operation, query, basic) in [(&EITHER, true, false), (&OTHERWISE, false, true)] {
        let received = sent(operation, all_kinds(&server), &server).await;
        assert_eq!((is_query(&received), is_basic(&received)), (query, basic));
        let received = sent(
            operation,
            builder(&server).scheme_basic(&BASIC, USER, SECRET),
            &server,
        )
        .await;
        assert_eq!((is_query(&received), is_basic(&received)), (false, true));
        let received = sent(
            operation,
            builder(&server).scheme_value(&QUERY, SECRET),
            &server,
        )
        .await;
        assert_eq!((is_query(&received), is_basic(&received)), (true, false));
    }
    let both = sent(&BOTH, all_kinds(&server), &server).await;
    assert!(is_basic(&both) && both.header("x-key").is_some());
    let public = sent(&PUBLIC, all_kinds(&server), &server).await;
    assert!(!is_basic(&public) && !is_query(&public) && public.header("cookie").is_none());
    let optional = sent(
        &OPTIONAL,
        builder(&server).scheme_basic(&BASIC, USER, SECRET),
        &server,
    )
    .await;
    assert!(is_basic(&optional));
    let optional = sent(&OPTIONAL, builder(&server), &server).await;
    assert!(!is_basic(&optional));
}

#[tokio::test]
async fn names_every_accepted_scheme_when_credentials_are_missing() {
    let server = server().await;
    let error = refused(&EITHER, builder(&server)).await;
    assert_eq!(
        error,
        "the client has no credentials for this operation, which accepts `keyQuery` (`.key_query(…)`), or `account` \
         (`.account(…)`), getThing: GET /thing"
    );
    let error = refused(&BY_TOKEN, builder(&server)).await;
    assert!(error.contains("`openId` (`.credentials(…)`)"), "{error}");
    let error = refused(&BY_CERTIFICATE, builder(&server).scheme_value(&KEY, SECRET)).await;
    assert!(
        error.contains("`certificate` (`.client_identity(…)`)"),
        "{error}"
    );
    assert_eq!(server.received().len(), 0);
}

#[tokio::test]
async fn credentials_none_disables_the_check() {
    let server = server().await;
    let none = || builder(&server).credentials(Credentials::none());
    let received = sent(&EITHER, none(), &server).await;
    assert!(received.target == "/thing" && received.header("authorization").is_none());
    // Credentials that the client has are sent all the same.
    let received = sent(&BOTH, none().scheme_value(&KEY, SECRET), &server).await;
    assert_eq!(received.header("x-key"), Some(SECRET));
    let received = sent(&BY_TOKEN, none(), &server).await;
    assert_eq!(received.header("authorization"), None);
}

#[tokio::test]
async fn rejects_two_values_for_one_header() {
    let server = server().await;
    let error = refused(&ONE_HEADER, all_kinds(&server)).await;
    assert!(
        error.contains("`account` and `bearer` need the same header"),
        "{error}"
    );
    // One token satisfies both schemes.
    let received = sent(&ONE_TOKEN, all_kinds(&server), &server).await;
    assert_eq!(
        received.header("authorization"),
        Some("Bearer hunter2-token")
    );
    let two = all_kinds(&server).scheme_credentials(&OAUTH, Credentials::bearer("other"));
    refused(&ONE_TOKEN, two).await;
}

#[tokio::test]
async fn credentials_of_a_scheme_take_precedence() {
    let server = server().await;
    let own = || builder(&server).scheme_credentials(&OAUTH, Credentials::bearer("of-oauth"));
    let received = sent(&TWO_TOKENS, own(), &server).await;
    assert_eq!(received.header("authorization"), Some("Bearer of-oauth"));
    let general = own().credentials(Credentials::bearer("general"));
    let received = sent(&TWO_TOKENS, general, &server).await;
    assert_eq!(received.header("authorization"), Some("Bearer general"));
    let general = own().credentials(Credentials::bearer("general"));
    let received = sent(&BY_OAUTH, general, &server).await;
    assert_eq!(received.header("authorization"), Some("Bearer of-oauth"));
}

#[tokio::test]
async fn keys_that_share_a_place_are_no_complete_alternative() {
    let server = server().await;
    let both = || {
        all_kinds(&server)
            .scheme_value(&KEY_TOO, "too")
            .scheme_value(&QUERY_TOO, "too")
    };
    let error = refused(&ONE_KEY_HEADER, both()).await;
    let clash = "`keyHeader` and `keyToo` need the same header `X-Key`";
    assert!(error.contains(clash), "{error}");
    // The next alternative is complete.
    let received = sent(&ONE_PARAMETER, both(), &server).await;
    assert_eq!(
        (received.target.as_str(), received.header("x-key")),
        ("/thing", Some("hunter2-key"))
    );
    // A value by hand is the credential of both.
    let mut call = both().build().unwrap().call(&ONE_KEY_HEADER);
    call.header_param("x-key", "by hand");
    call.send_empty().await.unwrap();
    let received = server.received().pop().unwrap();
    assert_eq!(received.header("x-key"), Some("by hand"));
}

#[tokio::test]
async fn settings_of_token_requests_need_token_requests() {
    let server = server().await;
    let bearer = || Credentials::bearer(SECRET);
    let provider = Credentials::provider(|| async { Ok(AccessToken::new("t")) });
    let fault = |builder: SchemeBuilder| match builder.build() {
        Err(error) if error.is_config() => error.to_string(),
        other => format!("{other:?}"),
    };
    for (credentials, setting) in [
        (bearer().scopes(["read"]), "`.scopes(…)` has no effect on"),
        (bearer().basic(), "`.basic()` has no effect on"),
        (provider.in_body(), "`.in_body()` has no effect on"),
    ] {
        let general = builder(&server).credentials(credentials.clone());
        let own = builder(&server).scheme_credentials(&OAUTH, credentials);
        for text in [fault(general), fault(own)] {
            assert!(text.contains(setting) && !text.contains(SECRET), "{text}");
        }
    }
    let url = || builder(&server).token_url(format!("{}/t", server.url()));
    for builder in [
        url(),
        url().credentials(bearer()),
        url().scheme_value(&KEY, "k"),
    ] {
        let text = fault(builder);
        assert!(text.contains("`.token_url(…)` has no effect"), "{text}");
    }
    let of_scheme = Credentials::client_credentials("id", SECRET);
    let builder = url()
        .credentials(bearer())
        .scheme_credentials(&OAUTH, of_scheme);
    builder.build().unwrap();
}

#[tokio::test]
async fn a_document_without_schemes_sends_the_token_with_every_operation() {
    let server = server().await;
    let client = SchemeBuilder::new(&[]).base_url(server.url()).no_proxy();
    let client = client.credentials(Credentials::bearer(SECRET));
    let received = sent(&UNDECLARED, client, &server).await;
    assert_eq!(received.header("authorization"), Some("Bearer hunter2"));
    let error = Client::builder()
        .base_url(server.url())
        .build()
        .unwrap_err();
    assert!(error.is_config(), "{error}");
}

#[tokio::test]
async fn a_401_for_a_fixed_key_is_final() {
    let server = Server::script(vec![Answer::new(401)]).await;
    for operation in [&BY_QUERY, &BY_BASIC, &BY_COOKIE, &BY_SSWS, &BY_TOKEN] {
        let error = all_kinds(&server)
            .build()
            .unwrap()
            .call(operation)
            .send_empty()
            .await;
        let error = error.unwrap_err();
        assert!(error.is_unauthorized() && error.attempts() == 1, "{error}");
    }
    assert_eq!(server.received().len(), 5);
    // A token from a provider is renewed, but only where the call sends it.
    let provider = || Credentials::provider(|| async { Ok(AccessToken::new("renewed")) });
    for (operation, attempts) in [(&BY_TOKEN, 2), (&BY_QUERY, 1)] {
        let client = all_kinds(&server).credentials(provider()).build().unwrap();
        let error = client.call(operation).send_empty().await.unwrap_err();
        assert_eq!(error.attempts(), attempts);
    }
}

#[tokio::test]
async fn values_set_by_hand_are_left_alone_and_count() {
    let server = server().await;
    let by_hand = |operation: &'static Operation, set: fn(&mut Call)| {
        let clients = [builder(&server), all_kinds(&server)];
        clients.map(|builder| {
            let mut call = builder.build().unwrap().call(operation);
            set(&mut call);
            assert!(!format!("{call:?}").contains("by hand"), "{call:?}");
            call
        })
    };
    let set: fn(&mut Call) = |call| call.header_param("Authorization", "Bearer by hand");
    for operation in [
        &BY_TOKEN,
        &BY_BASIC,
        &BY_SSWS,
        &BY_DIGEST,
        &ONE_HEADER,
        &UNDECLARED,
    ] {
        for call in by_hand(operation, set) {
            call.send_empty().await.unwrap();
            let received = server.received().pop().unwrap();
            assert_eq!(received.header("authorization"), Some("Bearer by hand"));
        }
    }
    for call in by_hand(&BOTH, |call| {
        call.header_param("authorization", "Basic by hand");
        call.header_param("x-key", "by hand");
    }) {
        call.send_empty().await.unwrap();
        assert_eq!(
            server.received().pop().unwrap().header("x-key"),
            Some("by hand")
        );
    }
    for call in by_hand(&BY_COOKIE, |call| {
        call.header_param("Cookie", "a=1; SID=by hand");
    }) {
        call.send_empty().await.unwrap();
        assert_eq!(
            server.received().pop().unwrap().header("cookie"),
            Some("a=1; SID=by hand")
        );
    }
    for builder in [builder(&server), all_kinds(&server)] {
        let mut call = builder.build().unwrap().call(&BY_QUERY);
        call.query("hapi key", "by hand");
        call.send_empty().await.unwrap();
        assert_eq!(
            server.received().pop().unwrap().target,
            "/thing?hapi%20key=by%20hand"
        );
    }
    let default = builder(&server).default_header("X-Key", "by hand");
    let received = sent(&BOTH, default.scheme_basic(&BASIC, USER, SECRET), &server).await;
    assert_eq!(received.header("x-key"), Some("by hand"));
}
