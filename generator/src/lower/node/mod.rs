//! Taking one node over into the `openapiv3` type of its kind.
//!
//! Each value is first held against the type that the table of keys gives it, so that a wrong one is reported in our own
//! words and at its own address. What can only mean one thing is read as that.

pub(super) mod example;
mod fit;
pub(super) mod resolve;
pub(super) mod scalar;
pub(super) mod schema_node;

use std::cell::RefCell;

use openapiv3::{AnySchema, SchemaData};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use crate::lower::node::fit::{Fit, stand_in};
use crate::openapi::{Key, NodeKind, ValueType, describe, is_owner_of_outdented, shown};
use crate::spec_path::SpecPath;

/// Where every finding of lowering goes. What one node is made of is decided here, without looking at others.
#[derive(Clone, Copy)]
pub(super) struct Reporter<'a> {
    pub(super) found: &'a RefCell<Diagnostics>,
}

impl Reporter<'_> {
    pub(super) fn report(self, diagnostic: Diagnostic) {
        self.found.borrow_mut().push(diagnostic);
    }
}

/// The keys of a schema that [`SchemaData`] has; all others are those of [`AnySchema`].
const SCHEMA_WORDS: &[&str] = &[
    "title",
    "description",
    "nullable",
    "readOnly",
    "writeOnly",
    "deprecated",
    "externalDocs",
    "discriminator",
];

