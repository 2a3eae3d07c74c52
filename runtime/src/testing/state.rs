//! The responses of a server that keeps records.
//!
//! Everything is derived from the description. A list whose items are objects is a *drawer* of records; operations on its path, or on
//! its path and the id of a record, change them. One record may be described by several types: it has a *face* for each.
//! Anything else is a separate document, at its path.

mod bulk;
mod list;
mod record;
mod route;
mod seed;

use std::collections::BTreeMap;
use std::sync::Arc;

use http::Method;
use serde_json::Value;

use super::answer::Answer;
use super::description::{Api, Is, Operation, Place, Reply, Schema};
use super::received::Received;
use super::refusal;
use crate::patch::{JsonPatch, PatchOp};
use crate::service::Service;

use record::{Drawer, same_id};
use route::{Route, answer_type};

/// The records of a server.
pub(super) struct State {
    service: &'static Service,
    drawers: Vec<Drawer>,
    /// By API and operation.
    routes: BTreeMap<(String, String), Route>,
    /// Values that were sent to a path that belongs to no drawer; null if it was deleted.
    documents: BTreeMap<String, Value>,
    /// How many records were created.
    created: usize,
}

/// Why a request can't be handled: a status and a text.
type Refusal = (u16, String);

impl State {
    /// The records from the examples of the documents.
    pub(super) fn new(apis: &[Api], service: &'static Service) -> Self {
        let mut state = Self {
            service,
            drawers: Vec::new(),
            routes: BTreeMap::new(),
            documents: BTreeMap::new(),
            created: 0,
        };
        for api in apis {
            state.add_api(api);
        }
        state
    }

    pub(super) fn answer(&mut self, operation: &Arc<Operation>, received: &Received) -> Answer {
        let done = self.done(operation, received);
        done.unwrap_or_else(|(status, text)| {
            refusal::because(self.service, Some(operation), status, &text)
        })
    }

    fn done(&mut self, operation: &Operation, received: &Received) -> Result<Answer, Refusal> {
        let key = (operation.api.clone(), operation.id.clone());
        let Some(route) = self.routes.get(&key).cloned() else {
            return Ok(refusal::success(operation));
        };
        if let Some((drawer, param)) = &route.parent {
            self.record(*drawer, &received.path_text(param).unwrap_or_default())?;
        }
        match route.to {
            route::To::List { drawer, view } => {
                self.list(operation, received, drawer, view.as_deref())
            }
            route::To::Bulk { drawer } => self.bulk(operation, received, drawer),
            route::To::Create { drawer } => Ok(self.create(operation, received, drawer)),
            route::To::One { drawer, param } => {
                let id = received.path_text(&param).unwrap_or_default();
                let n = self.record(drawer, &id)?;
                self.one(operation, received, drawer, n)
            }
            route::To::ByQuery { drawer } => {
                let n = self.by_query(operation, received, drawer)?;
                self.one(operation, received, drawer, n)
            }
            route::To::Document => self.document(operation, received, route.parent.as_ref()),
        }
    }

    /// The index of a record in its drawer.
    fn record(&self, drawer: usize, id: &str) -> Result<usize, Refusal> {
        let mut records = self.drawers[drawer].records.iter();
        records
            .position(|record| same_id(&record.id, id))
            .ok_or_else(|| (404, format!("there is no record with the id {id}")))
    }

    /// The record that the required parameters of the query select.
    fn by_query(
        &self,
        operation: &Operation,
        received: &Received,
        drawer: usize,
    ) -> Result<usize, Refusal> {
        let wanted: Vec<(&str, String)> = operation
            .params(Place::Query)
            .filter(|param| param.required)
            .filter_map(|param| {
                let values = received.query_values(&param.name);
                Some((param.name.as_str(), values.into_iter().next()?))
            })
            .collect();
        let mut records = self.drawers[drawer].records.iter();
        records
            .position(|record| wanted.iter().all(|(name, value)| record.has(name, value)))
            .ok_or_else(|| (404, "no record has these ids together".to_owned()))
    }

    fn one(
        &mut self,
        operation: &Operation,
        received: &Received,
        drawer: usize,
        n: usize,
    ) -> Result<Answer, Refusal> {
        let drawer = &mut self.drawers[drawer];
        let face = answer_type(operation).unwrap_or_else(|| drawer.item.clone());
        match *received.method() {
            Method::DELETE => {
                drawer.records.remove(n);
                return Ok(refusal::success(operation));
            }
            Method::PATCH => {
                let mut value = drawer.face(n, &face);
                change(operation, received, &mut value, drawer.types.get(&face))?;
                drawer.set_face(n, &face, value);
            }
            Method::PUT => {
                let value = drawer.replaced(n, &face, received.json());
                drawer.set_face(n, &face, value);
            }
            _ => {}
        }
        if answer_type(operation).is_none() {
            return Ok(refusal::success(operation));
        }
        Ok(Answer::json(success(operation), &drawer.face(n, &face)))
    }

    fn create(&mut self, operation: &Operation, received: &Received, drawer: usize) -> Answer {
        self.created += 1;
        let drawer = &mut self.drawers[drawer];
        let face = answer_type(operation).unwrap_or_else(|| drawer.item.clone());
        let mut value = operation
            .successes
            .first()
            .and_then(|reply| super::sample::reply(reply, &operation.types))
            .unwrap_or_default();
        let sent = received.json().and_then(Value::as_object);
        let id = drawer.id_name(&face);
        let given = sent.and_then(|sent| sent.get(&id)).cloned();
        let given = given.unwrap_or_else(|| format!("mock-{}", self.created).into());
        if let Value::Object(members) = &mut value {
            members.extend(sent.cloned().unwrap_or_default());
            members.insert(id, given.clone());
        }
        drawer.add(&super::order::text(&given), &face, value.clone());
        Answer::json(success(operation), &value)
    }

