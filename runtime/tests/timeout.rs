//! Deadlines on the network, and bounds on what is read.

#![allow(clippy::unwrap_used, reason = "a test that fails to go on has failed")]

mod support;

use std::time::Duration;

use sailpoint_isc_runtime::Retry;
use support::{Answer, Server, builder};

const SHORT: Duration = Duration::from_millis(200);

#[tokio::test]
async fn a_server_that_never_answers_is_left() {
    let server = Server::script(vec![Answer::silent(), Answer::new(200)]).await;
    let client = builder(&server).attempt_timeout(SHORT).build().unwrap();
    let error = client.post("/x").send_empty().await.unwrap_err();
    assert!(
        error.is_timeout() && error.is_retryable() && !error.is_connect(),
        "{error}"
    );
    assert_eq!(
        (error.attempts(), error.to_string().contains("POST /x")),
        (1, true)
    );

    let server = Server::script(vec![Answer::silent(), Answer::new(200)]).await;
    let client = builder(&server).attempt_timeout(SHORT).build().unwrap();
    assert_eq!(client.get("/x").send_empty().await.unwrap().attempts(), 2);
}

#[tokio::test]
async fn a_body_that_stalls_is_left() {
    let server = Server::script(vec![Answer::json(200, "[1,").stall()]).await;
    let client = builder(&server)
        .read_timeout(SHORT)
        .retry(Retry::none())
        .build()
        .unwrap();
    let error = client.get("/x").send_empty().await.unwrap_err();
    assert!(error.is_timeout() && error.is_decode(), "{error}");
    assert_eq!(error.body().unwrap(), "[1,");

    let server = Server::script(vec![Answer::json(404, "{\"message\":\"gone\"}").stall()]).await;
    let client = builder(&server).read_timeout(SHORT).build().unwrap();
    let error = client.get("/x").send_empty().await.unwrap_err();
    assert!(
        error.is_not_found() && error.to_string().starts_with("404 gone"),
        "{error}"
    );
}

#[tokio::test]
async fn a_call_as_a_whole_has_its_end() {
    let server = Server::script(vec![Answer::silent()]).await;
    let client = builder(&server).timeout(SHORT).build().unwrap();
    let error = client.get("/x").send_empty().await.unwrap_err();
    assert!(
        error.is_timeout()
            && error
                .to_string()
                .contains("the call took longer than 200ms"),
        "{error}"
    );
    assert_eq!(error.attempts(), 1);

    let client = builder(&server).build().unwrap();
    let error = client
        .get("/x")
        .timeout(SHORT)
        .send_empty()
        .await
        .unwrap_err();
    assert!(error.is_timeout(), "{error}");
}

#[tokio::test]
async fn a_body_has_a_greatest_size() {
    let body = format!("\"{}\"", "x".repeat(100_000));
    let answers = vec![
        Answer::json(200, body.clone()),
        Answer::json(500, body.clone()),
    ];
    let server = Server::script(answers).await;
    let client = builder(&server)
        .max_response_size(body.len())
        .retry(Retry::none())
        .build()
        .unwrap();
    assert_eq!(
        client.get("/x").send_json::<String>().await.unwrap().len(),
        100_000
    );

    let server = Server::script(vec![
        Answer::json(200, body.clone()),
        Answer::json(403, body.clone()),
    ])
    .await;
    let client = builder(&server)
        .max_response_size(body.len() - 1)
        .build()
        .unwrap();
    let error = client.get("/x").send_json::<String>().await.unwrap_err();
    assert!(
        error.is_decode()
            && error
                .to_string()
                .contains("larger than the limit of 100001 bytes"),
        "{error}"
    );
    assert_eq!(error.attempts(), 1);
    let error = client.get("/x").send_json::<String>().await.unwrap_err();
    assert!(
        error.is_forbidden(),
        "the status is known all the same: {error}"
    );
}
