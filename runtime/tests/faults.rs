//! Broken connections and invalid bodies.

#![allow(clippy::unwrap_used, reason = "a panic fails the test")]

mod support;

use std::net::{SocketAddr, TcpListener as Listener};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use http::StatusCode;
use openapi_client_runtime::{Client, Credentials, Error, Failed, RateLimit, Retry};
use serde::Deserialize;
use support::{Answer, Server, TestClock, builder};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// The address of a closed port.
fn closed() -> SocketAddr {
    Listener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}

#[tokio::test]
async fn retries_a_post_after_a_connection_failure() {
    let address = closed();
    let server = Server::script(vec![Answer::new(200)]).await;
    let opened = Arc::new(Mutex::new(None));
    let door = Arc::clone(&opened);
    // From the second failure on, a proxy listens and forwards everything to the server.
    let target = server.url().trim_start_matches("http://").to_owned();
    let client = builder(&server)
        .base_url(format!("http://{address}"))
        .retry(move |failed: &Failed<'_>| {
            assert!(failed.error().is_connect(), "{}", failed.error());
            if failed.attempts() == 2 {
                let listener = Listener::bind(address).unwrap();
                listener.set_nonblocking(true).unwrap();
                let listener = TcpListener::from_std(listener).unwrap();
                *door.lock().unwrap() = Some(tokio::spawn(pass(listener, target.clone())));
            }
            Some(Duration::ZERO)
        })
        .build()
        .unwrap();
    let answer = client.post("/x").json(&[1]).send_empty().await.unwrap();
    assert_eq!(answer.attempts(), 3);
    assert_eq!(server.only().text(), "[1]");
}

/// Forwards one connection.
async fn pass(listener: TcpListener, target: String) {
    let (mut near, _) = listener.accept().await.unwrap();
    let mut far = TcpStream::connect(target).await.unwrap();
    let _ = tokio::io::copy_bidirectional(&mut near, &mut far).await;
}

#[tokio::test]
async fn an_unreachable_token_endpoint_is_an_auth_error() {
    let server = Server::script(vec![Answer::new(200)]).await;
    let clock = TestClock::new();
    let client = builder(&server)
        .credentials(Credentials::client_credentials("id", "secret"))
        .token_url(format!("http://{}/token", closed()))
        .clock(clock.clone())
        .build()
        .unwrap();
    let error = client.get("/x").send_empty().await.unwrap_err();
    assert!(error.is_auth() && !error.is_connect(), "{error}");
    assert_eq!((error.attempts(), clock.sleeps().len()), (5, 4));
    assert!(
        error.to_string().starts_with("can't get a token"),
        "{error}"
    );
    assert!(
        server.received().is_empty(),
        "without a token nothing is sent"
    );
}

/// A server that resets each connection after some bytes, and the number of requests received.
async fn resetting(bytes: &'static str) -> (String, Arc<Mutex<usize>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let requests = Arc::new(Mutex::new(0));
    let count = Arc::clone(&requests);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut buffer = [0; 4096];
            let _ = stream.read(&mut buffer).await;
            *count.lock().unwrap() += 1;
            stream.write_all(bytes.as_bytes()).await.unwrap();
            stream.flush().await.unwrap();
            stream.set_zero_linger().unwrap();
        }
    });
    (url, requests)
}

