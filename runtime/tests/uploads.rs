//! Files on the wire: from disk, from memory and from readers.

#![allow(clippy::unwrap_used, reason = "a panic fails the test")]

mod support;

use http::Method;
use openapi_client_runtime::codegen::{Call, Operation};
use openapi_client_runtime::{Client, File, Part, RawBody};
use support::{Answer, Server, client};

static IMPORT: Operation = Operation::new(
    "importThings",
    &support::BETA,
    Method::POST,
    "/beta/things/import/{id}",
);

async fn echo() -> (Server, Client) {
    let server = Server::script(vec![Answer::json(200, "{}")]).await;
    let client = client(&server);
    (server, client)
}

fn import(client: &Client) -> Call {
    let mut call = client.call(&IMPORT);
    call.path("id", "1");
    call
}

/// The body with the boundary written as `B`, after checking that the header names it.
fn parts(received: &support::Received) -> String {
    let boundary = received
        .header("content-type")
        .unwrap()
        .strip_prefix("multipart/form-data; boundary=")
        .unwrap();
    received.text().replace(boundary, "B").replace("\r\n", "\n")
}

#[tokio::test]
async fn files_are_uploaded_from_disk_from_memory_and_from_readers() {
    let (server, client) = echo().await;
    let path = std::env::temp_dir().join(format!("upload-{}.csv", std::process::id()));
    std::fs::write(&path, "a,b\n").unwrap();
    let from_path = File::from_path(&path).await.unwrap().name("groups.csv");
    std::fs::write(&path, "longer,now\n").unwrap();

    let files = [
        from_path,
        File::from_bytes("groups.csv", "longer,now\n"),
        File::from_reader("groups.csv", &b"longer,now\n"[..]),
        File::from_reader("groups.csv", &b"longer,now\nand more"[..]).length(11),
    ];
    for file in files {
        let mut call = import(&client);
        call.part("x", Part::text("y"));
        call.part("csvFile", Part::file(file));
        call.send_empty().await.unwrap();
    }
    std::fs::remove_file(&path).unwrap();
    let received = server.received();
    for (index, received) in received.iter().enumerate() {
        let expected = "--B\nContent-Disposition: form-data; name=\"x\"\n\ny\n\
            --B\nContent-Disposition: form-data; name=\"csvFile\"; filename=\"groups.csv\"\nContent-Type: text/csv\n\n\
            longer,now\n\n--B--\n";
        assert_eq!(parts(received), expected);
        let chunked = received.header("transfer-encoding") == Some("chunked");
        assert_eq!(
            chunked,
            index == 2,
            "only a reader of unknown length is sent in chunks"
        );
    }
}

#[tokio::test]
async fn a_reader_is_sent_once() {
    let (server, client) = echo().await;
    let mut call = import(&client);
    call.file(File::from_reader("a.bin", &b"x"[..]));
    assert!(!call.build().unwrap().body().is_replayable());
    call.clone().send_empty().await.unwrap();
    let error = call.send_empty().await.unwrap_err();
    assert!(
        error.is_request() && error.to_string().contains("can't be sent again"),
        "{error}"
    );
    assert_eq!(
        server.only().header("content-type"),
        Some("application/octet-stream")
    );
}

#[tokio::test]
async fn a_reader_that_ends_early_fails_the_request() {
    let (_server, client) = echo().await;
    let mut call = import(&client);
    call.file(File::from_reader("a.bin", &b"x"[..]).length(5));
    let error = call.send_empty().await.unwrap_err();
    assert!(
        error.to_string().contains("ended before its length"),
        "{error}"
    );
}

#[tokio::test]
async fn a_raw_body_is_sent_again_only_if_it_can_be_made_again() {
    let path = std::env::temp_dir().join(format!("raw-{}.bin", std::process::id()));
    std::fs::write(&path, "body").unwrap();
    let bodies = [
        RawBody::from("body"),
        File::from_path(&path).await.unwrap().into(),
        RawBody::from_reader(&b"body"[..]),
    ];
    for (index, body) in bodies.into_iter().enumerate() {
        let answers = vec![Answer::new(503), Answer::new(200)];
        let server = Server::script(answers).await;
        let call = client(&server).put("/x").raw("text/plain", body);
        let result = call.send_empty().await;
        let received = server.received();
        if index < 2 {
            assert_eq!((result.unwrap().attempts(), received.len()), (2, 2));
        } else {
            let error = result.unwrap_err();
            assert_eq!((error.status().unwrap().as_u16(), received.len()), (503, 1));
        }
        for received in received {
            assert_eq!(received.text(), "body");
            assert_eq!(received.header("content-type"), Some("text/plain"));
        }
    }
    std::fs::remove_file(path).unwrap();
}

#[tokio::test]
async fn a_missing_file_is_an_error_of_its_constructor() {
    let error = File::from_path("/nowhere/groups.csv").await.unwrap_err();
    assert!(
        error.is_request() && error.to_string().contains("/nowhere/groups.csv"),
        "{error}"
    );
    assert!(
        File::from_path(std::env::temp_dir())
            .await
            .unwrap_err()
            .is_request()
    );
}
