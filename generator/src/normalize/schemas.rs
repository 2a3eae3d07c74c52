//! Schemas in place of a body or a media type: one level too far out.

use serde_json::{Map, Value, json};

use super::shape::is_schema;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::openapi::NodeKind;
use crate::spec_path::Way;
use crate::syntax::Document;

pub(super) fn normalize(document: &mut Document, diagnostics: &mut Diagnostics) {
    let Value::Object(members) = &mut document.root else {
        return;
    };
    let mut report = |found: Finding<'_>| {
        let mut at = found.way.address(&document.at);
        if let Some(key) = found.key {
            at = at.key(key);
        }
        let found = Diagnostic::warning(Code::InvalidNode, &at, found.message).help(found.help);
        diagnostics.push(found);
    };
    for (key, value) in members {
        let way = Way { key, up: None };
        look(NodeKind::Document.child(key), value, &way, &mut report);
    }
}

/// The fixes and their places.
struct Finding<'w> {
    way: &'w Way<'w>,
    key: Option<&'static str>,
    message: String,
    help: &'static str,
}

fn look(kind: NodeKind, node: &mut Value, way: &Way<'_>, report: &mut dyn FnMut(Finding<'_>)) {
    // In a schema there are no bodies.
    if matches!(kind, NodeKind::Data | NodeKind::Schema | NodeKind::Example) {
        return;
    }
    match node {
        Value::Object(members) => {
            if matches!(kind, NodeKind::Response | NodeKind::RequestBody) {
                body(kind, members, way, report);
            } else if kind == NodeKind::MediaType {
                media_type(members, way, report);
            } else if kind == NodeKind::Map(&NodeKind::MediaType) {
                content(members, way, report);
            }
            for (key, value) in members {
                let way = Way { key, up: Some(way) };
                look(kind.child(key), value, &way, report);
            }
        }
        Value::Array(items) => {
            for (n, item) in items.iter_mut().enumerate() {
                let key = n.to_string();
                let way = Way {
                    key: &key,
                    up: Some(way),
                };
                look(kind.child(""), item, &way, report);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// A body with a `schema` and without `content`, as Swagger 2.0 has it.
fn body(
    kind: NodeKind,
    members: &mut Map<String, Value>,
    way: &Way<'_>,
    report: &mut dyn FnMut(Finding<'_>),
) {
    if members.contains_key("content") || !members.get("schema").is_some_and(Value::is_object) {
        return;
    }
    let schema = members.shift_remove("schema");
    members.insert(
        "content".to_owned(),
        json!({"application/json": {"schema": schema}}),
    );
    report(Finding {
        way,
        key: Some("schema"),
        message: format!(
            "{kind} has its `schema` in `content`; this one is read as the schema of a JSON body"
        ),
        help: "write `content: {application/json: {schema: …}}`",
    });
}

/// A `schema` among the media types.
fn content(members: &mut Map<String, Value>, way: &Way<'_>, report: &mut dyn FnMut(Finding<'_>)) {
    const JSON: &str = "application/json";
    let is_meant = members.get("schema").is_some_and(is_evident) && !members.contains_key(JSON);
    if is_meant && let Some(schema) = members.shift_remove("schema") {
        members.insert(JSON.to_owned(), json!({ "schema": schema }));
        report(Finding {
            way,
            key: Some("schema"),
            message:
                "expected a media type, found `schema`; it is read as the schema of a JSON body"
                    .to_owned(),
            help: "write `application/json:` and `schema:` below it, indented",
        });
    }
}

/// Returns whether a node is a schema, or refers to what ought to be one.
fn is_evident(node: &Value) -> bool {
    is_schema(node) || node.get("$ref").is_some_and(Value::is_string)
}

/// A media type that is itself the schema which it ought to have.
fn media_type(
    members: &mut Map<String, Value>,
    way: &Way<'_>,
    report: &mut dyn FnMut(Finding<'_>),
) {
    let whole = Value::Object(std::mem::take(members));
    let is_meant = is_evident(&whole) && whole.get("schema").is_none();
    if let Value::Object(whole) = whole {
        *members = whole;
    }
    if !is_meant {
        return;
    }
    let own =
        |key: &str| matches!(key, "example" | "examples" | "encoding") || key.starts_with("x-");
    let (mut media, schema): (Map<_, _>, Map<_, _>) = std::mem::take(members)
        .into_iter()
        .partition(|(key, _)| own(key));
    media.insert("schema".to_owned(), Value::Object(schema));
    *members = media;
    report(Finding {
        way,
        key: None,
        message: "expected a media type, found a schema; it is read as its `schema`".to_owned(),
        help: "write `schema:`, and indent these keys below it",
    });
}
