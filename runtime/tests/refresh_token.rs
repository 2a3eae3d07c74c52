//! Refresh tokens, each of which can be used once.

#![allow(clippy::unwrap_used, reason = "a panic fails the test")]

mod support;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use openapi_client_runtime::{Client, Credentials, RateLimit, RefreshToken};
use support::{Answer, Received, Server, TestClock, builder};

/// A service that accepts each refresh token once, `r-0` first, and returns the next with an access token of 100 s.
async fn service() -> Server {
    let used = Mutex::new(0_usize);
    Server::start(move |received, _| {
        if received.target != "/oauth/token" {
            return Answer::new(200);
        }
        let mut used = used.lock().unwrap();
        if !received.text().contains(&format!("refresh_token=r-{used}")) {
            return Answer::json(
                400,
                r#"{"error":"invalid_grant","error_description":"Used"}"#,
            );
        }
        *used += 1;
        let body =
            format!(r#"{{"access_token":"a-{used}","expires_in":100,"refresh_token":"r-{used}"}}"#);
        Answer::json(200, body)
    })
    .await
}

/// A store for tokens that can be made to fail.
#[derive(Clone, Default)]
struct Vault {
    kept: Arc<Mutex<Vec<String>>>,
    is_sealed: Arc<AtomicBool>,
}

impl Vault {
    fn seal(&self, sealed: bool) {
        self.is_sealed.store(sealed, Ordering::SeqCst);
    }

    fn kept(&self) -> Vec<String> {
        self.kept.lock().unwrap().clone()
    }

    fn credentials(&self) -> Credentials {
        let vault = self.clone();
        let store = move |token: RefreshToken| {
            let vault = vault.clone();
            async move {
                if vault.is_sealed.load(Ordering::SeqCst) {
                    return Err("the vault is sealed".into());
                }
                vault.kept.lock().unwrap().push(token.expose().to_owned());
                Ok(())
            }
        };
        Credentials::refresh_token("an id", Some("a secret".to_owned()), "r-0", store)
    }
}

fn client(server: &Server, vault: &Vault) -> (Client, TestClock) {
    let clock = TestClock::new();
    let builder = builder(server)
        .credentials(vault.credentials())
        .rate_limit(RateLimit::none())
        .clock(clock.clone());
    (builder.build().unwrap(), clock)
}

fn tokens(server: &Server) -> Vec<String> {
    let token = |received: &Received| received.header("authorization").unwrap().to_owned();
    server.calls().iter().map(token).collect()
}

#[tokio::test]
async fn saves_every_new_token_before_use() {
    let (server, vault) = (service().await, Vault::default());
    let (client, clock) = client(&server, &vault);
    for expected in 1..=3 {
        client.get("/x").send_empty().await.unwrap();
        client.get("/x").send_empty().await.unwrap();
        assert_eq!(vault.kept().len(), expected);
        clock.advance(Duration::from_secs(100));
    }
    assert_eq!(vault.kept(), ["r-1", "r-2", "r-3"]);
    assert_eq!(server.token_requests(), 3);
    assert_eq!(tokens(&server)[4], "Bearer a-3");
    let form =
        "grant_type=refresh_token&client_id=an%20id&client_secret=a%20secret&refresh_token=r-0";
    assert_eq!(server.received()[0].text(), form);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_callers_use_the_token_once() {
    let (server, vault) = (service().await, Vault::default());
    let (client, _) = client(&server, &vault);
    let mut calls = tokio::task::JoinSet::new();
    for _ in 0..1000 {
        calls.spawn(client.get("/x").send_empty());
    }
    for result in calls.join_all().await {
        result.unwrap();
    }
    assert_eq!((server.token_requests(), server.calls().len()), (1, 1000));
    assert_eq!(vault.kept(), ["r-1"]);
}

#[tokio::test]
async fn an_unsaved_token_fails_the_call_and_is_not_lost() {
    let (server, vault) = (service().await, Vault::default());
    let (client, clock) = client(&server, &vault);
    vault.seal(true);
    for _ in 0..2 {
        let error = client.get("/x").send_empty().await.unwrap_err();
        let line = "can't save the new refresh token: the vault is sealed, GET /x";
        assert!(error.is_auth(), "{error}");
        assert_eq!((error.to_string().as_str(), error.attempts()), (line, 0));
        assert_eq!((server.token_requests(), server.calls().len()), (1, 0));
    }

    vault.seal(false);
    client.get("/x").send_empty().await.unwrap();
    assert_eq!(
        tokens(&server),
        ["Bearer a-1"],
        "the access token of the response is used"
    );
    assert_eq!(
        (vault.kept(), server.token_requests()),
        (vec!["r-1".to_owned()], 1)
    );

    // Unsaved for longer than the life of its access token: it is saved, and then used for another.
    clock.advance(Duration::from_secs(100));
    vault.seal(true);
    client.get("/x").send_empty().await.unwrap_err();
    clock.advance(Duration::from_secs(100));
    vault.seal(false);
    client.get("/x").send_empty().await.unwrap();
    assert_eq!(vault.kept(), ["r-1", "r-2", "r-3"]);
    assert_eq!(tokens(&server).last().unwrap(), "Bearer a-3");
}

#[tokio::test]
async fn does_not_retry_a_request_that_may_have_arrived() {
    for fault in [Answer::hang(), Answer::new(503), Answer::new(500)] {
        let server = Server::script(vec![fault]).await;
        let (client, _) = client(&server, &Vault::default());
        let error = client.get("/x").send_empty().await.unwrap_err();
        assert!(error.is_auth(), "{error}");
        assert_eq!(server.received().len(), 1, "{error}");
    }
    let granted = Answer::json(200, r#"{"access_token":"a","expires_in":100}"#);
    let limited = Answer::new(429).header("Retry-After", "3");
    let server = Server::script(vec![limited, granted, Answer::new(200)]).await;
    let vault = Vault::default();
    let (client, _) = client(&server, &vault);
    client.get("/x").send_empty().await.unwrap();
    assert_eq!(server.received().len(), 3);
    assert!(vault.kept().is_empty(), "there was no new token");
}

#[tokio::test]
async fn a_dropped_caller_does_not_lose_the_new_token() {
    let (server, vault) = (service().await, Vault::default());
    let (client, _) = client(&server, &vault);
    let call = tokio::spawn(client.get("/x").send_empty());
    server.arrived(1).await;
    call.abort();
    client.get("/x").send_empty().await.unwrap();
    assert_eq!(
        (vault.kept(), server.token_requests()),
        (vec!["r-1".to_owned()], 1)
    );
}

#[tokio::test]
async fn no_token_shows() {
    let (server, vault) = (service().await, Vault::default());
    let builder = builder(&server).credentials(vault.credentials());
    let shown = format!("{builder:?} {:?}", vault.credentials());
    assert!(shown.contains("an id") && !shown.contains("r-0"), "{shown}");
    assert!(!shown.contains("a secret"), "{shown}");
    vault.seal(true);
    let error = builder
        .build()
        .unwrap()
        .get("/x")
        .send_empty()
        .await
        .unwrap_err();
    let shown = format!("{error} {error:?}");
    assert!(!shown.contains("r-1") && !shown.contains("a-1"), "{shown}");
}
