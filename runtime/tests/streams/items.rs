//! JSON lines.

use openapi_client_runtime::ItemStream;

use crate::place;
use crate::script::Script;

const LINES: &str = "application/x-ndjson";

async fn rest<T>(stream: &mut ItemStream<T>) -> Vec<Result<T, String>> {
    let mut all = Vec::new();
    loop {
        match stream.try_next().await {
            Ok(Some(item)) => all.push(Ok(item)),
            Ok(None) => return all,
            Err(error) => all.push(Err(error.to_string())),
        }
    }
}

#[tokio::test]
async fn each_line_is_an_item_wherever_the_body_is_split() {
    let text = "\u{feff}[1]\n\n  \r\n[2,\t\"…\"]\r\n \n[\"a\\nb\"]";
    for size in 1..=text.len() {
        let (server, client) = place(vec![Script::new(LINES, text.as_bytes().chunks(size))]).await;
        let mut items = client
            .get("/x")
            .send_items::<serde_json::Value>()
            .await
            .unwrap();
        let all: Vec<_> = rest(&mut items)
            .await
            .into_iter()
            .map(|it| it.unwrap().to_string())
            .collect();
        assert_eq!(
            all,
            ["[1]", "[2,\"…\"]", "[\"a\\nb\"]"],
            "in chunks of {size}"
        );
        assert!(
            server.requests()[0].contains("accept: application/x-ndjson, application/jsonl\r\n")
        );
    }
}

#[tokio::test]
async fn a_line_that_cannot_be_decoded_is_an_error_of_that_line() {
    let (_server, client) = place(vec![Script::new(LINES, ["1\n\n\"x\"\n1x\n4\n"])]).await;
    let mut items = client.get("/x").send_items::<u8>().await.unwrap();
    assert_eq!(items.try_next().await.unwrap(), Some(1));
    let error = items.try_next().await.unwrap_err();
    assert!(
        error.to_string().contains("at $[1]: invalid type"),
        "{error}"
    );
    assert_eq!(error.body().unwrap(), "\"x\"");
    let error = items.try_next().await.unwrap_err();
    assert!(error.to_string().contains("at $[2]: trailing"), "{error}");
    assert_eq!(items.try_next().await.unwrap(), Some(4));
    assert_eq!(items.try_next().await.unwrap(), None);
}

#[tokio::test]
async fn another_media_type_is_an_error_with_the_body() {
    let html = Script::new("text/html; charset=utf-8", ["<title>Sign in</title>"]);
    let (_server, client) = place(vec![html]).await;
    let error = client.get("/x").send_items::<u8>().await.unwrap_err();
    let expected = "the body is text/html with the title";
    assert!(error.to_string().contains(expected), "{error}");
    assert_eq!(error.body().unwrap(), "<title>Sign in</title>");
}

#[tokio::test]
async fn several_media_types_are_read_as_lines() {
    for media_type in [
        "application/JSONLines",
        "application/stream+json;charset=utf-8",
        "application/json",
        "text/plain",
    ] {
        let (_server, client) = place(vec![Script::new(media_type, ["1\n"])]).await;
        let mut items = client.get("/x").send_items::<u8>().await.unwrap();
        assert_eq!(rest(&mut items).await, [Ok(1)]);
    }
    let (_server, client) = place(vec![Script::status(200, "", ["1\n"])]).await;
    let mut items = client.get("/x").send_items::<u8>().await.unwrap();
    assert_eq!(rest(&mut items).await, [Ok(1)]);
}

#[tokio::test]
async fn a_line_that_is_too_long_is_skipped() {
    let long = format!("\"{}\"\n", "x".repeat(100));
    let (_server, client) = place(vec![Script::new(LINES, ["\"a\"\n", &long, "\"b\"\n"])]).await;
    let mut items = client.get("/x").send_items::<String>().await.unwrap();
    items.max_item_size(50);
    let all = rest(&mut items).await;
    assert_eq!(
        (&all[0], &all[2], all.len()),
        (&Ok("a".into()), &Ok("b".into()), 3)
    );
    let error = all[1].as_ref().unwrap_err();
    assert!(
        error.contains("longer than the limit of 50 bytes"),
        "{error}"
    );
}

#[tokio::test]
async fn a_body_that_is_cut_off_is_an_error() {
    let (server, client) = place(vec![Script::new(LINES, ["1\n2"]).cut()]).await;
    let mut items = client.get("/x").send_items::<u8>().await.unwrap();
    let all = rest(&mut items).await;
    assert_eq!((&all[0], all.len()), (&Ok(1), 2));
    assert!(
        all[1]
            .as_ref()
            .unwrap_err()
            .contains("cut off after 3 bytes"),
        "{all:?}"
    );
    assert_eq!(server.requests().len(), 1, "nothing is requested again");
}