impl Reporter<'_> {
    /// Deserializes the node; invalid keys are reported and skipped.
    pub(in crate::lower) fn take<T: DeserializeOwned>(
        self,
        node: &Value,
        at: &SpecPath,
        kind: NodeKind,
    ) -> Option<T> {
        let members = self.checked(node, at, kind)?;
        self.read(members, at, kind)
    }

    /// Deserializes a schema. `openapiv3` sorts schemas into kinds by a guess at their type; [`AnySchema`] is the same
    /// without the guess.
    pub(in crate::lower) fn take_schema(
        self,
        node: &Value,
        at: &SpecPath,
    ) -> Option<(SchemaData, AnySchema)> {
        let members = self.checked(node, at, NodeKind::Schema)?;
        let is_word = |key: &str| SCHEMA_WORDS.contains(&key);
        let (words, rest) = members.into_iter().partition(|(key, _)| is_word(key));
        let any = self.read(rest, at, NodeKind::Schema)?;
        let data = self.read(words, at, NodeKind::Schema)?;
        Some((data, any))
    }

    /// The members of a node that the table has, children replaced.
    pub(in crate::lower) fn checked(
        self,
        node: &Value,
        at: &SpecPath,
        kind: NodeKind,
    ) -> Option<Map<String, Value>> {
        let Value::Object(members) = node else {
            self.not_a_node(node, kind, at);
            return None;
        };
        let grammar = kind.grammar()?;
        let mut checked = Map::new();
        for (key, value) in members {
            // Reported with the keys that belong below it.
            if value.is_null() && is_owner_of_outdented(kind, members, key) {
                continue;
            }
            if let Some(known) = grammar.key(key)
                && let Some(value) = self.fit(value, known, kind, at)
            {
                checked.insert(key.clone(), value);
            }
        }
        for (key, default) in grammar.defaults {
            if !checked.contains_key(*key) {
                let default = serde_json::from_str(default).unwrap_or_default();
                checked.insert((*key).to_owned(), default);
            }
        }
        Some(checked)
    }

    /// Returns the value of a key as its type expects it; `None` without a value.
    fn fit(self, value: &Value, known: &Key, kind: NodeKind, node_at: &SpecPath) -> Option<Value> {
        let (key, due) = (known.name, known.value);
        match (due, value) {
            (due, _) if is_read_elsewhere(due) => return None,
            (ValueType::Text, Value::Null) if key != "type" => return None,
            // Reported together with the value that it is read as.
            (_, Value::Array(_)) if key == "type" && kind == NodeKind::Schema => return None,
            (_, Value::Null) => {
                let message = format!("`{key}` of this {} is empty; ignoring it", kind.name());
                self.report(
                    Diagnostic::warning(Code::InvalidNode, &node_at.key(key), message)
                        .help("give it a value, or remove the key"),
                );
                return None;
            }
            (ValueType::Nodes(kind), Value::Array(items))
                if kind != NodeKind::SecurityRequirement =>
            {
                for (n, item) in items.iter().enumerate() {
                    self.check_child(item, kind, || node_at.key(key).index(n));
                }
                let stand_ins = || items.iter().map(|_| stand_in()).collect();
                return kind.is_referable().then(stand_ins);
            }
            (ValueType::NamedNodes(NodeKind::MediaType), Value::Object(members)) => {
                return Some(self.contents(members, &node_at.key(key)));
            }
            (ValueType::NamedNodes(kind), Value::Object(members)) => {
                for (name, member) in members {
                    self.check_child(member, kind, || node_at.key(key).key(name));
                }
                let stand_ins = members.keys().map(|name| (name.clone(), stand_in()));
                return Some(Value::Object(stand_ins.collect()));
            }
            (ValueType::Node(NodeKind::Responses), Value::Object(members)) => {
                for (status, member) in members.iter().filter(|(key, _)| !key.starts_with("x-")) {
                    self.check_child(member, NodeKind::Response, || node_at.key(key).key(status));
                }
                return None;
            }
            _ => {}
        }
        match due.fit(value) {
            Fit::As(value) => Some(value),
            Fit::Means(meant) => {
                let message = format!(
                    "expected {2} for `{key}` of this {0}, found {1}; it is read as `{meant}`",
                    kind.name(),
                    describe(value),
                    due.describe()
                );
                self.report(
                    Diagnostic::warning(Code::InvalidNode, &node_at.key(key), message)
                        .help(format!("write `{key}: {meant}`")),
                );
                Some(meant)
            }
            Fit::Wrong => {
                self.wrong(value, due, kind, &node_at.key(key));
                None
            }
        }
    }

    /// Reports a value of the wrong type.
    pub(in crate::lower) fn wrong(
        self,
        value: &Value,
        due: ValueType,
        kind: NodeKind,
        at: &SpecPath,
    ) {
        let key = at.last().unwrap_or_default();
        let message = format!(
            "expected {2} for `{key}` of this {0}, found {1}",
            kind.name(),
            shown(value),
            due.describe()
        );
        let is_schema = kind == NodeKind::Schema;
        let diagnostic = match (key, value) {
            ("required", Value::Bool(_)) if is_schema => {
                Diagnostic::warning(Code::InvalidNode, at, message + "; it is skipped").help(
                    "list the names of properties that must be there in `required` of the object around them",
                )
            }
            _ if is_dispensable(kind, key) => {
                Diagnostic::warning(Code::InvalidNode, at, message + "; it is skipped")
                    .help(due.help(key, value))
            }
            _ => Diagnostic::error(Code::InvalidNode, at, message).help(due.help(key, value)),
        };
        self.report(diagnostic);
    }

    /// Media types without their content; their own keys are checked.
    fn contents(self, members: &Map<String, Value>, at: &SpecPath) -> Value {
        for (media, content) in members {
            self.media_type_name(media, at);
            match content {
                // `application/json:` with nothing behind it says that the media type is sent, and no more.
                Value::Null => {}
                Value::Object(_) => {
                    self.checked(content, &at.key(media), NodeKind::MediaType);
                }
                Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
                    self.not_a_node(content, NodeKind::MediaType, &at.key(media));
                }
            }
        }
        let empty = || Value::Object(Map::new());
        members
            .keys()
            .map(|media| (media.clone(), empty()))
            .collect()
    }

    /// Checks a child that may never be lowered itself.
    fn check_child(self, child: &Value, kind: NodeKind, at: impl FnOnce() -> SpecPath) {
        if !child.is_object() {
            self.not_a_node(child, kind, &at());
        }
    }

    pub(in crate::lower) fn not_a_node(self, node: &Value, kind: NodeKind, at: &SpecPath) {
        let due = format!("expected {kind}");
        let message = if node.is_null() {
            format!("{due}, found nothing")
        } else {
            format!("{due}, found {}", describe(node))
        };
        let help = node_help(node, kind, at);
        // No schema and one that says nothing let the same through.
        let found = if kind == NodeKind::Schema && node.is_null() {
            let message = message + "; it may be any JSON value";
            Diagnostic::warning(Code::InvalidNode, at, message)
        } else {
            Diagnostic::error(Code::InvalidNode, at, message)
        };
        self.report(found.help(help));
    }

    /// Deserializes checked members. What `openapiv3` still refuses is inside a mapping that is not a node.
    fn read<T: DeserializeOwned>(
        self,
        mut members: Map<String, Value>,
        at: &SpecPath,
        kind: NodeKind,
    ) -> Option<T> {
        loop {
            let whole = Value::Object(members);
            let error = match T::deserialize(&whole) {
                Ok(taken) => return Some(taken),
                Err(error) => error,
            };
            let Value::Object(rest) = whole else {
                return None;
            };
            members = rest;
            let Some(key) = culprit::<T>(&members) else {
                let message = format!("the {} can't be read: {}", kind.name(), plain(&error));
                self.report(Diagnostic::error(Code::InvalidNode, at, message));
                return None;
            };
            let message = format!(
                "`{key}` of this {} can't be read: {}",
                kind.name(),
                plain(&error)
            );
            let mut diagnostic = Diagnostic::error(Code::InvalidNode, &at.key(&key), message)
                .help("fix it, or remove the key");
            if is_dispensable(kind, &key) {
                diagnostic.severity = Severity::Warning;
                diagnostic.message.push_str("; it is skipped");
            }
            self.report(diagnostic);
            members.shift_remove(&key);
        }
    }
}

