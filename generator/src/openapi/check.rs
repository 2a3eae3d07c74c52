//! The check of a whole tree against the table: unknown keys, and keys that have no effect.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::indent::{Outdented, outdented};
use super::later;
use super::table::PARAMETER_OF_SWAGGER_2;
use super::unknown_key::{beside_ref, unknown_key};
use super::{Fate, Grammar, Key, NodeKind, Version};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::invisible::is_blank;
use crate::spec_path::{SpecPath, Way};
use crate::syntax::Document;

/// Reports the keys of a document that the table does not have, and those that have no effect.
pub(crate) fn check(document: &Document, diagnostics: &mut Diagnostics) {
    let mut check = Check {
        root: &document.at,
        version: Version::of(document.root.get("openapi")).unwrap_or(Version::V3_0),
        once: BTreeSet::new(),
        diagnostics,
    };
    check.node(NodeKind::Document, &document.root, None);
    super::unused::report(document, diagnostics);
}

struct Check<'c> {
    root: &'c SpecPath,
    version: Version,
    /// The findings that are reported once for a document.
    once: BTreeSet<(&'static str, &'static str)>,
    diagnostics: &'c mut Diagnostics,
}

impl Check<'_> {
    fn node(&mut self, kind: NodeKind, node: &Value, way: Option<&Way<'_>>) {
        match (kind, node) {
            (NodeKind::Data, _) => {}
            (NodeKind::Map(inner), Value::Object(members)) => {
                for (name, member) in members {
                    self.node(*inner, member, Some(&Way { key: name, up: way }));
                }
            }
            (NodeKind::List(inner), Value::Array(items)) => {
                for (n, item) in items.iter().enumerate() {
                    let key = n.to_string();
                    self.node(*inner, item, Some(&Way { key: &key, up: way }));
                }
            }
            (kind, Value::Object(members)) => {
                if let Some(grammar) = kind.grammar() {
                    self.object(kind, grammar, members, way);
                }
            }
            // Reading reports a value of another type.
            _ => {}
        }
    }

    fn object(
        &mut self,
        kind: NodeKind,
        grammar: &Grammar,
        members: &Map<String, Value>,
        way: Option<&Way<'_>>,
    ) {
        // A reference replaces the whole node.
        if kind.is_referable() && members.contains_key("$ref") {
            let acts = kind == NodeKind::Schema && self.version >= Version::V3_1;
            if !acts {
                for key in members.keys().filter(|key| !is_read_beside_ref(kind, key)) {
                    let at = Way { key, up: way }.address(self.root);
                    self.diagnostics
                        .push(beside_ref(kind, key, &at, self.version));
                }
                return;
            }
        }
        if kind == NodeKind::SecurityScheme {
            for (key, found) in super::scheme::inapplicable(members) {
                let at = Way { key, up: way }.address(self.root);
                self.diagnostics.push(found(&at));
            }
        }
        if kind == NodeKind::ServerVariable && !members.contains_key("default") {
            let at = way.map_or_else(|| self.root.clone(), |way| way.address(self.root));
            let message = "a server variable needs `default`";
            let found = Diagnostic::warning(Code::InvalidNode, &at, message);
            self.diagnostics.push(found.help("add `default: \"…\"`"));
        }
        if kind == NodeKind::Server {
            self.variables(members, way);
        }
        let outdented = outdented(grammar, members);
        for found in &outdented {
            self.outdented(found, way);
        }
        let is_outdented = |key: &str| outdented.iter().any(|it| it.keys.contains(&key));
        for (key, value) in members.iter().filter(|(key, _)| !is_outdented(key)) {
            let here = Way { key, up: way };
            if let Some(known) = grammar.key(key) {
                self.known(grammar, known, value, &here);
            } else if key.starts_with("x-")
                || key == "$ref" && kind.is_referable()
                || is_read_anyway(kind, key, members)
            {
                // Nothing to report.
            } else if let Some(entries) = grammar.entries {
                self.entry(entries.kind(), value, &here);
            } else {
                let found = unknown_key(key, &here.address(self.root), grammar, self.version);
                self.diagnostics.push(found);
            }
        }
    }

    /// Reports the variables of a server that its URL does not have.
    fn variables(&mut self, server: &Map<String, Value>, way: Option<&Way<'_>>) {
        let url = server
            .get("url")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let variables = server.get("variables").and_then(Value::as_object);
        let is_described = |name: &str| variables.is_some_and(|it| it.contains_key(name));
        let named = url
            .split('{')
            .skip(1)
            .filter_map(|rest| rest.split_once('}'));
        for (name, _) in named.filter(|(name, _)| !is_described(name)) {
            let at = Way {
                key: "url",
                up: way,
            }
            .address(self.root);
            let message = format!("the variable `{name}` of the URL is not described");
            let found = Diagnostic::warning(Code::InvalidNode, &at, message);
            self.diagnostics
                .push(found.help("describe it in `variables`, with its `default`"));
        }
        for name in variables.into_iter().flat_map(|it| it.keys()) {
            if !url.contains(&format!("{{{name}}}")) {
                let variables = Way {
                    key: "variables",
                    up: way,
                };
                let at = Way {
                    key: name,
                    up: Some(&variables),
                }
                .address(self.root);
                let message =
                    format!("the variable `{name}` has no effect: `url` does not have it");
                let found = Diagnostic::warning(Code::Unused, &at, message);
                self.diagnostics
                    .push(found.help(format!("write `{{{name}}}` in `url`, or remove it")));
            }
        }
    }

    fn outdented(&mut self, found: &Outdented<'_>, way: Option<&Way<'_>>) {
        let Outdented {
            below,
            keys,
            is_item,
        } = found;
        let first = keys.first().copied().unwrap_or_default();
        let listed: Vec<String> = keys.iter().map(|key| format!("`{key}`")).collect();
        let belong = if keys.len() == 1 { "belongs" } else { "belong" };
        let (place, help) = if *is_item {
            let help = format!("indent it as the other keys of the last item of `{below}`");
            (format!("to the last item of `{below}`"), help)
        } else {
            (
                format!("below `{below}`"),
                format!("indent it below `{below}`"),
            )
        };
        let message = format!("{} {belong} {place}", listed.join(", "));
        let at = Way {
            key: first,
            up: way,
        }
        .address(self.root);
        let found = Diagnostic::error(Code::WrongIndentation, &at, message);
        self.diagnostics.push(found.help(help.replace(
            "indent it",
            if keys.len() == 1 {
                "indent it"
            } else {
                "indent them"
            },
        )));
    }

    fn entry(&mut self, kind: NodeKind, value: &Value, way: &Way<'_>) {
        // A key of the entry in place of the entry; reading reports it.
        let is_misplaced = kind.grammar().is_some_and(|it| it.key(way.key).is_some());
        if !is_misplaced {
            self.node(kind, value, Some(way));
        }
    }

    /// Reports words without a visible character.
    fn blank(&mut self, key: &Key, value: &Value, way: &Way<'_>) {
        const WORDS: [&str; 3] = ["title", "summary", "description"];
        let text = value.as_str().unwrap_or_default();
        if key.fate == Fate::Documents
            && WORDS.contains(&key.name)
            && !text.is_empty()
            && is_blank(text)
        {
            let message = format!("`{}` has no visible character, and no effect", key.name);
            let found = Diagnostic::warning(Code::Unused, &way.address(self.root), message);
            self.diagnostics
                .push(found.help("write something, or remove it"));
        }
    }

    fn known(&mut self, grammar: &Grammar, key: &Key, value: &Value, way: &Way<'_>) {
        self.blank(key, value, way);
        let at = || way.address(self.root);
        if let Some(found) = later::later(self.version, key, value, at) {
            self.diagnostics.push(found);
        }
        let is_left_over = key.name == "nullable" && self.version >= Version::V3_1;
        if is_left_over && self.once.insert((grammar.title, key.name)) {
            self.diagnostics.push(later::nullable(self.version, &at()));
        }
        let Some(notice) = key.notice else {
            return self.node(key.value.kind(), value, Some(way));
        };
        if key.name == "jsonSchemaDialect" && is_read_dialect(value) {
            return;
        }
        // What 3.1 brought is reported once for a document.
        let is_new = key.since == Version::V3_0 || self.once.insert((grammar.title, key.name));
        if is_new && says_something(value) {
            let at = way.address(self.root);
            let found = Diagnostic::warning(notice.code, &at, notice.message);
            self.diagnostics.push(found.help(notice.help));
        }
    }
}

