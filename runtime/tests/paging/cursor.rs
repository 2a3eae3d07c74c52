//! Saving a cursor, and resuming in another process.

use openapi_client_runtime::{Cursor, Items, serde_json};

use crate::list::{COUNTED, COUNTING, End, KEYED, List, Thing, WINDOWED, id, ids};
use crate::support::Server;
use crate::{client, items, rest, some};

/// The state that a process saves.
fn saved(items: &Items<Thing>) -> String {
    serde_json::to_string(&items.cursor()).unwrap()
}

fn read(text: &str) -> Cursor {
    serde_json::from_str(text).unwrap()
}

#[tokio::test]
async fn a_listing_resumes_after_any_record() {
    for (operation, length, end) in [
        (&COUNTED, 13, End::Empty),
        (&COUNTED, 15, End::Empty),
        (&COUNTED, 15, End::Refused(400)),
        (&COUNTING, 15, End::Refused(404)),
        (&WINDOWED, 13, End::Empty),
        (&KEYED, 13, End::Empty),
        (&KEYED, 15, End::Empty),
    ] {
        let server = List::of(length).ending(end).serve().await;
        for stop in 0..=length {
            for concurrency in [1, 4] {
                let mut first = items(&server, operation, 5).concurrency(concurrency);
                let mut found = some(&mut first, stop).await;
                let text = saved(&first);
                drop(first);
                // Pages may have another length by then.
                for limit in [5, 4] {
                    let second = items(&server, operation, limit).resume_from(read(&text));
                    found.truncate(stop);
                    found.extend(rest(second.unwrap()).await.unwrap());
                    assert_eq!(found, ids(0..length), "{end:?} {stop} {text}");
                }
            }
        }
    }
}

#[tokio::test]
async fn a_resumed_keyset_ignores_earlier_changes() {
    let list = List::of(10);
    let server = list.serve().await;
    let mut first = items(&server, &KEYED, 5);
    assert_eq!(some(&mut first, 7).await, ids(0..7));
    let text = saved(&first);
    for gone in [0, 4, 6] {
        list.things.lock().unwrap().remove(&id(gone));
    }
    let second = items(&server, &KEYED, 5).resume_from(read(&text));
    assert_eq!(rest(second.unwrap()).await.unwrap(), ids(7..10));
}

#[tokio::test]
async fn an_ended_listing_stays_ended() {
    let server = List::of(3).serve().await;
    for operation in [&COUNTED, &KEYED] {
        let mut first = items(&server, operation, 5);
        some(&mut first, 3).await;
        assert!(first.cursor().is_end());
        let sent = server.received().len();
        let second = items(&server, operation, 5).resume_from(read(&saved(&first)));
        assert!(rest(second.unwrap()).await.unwrap().is_empty());
        assert_eq!(server.received().len(), sent);
    }
}

#[tokio::test]
async fn rejects_a_cursor_of_another_list() {
    let server = Server::script(Vec::new()).await;
    let begin = |path: &str, filters: &str| {
        let mut call = client(&server).call(&COUNTED);
        call.path("id", path);
        call.query("filters", filters);
        call.query("limit", 5);
        call
    };
    let cursor = begin("x", "a").items::<Thing>().cursor();
    assert_eq!(
        (cursor.operation(), cursor.offset()),
        ("listThings", Some(0))
    );
    for call in [begin("x", "b"), begin("y", "a")] {
        let error = call.items::<Thing>().resume_from(cursor.clone());
        let error = error.unwrap_err().to_string();
        assert!(error.contains("with other parameters"), "{error}");
    }
    let mut same = begin("x", "a");
    same.query("limit", 9);
    same.query("offset", 3);
    assert!(same.items::<Thing>().resume_from(cursor.clone()).is_ok());
    let other = items(&server, &KEYED, 5).resume_from(cursor);
    let error = other.unwrap_err();
    assert!(error.is_request());
    let message = "the cursor belongs to `listThings`, not to `searchThings`";
    assert!(error.to_string().contains(message), "{error}");
}

#[tokio::test]
async fn rejects_a_cursor_of_another_order() {
    let server = List::of(3).serve().await;
    let mut call = client(&server).call(&KEYED);
    let cursor = call.clone().items::<Thing>().cursor();
    call.query("sorters", "name");
    assert!(
        call.clone()
            .items::<Thing>()
            .resume_from(cursor.clone())
            .is_err()
    );
    call.query("sorters", "id");
    assert!(
        call.items::<Thing>().resume_from(cursor).is_ok(),
        "it is the default"
    );
}

#[tokio::test]
async fn rejects_a_damaged_cursor() {
    let server = List::of(3).serve().await;
    let mut first = items(&server, &KEYED, 5);
    some(&mut first, 1).await;
    let text = saved(&first);
    assert!(
        text.contains(r#""at":{"offset":1,"after":["t000000"]}"#),
        "{text}"
    );
    for (from, to) in [
        (r#"["t000000"]"#, r#"["t000000","x"]"#),
        (r#"["t000000"]"#, "[]"),
        (r#""offset":1,"after":["t000000"]"#, ""),
    ] {
        let damaged = read(&text.replace(from, to));
        let error = items(&server, &KEYED, 5).resume_from(damaged).unwrap_err();
        assert!(error.to_string().contains("is damaged"), "{error}");
    }
    assert!(serde_json::from_str::<Cursor>("{}").is_err());
}
