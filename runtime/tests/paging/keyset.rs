//! Lists that continue after a record.

use std::collections::BTreeMap;

use openapi_client_runtime::ListStyle;

use crate::list::{KEYED, List, Thing, id, ids, query};
use crate::support::Server;
use crate::{client, items, rest, some};

fn targets(server: &Server) -> Vec<String> {
    let received = server.received().into_iter();
    received.map(|call| call.target).collect()
}

#[tokio::test]
async fn a_keyset_reads_beyond_the_window() {
    let server = List::of(25_000).window(10_000).serve().await;
    let found = rest(items(&server, &KEYED, 250)).await.unwrap();
    assert_eq!(found, ids(0..25_000));
    assert_eq!(server.received().len(), 101);
}

#[tokio::test]
async fn requests_a_page_by_the_last_record_of_the_previous_one() {
    let server = List::of(5).serve().await;
    assert_eq!(rest(items(&server, &KEYED, 2)).await.unwrap(), ids(0..5));
    assert_eq!(
        targets(&server),
        [
            "/v2026/things?sorters=id&limit=2&offset=0",
            "/v2026/things?sorters=id&limit=2&searchAfter=t000001",
            "/v2026/things?sorters=id&limit=2&searchAfter=t000003",
        ]
    );
}

#[tokio::test]
async fn sorts_by_the_caller_s_fields_first_and_the_id_last() {
    let list = List::of(0);
    *list.things.lock().unwrap() = BTreeMap::from([
        (id(1), "b".to_owned()),
        (id(2), "a".to_owned()),
        (id(3), "b".to_owned()),
        (id(4), "a".to_owned()),
    ]);
    let server = list.serve().await;
    for sorters in [&["name"][..], &["name", "id"]] {
        let mut call = client(&server).call(&KEYED);
        call.query("limit", 1);
        call.query_list("sorters", ListStyle::Comma, sorters);
        assert_eq!(rest(call.items()).await.unwrap(), ids([2, 4, 1, 3]));
    }
    assert_eq!(
        targets(&server)[1],
        "/v2026/things?sorters=name,id&limit=1&searchAfter=a,t000002"
    );
    assert_eq!(server.received().len(), 10);
}

#[tokio::test]
async fn finds_descending_and_renamed_sort_fields() {
    let rows = r#"[{"id":"x","name":"","dates":{"started":2026}}]"#;
    let server = Server::start(move |received, _| {
        let is_first = !query(&received.target).contains_key("searchAfter");
        crate::support::Answer::json(200, if is_first { rows } else { "[]" })
    })
    .await;
    let mut call = client(&server).call(&KEYED);
    call.query("limit", 1);
    call.query("sorters", "-start,-id");
    assert_eq!(rest(call.items()).await.unwrap(), ["x"]);
    assert_eq!(
        query(&targets(&server)[1])["searchAfter"],
        "2026,x",
        "the field `start` is `dates.started` in a record"
    );
    assert_eq!(query(&targets(&server)[1])["sorters"], "-start,-id");
}

#[tokio::test]
async fn falls_back_to_offsets_if_a_key_can_t_be_sent() {
    let list = List::of(0).window(10_000);
    {
        let mut things = list.things.lock().unwrap();
        for n in 0..9 {
            let name = match n {
                0..3 => format!("a {n}"),
                3..6 => format!("b, {n}"),
                _ => format!("c {n}"),
            };
            things.insert(id(n), name);
        }
    }
    let server = list.serve().await;
    let mut call = client(&server).call(&KEYED);
    call.query("limit", 2);
    call.query("sorters", "name");
    assert_eq!(rest(call.items()).await.unwrap(), ids(0..9));
    let ways: Vec<String> = targets(&server)
        .iter()
        .map(|target| {
            let query = query(target);
            let after = query.get("searchAfter").or(query.get("offset"));
            after.unwrap().clone()
        })
        .collect();
    assert_eq!(ways, ["0", "a 1,t000001", "4", "6", "c 7,t000007"]);
}

