//! The table for tests and documents: its rows, and where a document has them.

use serde_json::Value;

use super::{Fate, NodeKind, Version};
use crate::rule_id::RuleId;

/// One row of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// The object's name in the specification, without `Object`.
    pub object: &'static str,
    /// The key.
    pub key: &'static str,
    /// Its fate.
    pub fate: Fate,
    /// The first version that has it.
    pub since: Version,
    /// The rule of the comparison for documents that differ in it, where the model does not carry it.
    pub rule: Option<RuleId>,
    /// When it has no effect, regardless of its fate.
    pub unless: Option<&'static str>,
}

/// A key in a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// The row of the table.
    pub row: Row,
    /// The JSON pointer of the key.
    pub pointer: String,
}

/// An object of OpenAPI in a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Object {
    /// The object's name in the specification, without `Object`.
    pub title: &'static str,
    /// Its JSON pointer.
    pub pointer: String,
}

/// Returns the names of all objects.
pub fn objects() -> impl Iterator<Item = &'static str> {
    let grammars = NodeKind::OBJECTS.into_iter().filter_map(NodeKind::grammar);
    grammars.map(|grammar| grammar.title)
}

/// Returns every row of the table.
pub fn rows() -> impl Iterator<Item = Row> {
    NodeKind::OBJECTS.into_iter().flat_map(rows_of)
}

fn rows_of(kind: NodeKind) -> impl Iterator<Item = Row> {
    let grammar = kind.grammar();
    grammar.into_iter().flat_map(|grammar| {
        grammar.keys.iter().map(|key| Row {
            object: grammar.title,
            key: key.name,
            fate: key.fate,
            since: key.since,
            rule: key.compared.rule(),
            unless: key.unless,
        })
    })
}

/// Returns every key of a document that the table has.
pub fn occurrences(root: &Value) -> Vec<Occurrence> {
    let mut found = Vec::new();
    collect(NodeKind::Document, root, "", &mut found);
    found
}

/// Returns every object of a document.
pub fn objects_of(root: &Value) -> Vec<Object> {
    let mut found = Vec::new();
    collect_objects(NodeKind::Document, root, "", &mut found);
    found
}

/// Returns the rows of the keys on the way from the root to a node, the node's own key included.
pub fn rows_to(pointer: &str) -> Vec<Row> {
    let mut kind = NodeKind::Document;
    let mut rows = Vec::new();
    for step in pointer.split('/').skip(1) {
        let key = step.replace("~1", "/").replace("~0", "~");
        rows.extend(rows_of(kind).find(|row| row.key == key));
        kind = kind.child(&key);
    }
    rows
}

fn collect_objects(kind: NodeKind, node: &Value, pointer: &str, found: &mut Vec<Object>) {
    let members: Vec<(String, &Value)> = match node {
        Value::Object(members) => {
            let title = kind.grammar().map(|grammar| grammar.title);
            found.extend(title.map(|title| Object {
                title,
                pointer: pointer.to_owned(),
            }));
            members
                .iter()
                .map(|(key, value)| (key.clone(), value))
                .collect()
        }
        Value::Array(items) => items
            .iter()
            .enumerate()
            .map(|(n, it)| (n.to_string(), it))
            .collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => return,
    };
    for (key, value) in members.into_iter().filter(|(key, _)| kind.has(key)) {
        let step = key.replace('~', "~0").replace('/', "~1");
        collect_objects(kind.child(&key), value, &format!("{pointer}/{step}"), found);
    }
}

fn collect(kind: NodeKind, node: &Value, pointer: &str, found: &mut Vec<Occurrence>) {
    if kind == NodeKind::Data {
        return;
    }
    match node {
        Value::Object(members) => {
            for (key, value) in members {
                let pointer = format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1"));
                let row = rows_of(kind).find(|row| row.key == key);
                if let Some(row) = row {
                    found.push(Occurrence {
                        row,
                        pointer: pointer.clone(),
                    });
                }
                collect(kind.child(key), value, &pointer, found);
            }
        }
        Value::Array(items) => {
            for (n, item) in items.iter().enumerate() {
                collect(kind.child(""), item, &format!("{pointer}/{n}"), found);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
