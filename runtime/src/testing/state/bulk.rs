//! Changes to many records at once.

use serde_json::{Map, Value};

use super::{Refusal, State, patched, record::same_id};
use crate::patch::JsonPatch;
use crate::testing::answer::Answer;
use crate::testing::description::{Is, Operation, Reply, Schema};
use crate::testing::order;
use crate::testing::received::Received;
use crate::testing::{refusal, validate};

impl State {
    pub(super) fn bulk(
        &mut self,
        operation: &Operation,
        received: &Received,
        drawer: Option<usize>,
    ) -> Result<Answer, Refusal> {
        let (Some(drawer), Some(bulk), Some(body)) = (drawer, &operation.bulk, received.json())
        else {
            return Ok(refusal::success(operation));
        };
        let items = match &bulk.property {
            Some(name) => body.get(name),
            None => Some(body),
        };
        let items = items.and_then(Value::as_array).cloned().unwrap_or_default();
        if items.len() > bulk.size {
            return Err((400, format!("more than {} items", bulk.size)));
        }
        match &bulk.status {
            Some(status) => Ok(self.rows(operation, drawer, status, &items)),
            None => self.together(operation, drawer, body, &items),
        }
    }

    /// Each item has its own outcome.
    fn rows(
        &mut self,
        operation: &Operation,
        drawer: usize,
        status: &str,
        items: &[Value],
    ) -> Answer {
        let mut seen: Vec<String> = Vec::new();
        let mut rows = Vec::new();
        for item in items {
            let code = self.row(operation, drawer, item, &mut seen);
            rows.push(row(operation, status, code, item));
        }
        let first = operation.successes.first();
        Answer::json(first.map_or(207, Reply::code), &rows)
    }

    /// Changes one record; returns the status of its row.
    fn row(
        &mut self,
        operation: &Operation,
        drawer: usize,
        item: &Value,
        seen: &mut Vec<String>,
    ) -> u16 {
        let types = &operation.types;
        let body = operation.body.as_ref().and_then(|it| it.schema.as_ref());
        let schema = body.and_then(|it| it.resolved(types).of.as_deref());
        let faults = schema.map(|it| validate::value(it, item, "item", types));
        let Some((name, id)) = self.id_of(drawer, item) else {
            return 422;
        };
        if seen.iter().any(|other| same_id(other, &id)) {
            return 409;
        }
        seen.push(id.clone());
        let Ok(n) = self.record(drawer, &id) else {
            return 404;
        };
        if faults.is_some_and(|it| !it.is_empty()) {
            return 422;
        }
        for (member, value) in item.as_object().into_iter().flatten() {
            if *member != name {
                self.drawers[drawer].set(n, member, value);
            }
        }
        0
    }

    /// The property of an item that names its record, and the id.
    fn id_of(&self, drawer: usize, item: &Value) -> Option<(String, String)> {
        let members = item.as_object()?;
        let param = self.drawers[drawer].param.as_deref().unwrap_or("id");
        let names = ["id", param].into_iter().map(str::to_owned);
        let ending = members.keys().filter(|name| name.ends_with("Id")).cloned();
        let name = names
            .chain(ending)
            .find(|name| members.contains_key(name))?;
        let id = order::text(&members[&name]);
        Some((name, id))
    }

    /// All records are changed in the same way, or none of them.
    fn together(
        &mut self,
        operation: &Operation,
        drawer: usize,
        body: &Value,
        items: &[Value],
    ) -> Result<Answer, Refusal> {
        let mut changed = Vec::new();
        for item in items {
            let id = match self.id_of(drawer, item) {
                Some((_, id)) => id,
                None => order::text(item),
            };
            let n = self.record(drawer, &id)?;
            let face = self.drawers[drawer].item.clone();
            let mut value = self.drawers[drawer].face(n, &face);
            if let Some(patch) = patch_in(operation, body) {
                patched(
                    &operation.patchable,
                    &patch,
                    &mut value,
                    operation.types.get(&face),
                )?;
            } else if let (Value::Object(members), Value::Object(sent)) = (&mut value, item) {
                members.extend(sent.clone());
            }
            changed.push((n, face, value));
        }
        for (n, face, value) in changed {
            self.drawers[drawer].set_face(n, &face, value);
        }
        Ok(refusal::success(operation))
    }
}

/// The JSON Patch that a property of the body holds.
fn patch_in(operation: &Operation, body: &Value) -> Option<JsonPatch> {
    let types = &operation.types;
    let schema = operation.body.as_ref()?.schema.as_ref()?.resolved(types);
    let is_patch = |field: &Schema| field.resolved(types).is == Is::Patch;
    let (name, _) = schema.fields.iter().find(|(_, field)| is_patch(field))?;
    serde_json::from_value(body.get(name)?.clone()).ok()
}

/// A row like the documented one for its status; status 0 means success.
fn row(operation: &Operation, status: &str, code: u16, item: &Value) -> Value {
    let examples = operation.successes.iter().flat_map(|it| &it.examples);
    let shown = examples.filter_map(Value::as_array).flatten();
    let is_meant = |row: &&Value| {
        let shown = row.get(status).and_then(Value::as_u64);
        shown.is_some_and(|it| it == u64::from(code) || code == 0 && (200..300).contains(&it))
    };
    let shown = shown.clone().find(is_meant).and_then(Value::as_object);
    let mut row: Map<String, Value> = shown.cloned().unwrap_or_default();
    if shown.is_none() {
        row.insert(status.to_owned(), if code == 0 { 200 } else { code }.into());
    }
    for (name, value) in item.as_object().into_iter().flatten() {
        if name != status {
            row.insert(name.clone(), value.clone());
        }
    }
    Value::Object(row)
}
