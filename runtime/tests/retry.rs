//! Retries: when, how often, after what delay.

#![allow(clippy::unwrap_used, reason = "a panic fails the test")]

mod support;

use std::time::Duration;

use http::Method;
use openapi_client_runtime::{Client, Error, File, Part, Result, Retry};
use support::{Answer, Server, TestClock, builder};

/// A client whose waits complete at once.
fn patient(server: &Server) -> (Client, TestClock) {
    let clock = TestClock::new();
    (builder(server).clock(clock.clone()).build().unwrap(), clock)
}

/// The number of requests if a method fails once, or the error.
async fn tries(method: Method, fault: Answer, idempotent: Option<bool>) -> Result<u32> {
    let server = Server::script(vec![fault, Answer::json(200, "1")]).await;
    let (client, _) = patient(&server);
    let mut call = client.request(method, "/x");
    if let Some(idempotent) = idempotent {
        call = call.idempotent(idempotent);
    }
    let result = call.send_json::<i32>().await;
    let sent = server.received().len();
    match result {
        Ok(response) => {
            assert_eq!(response.attempts() as usize, sent);
            Ok(response.attempts())
        }
        Err(error) => {
            assert_eq!((error.attempts() as usize, sent), (1, 1), "{error}");
            Err(error)
        }
    }
}

#[tokio::test]
async fn retries_depend_on_status_and_method() {
    let methods = [
        Method::GET,
        Method::PUT,
        Method::DELETE,
        Method::POST,
        Method::PATCH,
    ];
    let table = [
        (429, [true, true, true, true, true]),
        (503, [true, true, true, false, false]),
        (502, [true, true, true, false, false]),
        (504, [true, true, true, false, false]),
        (408, [true, true, true, false, false]),
        (500, [true, false, false, false, false]),
        (501, [false; 5]),
        (400, [false; 5]),
        (404, [false; 5]),
        (412, [false; 5]),
    ];
    for (status, repeated) in table {
        for (method, repeated) in methods.iter().zip(repeated) {
            let result = tries(method.clone(), Answer::new(status), None).await;
            assert_eq!(result.is_ok(), repeated, "{method} {status}");
        }
    }
    for status in [500, 502, 503, 504, 408] {
        assert!(
            tries(Method::POST, Answer::new(status), Some(true))
                .await
                .is_ok(),
            "{status}"
        );
        assert!(
            tries(Method::GET, Answer::new(status), Some(false))
                .await
                .is_err(),
            "{status}"
        );
    }
}

#[tokio::test]
async fn retries_broken_connections_of_idempotent_methods() {
    for fault in [
        Answer::hang(),
        Answer::json(200, "1").cut(),
        Answer::json(503, "no").cut(),
    ] {
        assert_eq!(tries(Method::GET, fault.clone(), None).await.unwrap(), 2);
        assert!(tries(Method::POST, fault, None).await.is_err());
    }
    let error = tries(Method::POST, Answer::hang(), None).await.unwrap_err();
    assert!(
        error.is_retryable() && !error.is_connect() && error.status().is_none(),
        "{error}"
    );
    let error = tries(Method::POST, Answer::json(201, "1").cut(), None)
        .await
        .unwrap_err();
    assert!(
        error.is_decode()
            && error
                .to_string()
                .ends_with("the server accepted the request"),
        "{error}"
    );
    assert_eq!(error.body().unwrap(), "1", "the partial body is kept");
    let error = tries(Method::POST, Answer::json(500, "half").cut(), None)
        .await
        .unwrap_err();
    assert_eq!(
        (
            error.status().unwrap().as_u16(),
            error.body().unwrap().as_ref()
        ),
        (500, &b"half"[..])
    );
}

#[tokio::test]
async fn retries_connection_failures_for_any_method() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let closed = listener.local_addr().unwrap();
    drop(listener);
    let server = Server::script(vec![Answer::new(200)]).await;
    let clock = TestClock::new();
    let client = builder(&server)
        .base_url(format!("http://{closed}"))
        .clock(clock.clone())
        .build()
        .unwrap();
    let error = client.post("/x").send_empty().await.unwrap_err();
    assert!(error.is_connect(), "{error}");
    assert_eq!((error.attempts(), clock.sleeps().len()), (5, 4));
}

#[tokio::test]
async fn returns_the_last_error_unchanged() {
    let server = Server::start(|_, earlier| Answer::new(503).body(format!("no {earlier}"))).await;
    let (client, clock) = patient(&server);
    let error = client.get("/x").send_empty().await.unwrap_err();
    assert_eq!(error.to_string(), "503 no 4, GET /x, after 5 attempts");
    let sleeps = clock.sleeps();
    let longest = [0.5, 1.0, 2.0, 4.0].map(Duration::from_secs_f64);
    assert!(
        sleeps
            .iter()
            .zip(longest)
            .all(|(sleep, longest)| *sleep <= longest),
        "{sleeps:?}"
    );
    assert_eq!(sleeps.len(), 4);

    let error = client
        .get("/x")
        .retry(Retry::default().max_attempts(2))
        .send_empty()
        .await
        .unwrap_err();
    assert_eq!(error.attempts(), 2);
}

