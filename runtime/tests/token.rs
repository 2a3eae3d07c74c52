//! Tokens: requested once, cached while valid, renewed when rejected.

#![allow(clippy::unwrap_used, reason = "a panic fails the test")]

mod support;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use openapi_client_runtime::{AccessToken, Client, ClientBuilder, Credentials, File};
use support::{Answer, Received, Server, TestClock};

fn builder(server: &Server) -> ClientBuilder {
    support::builder(server).credentials(Credentials::client_credentials("an id", "s&cret"))
}

fn authorization(received: &Received) -> &str {
    received.header("authorization").unwrap()
}

#[tokio::test]
async fn requests_a_token_with_a_form_and_caches_it() {
    let server = Server::tenant(|_, _| Answer::new(200)).await;
    let client = builder(&server)
        .app_info("auditor", "1.4.0")
        .build()
        .unwrap();
    for _ in 0..3 {
        client.get("/x").send_empty().await.unwrap();
    }
    let received = server.received();
    assert_eq!(received[0].method, "POST");
    assert_eq!(
        received[0].header("content-type"),
        Some("application/x-www-form-urlencoded")
    );
    assert_eq!(
        received[0].text(),
        "grant_type=client_credentials&client_id=an%20id&client_secret=s%26cret"
    );
    assert!(
        received[0]
            .header("user-agent")
            .unwrap()
            .ends_with(" auditor/1.4.0")
    );
    assert_eq!(received.len(), 4);
    assert!(
        received[1..]
            .iter()
            .all(|received| authorization(received) == "Bearer token-1")
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_callers_request_one_token() {
    let server = Server::tenant(|_, _| Answer::new(200)).await;
    let client = builder(&server)
        .rate_limit(openapi_client_runtime::RateLimit::none())
        .build()
        .unwrap();
    let mut calls = tokio::task::JoinSet::new();
    for _ in 0..1000 {
        let client = client.clone();
        calls.spawn(async move { client.get("/x").send_empty().await.unwrap() });
    }
    assert_eq!(calls.join_all().await.len(), 1000);
    assert_eq!((server.token_requests(), server.calls().len()), (1, 1000));
}

/// Tokens that the test issues, one permit each.
fn gated() -> (Credentials, Arc<tokio::sync::Semaphore>, Arc<AtomicUsize>) {
    let (gate, asked) = (
        Arc::new(tokio::sync::Semaphore::new(0)),
        Arc::new(AtomicUsize::new(0)),
    );
    let (inner_gate, inner_asked) = (Arc::clone(&gate), Arc::clone(&asked));
    let credentials = Credentials::provider(move || {
        let (gate, asked) = (Arc::clone(&inner_gate), Arc::clone(&inner_asked));
        async move {
            let number = asked.fetch_add(1, Ordering::SeqCst) + 1;
            gate.acquire().await?.forget();
            Ok(AccessToken::new(format!("given-{number}")).expires_in(Duration::from_secs(100)))
        }
    });
    (credentials, gate, asked)
}

#[tokio::test]
async fn a_dropped_caller_does_not_cancel_the_token_request() {
    let server = Server::script(vec![Answer::new(200)]).await;
    let (credentials, gate, asked) = gated();
    let client = builder(&server).credentials(credentials).build().unwrap();
    let call = |client: &Client| {
        let call = client.get("/x").send_empty();
        tokio::spawn(call)
    };
    let (first, second) = (call(&client), call(&client));
    asked_for(&asked, 1).await;
    first.abort();
    assert!(first.await.unwrap_err().is_cancelled());
    gate.add_permits(1);
    second.await.unwrap().unwrap();
    assert_eq!(asked.load(Ordering::SeqCst), 1);
    assert_eq!(authorization(&server.only()), "Bearer given-1");
}

#[tokio::test]
async fn renews_a_rejected_token_once() {
    let server = Server::tenant(|received, _| match authorization(received) {
        "Bearer token-1" => {
            Answer::json(401, r#"{"error":"JWT validation failed: JWT is expired"}"#)
        }
        _ => Answer::new(200),
    })
    .await;
    let client = builder(&server).build().unwrap();
    let response = client.post("/x").json(&[1]).send_empty().await.unwrap();
    assert_eq!((response.attempts(), server.token_requests()), (2, 2));
    assert!(server.calls().iter().all(|call| call.text() == "[1]"));
    client.get("/x").send_empty().await.unwrap();
    assert_eq!(server.token_requests(), 2);
}

#[tokio::test]
async fn a_second_rejection_is_final() {
    let server =
        Server::tenant(|_, _| Answer::json(401, r#"{"error":"JWT validation failed"}"#)).await;
    let error = builder(&server)
        .build()
        .unwrap()
        .get("/x")
        .send_empty()
        .await
        .unwrap_err();
    assert!(error.is_unauthorized() && !error.is_auth(), "{error}");
    assert_eq!(
        (
            error.attempts(),
            server.token_requests(),
            server.calls().len()
        ),
        (2, 2, 2)
    );

    let client = builder(&server)
        .credentials(Credentials::bearer("fixed"))
        .build()
        .unwrap();
    let error = client.get("/x").send_empty().await.unwrap_err();
    assert_eq!(
        (error.is_unauthorized(), error.attempts()),
        (true, 1),
        "nothing renews a fixed token"
    );
}

#[tokio::test]
async fn the_error_of_a_reader_upload_says_why_it_is_not_retried() {
    let server = Server::tenant(|_, _| Answer::new(401)).await;
    let client = builder(&server).build().unwrap();
    let file = File::from_reader("a", &b"x"[..]);
    let error = client.post("/x").file(file).send_empty().await.unwrap_err();
    assert!(error.is_unauthorized(), "{error}");
    let source = std::error::Error::source(&error).unwrap().to_string();
    assert!(
        source.contains("can't be sent again with a new token"),
        "{source}"
    );
    assert_eq!(server.calls().len(), 1);
}

#[tokio::test]
async fn a_token_is_renewed_before_it_expires() {
    let server = Server::tenant(|_, _| Answer::new(200)).await;
    let clock = TestClock::new();
    let client = builder(&server).clock(clock.clone()).build().unwrap();
    for seconds in [0, 600, 149] {
        clock.advance(Duration::from_secs(seconds));
        client.get("/x").send_empty().await.unwrap();
    }
    assert!(server.token_requests() >= 2);
    assert_ne!(
        authorization(server.calls().last().unwrap()),
        "Bearer token-1",
        "it is good for 749 s only"
    );
}

/// Lets other tasks run until the provider has been called this many times.
async fn asked_for(asked: &AtomicUsize, times: usize) {
    for _ in 0..1000 {
        if asked.load(Ordering::SeqCst) >= times {
            return;
        }
        tokio::task::yield_now().await;
    }
    assert_eq!(
        asked.load(Ordering::SeqCst),
        times,
        "how often the provider was asked"
    );
}

#[tokio::test]
async fn uses_the_old_token_while_renewing() {
    let server = Server::script(vec![Answer::new(200)]).await;
    let (credentials, gate, asked) = gated();
    let clock = TestClock::new();
    let client = builder(&server)
        .credentials(credentials)
        .clock(clock.clone())
        .build()
        .unwrap();
    let call = async || client.get("/x").send_empty().await.map(|_| ());
    gate.add_permits(1);
    call().await.unwrap();

    // It is good for 100 s: fresh for at least 70 of them, given out for 90.
    clock.advance(Duration::from_secs(69));
    call().await.unwrap();
    assert_eq!(asked.load(Ordering::SeqCst), 1);
    clock.advance(Duration::from_secs(12));
    for _ in 0..3 {
        call().await.unwrap();
    }
    asked_for(&asked, 2).await;
    call().await.unwrap();
    assert!(
        server
            .received()
            .iter()
            .all(|received| authorization(received) == "Bearer given-1")
    );
    assert_eq!(asked.load(Ordering::SeqCst), 2, "one renewal for all");

    gate.add_permits(1);
    clock.advance(Duration::from_secs(10));
    call().await.unwrap();
    assert_eq!(
        authorization(server.received().last().unwrap()),
        "Bearer given-2"
    );
}

#[tokio::test]
async fn a_failed_early_renewal_fails_no_call_before_expiry() {
    let server = Server::script(vec![Answer::new(200)]).await;
    let asked = Arc::new(AtomicUsize::new(0));
    let inner = Arc::clone(&asked);
    let credentials = Credentials::provider(move || {
        let first = inner.fetch_add(1, Ordering::SeqCst) == 0;
        async move {
            if first {
                return Ok(AccessToken::new("only").expires_in(Duration::from_secs(100)));
            }
            Err("the vault is sealed".into())
        }
    });
    let clock = TestClock::new();
    let client = builder(&server)
        .credentials(credentials)
        .clock(clock.clone())
        .build()
        .unwrap();
    let call = async || client.get("/x").send_empty().await.map(|_| ());
    call().await.unwrap();
    clock.advance(Duration::from_secs(81));
    call().await.unwrap();
    asked_for(&asked, 2).await;
    tokio::task::yield_now().await;
    for _ in 0..5 {
        call().await.unwrap();
    }
    assert_eq!(
        asked.load(Ordering::SeqCst),
        2,
        "it is left alone for some seconds"
    );
    clock.advance(Duration::from_secs(6));
    call().await.unwrap();
    asked_for(&asked, 3).await;
    clock.advance(Duration::from_secs(3));
    assert!(call().await.unwrap_err().is_auth());
}

#[tokio::test]
async fn accepts_unusual_token_lives() {
    let lives = [
        "\"expires_in\":0",
        "\"expires_in\":null",
        "\"expires_in\":1e300",
        "\"expires_in\":\"749\"",
        "\"a\":1",
    ];
    let odd = [
        "\"expires_in\":-5",
        "\"expires_in\":99999999999999",
        "\"expires_in\":[]",
    ];
    for life in lives.into_iter().chain(odd) {
        let answer = Answer::json(200, format!(r#"{{"access_token":"t",{life}}}"#));
        let server = Server::script(vec![answer]).await;
        let client = builder(&server).build().unwrap();
        client.get("/x").send_empty().await.unwrap();
        client.get("/x").send_empty().await.unwrap();
        let expected = if life.ends_with(":0") { 2 } else { 1 };
        assert_eq!(server.token_requests(), expected, "{life}");
    }
}

#[tokio::test]
async fn a_token_outlives_the_runtime_that_requested_it() {
    let server = Server::script(vec![Answer::new(200)]).await;
    let (credentials, gate, asked) = gated();
    let client = builder(&server).credentials(credentials).build().unwrap();
    let other = client.clone();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        // The renewal starts on a runtime that is then shut down.
        runtime.block_on(async {
            let _ =
                tokio::time::timeout(Duration::from_millis(20), other.get("/x").send_empty()).await;
        });
    })
    .join()
    .unwrap();
    gate.add_permits(2);
    client.get("/x").send_empty().await.unwrap();
    assert_eq!(asked.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn never_sends_a_token_over_plain_http_to_another_machine() {
    for credentials in [
        Credentials::bearer("t"),
        Credentials::client_credentials("i", "s"),
    ] {
        let builder = Client::builder()
            .base_url("http://tenant.example")
            .credentials(credentials);
        assert!(builder.build().unwrap_err().is_config());
    }
    let builder = Client::builder()
        .base_url("https://acme.example")
        .token_url("http://tenant.example/token");
    assert!(
        builder
            .credentials(Credentials::client_credentials("i", "s"))
            .build()
            .unwrap_err()
            .is_config()
    );
    let builder = Client::builder()
        .base_url("http://tenant.example")
        .credentials(Credentials::none());
    builder.build().unwrap();
}
