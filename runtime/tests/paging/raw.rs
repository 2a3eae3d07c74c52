//! Lists that no document describes.

use openapi_client_runtime::Cursor;
use openapi_client_runtime::codegen::{Paging, Service};
use openapi_client_runtime::serde_json::Value;

use crate::list::{End, List, Thing, ids, query};
use crate::support::{Answer, Server};
use crate::{client, rest, some};

/// A server whose pages have at most 100 records, whatever the limit.
async fn capped(list: List) -> Server {
    Server::start(move |received, _| {
        let mut received = received.clone();
        received.target = received.target.replace("limit=250", "limit=100");
        list.answer(&received)
    })
    .await
}

#[tokio::test]
async fn a_smaller_maximum_of_the_server_never_ends_the_list() {
    for end in [End::Empty, End::Refused(400), End::Refused(404)] {
        for length in [0, 99, 100, 101, 250, 999] {
            let server = capped(List::of(length).ending(end)).await;
            let items = client(&server).get("/things").items();
            assert_eq!(rest(items).await.unwrap(), ids(0..length), "{end:?}");
            let requests = server.received().len();
            assert_eq!(requests, length.div_ceil(100) + 1, "one asks for the end");
        }
    }
}

#[tokio::test]
async fn the_query_of_the_path_sets_the_page_and_the_start() {
    let list = List::of(20);
    let server = Server::start(move |received, _| {
        let mut received = received.clone();
        received.target = received.target.replace("a=1&a=%22x%22&flag&", "");
        list.answer(&received)
    })
    .await;
    let items = client(&server)
        .get("/things/{kind}?a=1&limit=6&a=%22x%22&offset=7&flag")
        .path("kind", "odd/even")
        .query("b", 2)
        .items();
    assert_eq!(rest(items).await.unwrap(), ids(7..20));
    let targets: Vec<_> = server.received().into_iter().map(|it| it.target).collect();
    let expected = [7, 13, 19, 20]
        .map(|offset| format!("/things/odd%2Feven?a=1&a=%22x%22&flag&b=2&limit=6&offset={offset}"));
    assert_eq!(targets, expected);

    let twice = client(&server).get("/things?limit=5").query("limit", 6);
    let error = rest(twice.items()).await.unwrap_err();
    assert!(error.is_request(), "{error}");
    let message = "`limit` is `5,6`, expected a number of records";
    assert!(error.to_string().contains(message), "{error}");
    assert_eq!(server.received().len(), 4);
}

#[tokio::test]
async fn pages_are_responses() {
    let server = capped(List::of(120)).await;
    let mut pages = client(&server).get("/things").pages::<Value>();
    let mut lengths = Vec::new();
    while let Some(page) = pages.try_next().await.unwrap() {
        lengths.push((page.status().as_u16(), page.len()));
    }
    assert_eq!(lengths, [(200, 100), (200, 20)]);
}

#[tokio::test]
async fn a_cursor_belongs_to_its_path_and_query() {
    let server = List::of(9).serve().await;
    let call = || client(&server).get("/things?limit=2").query("a", "b");
    let mut items = call().items::<Thing>();
    assert_eq!(some(&mut items, 3).await, ids(0..3));
    let cursor = items.cursor();
    assert_eq!(cursor.operation(), "GET /things");
    let text = openapi_client_runtime::serde_json::to_string(&cursor).unwrap();
    let read = || openapi_client_runtime::serde_json::from_str::<Cursor>(&text).unwrap();
    let resumed = call().items().resume_from(read()).unwrap();
    assert_eq!(rest(resumed).await.unwrap(), ids(3..9));
    let others = [
        client(&server).get("/others?limit=2").query("a", "b"),
        client(&server).post("/things?limit=2").query("a", "b"),
        call().query("a", "c"),
    ];
    for other in others {
        let error = other.items::<Thing>().resume_from(read()).unwrap_err();
        assert!(
            error.to_string().contains("the cursor belongs to"),
            "{error}"
        );
    }
}

#[tokio::test]
async fn the_service_names_the_parameters() {
    static SERVICE: Service = Service::new().total_count_header("X-Total-Count").lists(
        Paging::offset("skip", "top", 40)
            .largest_page(50)
            .count("total"),
    );
    let server = Server::start(|received, _| {
        let query = query(&received.target);
        let (skip, top) = (&query["skip"], query["top"].parse::<usize>().unwrap());
        let start: usize = skip.parse().unwrap();
        let page: Vec<usize> = (start..100).take(top).collect();
        let answer = Answer::json(200, format!("{page:?}"));
        if query.contains_key("total") {
            return answer.header("X-Total-Count", "100");
        }
        answer
    })
    .await;
    let client = crate::support::builder(&server).service(&SERVICE).build();
    let client = client.unwrap();
    let items = client.get("/things").query("total", true).items::<usize>();
    let found: Vec<usize> = items.try_collect().await.unwrap();
    assert_eq!(found, (0..100).collect::<Vec<_>>());
    assert_eq!(server.received().len(), 3, "the total ends the list");
    let mut items = client.get("/things?top=51").items::<usize>();
    let error = items.try_next().await.unwrap_err();
    assert!(error.to_string().contains("at most 50 records"), "{error}");
}

#[tokio::test]
async fn a_response_that_is_no_list_is_an_error() {
    let server = Server::script(vec![Answer::json(200, r#"{"items":[]}"#)]).await;
    let mut items = client(&server).get("/things").items::<Value>();
    let error = items.try_next().await.unwrap_err();
    assert!(
        error.is_decode() && error.to_string().contains("at $"),
        "{error}"
    );
}
