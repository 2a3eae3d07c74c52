//! References to a node of another kind than expected, and references that are not written as such.

use std::borrow::Cow;

use serde_json::{Map, Value, json};

use super::shape::{is_schema, schema_within};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::openapi::NodeKind;
use crate::spec_path::{SpecPath, percent_decode};
use crate::syntax::{Document, child};

/// How many references may lead one to the next.
const LONGEST_CHAIN: usize = 32;

/// A node that is written otherwise.
struct Fix {
    steps: Vec<String>,
    with: Map<String, Value>,
}

/// The evident meaning of a reference.
struct Meant {
    /// The replacement of the `$ref`.
    with: Value,
    message: String,
    help: String,
}

pub(super) fn normalize(document: &mut Document, diagnostics: &mut Diagnostics) {
    let mut search = Search {
        document,
        at: Vec::new(),
        fixes: Vec::new(),
        diagnostics,
    };
    search.look(NodeKind::Document, &document.root);
    for fix in search.fixes {
        let node = fix
            .steps
            .iter()
            .try_fold(&mut document.root, |node, step| match node {
                Value::Object(members) => members.get_mut(step),
                Value::Array(items) => items.get_mut(step.parse::<usize>().ok()?),
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
            });
        if let Some(Value::Object(members)) = node {
            members.shift_remove("$ref");
            members.extend(fix.with);
        }
    }
}

struct Search<'d, 'o> {
    document: &'d Document,
    at: Vec<Cow<'d, str>>,
    fixes: Vec<Fix>,
    diagnostics: &'o mut Diagnostics,
}

