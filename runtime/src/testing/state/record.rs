//! Records and their drawers.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Map, Value};

use crate::testing::description::Types;
use crate::testing::order;
use crate::testing::sample;

/// The records of a list.
pub(super) struct Drawer {
    /// The path of the list.
    pub(super) path: String,
    /// The type of its items.
    pub(super) item: String,
    /// The parameter of a path that selects a record.
    pub(super) param: Option<String>,
    pub(super) types: Arc<Types>,
    /// The examples of each type.
    pub(super) shown: BTreeMap<String, Value>,
    pub(super) records: Vec<Record>,
}

/// One resource, as each of the types that describe it shows it.
pub(super) struct Record {
    pub(super) id: String,
    faces: BTreeMap<String, Value>,
}

impl Drawer {
    /// The property of a type that holds the id of a record.
    pub(super) fn id_name(&self, face: &str) -> String {
        let fields = self.types.get(face).map(|it| &it.fields);
        let has = |name: &str| fields.is_some_and(|it| it.contains_key(name));
        if has("id") {
            return "id".to_owned();
        }
        if let Some(param) = self.param.as_ref().filter(|it| has(it)) {
            return param.clone();
        }
        let mut names = fields.into_iter().flat_map(|it| it.keys());
        let ending = names.find(|name| name.ends_with("Id") || name.ends_with("_id"));
        ending.cloned().unwrap_or_else(|| "id".to_owned())
    }

    /// Adds a type's properties of a record, which may exist already.
    pub(super) fn add(&mut self, id: &str, face: &str, value: Value) {
        match self.records.iter_mut().find(|it| same_id(&it.id, id)) {
            Some(record) => {
                record.faces.insert(face.to_owned(), value);
            }
            None => self.push(id, face, value),
        }
    }

    /// Adds a record that does not exist yet.
    pub(super) fn push(&mut self, id: &str, face: &str, value: Value) {
        self.records.push(Record {
            id: id.to_owned(),
            faces: BTreeMap::from([(face.to_owned(), value)]),
        });
    }

    /// A record as a type shows it: built from the other faces and an example, if it has no face of this type yet.
    pub(super) fn face(&mut self, n: usize, face: &str) -> Value {
        if let Some(value) = self.records[n].faces.get(face) {
            return value.clone();
        }
        let schema = self.types.get(face);
        let shown = self.shown.get(face).cloned();
        let sampled = || schema.map(|it| sample::sample(it, &self.types));
        let mut value = shown.or_else(sampled).unwrap_or_default();
        let id = self.id_name(face);
        let record = &self.records[n];
        if let (Value::Object(members), Some(schema)) = (&mut value, schema) {
            for (name, field) in &schema.fields {
                let known = record.faces.values().find_map(|other| {
                    let known = meant(other, name)?;
                    let fits = crate::testing::validate::value(field, known, "", &self.types);
                    fits.is_empty().then(|| known.clone())
                });
                if let Some(known) = known {
                    members.insert(name.clone(), known);
                }
            }
            members.insert(id, record.id.as_str().into());
        }
        self.records[n].faces.insert(face.to_owned(), value.clone());
        value
    }

    /// Ensures that a type shows these records.
    pub(super) fn show(&mut self, records: &[usize], face: &str) {
        for n in records {
            if !self.records[*n].faces.contains_key(face) {
                self.face(*n, face);
            }
        }
    }

    /// A record as a type shows it, if it does.
    pub(super) fn shown_as(&self, n: usize, face: &str) -> Option<&Value> {
        self.records[n].faces.get(face)
    }

    /// Changes a record as a type shows it, and the same properties in its other faces.
    pub(super) fn set_face(&mut self, n: usize, face: &str, value: Value) {
        let record = &mut self.records[n];
        let old = record.faces.insert(face.to_owned(), value.clone());
        let (Some(Value::Object(old)), Value::Object(new)) = (old, value) else {
            return;
        };
        for (other, known) in &mut record.faces {
            if let Value::Object(known) = known
                && other != face
            {
                carry_over(&old, &new, known);
            }
        }
    }

    /// Sets a property in every face that has it.
    pub(super) fn set(&mut self, n: usize, name: &str, value: &Value) {
        let item = self.item.clone();
        self.face(n, &item);
        for known in self.records[n].faces.values_mut() {
            if let Value::Object(members) = known
                && let Some(member) = members.get_mut(name)
            {
                *member = value.clone();
            }
        }
    }

    /// Replaces a record by what was sent. Read-only properties and the id are kept.
    pub(super) fn replaced(&mut self, n: usize, face: &str, sent: Option<&Value>) -> Value {
        let old = self.face(n, face);
        let id = self.id_name(face);
        // A value that is not an object replaces nothing.
        let (Some(Value::Object(sent)), Value::Object(mut members)) = (sent, old.clone()) else {
            return old;
        };
        let fields = self.types.get(face).map(|it| &it.fields);
        let stays = |name: &String| {
            let field = fields.and_then(|it| it.get(name));
            *name == id || field.is_some_and(|it| it.access.as_deref() == Some("read"))
        };
        members.retain(|name, _| stays(name));
        for (name, value) in sent {
            if !stays(name) {
                members.insert(name.clone(), value.clone());
            }
        }
        Value::Object(members)
    }
}

impl Record {
    /// Returns whether some face has that value: `sourceId` is the id in `source` too.
    pub(super) fn has(&self, name: &str, value: &str) -> bool {
        let mut found = self.faces.values().filter_map(|face| meant(face, name));
        found.any(|it| same_id(&order::text(it), value)) || name == "id" && same_id(&self.id, value)
    }
}

/// The value of a property, or of the id in the object that the name refers to.
fn meant<'v>(face: &'v Value, name: &str) -> Option<&'v Value> {
    let inner = || face.get(name.strip_suffix("Id")?)?.get("id");
    face.get(name).or_else(inner)
}

/// Applies a change of one face to another, if the value was the same before.
fn carry_over(old: &Map<String, Value>, new: &Map<String, Value>, other: &mut Map<String, Value>) {
    for (name, value) in new {
        let before = old.get(name);
        if before != Some(value) && before == other.get(name) && before.is_some() {
            other.insert(name.clone(), value.clone());
        }
    }
}

/// Returns whether two ids are equal; a UUID may be written without its hyphens.
pub(super) fn same_id(a: &str, b: &str) -> bool {
    const UUID: usize = 32;
    let plain = |id: &str| -> Option<String> {
        let digits = id.replace('-', "").to_ascii_lowercase();
        let is_uuid = digits.len() == UUID && digits.chars().all(|c| c.is_ascii_hexdigit());
        is_uuid.then_some(digits)
    };
    a == b || a.len().max(b.len()) >= UUID && plain(a).is_some_and(|a| plain(b) == Some(a))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn only_objects_replace_a_record() {
        let mut drawer = Drawer {
            path: "/things".to_owned(),
            item: "Thing".to_owned(),
            param: None,
            types: Arc::default(),
            shown: BTreeMap::new(),
            records: Vec::new(),
        };
        drawer.push("1", "Thing", json!({"id": "1", "name": "a"}));
        let sent = json!({"id": "2", "name": "b"});
        let replaced = drawer.replaced(0, "Thing", Some(&sent));
        assert_eq!(replaced, json!({"id": "1", "name": "b"}));
        for nothing in [None, Some(&json!(null)), Some(&json!([1]))] {
            let kept = drawer.replaced(0, "Thing", nothing);
            assert_eq!(kept, json!({"id": "1", "name": "a"}));
        }
    }
}