async fn limited(retry_after: Option<&str>) -> (Result<u32, Error>, Vec<Duration>) {
    let mut limited = Answer::json(429, r#"{"message":" Rate Limit Exceeded "}"#);
    if let Some(value) = retry_after {
        limited = limited.header("Retry-After", value);
    }
    let server = Server::script(vec![limited, Answer::new(200)]).await;
    let (client, clock) = patient(&server);
    let result = client
        .post("/x")
        .send_empty()
        .await
        .map(|response| response.attempts());
    (result, clock.sleeps())
}

#[tokio::test]
async fn retry_after_is_honored() {
    let total = |sleeps: &[Duration]| sleeps.iter().sum::<Duration>();
    let (result, sleeps) = limited(Some("7")).await;
    assert_eq!(
        (result.unwrap(), total(&sleeps)),
        (2, Duration::from_secs(7))
    );
    let (result, sleeps) = limited(Some("Fri, 02 Jan 2026 03:05:05 GMT")).await;
    assert_eq!(
        (result.unwrap(), total(&sleeps)),
        (2, Duration::from_secs(60))
    );
    for value in [None, Some("0"), Some("soon"), Some("-3")] {
        let (result, sleeps) = limited(value).await;
        assert_eq!(result.unwrap(), 2);
        assert!(
            total(&sleeps) <= Duration::from_millis(500),
            "{value:?} {sleeps:?}"
        );
    }
    for value in ["121", "999999999999999999"] {
        let (result, sleeps) = limited(Some(value)).await;
        let error = result.unwrap_err();
        assert!(error.is_rate_limited() && sleeps.is_empty(), "{error}");
        assert_eq!(
            error.retry_after(),
            Some(Duration::from_secs(value.parse().unwrap()))
        );
    }
}

#[tokio::test]
async fn retries_end_in_time() {
    let server = Server::script(vec![Answer::new(429).header("Retry-After", "50")]).await;
    let (client, clock) = patient(&server);
    let error = client.get("/x").send_empty().await.unwrap_err();
    assert_eq!(
        (error.attempts(), clock.passed()),
        (3, Duration::from_secs(100))
    );

    let (client, clock) = patient(&server);
    let error = client
        .get("/x")
        .timeout(Duration::from_secs(70))
        .send_empty()
        .await
        .unwrap_err();
    assert!(
        error.is_rate_limited(),
        "a wait that can't end in time is not started: {error}"
    );
    assert_eq!(
        (error.attempts(), clock.passed()),
        (2, Duration::from_secs(50))
    );
}

#[tokio::test]
async fn a_retry_after_above_the_maximum_fails_the_call() {
    let server = Server::script(vec![Answer::new(429).header("Retry-After", "11")]).await;
    let (client, clock) = patient(&server);
    let retry = Retry::default()
        .retry_after_ceiling(Duration::from_secs(10))
        .max_elapsed(Duration::from_secs(3600));
    let error = client
        .get("/x")
        .retry(retry.clone())
        .send_empty()
        .await
        .unwrap_err();
    assert_eq!((error.attempts(), clock.sleeps().len()), (1, 0), "{error}");
    assert_eq!(error.retry_after(), Some(Duration::from_secs(11)));

    let (client, _) = patient(&server);
    let retry = retry.retry_after_ceiling(Duration::from_secs(11));
    assert_eq!(
        client
            .get("/x")
            .retry(retry)
            .send_empty()
            .await
            .unwrap_err()
            .attempts(),
        5
    );
}

#[tokio::test]
async fn resends_bodies_except_readers() {
    let server = Server::script(vec![Answer::new(429), Answer::new(200)]).await;
    let (client, _) = patient(&server);
    let file = File::from_bytes("a.csv", "x,y");
    client
        .post("/x")
        .part("f", Part::file(file))
        .send_empty()
        .await
        .unwrap();
    let received = server.received();
    assert_eq!(received[0].body, received[1].body);
    assert_eq!(received.len(), 2);

    let server = Server::script(vec![Answer::new(429), Answer::new(200)]).await;
    let (client, _) = patient(&server);
    let file = File::from_reader("a.csv", &b"x,y"[..]);
    let error = client
        .post("/x")
        .part("f", Part::file(file))
        .send_empty()
        .await
        .unwrap_err();
    assert!(error.is_rate_limited(), "{error}");
    assert_eq!(server.received().len(), 1);
}
