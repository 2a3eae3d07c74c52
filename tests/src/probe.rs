//! Probes: a document with one key more, less or other, which the generator and the comparison must not ignore silently.

use std::collections::{BTreeMap, BTreeSet};

use generator::openapi::{self, Fate, Row};
use serde_json::{Map, Value};

use crate::random::Random;

/// A key that no object of OpenAPI has.
const UNKNOWN: &str = "unknownKey";

/// How a probe differs from its document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edit {
    /// A key is removed.
    Remove,
    /// A key is added.
    Add,
    /// A key has another value.
    Change,
}

/// One document with one edit.
#[derive(Clone, Debug)]
pub struct Probe {
    /// The number of the document.
    pub document: usize,
    /// The object whose key is edited.
    pub object: &'static str,
    /// How.
    pub edit: Edit,
    /// The JSON pointer of the key.
    pub pointer: String,
    /// The value that was added, or takes the place of another.
    pub value: Option<Value>,
    /// The document afterwards.
    pub root: Value,
}

impl Probe {
    /// Whether the table says that the key, or one around it, has no effect: it is ignored, or reported as a whole.
    pub fn is_without_effect(&self) -> bool {
        let (around, _) = self.pointer.rsplit_once('/').unwrap_or_default();
        let is_ignored = |row: &Row| matches!(row.fate, Fate::Ignored(_));
        let around = openapi::rows_to(around);
        self.row()
            .is_some_and(|row| is_ignored(&row) || row.unless.is_some())
            || around
                .iter()
                .any(|row| is_ignored(row) || row.fate == Fate::Reported)
    }

    /// Whether the model carries the key.
    pub fn is_in_model(&self) -> bool {
        self.row().is_some_and(|row| row.rule.is_none())
    }

    fn row(&self) -> Option<Row> {
        let (_, key) = self.pointer.rsplit_once('/')?;
        openapi::rows().find(|row| row.object == self.object && row.key == key)
    }

    /// What was edited, on one line.
    pub fn describe(&self) -> String {
        let value = self.value.as_ref().map(Value::to_string);
        let value: String = value.unwrap_or_default().chars().take(120).collect();
        format!(
            "{:?} of {}: {} {value}",
            self.edit, self.object, self.pointer
        )
    }
}

/// Documents to edit.
#[derive(Debug)]
pub struct Corpus<'d> {
    documents: &'d [Value],
    /// Every object by its kind, each with the number of its document and its pointer.
    objects: BTreeMap<&'static str, Vec<(usize, String)>>,
    /// The values that each key of each object has anywhere.
    values: BTreeMap<(&'static str, &'static str), Vec<Value>>,
}

impl<'d> Corpus<'d> {
    /// Lists what can be edited.
    pub fn new(documents: &'d [Value]) -> Self {
        let mut objects: BTreeMap<_, Vec<_>> = BTreeMap::new();
        let mut values: BTreeMap<_, Vec<Value>> = BTreeMap::new();
        for (n, root) in documents.iter().enumerate() {
            for found in openapi::objects_of(root) {
                objects
                    .entry(found.title)
                    .or_default()
                    .push((n, found.pointer));
            }
            for found in openapi::occurrences(root) {
                let known = values.entry((found.row.object, found.row.key)).or_default();
                let value = root.pointer(&found.pointer);
                known.extend(value.filter(|value| is_self_contained(value)).cloned());
            }
        }
        Self {
            documents,
            objects,
            values,
        }
    }

