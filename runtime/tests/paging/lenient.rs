//! Invalid records.

use std::error::Error as _;

use crate::list::{COUNTED, KEYED, id};
use serde::Deserialize;

use crate::support::{Answer, Server};
use crate::{items, some};

/// Pages of 20 and of 3, the 18th record of the first without a name.
async fn server() -> Server {
    Server::start(|received, _| {
        let is_first = received.target.contains("offset=0");
        let numbers = if is_first { 0..20 } else { 20..23 };
        let rows: Vec<String> = numbers
            .map(|n| match n {
                17 => format!(r#"{{"id":"{}", "name": {{}}}}"#, id(n)),
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
    let message = "at $[17].name: invalid type: map";
    assert!(error.to_string().contains(message), "{error}");
    assert!(error.to_string().contains("listThings"), "{error}");
    let body = String::from_utf8(error.body().unwrap().to_vec()).unwrap();
    assert!(body.starts_with('[') && body.contains(r#""name": {}"#));
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
                Ok(thing) => good.push(thing.into_inner().id),
                Err(item) => bad.push((good.len(), item)),
            }
        }
        assert_eq!(good.len(), 22);
        let [(17, item)] = bad.as_slice() else {
            unreachable!("{bad:?}");
        };
        assert_eq!(item.index(), 17);
        assert_eq!(item.raw(), r#"{"id":"t000017", "name": {}}"#);
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

/// A thing with a property that may be absent.
#[derive(Debug, Deserialize)]
struct Counted {
    id: String,
    count: Option<i32>,
}

#[tokio::test]
async fn a_lenient_stream_reads_records_with_bad_bytes_and_properties() {
    let rows: [&[u8]; 6] = [
        br#"{"id":"a","count":1.0}"#,
        br#"{"id":2,"count":"many"}"#,
        b"{\"id\":\"c\nd\",\"count\":null}",
        b"{\"id\":\"\xe9\\x\"}",
        b"{\"id\":[\"\xe9\"]}",
        b"{\"id\":\"f\", \x00}",
    ];
    let body = [&b"\xef\xbb\xbf["[..], &rows.join(&b", "[..]), b"]"].concat();
    let server = Server::script(vec![Answer::json(200, "[]").body(body)]).await;
    let mut call = crate::client(&server).call(&COUNTED);
    call.query("limit", 10);
    let mut items = call.items::<Counted>().lenient();
    let mut read = Vec::new();
    while let Some(item) = items.try_next().await.unwrap() {
        read.push(match item {
            Ok(item) => {
                let faults: Vec<String> = item.faults.iter().map(ToString::to_string).collect();
                (item.id.clone(), item.count, faults.join("; "))
            }
            Err(item) => {
                assert_eq!(item.bytes(), rows[item.index()]);
                (item.error().to_string(), None, "bad".to_owned())
            }
        });
    }
    let count = "at $.count: invalid type: string \"many\", expected i32";
    let expected = [
        ("a", Some(1), ""),
        ("2", None, count),
        ("c\nd", None, ""),
        ("\u{fffd}\\x", None, ""),
        (
            "at $[4].id: invalid type: sequence, expected a string",
            None,
            "bad",
        ),
    ];
    for (read, expected) in read.iter().zip(expected) {
        assert_eq!((&*read.0, read.1, &*read.2), expected);
    }
    assert_eq!((read.len(), &*read[5].2), (6, "bad"));
}

#[tokio::test]
async fn one_record_is_read_leniently() {
    let answers = ["{\"id\":7,\"count\":[]}", "{\"count\":1}", ""];
    let answers = answers.map(|body| Answer::json(200, body));
    let server = Server::script(answers.to_vec()).await;
    let client = crate::client(&server);
    let thing = client.get("/beta/thing").lenient::<Counted>().send().await;
    let thing = thing.unwrap();
    assert_eq!((&*thing.id, thing.count), ("7", None));
    assert_eq!(thing.status(), 200);
    let [fault] = thing.faults.as_slice() else {
        unreachable!("{thing:?}");
    };
    assert_eq!((fault.path(), fault.json()), ("$.count", "[]"));
    for reason in ["missing field `id`", "the body is empty"] {
        let error = client.call(&COUNTED).lenient::<Counted>().send().await;
        let error = error.unwrap_err();
        assert!(
            error.is_decode() && error.to_string().contains(reason),
            "{error}"
        );
        assert!(error.operation().is_some(), "{error}");
    }
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