impl<'d> Search<'d, '_> {
    fn look(&mut self, kind: NodeKind, node: &'d Value) {
        match node {
            Value::Object(members) => {
                if let Some(reference) = members.get("$ref").and_then(Value::as_str)
                    && kind != NodeKind::Data
                {
                    self.reference(kind, reference);
                }
                for (key, value) in members {
                    let kind = kind.child(key);
                    if kind != NodeKind::Data {
                        self.at.push(Cow::Borrowed(key));
                        self.look(kind, value);
                        self.at.pop();
                    }
                }
            }
            Value::Array(items) => {
                for (n, item) in items.iter().enumerate() {
                    self.at.push(Cow::Owned(n.to_string()));
                    self.look(kind.child(""), item);
                    self.at.pop();
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    fn reference(&mut self, due: NodeKind, reference: &str) {
        let root = &self.document.root;
        let meant = match target(root, reference) {
            Some(steps) => misplaced(root, due, reference, &steps),
            None => misspelt(root, due, reference, &self.at),
        };
        let Some(meant) = meant else {
            return;
        };
        let at = self
            .document
            .at
            .keys(self.at.iter().map(AsRef::as_ref))
            .key("$ref");
        self.diagnostics.push(
            Diagnostic::warning(Code::MisplacedReference, &at, meant.message).help(meant.help),
        );
        if let Value::Object(with) = meant.with {
            self.fixes.push(Fix {
                steps: self.at.iter().map(ToString::to_string).collect(),
                with,
            });
        }
    }
}

/// Returns the steps of the node at the end of a reference; `None` if it is unresolved.
fn target(root: &Value, reference: &str) -> Option<Vec<String>> {
    let mut reference = reference;
    for _ in 0..LONGEST_CHAIN {
        let pointer = percent_decode(reference.strip_prefix('#')?);
        let place = SpecPath::root("").pointer(&pointer)?;
        let node = place.steps().into_iter().try_fold(root, child)?;
        match node.get("$ref").and_then(Value::as_str) {
            Some(next) => reference = next,
            None => return Some(place.steps().into_iter().map(str::to_owned).collect()),
        }
    }
    None
}

/// Returns the meaning of a reference to another kind of node; `None` if it is valid, or has no evident meaning.
fn misplaced(root: &Value, due: NodeKind, reference: &str, steps: &[String]) -> Option<Meant> {
    let found = NodeKind::at(steps.iter().map(String::as_str));
    let node = steps.iter().map(String::as_str).try_fold(root, child)?;
    let at = SpecPath::root("").keys(steps.iter().map(String::as_str));
    let within = |more: &[String]| {
        let at = at.keys(more.iter().map(String::as_str));
        format!("#{}", at.to_pointer().replace('%', "%25"))
    };
    let (with, taken, help) = match (due, found) {
        (NodeKind::Schema, NodeKind::Response) if is_without_body(node) => (
            json!({}),
            "it has no body, so this may be any JSON value",
            "give the response a `content`, or refer to a schema".to_owned(),
        ),
        (
            NodeKind::Schema,
            NodeKind::Parameter
            | NodeKind::Header
            | NodeKind::RequestBody
            | NodeKind::Response
            | NodeKind::MediaType,
        ) => {
            let schema = within(&schema_within(node)?);
            (
                json!({ "$ref": schema }),
                "the schema in it is taken",
                format!("refer to `{schema}`, or to a schema under `components`"),
            )
        }
        (NodeKind::Header, NodeKind::Parameter) => (
            json!({ "schema": { "$ref": within(&schema_within(node)?) } }),
            "the schema in it is taken",
            "write a header under `components/headers`".to_owned(),
        ),
        (NodeKind::Header, NodeKind::Schema) => (
            json!({ "schema": { "$ref": reference } }),
            "it is read as the header's schema",
            "write it below `schema`".to_owned(),
        ),
        (NodeKind::Response | NodeKind::RequestBody, NodeKind::Schema) => (
            body(&json!({ "application/json": { "schema": { "$ref": reference } } })),
            "it is read as the schema of a JSON body",
            format!("write `content: {{application/json: {{schema: {{$ref: '{reference}'}}}}}}`"),
        ),
        (NodeKind::Response, NodeKind::RequestBody)
        | (NodeKind::RequestBody, NodeKind::Response) => {
            let media = node.get("content")?.as_object()?.keys();
            let contents: Map<String, Value> = media
                .map(|media| {
                    let steps = ["content", media, "schema"].map(str::to_owned);
                    let content = node
                        .get("content")
                        .and_then(|it| it.get(media)?.get("schema"));
                    let content = match content {
                        Some(_) => json!({ "schema": { "$ref": within(&steps) } }),
                        None => json!({}),
                    };
                    (media.clone(), content)
                })
                .collect();
            (
                body(&Value::Object(contents)),
                "its `content` is taken",
                format!("write {due} with that `content`"),
            )
        }
        _ => return None,
    };
    Some(Meant {
        with,
        message: format!("expected {due}, but `{reference}` is {found}; {taken}"),
        help,
    })
}

/// Returns whether a response says nothing of what it answers with.
fn is_without_body(response: &Value) -> bool {
    let contents = response.get("content");
    !is_schema(response) && contents.is_none_or(|it| it.as_object().is_some_and(Map::is_empty))
}

fn body(content: &Value) -> Value {
    json!({ "description": "", "content": content })
}

/// Returns the component that an unresolved reference evidently means: the folder or the `#/` is missing, the folder
/// is that of Swagger 2.0, or capitals differ.
fn misspelt(root: &Value, due: NodeKind, reference: &str, from: &[Cow<'_, str>]) -> Option<Meant> {
    let is_file = |text: &str| {
        let ending = text.rsplit_once('.').map_or("", |(_, ending)| ending);
        text.contains(':') || ["yaml", "yml", "json"].contains(&ending)
    };
    let (file, pointer) = reference.split_once('#').unwrap_or(("", reference));
    if !file.is_empty() || is_file(reference) && !reference.starts_with('#') {
        return None;
    }
    let folder = due.folder()?;
    let decoded = percent_decode(pointer);
    let mut steps = decoded.trim_start_matches('/').split('/').rev();
    let name = steps.next()?.replace("~1", "/").replace("~0", "~");
    let above: Vec<&str> = steps.collect();
    let letters = |text: &str| text.trim_end_matches('s').to_ascii_lowercase();
    let is_of_folder = |word: &str| {
        letters(word) == letters(folder) || (word == "definitions" && folder == "schemas")
    };
    let is_meant = match above[..] {
        [] => true,
        [one] => one == "components" || is_of_folder(one),
        [one, "components"] => is_of_folder(one),
        _ => false,
    };
    if !is_meant {
        return None;
    }
    let known = root.get("components")?.get(folder)?.as_object()?;
    let meant = if known.contains_key(&name) {
        &name
    } else {
        let mut alike = known.keys().filter(|it| it.eq_ignore_ascii_case(&name));
        let only = alike.next()?;
        if alike.next().is_some() {
            return None;
        }
        only
    };
    let steps = ["components", folder, meant.as_str()];
    let at = SpecPath::root("").keys(steps);
    let written = format!("#{}", at.to_pointer().replace('%', "%25"));
    // What is written so already, or would lead to itself, is broken in another way.
    if written == reference || from.iter().eq(steps.iter()) {
        return None;
    }
    Some(Meant {
        with: json!({ "$ref": written }),
        message: format!("unresolved reference `{reference}`; it is read as `{written}`"),
        help: format!("write `{written}`"),
    })
}