#[tokio::test]
async fn retries_only_reads_after_a_reset() {
    let server = Server::script(vec![]).await;
    let head = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n[1,";
    for bytes in ["", "HTTP/1.1 20", head] {
        let (url, requests) = resetting(bytes).await;
        let retry = Retry::default().max_attempts(3);
        let client = builder(&server)
            .base_url(url)
            .retry(retry)
            .clock(TestClock::new())
            .build()
            .unwrap();
        let error = client.post("/x").json(&[1]).send_empty().await.unwrap_err();
        assert!(error.is_retryable() && !error.is_connect(), "{error}");
        assert_eq!(
            (error.attempts(), *requests.lock().unwrap()),
            (1, 1),
            "{error}"
        );
        let error = client.get("/x").send_empty().await.unwrap_err();
        assert_eq!(
            (error.attempts(), *requests.lock().unwrap()),
            (3, 4),
            "{error}"
        );
        assert!(!error.to_string().contains('\n'), "{error}");
    }
}

#[derive(Debug, Deserialize)]
struct Thing {
    #[allow(dead_code, reason = "only decoding it is tested")]
    id: String,
}

/// The properties of every error.
fn keeps(error: &Error, status: u16, body: &[u8]) {
    assert_eq!(error.status().map(|status| status.as_u16()), Some(status));
    assert_eq!(error.body().unwrap(), body);
    let success = (200..300).contains(&status);
    assert_eq!(error.is_decode(), success, "{error}");
    let line = error.to_string();
    let shown = if success {
        format!(" {status} response")
    } else {
        status.to_string()
    };
    assert!(line.contains(&shown), "{line}");
    assert!(
        line.chars().count() < 1_000 && !line.contains(char::is_control),
        "{line:?}"
    );
    assert!(!format!("{error:?}").is_empty());
}

#[tokio::test]
async fn errors_keep_the_status_whatever_the_body() {
    let large = format!("{{\"id\":\"{}\"}}", "x".repeat(100_000)).into_bytes();
    let bodies: [&[u8]; 8] = [
        b"",
        b" \r\n\t",
        b"{\"id\":\"cut of",
        b"\xff\xfe\x00{}",
        b"<!DOCTYPE html>\n<html><body>Bad gateway</body></html>",
        b"{\"message\":\"line\\nbreak\\u001b[31m\",\"trackingId\":\"a\\nb\"}",
        b"[[[[{}]]]]",
        &large,
    ];
    let statuses = [
        200, 201, 202, 206, 226, 300, 308, 400, 401, 403, 404, 409, 412, 418, 429, 500, 502, 503,
        599,
    ];
    let cases: Vec<(u16, &[u8])> = statuses
        .iter()
        .flat_map(|status| bodies.iter().map(|body| (*status, *body)))
        .collect();
    let answers = cases
        .iter()
        .map(|(status, body)| Answer::json(*status, "").body(*body));
    let server = Server::script(answers.collect()).await;
    let client = builder(&server)
        .retry(Retry::none())
        .rate_limit(RateLimit::none())
        .max_response_size(50_000)
        .build()
        .unwrap();
    for (status, body) in &cases {
        let error = client.get("/x").send_json::<Thing>().await.unwrap_err();
        if body.len() > 50_000 {
            assert_eq!(error.status().unwrap(), *status, "{error}");
            let kept = error.body().unwrap();
            assert!(
                kept.len() <= 50_000 && body.starts_with(kept),
                "{}",
                kept.len()
            );
        } else {
            keeps(&error, *status, body);
        }
    }
    assert_eq!(server.received().len(), cases.len());
}

/// A random body.
fn random_body(random: &mut fastrand::Rng) -> Vec<u8> {
    let alphabet = b"{}[]\",:0123456789.eE+-truefalsnd \n\\u00messagestext";
    let length = random.usize(0..200);
    match random.u8(0..5) {
        0 => (0..length).map(|_| random.u8(..)).collect(),
        1 => (0..length)
            .map(|_| *random.choice(alphabet).unwrap())
            .collect(),
        2 => {
            let text: String = (0..length).map(|_| random.char(..)).collect();
            serde_json::json!({"messages": [{"text": text}], "detailCode": text, "trackingId": text})
                .to_string()
                .into_bytes()
        }
        3 => {
            let mut body =
                br#"{"detailCode":"403.4","trackingId":"e7ea","messages":[{"text":"no"}]}"#
                    .to_vec();
            body.truncate(random.usize(0..=body.len()));
            body
        }
        _ => "[".repeat(length * 20).into_bytes(),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn random_responses_never_panic_or_lose_their_status() {
    const TASKS: usize = 8;
    const EACH: usize = 1_250;
    let answer = |seed: usize| {
        let mut random = fastrand::Rng::with_seed(seed as u64);
        let status = random.u16(200..600);
        let body = if matches!(status, 204 | 205 | 304) {
            Vec::new()
        } else {
            random_body(&mut random)
        };
        (status, body)
    };
    let server = Server::start(move |received, _| {
        let seed = received.target.trim_start_matches("/x/").parse().unwrap();
        let (status, body) = answer(seed);
        Answer::new(status).body(body)
    })
    .await;
    let client = builder(&server)
        .retry(Retry::none())
        .rate_limit(RateLimit::none())
        .build()
        .unwrap();
    let mut tasks = tokio::task::JoinSet::new();
    for task in 0..TASKS {
        let client: Client = client.clone();
        tasks.spawn(async move {
            for seed in (0..EACH).map(|n| n * TASKS + task) {
                let (status, body) = answer(seed);
                let call = client.get(format!("/x/{seed}"));
                match call.send_json::<Thing>().await {
                    Ok(answer) => assert_eq!(answer.status().as_u16(), status),
                    Err(error) => keeps(&error, status, &body),
                }
            }
        });
    }
    tasks.join_all().await;
    assert_eq!(server.received().len(), TASKS * EACH);
}

#[tokio::test]
async fn a_server_error_on_a_post_is_sent_once() {
    let server = Server::script(vec![Answer::new(500).body("boom")]).await;
    let client = builder(&server).clock(TestClock::new()).build().unwrap();
    let error = client.post("/x").json(&[1]).send_empty().await.unwrap_err();
    assert_eq!(error.status(), Some(StatusCode::INTERNAL_SERVER_ERROR));
    assert_eq!((error.attempts(), server.received().len()), (1, 1));
}
