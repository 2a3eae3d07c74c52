//! Invalid records.

use std::error::Error as _;

use crate::list::{COUNTED, KEYED, Thing, id};
use crate::support::{Answer, Server};
use crate::{items, some};

/// Pages of 20 and of 3, the 18th record of the first without a name.
async fn server() -> Server {
    Server::start(|received, _| {
        let is_first = received.target.contains("offset=0");
        let numbers = if is_first { 0..20 } else { 20..23 };
        let rows: Vec<String> = numbers
            .map(|n| match n {
                17 => format!(r#"{{"id":"{}", "name": 7}}"#, id(n)),
                _ => format!(r#"{{"id":"{}","name":"x"}}"#, id(n)),
            })
            .collect();
        Answer::json(200, format!("[{}]", rows.join(", ")))
    })
    .await
}

#[tokio::test]
async fn a_bad_record_is_an_error_in_its_position() {
    let server = server().await;
    let mut items = items(&server, &COUNTED, 20);
    assert_eq!(some(&mut items, 17).await.len(), 17);
    let error = items.try_next().await.unwrap_err();
    assert!(error.is_decode());
    let message = "at $[17].name: invalid type: integer `7`";
    assert!(error.to_string().contains(message), "{error}");
    assert!(error.to_string().contains("listThings"), "{error}");
    let body = String::from_utf8(error.body().unwrap().to_vec()).unwrap();
    assert!(body.starts_with('[') && body.contains(r#""name": 7"#));
    assert_eq!(items.cursor().offset(), Some(17));
    assert_eq!(server.received().len(), 1);
    let asked_again = items.try_next().await;
    assert_eq!(server.received().len(), 2, "the record may have been fixed");
    drop(asked_again);
}

#[tokio::test]
async fn a_page_with_a_bad_record_is_an_error() {
    let server = server().await;
    let mut pages = items(&server, &COUNTED, 20).into_pages();
    for _ in 0..2 {
        let error = pages.try_next().await.unwrap_err();
        assert!(error.to_string().contains("at $[17].name"), "{error}");
    }
    assert_eq!(pages.cursor().offset(), Some(0));
    assert_eq!(server.received().len(), 2);
}

#[tokio::test]
async fn a_lenient_stream_continues_after_a_bad_record() {
    for operation in [&COUNTED, &KEYED] {
        let server = server().await;
        let mut items = items(&server, operation, 20).lenient();
        let (mut good, mut bad) = (Vec::new(), Vec::new());
        while let Some(item) = items.try_next().await.unwrap() {
            match item {
                Ok(Thing { id, .. }) => good.push(id),
                Err(item) => bad.push((good.len(), item)),
            }
        }
        assert_eq!(good.len(), 22);
        let [(17, item)] = bad.as_slice() else {
            unreachable!("{bad:?}");
        };
        assert_eq!(item.index(), 17);
        assert_eq!(item.raw(), r#"{"id":"t000017", "name": 7}"#);
        assert_eq!(item.error().path(), Some("$[17].name"));
        assert!(item.to_string().contains("at $[17].name: invalid type"));
        assert!(item.source().is_some());
        assert!(
            !format!("{item:?}").contains("t000017"),
            "it may be personal"
        );
        assert_eq!(server.received().len(), 2);
    }
}

#[tokio::test]
async fn lenient_pages_return_bad_records() {
    let server = server().await;
    let mut pages = items(&server, &COUNTED, 20).into_pages();
    assert!(pages.try_next().await.is_err());
    let mut pages = pages.lenient();
    let page = pages.try_next().await.unwrap().unwrap();
    let bad: Vec<bool> = page.iter().map(Result::is_err).collect();
    assert_eq!(bad.len(), 20);
    assert_eq!(bad.iter().position(|bad| *bad), Some(17));
    assert_eq!(pages.try_next().await.unwrap().unwrap().len(), 3);
    assert!(pages.try_next().await.unwrap().is_none());
}

#[tokio::test]
async fn a_lenient_stream_rejects_a_body_that_is_not_a_list() {
    for body in [r#"{"items":[]}"#, "", "<html>", r#"[{"id":"#] {
        let server = Server::script(vec![Answer::json(200, body)]).await;
        let mut items = items(&server, &COUNTED, 20).lenient();
        for _ in 0..2 {
            let error = items.try_next().await.unwrap_err();
            assert!(error.is_decode(), "{error}");
            assert_eq!(error.body().unwrap(), body);
        }
    }
}
