//! The first records: the examples of the documents.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

use super::State;
use super::record::Drawer;
use super::route::{self, Route, To, answer_type, item_type};
use crate::testing::description::{Api, Operation};
use crate::testing::order;
use crate::testing::sample;

impl State {
    /// Adds the drawers of an API, their records, and what its operations do.
    pub(super) fn add_api(&mut self, api: &Api) {
        let first = self.drawers.len();
        for (item, path) in homes(api) {
            self.drawers.push(Drawer {
                path,
                item,
                param: None,
                types: Arc::clone(&api.types),
                shown: BTreeMap::new(),
                records: Vec::new(),
            });
        }
        let own = first..self.drawers.len();
        let mut routes = Vec::new();
        for operation in api.operations.values() {
            let route = route::find(operation, &self.drawers, own.clone());
            if let To::One { drawer, param } = &route.to {
                self.drawers[*drawer].param.get_or_insert(param.clone());
            }
            routes.push((operation, route));
        }
        // The lists of all records first, so that their order is that of the records.
        let shows_part = |route: &Route| matches!(route.to, To::List { view: Some(_), .. });
        for is_part in [false, true] {
            for (operation, route) in &mut routes {
                if shows_part(route) == is_part {
                    self.seed_list(operation, &mut route.to);
                }
            }
        }
        for (operation, route) in &routes {
            if let To::One { drawer, .. } | To::ByQuery { drawer } = &route.to {
                self.seed_one(operation, *drawer);
            }
        }
        for (operation, route) in routes {
            let key = (operation.api.clone(), operation.id.clone());
            self.routes.insert(key, route);
        }
    }

    fn seed_list(&mut self, operation: &Operation, to: &mut To) {
        let To::List { drawer, view } = to else {
            return;
        };
        let drawer = &mut self.drawers[*drawer];
        let first = operation.successes.first();
        let shown = first.and_then(|reply| sample::reply(reply, &operation.types));
        let item = drawer.item.clone();
        let id = drawer.id_name(&item);
        let records = shown.as_ref().and_then(Value::as_array);
        for (n, record) in records.into_iter().flatten().enumerate() {
            let given = record.get(&id).map(order::text);
            let id = given.unwrap_or_else(|| n.to_string());
            if drawer.records.iter().all(|it| it.id != id) {
                drawer.add(&id, &item, record.clone());
            }
            if let Some(view) = view {
                view.push(id);
            }
        }
    }

    fn seed_one(&mut self, operation: &Operation, drawer: usize) {
        let drawer = &mut self.drawers[drawer];
        let Some(face) = answer_type(operation) else {
            return;
        };
        let examples = operation.successes.first().map(|it| it.examples.as_slice());
        let id = drawer.id_name(&face);
        for example in examples.into_iter().flatten() {
            drawer.shown.entry(face.clone()).or_insert(example.clone());
            let Some(id) = example.get(&id).map(order::text) else {
                continue;
            };
            let is_seen = face == drawer.item && drawer.records.iter().any(|it| it.id == id);
            // Properties from a list's example are not replaced.
            if !is_seen {
                drawer.add(&id, &face, example.clone());
            }
        }
    }
}

/// The type of each list's items, and its main list: the shortest path without parameters, if there is one.
fn homes(api: &Api) -> BTreeMap<String, String> {
    let mut homes: BTreeMap<String, String> = BTreeMap::new();
    let rank = |path: &str| (path.contains('{'), path.split('/').count(), path.to_owned());
    for operation in api.operations.values().filter(|it| it.method == "GET") {
        let Some(item) = item_type(operation) else {
            continue;
        };
        let home = homes.entry(item).or_insert_with(|| operation.path.clone());
        if rank(&operation.path) < rank(home) {
            home.clone_from(&operation.path);
        }
    }
    homes
}
