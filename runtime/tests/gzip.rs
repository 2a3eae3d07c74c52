//! Compressed responses.

#![allow(clippy::unwrap_used, reason = "a panic fails the test")]

mod support;

use openapi_client_runtime::Retry;
use support::{Answer, Server, builder};

/// A string of 65534 letters in JSON, which makes 65536 bytes of these few.
fn bomb() -> Answer {
    let head = [
        31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 237, 193, 129, 0, 0, 0, 0, 195, 32, 151, 83, 14,
    ];
    let tail = [128, 118, 184, 48, 121, 67, 0, 0, 1, 0];
    let mut bytes = head.to_vec();
    bytes.extend([255, 34, 213, 2]);
    bytes.resize(98 - tail.len(), 0);
    bytes.extend(tail);
    Answer::json(200, "")
        .header("Content-Encoding", "gzip")
        .body(bytes)
}

#[tokio::test]
async fn reads_a_compressed_response() {
    let server = Server::script(vec![bomb()]).await;
    let client = builder(&server).build().unwrap();
    let answer = client.get("/x").send_json::<String>().await.unwrap();
    assert_eq!(answer.len(), 65_534);
    assert_eq!(server.only().header("accept-encoding"), Some("gzip"));
}

#[tokio::test]
async fn the_size_limit_applies_after_decompression() {
    let server = Server::script(vec![bomb()]).await;
    let client = builder(&server).max_response_size(65_535).build().unwrap();
    let error = client.get("/x").send_json::<String>().await.unwrap_err();
    assert!(error.is_decode() && !error.is_retryable(), "{error}");
    assert!(
        error
            .to_string()
            .contains("larger than the limit of 65535 bytes"),
        "{error}"
    );
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn invalid_gzip_is_a_decode_error() {
    let answers =
        [200, 404].map(|status| Answer::json(status, "{}").header("Content-Encoding", "gzip"));
    let server = Server::script(answers.to_vec()).await;
    let client = builder(&server).retry(Retry::none()).build().unwrap();
    let error = client.get("/x").send_empty().await.unwrap_err();
    assert!(
        error.is_decode() && error.status().unwrap() == 200,
        "{error}"
    );
    assert!(
        client
            .get("/x")
            .send_empty()
            .await
            .unwrap_err()
            .is_not_found()
    );
}

#[tokio::test]
async fn error_bodies_are_bounded_after_decompression() {
    // 2 MiB of one letter.
    let head = [
        31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 237, 193, 49, 1, 0, 0, 0, 194, 160, 218, 139, 111, 12, 31,
        160,
    ];
    let tail = [190, 6, 255, 79, 40, 121, 0, 0, 32, 0];
    let bytes = [&head[..], &[0; 2032], &tail].concat();
    let refused = Answer::new(404)
        .header("Content-Encoding", "gzip")
        .body(bytes);
    let server = Server::script(vec![refused]).await;
    let client = builder(&server).build().unwrap();
    let error = client.get("/x").send_empty().await.unwrap_err();
    let read = error.body().unwrap().len();
    assert!(
        error.is_not_found() && read > 1 << 19 && read <= 1 << 20,
        "{read}"
    );
}