/// Returns whether a dialect of JSON Schema is the one that schemas are read as.
fn is_read_dialect(value: &Value) -> bool {
    const READ: [&str; 2] = [
        "https://spec.openapis.org/oas/3.",
        "https://json-schema.org/draft/2020-12/schema",
    ];
    let text = value.as_str().unwrap_or_default();
    READ.iter().any(|it| text.starts_with(it))
}

/// Returns whether a value differs from the absence of its key.
pub(crate) fn says_something(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => false,
        Value::Array(items) => !items.is_empty(),
        Value::Object(members) => !members.is_empty(),
        Value::Bool(true) | Value::Number(_) | Value::String(_) => true,
    }
}

/// Returns whether a key beside `$ref` needs no report: what it evidently means is read, or it is an extension.
pub(super) fn is_read_beside_ref(kind: NodeKind, key: &str) -> bool {
    let is_schema = kind == NodeKind::Schema;
    key == "$ref"
        || key.starts_with("x-")
        || is_schema && ["description", "nullable"].contains(&key)
}

/// Returns whether reading understands a key of another version.
pub(super) fn is_read_anyway(kind: NodeKind, key: &str, members: &Map<String, Value>) -> bool {
    let is_mapping = |key: &str| members.get(key).is_some_and(Value::is_object);
    kind == NodeKind::Parameter
        && !is_mapping("schema")
        && !is_mapping("content")
        && PARAMETER_OF_SWAGGER_2.contains(&key)
}
