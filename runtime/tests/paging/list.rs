//! A list on a server, with every kind of paging of the service, which can be changed meanwhile.

use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::{Arc, Mutex};

use openapi_client_runtime::codegen::{Operation, Paging};
use openapi_client_runtime::http::Method;
use serde::Deserialize;

use crate::support::{Answer, BETA, Received, Server, V2026};

/// A list with offsets only.
pub(crate) static COUNTED: Operation =
    Operation::new("listThings", &BETA, Method::GET, "/beta/things").paging(
        Paging::offset("offset", "limit", 250)
            .largest_page(250)
            .short_page_ends(),
    );

/// The same, with a total.
pub(crate) static COUNTING: Operation =
    Operation::new("listThings", &BETA, Method::GET, "/beta/things").paging(
        Paging::offset("offset", "limit", 250)
            .largest_page(250)
            .short_page_ends()
            .count("count"),
    );

/// The same, with a window.
pub(crate) static WINDOWED: Operation =
    Operation::new("listThings", &BETA, Method::GET, "/beta/things").paging(
        Paging::offset("offset", "limit", 250)
            .largest_page(250)
            .short_page_ends()
            .window(10_000),
    );

/// A list with a keyset.
pub(crate) static KEYED: Operation =
    Operation::new("searchThings", &V2026, Method::GET, "/v2026/things").paging(
        Paging::offset("offset", "limit", 250)
            .largest_page(250)
            .short_page_ends()
            .count("count")
            .window(10_000)
            .keyset("searchAfter", "sorters", "id")
            .paths(&[("start", "dates.started")]),
    );

/// A list whose short pages say nothing.
pub(crate) static ASKED: Operation =
    Operation::new("listThings", &BETA, Method::GET, "/beta/things").paging(
        Paging::offset("offset", "limit", 250)
            .largest_page(250)
            .count("count"),
    );

/// The same with a keyset.
pub(crate) static ASKED_KEYED: Operation =
    Operation::new("searchThings", &V2026, Method::GET, "/v2026/things")
        .paging(Paging::offset("offset", "limit", 250).keyset("searchAfter", "sorters", "id"));

/// A list whose short pages end it within a maximum that is not known.
pub(crate) static UNBOUNDED: Operation =
    Operation::new("listThings", &BETA, Method::GET, "/beta/things")
        .paging(Paging::offset("offset", "limit", 250).short_page_ends());

/// Not a list.
pub(crate) static NO_LIST: Operation =
    Operation::new("getThing", &BETA, Method::GET, "/beta/thing");

#[derive(Debug, Clone, PartialEq, Deserialize)]
pub(crate) struct Thing {
    pub(crate) id: String,
    pub(crate) name: String,
}

/// The response to an offset at or after the end.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum End {
    Empty,
    Refused(u16),
}

/// The list.
#[derive(Debug, Clone)]
pub(crate) struct List {
    pub(crate) things: Arc<Mutex<BTreeMap<String, String>>>,
    pub(crate) end: End,
    /// The maximum offset.
    pub(crate) window: usize,
    /// Whether `count=true` has an effect.
    pub(crate) counts: bool,
}

pub(crate) fn id(number: usize) -> String {
    format!("t{number:06}")
}

pub(crate) fn ids(numbers: impl IntoIterator<Item = usize>) -> Vec<String> {
    numbers.into_iter().map(id).collect()
}

impl List {
    pub(crate) fn of(length: usize) -> Self {
        let things = (0..length).map(|n| (id(n), format!("thing {n}")));
        Self {
            things: Arc::new(Mutex::new(things.collect())),
            end: End::Empty,
            window: usize::MAX,
            counts: true,
        }
    }

    pub(crate) fn ending(mut self, end: End) -> Self {
        self.end = end;
        self
    }

    pub(crate) fn window(mut self, records: usize) -> Self {
        self.window = records;
        self
    }

    pub(crate) fn mute(mut self) -> Self {
        self.counts = false;
        self
    }

    pub(crate) async fn serve(&self) -> Server {
        let list = self.clone();
        Server::start(move |received, _| list.answer(received)).await
    }

    /// A page, sorted by id, or by name and id.
    pub(crate) fn answer(&self, received: &Received) -> Answer {
        let query = query(&received.target);
        let number = |name: &str| query.get(name).map(|text| text.parse::<usize>().unwrap());
        let (offset, limit) = (number("offset").unwrap_or(0), number("limit").unwrap());
        let things = self.things.lock().unwrap();
        let after = query.get("searchAfter");
        let is_known = after.is_none() || !query.contains_key("offset");
        assert!(is_known, "two places: {}", received.target);
        if after.is_none() && offset + limit > self.window {
            return Answer::json(400, r#"{"detailCode":"400.1 Too far"}"#);
        }
        if let End::Refused(status) = self.end
            && offset > 0
            && offset >= things.len()
        {
            return Answer::json(status, r#"{"detailCode":"no such page"}"#);
        }
        let rows: Vec<(&String, &String)> =
            if query.get("sorters").is_some_and(|by| by == "name,id") {
                let mut rows: Vec<_> = things.iter().collect();
                rows.sort_by_key(|(id, name)| (*name, *id));
                rows.retain(|(id, name)| after.is_none_or(|after| format!("{name},{id}") > *after));
                rows.into_iter().skip(offset).take(limit).collect()
            } else {
                let start = after.map_or(Bound::Unbounded, Bound::Excluded);
                let rows = things.range::<String, _>((start, Bound::Unbounded));
                rows.skip(offset).take(limit).collect()
            };
        let rows: Vec<String> = rows
            .iter()
            .map(|(id, name)| format!(r#"{{"id":"{id}","name":"{name}"}}"#))
            .collect();
        let answer = Answer::json(200, format!("[{}]", rows.join(",")));
        if self.counts && query.get("count").is_some_and(|count| count == "true") {
            return answer.header("X-Total-Count", &things.len().to_string());
        }
        answer
    }
}

/// The parameters of a query, each of which must occur once.
pub(crate) fn query(target: &str) -> BTreeMap<String, String> {
    let mut query = BTreeMap::new();
    let text = target.split_once('?').map_or("", |(_, query)| query);
    for pair in text.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap();
        let value = percent_encoding::percent_decode_str(value).decode_utf8();
        let earlier = query.insert(name.to_owned(), value.unwrap().into_owned());
        assert!(earlier.is_none(), "{target}");
    }
    query
}