#[tokio::test]
async fn an_unsendable_key_beyond_the_window_is_an_error() {
    let list = List::of(10_500).window(10_000);
    for name in list.things.lock().unwrap().values_mut() {
        *name = name.replace(' ', ", ");
    }
    let server = list.serve().await;
    let mut call = client(&server).call(&KEYED);
    call.query("sorters", "name");
    let mut items = call.items::<Thing>();
    assert_eq!(some(&mut items, 10_000).await.len(), 10_000);
    let error = items.try_next().await.unwrap_err().to_string();
    assert!(
        error.contains("reaches only the first 10000 records"),
        "{error}"
    );
    assert!(error.contains("has a comma in `name`"), "{error}");
    assert!(error.contains("sort it by `id` alone"), "{error}");
}

#[tokio::test]
async fn starts_at_the_caller_s_own_key() {
    let server = List::of(6).serve().await;
    let mut call = client(&server).call(&KEYED);
    call.query("limit", 2);
    call.query_list("searchAfter", ListStyle::Comma, [id(2)]);
    assert_eq!(rest(call.clone().items()).await.unwrap(), ids(3..6));
    assert_eq!(
        targets(&server)[0],
        "/v2026/things?sorters=id&limit=2&searchAfter=t000002"
    );
    for (name, value, message) in [
        ("sorters", "name", "also sort by `id`"),
        ("sorters", "name,id", "has 1 values for 2 sort fields"),
        ("offset", "4", "both set the start"),
    ] {
        let mut call = call.clone();
        call.query(name, value);
        let error = rest(call.items()).await.unwrap_err();
        assert!(
            error.is_request() && error.to_string().contains(message),
            "{error}"
        );
    }
    assert_eq!(server.received().len(), 2);
}

#[tokio::test]
async fn a_start_beyond_the_window_is_an_error() {
    let server = List::of(6).serve().await;
    let mut call = client(&server).call(&KEYED);
    call.query("offset", 10_000);
    let error = rest(call.items()).await.unwrap_err();
    assert!(error.to_string().contains("the first 10000"), "{error}");
    assert_eq!(server.received().len(), 0);
}

#[tokio::test]
async fn fetches_the_next_page_while_returning_the_current_one() {
    let list = List::of(10);
    let server = list.serve().await;
    let mut items = items(&server, &KEYED, 4).concurrency(8);
    assert_eq!(some(&mut items, 1).await, ids(0..1));
    while server.received().len() < 2 {
        tokio::task::yield_now().await;
    }
    assert_eq!(rest(items).await.unwrap(), ids(1..10));
    assert_eq!(server.received().len(), 3);
}

/// Records that exist all the time are returned exactly once, whatever is created or deleted meanwhile.
#[tokio::test]
async fn concurrent_changes_do_not_affect_other_records() {
    let list = List::of(0);
    let even: BTreeMap<_, _> = (0..200).map(|n| (id(n * 2), "x".to_owned())).collect();
    *list.things.lock().unwrap() = even;
    let server = list.serve().await;
    let mut items = items(&server, &KEYED, 10);
    let mut seen = some(&mut items, 95).await;
    {
        let mut things = list.things.lock().unwrap();
        for gone in [0, 20, 180, 188, 196, 198, 240, 398] {
            things.remove(&id(gone)).unwrap();
        }
        for new in [1, 3, 5, 179, 201, 203, 399, 401] {
            things.insert(id(new), "y".to_owned());
        }
    }
    seen.extend(rest(items).await.unwrap());
    let mut expected = ids((0..95).map(|n| n * 2));
    // The current page was read before the changes.
    expected.extend(ids([190, 192, 194, 196, 198]));
    let later = (200..402).filter(|n| n % 2 == 0 && ![240, 398, 400].contains(n));
    let mut later: Vec<usize> = later.chain([201, 203, 399, 401]).collect();
    later.sort_unstable();
    expected.extend(ids(later));
    assert_eq!(seen, expected);
}