/// Returns the help for a value that is not a node of the expected kind.
fn node_help(node: &Value, kind: NodeKind, at: &SpecPath) -> String {
    let name = at.last().unwrap_or_default();
    let is_property = at
        .parent()
        .is_some_and(|it| it.last() == Some("properties"));
    if is_property && name == "$ref" {
        return "a reference is one schema, not a list of properties; write `allOf` with `- $ref: …` beside `properties`".to_owned();
    }
    let schema = NodeKind::Schema.grammar();
    let known = schema.and_then(|schema| schema.key(name));
    let of_schema = known.is_some_and(|known| known.value.accepts(node));
    let outside = if kind == NodeKind::Schema && is_property && of_schema {
        format!("; if the `{name}` of the schema around is meant, indent it as `properties` is")
    } else {
        String::new()
    };
    let help = match (kind, node) {
        (NodeKind::Schema, Value::String(name)) if crate::lower::node::scalar::is_type(name) => {
            format!("write `{{type: {name}}}`")
        }
        (NodeKind::Schema, Value::Null | Value::Bool(true)) => {
            "write `{}` if it may be anything".to_owned()
        }
        (NodeKind::Tag, Value::String(text)) => format!("write `name: {text}`"),
        (NodeKind::SecurityRequirement, Value::String(name)) => format!("write `{name}: []`"),
        (NodeKind::Server, Value::String(text)) => format!("write `url: {text}`"),
        (NodeKind::Response, Value::String(text)) => {
            format!("write `description: {text}` below it")
        }
        (NodeKind::Response, Value::Null) => "write its `description` below it".to_owned(),
        (NodeKind::PathItem | NodeKind::Operation, Value::Null) => {
            "remove it, or indent what belongs to it below it".to_owned()
        }
        _ => "write it as a mapping, its keys indented below".to_owned(),
    };
    help + &outside
}

/// Returns whether the value is read from the tree where it is needed, and not through its object.
fn is_read_elsewhere(due: ValueType) -> bool {
    matches!(
        due,
        ValueType::Any
            | ValueType::Node(NodeKind::Paths | NodeKind::Operation | NodeKind::Xml)
            | ValueType::NamedNodes(NodeKind::Callback)
    )
}

/// Returns whether a wrong value under a key costs only what the key says.
fn is_dispensable(kind: NodeKind, key: &str) -> bool {
    let key = kind.grammar().and_then(|grammar| grammar.key(key));
    key.is_some_and(|key| key.is_dispensable)
}

/// The key without which the node can be read.
fn culprit<T: DeserializeOwned>(members: &Map<String, Value>) -> Option<String> {
    let without = |key: &str| {
        let mut rest = members.clone();
        rest.shift_remove(key);
        T::deserialize(&Value::Object(rest)).is_ok()
    };
    members.keys().find(|key| without(key)).cloned()
}

/// The reader's message in the words of a document, without the place in a text that it never saw.
fn plain(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let text = text.split(" at line ").next().unwrap_or(&text);
    let words = [
        ("missing field ", "it has no "),
        ("sequence", "list"),
        ("a map", "a mapping"),
        ("invalid type: map", "invalid type: mapping"),
    ];
    let mut text = words
        .iter()
        .fold(text.to_owned(), |text, (from, to)| text.replace(from, to));
    if let Some(at) = text.find("expected struct ") {
        text.truncate(at);
        text.push_str("expected a mapping");
    }
    text
}
