//! Credentials as people paste them, and credentials that are none.

#![allow(clippy::unwrap_used, reason = "a panic fails the test")]

mod support;

use openapi_client_runtime::{AccessToken, Client, Credentials, RefreshToken};
use support::{Answer, Server, builder};

/// The header `Authorization` of a call with these credentials, and the form of the token request, if there was one.
async fn sent(credentials: Credentials) -> (String, String) {
    let server = Server::tenant(|_, _| Answer::new(204)).await;
    let client = builder(&server).credentials(credentials).build().unwrap();
    client.get("/x").send_empty().await.unwrap();
    let received = server.received();
    let call = received.last().unwrap().header("Authorization");
    let form = received.iter().find(|it| it.target == "/oauth/token");
    (
        call.unwrap_or_default().to_owned(),
        form.map(|it| it.text().to_owned()).unwrap_or_default(),
    )
}

#[tokio::test]
async fn what_copying_adds_is_ignored() {
    for token in [
        "a.b",
        " a.b\n",
        "Bearer a.b",
        "bearer  a.b\r\n",
        "Authorization: Bearer a.b",
    ] {
        let (header, _) = sent(Credentials::bearer(token)).await;
        assert_eq!(header, "Bearer a.b", "{token:?}");
        let provider = move || async move { Ok(AccessToken::new(token)) };
        let (header, _) = sent(Credentials::provider(provider)).await;
        assert_eq!(header, "Bearer a.b", "{token:?}");
    }
    let (_, form) = sent(Credentials::client_credentials(" id\t", "\u{feff}s e\r\n")).await;
    assert!(
        form.ends_with("client_id=id&client_secret=s+e")
            || form.ends_with("client_id=id&client_secret=s%20e"),
        "{form}"
    );
    let (_, form) = sent(Credentials::password("id", None, "alice", " pass \n")).await;
    assert!(
        form.contains("password=+pass+") || form.contains("password=%20pass%20"),
        "{form}"
    );
}

#[test]
fn credentials_that_are_none_are_errors_of_the_settings() {
    let refresh = |id: &str, secret: Option<&str>, token: &str| {
        Credentials::refresh_token(
            id,
            secret.map(str::to_owned),
            token,
            |_: RefreshToken| async { Ok(()) },
        )
    };
    let password = |user: &str, password: &str| Credentials::password("id", None, user, password);
    let cases = [
        (Credentials::bearer(""), "token"),
        (Credentials::bearer(" \n"), "token"),
        (Credentials::bearer("Bearer"), "token"),
        (Credentials::bearer("<your-token>"), "token"),
        (Credentials::bearer("a b"), "token"),
        (
            Credentials::client_credentials("", "s"),
            "client id is empty",
        ),
        (
            Credentials::client_credentials("id", " "),
            "client secret is empty",
        ),
        (
            Credentials::client_credentials("<client-id>", "s"),
            "client id is a placeholder",
        ),
        (
            Credentials::client_credentials("id", "<your-secret>"),
            "client secret is a placeholder",
        ),
        (
            Credentials::client_credentials("id", "${SECRET}"),
            "client secret is a placeholder",
        ),
        (refresh("", None, "t"), "client id is empty"),
        (refresh("id", Some(""), "t"), "client secret is empty"),
        (refresh("id", None, "\n"), "refresh token is empty"),
        (password("", "p"), "user is empty"),
        (password("u", ""), "password is empty"),
    ];
    for (credentials, fault) in cases {
        let built = Client::builder()
            .base_url("https://acme.example")
            .credentials(credentials)
            .build();
        let error = built.map(|_| fault).unwrap_err();
        assert!(
            error.is_config() && error.to_string().contains(fault),
            "{fault}: {error}"
        );
    }
}

#[tokio::test]
async fn empty_tokens_and_ids_are_errors_before_a_call_is_sent() {
    let server = Server::script(vec![Answer::json(200, r#"{"access_token":" "}"#)]).await;
    let provider = || async { Ok(AccessToken::new("")) };
    let kinds = [
        (Credentials::provider(provider), 0),
        (Credentials::client_credentials("id", "s"), 1),
    ];
    for (credentials, token_requests) in kinds {
        let client = builder(&server).credentials(credentials).build().unwrap();
        let error = client.get("/x").send_empty().await.unwrap_err();
        assert!(
            error.is_auth() && error.to_string().contains("empty"),
            "{error}"
        );
        assert_eq!(server.received().len(), token_requests);
    }
    let client = support::client(&server);
    for id in ["", " ", "\t\n", "\u{a0}"] {
        let call = client.get("/things/{id}").path("id", id);
        let error = call.send_empty().await.unwrap_err();
        assert!(
            error.is_request() && error.to_string().contains("`id`"),
            "{id:?}: {error}"
        );
    }
    assert_eq!(server.received().len(), 1);
}