    /// The value at a path that belongs to no drawer.
    fn document(
        &mut self,
        operation: &Operation,
        received: &Received,
        parent: Option<&(usize, String)>,
    ) -> Result<Answer, Refusal> {
        let face = answer_type(operation);
        // An action on a record that returns the record.
        if let Some((drawer, param)) = parent
            && face.as_ref() == Some(&self.drawers[*drawer].item)
        {
            let n = self.record(*drawer, &received.path_text(param).unwrap_or_default())?;
            let item = self.drawers[*drawer].item.clone();
            let value = self.drawers[*drawer].face(n, &item);
            return Ok(Answer::json(success(operation), &value));
        }
        let path = received.url_path().to_owned();
        let stored = self.documents.get(&path).cloned();
        if stored == Some(Value::Null) && received.method() != Method::PUT {
            return Err((404, "it has been deleted".to_owned()));
        }
        let shown = || {
            let first = operation.successes.first();
            first.and_then(|reply| super::sample::reply(reply, &operation.types))
        };
        let value = match *received.method() {
            Method::GET => stored.or_else(shown),
            Method::PUT => received.json().cloned(),
            Method::PATCH => {
                let mut value = stored.or_else(shown).unwrap_or_default();
                let schema = face.as_ref().and_then(|it| operation.types.get(it));
                change(operation, received, &mut value, schema)?;
                Some(value)
            }
            Method::DELETE => Some(Value::Null),
            _ => return Ok(refusal::success(operation)),
        };
        if let Some(value) = &value
            && received.method() != Method::GET
        {
            self.documents.insert(path, value.clone());
        }
        Ok(match (value, face) {
            (Some(value), Some(_)) if !value.is_null() => Answer::json(success(operation), &value),
            _ => refusal::success(operation),
        })
    }

    /// The records at a path, as its list returns them.
    pub(super) fn records(&mut self, path: &str) -> Option<Vec<Value>> {
        let drawer = self.drawers.iter_mut().find(|drawer| drawer.path == path)?;
        let item = drawer.item.clone();
        Some(
            (0..drawer.records.len())
                .map(|n| drawer.face(n, &item))
                .collect(),
        )
    }

    /// Replaces the records at a path.
    pub(super) fn set_records(&mut self, path: &str, records: Vec<Value>) -> Option<()> {
        let drawer = self.drawers.iter_mut().find(|drawer| drawer.path == path)?;
        drawer.records.clear();
        let item = drawer.item.clone();
        let id = drawer.id_name(&item);
        for (n, record) in records.into_iter().enumerate() {
            let given = record.get(&id).map(super::order::text);
            drawer.push(&given.unwrap_or_else(|| n.to_string()), &item, record);
        }
        Some(())
    }
}

/// The status of the first success.
fn success(operation: &Operation) -> u16 {
    operation.successes.first().map_or(200, Reply::code)
}

/// Changes a value by a PATCH: a JSON Patch, or the properties of an object.
fn change(
    operation: &Operation,
    received: &Received,
    value: &mut Value,
    face: Option<&Schema>,
) -> Result<(), Refusal> {
    let schema = operation.body.as_ref().and_then(|it| it.schema.as_ref());
    let is_patch = schema.is_some_and(|it| it.resolved(&operation.types).is == Is::Patch);
    if !is_patch {
        if let (Value::Object(members), Some(Value::Object(sent))) = (value, received.json()) {
            members.extend(sent.clone());
        }
        return Ok(());
    }
    let Some(patch) = received.json_body::<JsonPatch>() else {
        return Err((400, "the body is not a JSON Patch".to_owned()));
    };
    patched(&operation.patchable, &patch, value, face)
}

/// Applies a patch, if it changes only properties that can be changed.
fn patched(
    patchable: &[String],
    patch: &JsonPatch,
    value: &mut Value,
    face: Option<&Schema>,
) -> Result<(), Refusal> {
    for operation in patch {
        let place = operation.path.trim_start_matches('/');
        let is_within = |field: &String| {
            let rest = place.strip_prefix(field.as_str());
            rest.is_some_and(|it| it.is_empty() || it.starts_with('/'))
        };
        let is_test = operation.op == PatchOp::Test;
        if !patchable.is_empty() && !is_test && !patchable.iter().any(is_within) {
            return Err((400, format!("`{}` can't be patched", operation.path)));
        }
    }
    // A replaceable property may be null and so omitted from a record, or write-only.
    let is_known = |name: &str| {
        patchable.iter().any(|field| field == name)
            || face.is_some_and(|face| face.fields.contains_key(name))
    };
    for operation in patch {
        let place = operation.path.trim_start_matches('/');
        if operation.op == PatchOp::Replace && is_known(place) {
            make_room(value, place);
        }
    }
    patch.apply(value).map_err(|error| (400, error.to_string()))
}

/// Ensures that there is a value at a path, if only null.
fn make_room(value: &mut Value, place: &str) {
    let mut at = value;
    for name in place.split('/') {
        if at.is_null() {
            *at = Value::Object(serde_json::Map::new());
        }
        let Value::Object(members) = at else {
            return;
        };
        at = members.entry(name).or_insert(Value::Null);
    }
}
