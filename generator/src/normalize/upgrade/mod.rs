//! Rewrites a document of OpenAPI 3.1 or 3.2 into the one form that lowering reads, which is that of 3.0.
//!
//! A document of 3.0 that uses keys of a later version is rewritten alike. Rewritten nodes keep their addresses where a
//! reader would look for them: branches are not renumbered, and what is new is appended.

mod arrays;
mod bounds;
mod constants;
mod maps;
mod references;
mod text;
mod types;
pub(crate) mod webhooks;

use std::borrow::Cow;

use serde_json::{Map, Value};

pub(crate) use self::constants::VALUE_NAMES;
use self::references::Anchors;
use crate::openapi::{NodeKind, Version};
use crate::syntax::Document;

/// Returns the document in the form that lowering reads; the document itself if it already has that form.
pub(crate) fn upgrade(document: &Document) -> Cow<'_, Document> {
    let version = Version::of(document.root.get("openapi")).unwrap_or(Version::V3_0);
    if version == Version::V3_0 && !is_newer(NodeKind::Document, &document.root) {
        return Cow::Borrowed(document);
    }
    let mut root = document.root.clone();
    let upgrade = Upgrade {
        version,
        anchors: Anchors::of(&root),
    };
    upgrade.node(NodeKind::Document, &mut root);
    webhooks::payloads(&mut root);
    Cow::Owned(Document {
        root,
        at: document.at.clone(),
    })
}

/// Returns whether a node uses what only later versions have.
fn is_newer(kind: NodeKind, node: &Value) -> bool {
    match node {
        Value::Object(members) => members.iter().any(|(key, value)| {
            let known = kind.grammar().and_then(|grammar| grammar.key(key));
            let is_later = known.is_some_and(|known| known.since > Version::V3_0);
            let is_list = kind == NodeKind::Schema && key == "type" && value.is_array();
            let is_bound = kind == NodeKind::Schema
                && ["exclusiveMinimum", "exclusiveMaximum"].contains(&key.as_str())
                && value.is_number();
            is_later || is_list || is_bound || is_newer(kind.child(key), value)
        }),
        Value::Array(items) => items.iter().any(|item| is_newer(kind.child(""), item)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

struct Upgrade {
    version: Version,
    anchors: Anchors,
}

impl Upgrade {
    fn node(&self, kind: NodeKind, node: &mut Value) {
        match node {
            Value::Object(members) => {
                if kind == NodeKind::Schema {
                    // Before its branches lose what tells constants from other schemas.
                    constants::one_of(members);
                    if self.version >= Version::V3_1 {
                        references::siblings(members);
                    }
                }
                self.children(kind, members);
                if kind == NodeKind::Schema {
                    schema(members);
                } else if kind == NodeKind::Example {
                    rename(members, "dataValue", "value");
                } else if matches!(kind, NodeKind::Info | NodeKind::Response) {
                    rename(members, "summary", "description");
                }
            }
            Value::Array(items) => {
                for item in items {
                    self.node(kind.child(""), item);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    fn children(&self, kind: NodeKind, members: &mut Map<String, Value>) {
        if kind == NodeKind::Data {
            return;
        }
        if kind == NodeKind::Schema && self.version >= Version::V3_1 {
            arrays::booleans(members);
        }
        for (key, value) in members {
            if key == "$ref" {
                self.anchors.follow(value);
            } else {
                self.node(kind.child(key), value);
            }
        }
    }
}

/// A schema whose inner schemas have the form of 3.0.
fn schema(members: &mut Map<String, Value>) {
    constants::single(members);
    text::examples(members);
    text::encoding(members);
    bounds::exclusive(members);
    arrays::prefix(members);
    maps::patterns(members);
    maps::names(members);
    // Last, as the keys of each type go to its branch.
    types::list(members);
}

/// Gives a key another name, unless that is there.
fn rename(members: &mut Map<String, Value>, from: &str, to: &str) {
    if let Some(value) = members.shift_remove(from) {
        members.entry(to.to_owned()).or_insert(value);
    }
}

/// Adds a paragraph to the description of a schema.
fn describe(members: &mut Map<String, Value>, paragraph: &str) {
    let description = match members.get("description").and_then(Value::as_str) {
        Some(known) => format!("{}\n\n{paragraph}", known.trim_end()),
        None => paragraph.to_owned(),
    };
    members.insert("description".to_owned(), description.into());
}

/// A schema of any of these; of the one, if they are equal.
fn any_of(schemas: Vec<Value>) -> Value {
    let mut distinct: Vec<Value> = Vec::new();
    for schema in schemas {
        if !distinct.contains(&schema) {
            distinct.push(schema);
        }
    }
    match distinct.len() {
        1 => distinct.remove(0),
        _ => serde_json::json!({ "anyOf": distinct }),
    }
}
