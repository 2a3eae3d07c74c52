//! The table for tests and documents: its rows, and where a document has them.

use serde_json::Value;

use super::{Compared, Fate, NodeKind};

/// One row of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// The object's name in the specification, without `Object`.
    pub object: &'static str,
    /// The key.
    pub key: &'static str,
    /// What becomes of it.
    pub fate: Fate,
    /// The rule of the comparison for documents that differ in it, where the model does not carry it.
    pub rule: Option<&'static str>,
}

/// A key in a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// The row of the table.
    pub row: Row,
    /// The JSON pointer of the key.
    pub pointer: String,
}

/// The names of all objects.
pub fn objects() -> impl Iterator<Item = &'static str> {
    let grammars = NodeKind::OBJECTS.into_iter().filter_map(NodeKind::grammar);
    grammars.map(|grammar| grammar.title)
}

/// Every row of the table.
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
            rule: match key.compared {
                Compared::Model => None,
                Compared::Words => Some("documentation-changed"),
                Compared::Rule(rule) => Some(rule),
            },
        })
    })
}

/// Every key of a document that the table has.
pub fn occurrences(root: &Value) -> Vec<Occurrence> {
    let mut found = Vec::new();
    collect(NodeKind::Document, root, "", &mut found);
    found
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