    /// The kinds of objects in the documents.
    pub fn kinds(&self) -> impl Iterator<Item = &'static str> {
        self.objects.keys().copied()
    }

    /// Draws a probe; `None` where the draw is no edit.
    ///
    /// # Panics
    /// When the corpus has no objects.
    pub fn probe(&self, random: &mut Random) -> Option<Probe> {
        // Rare kinds are drawn as often as common ones, and half of the time as often as they are.
        let kinds: Vec<_> = self.kinds().collect();
        let common = [
            "Schema",
            "Schema",
            "Parameter",
            "Operation",
            "Response",
            "Media Type",
        ];
        let is_rare = random.once_in(2);
        let object = *random.pick(if is_rare { &kinds[..] } else { &common[..] });
        let (document, pointer) = random.pick(self.objects.get(object)?).clone();
        let mut root = self.documents[document].clone();
        let members = root.pointer_mut(&pointer)?.as_object_mut()?;
        let edit = *random.pick(&[Edit::Remove, Edit::Add, Edit::Change]);
        let key = Self::key(edit, object, members, random)?;
        let value = match edit {
            Edit::Remove => None,
            Edit::Add if key == UNKNOWN => Some("text".into()),
            Edit::Add | Edit::Change => Some(self.value(object, &key, random)?),
        };
        let before = match &value {
            Some(value) => members.insert(key.clone(), value.clone()),
            None => members.remove(&key),
        };
        let key = key.replace('~', "~0").replace('/', "~1");
        let differs = says_something(before.as_ref()) || says_something(value.as_ref());
        (before != value && differs).then(|| Probe {
            document,
            object,
            edit,
            pointer: format!("{pointer}/{key}"),
            value,
            root,
        })
    }

    fn key(
        edit: Edit,
        object: &str,
        members: &Map<String, Value>,
        random: &mut Random,
    ) -> Option<String> {
        let is_referring = members.contains_key("$ref");
        let keys: Vec<&str> = match edit {
            Edit::Remove | Edit::Change => members.keys().map(String::as_str).collect(),
            Edit::Add if is_referring || random.once_in(4) => vec![UNKNOWN],
            Edit::Add => {
                let rows = openapi::rows().filter(|row| row.object == object);
                let keys = rows.map(|row| row.key);
                keys.filter(|key| !members.contains_key(*key)).collect()
            }
        };
        // A node without its reference is another node, and extensions are the vendor's.
        let is_edited = |key: &&str| *key != "$ref" && !key.starts_with("x-");
        let keys: Vec<&str> = keys.into_iter().filter(is_edited).collect();
        (!keys.is_empty()).then(|| (*random.pick(&keys)).to_owned())
    }

    fn value(&self, object: &'static str, key: &str, random: &mut Random) -> Option<Value> {
        let row = openapi::rows().find(|row| row.object == object && row.key == key)?;
        let values = self
            .values
            .get(&(object, row.key))
            .filter(|it| !it.is_empty())?;
        Some(random.pick(values).clone())
    }
}

/// Whether a value differs from the absence of its key.
fn says_something(value: Option<&Value>) -> bool {
    match value {
        None | Some(Value::Null | Value::Bool(false)) => false,
        Some(Value::Array(items)) => !items.is_empty(),
        Some(Value::Object(members)) => !members.is_empty(),
        Some(Value::String(text)) => !text.is_empty(),
        Some(Value::Bool(true) | Value::Number(_)) => true,
    }
}

/// Whether a value refers to nothing, and so can be copied to another document.
fn is_self_contained(value: &Value) -> bool {
    !value.to_string().contains("#/")
}

/// A document with some of its paths, and the components that they need.
///
/// # Panics
/// When the document has no paths.
pub fn excerpt(document: &Value, random: &mut Random) -> Value {
    let paths = document["paths"]
        .as_object()
        .expect("the document has paths");
    let names: Vec<&String> = paths.keys().collect();
    let chosen: Vec<&String> = (0..3).map(|_| *random.pick(&names)).collect();
    let chosen = chosen
        .into_iter()
        .map(|name| (name.clone(), paths[name].clone()));
    let mut root = document.clone();
    root["paths"] = chosen.collect::<Map<_, _>>().into();
    let needed = needed(document, &root["paths"]);
    let folders = root.get_mut("components").and_then(Value::as_object_mut);
    for (folder, components) in folders.into_iter().flatten() {
        if let Some(components) = components
            .as_object_mut()
            .filter(|_| folder != "securitySchemes")
        {
            components.retain(|name, _| needed.contains(&format!("#/components/{folder}/{name}")));
        }
    }
    root
}

/// The references in a node and in the components that it needs.
fn needed(document: &Value, node: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut open = vec![node];
    while let Some(node) = open.pop() {
        match node {
            Value::Object(members) => open.extend(members.values()),
            Value::Array(items) => open.extend(items),
            Value::String(text) if text.starts_with("#/") && !found.contains(text) => {
                found.insert(text.clone());
                open.extend(document.pointer(&text[1..]));
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    found
}
