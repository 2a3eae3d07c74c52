//! What the model does not carry: compared as it is written, so that nothing is dropped in silence.
//!
//! Words and examples count as documentation, `x-` keys as extensions; any other key that differs is uncovered.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{Place, Side, Walk, Ways};
use crate::diff::change::Subject;
use crate::lower::EXTENSIONS;
use crate::spec_path::SpecPath;

/// Keys of a schema that lowering takes over.
const SCHEMA: &[&str] = &[
    "$ref",
    "title",
    "description",
    "type",
    "format",
    "enum",
    "properties",
    "required",
    "items",
    "allOf",
    "oneOf",
    "anyOf",
    "nullable",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "pattern",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
    "default",
    "example",
    "deprecated",
    "readOnly",
    "writeOnly",
    "discriminator",
    "additionalProperties",
];
const OPERATION: &[&str] = &[
    "operationId",
    "tags",
    "summary",
    "description",
    "parameters",
    "requestBody",
    "responses",
    "security",
    "deprecated",
];
const PATH_ITEM: &[&str] = &[
    "$ref",
    "get",
    "put",
    "post",
    "delete",
    "options",
    "head",
    "patch",
    "trace",
    "parameters",
];
const PARAMETER: &[&str] = &[
    "name",
    "in",
    "description",
    "required",
    "deprecated",
    "schema",
    "content",
    "style",
    "explode",
];
const BODY: &[&str] = &["description", "content", "required"];
const MEDIA: &[&str] = &["schema"];
const RESPONSE: &[&str] = &["description", "headers", "content"];
const HEADER: &[&str] = &[
    "description",
    "required",
    "deprecated",
    "schema",
    "style",
    "explode",
];
const DOCUMENT: &[&str] = &[
    "openapi",
    "info",
    "servers",
    "paths",
    "components",
    "tags",
    "security",
];
const SCHEME: &[&str] = &["type"];

/// Keys that hold words.
const WORDS: &[&str] = &[
    "example",
    "examples",
    "externalDocs",
    "summary",
    "description",
    "title",
];

/// What is left of a node, by key.
type Rest<'t> = BTreeMap<String, &'t Value>;

impl<'p> Side<'p> {
    fn node(self, at: &SpecPath) -> Option<&'p Value> {
        let mut node = self.tree.get(at)?;
        // Chains of references have an end: lowering has followed them.
        for _ in 0..32 {
            let reference = node.get("$ref").and_then(Value::as_str);
            let target = reference.and_then(|it| it.strip_prefix('#'));
            let Some(target) =
                target.and_then(|it| at.pointer(&crate::spec_path::percent_decode(it)))
            else {
                break;
            };
            node = self.tree.get(&target)?;
        }
        Some(node)
    }

    fn is_reference(self, at: &SpecPath) -> bool {
        self.tree
            .get(at)
            .is_some_and(|node| node.get("$ref").is_some())
    }
}

fn rest<'t>(node: &'t Value, carried: &[&str]) -> Rest<'t> {
    let members = node.as_object().into_iter().flatten();
    let is_carried = |key: &str| carried.contains(&key) || EXTENSIONS.contains(&key);
    let rest = members.filter(|(key, _)| !is_carried(key));
    rest.map(|(key, value)| (key.clone(), value)).collect()
}

/// What is left of a schema, its `allOf` and its items taken together.
fn schema_rest<'t>(node: &'t Value, into: &mut Rest<'t>, depth: usize) {
    const DEEPEST: usize = 8;
    for (key, value) in rest(node, SCHEMA) {
        into.entry(key).or_insert(value);
    }
    if depth == DEEPEST {
        return;
    }
    for key in ["oneOf", "anyOf"] {
        if let Some(branches) = node.get(key).filter(|it| are_constraints(it)) {
            into.entry(key.to_owned()).or_insert(branches);
        }
    }
    let branches = node.get("allOf").and_then(Value::as_array);
    for branch in branches.into_iter().flatten() {
        if branch.get("$ref").is_none() {
            schema_rest(branch, into, depth + 1);
        }
    }
    for inner in ["items", "additionalProperties"] {
        let inner = node.get(inner).filter(|it| it.get("$ref").is_none());
        if let Some(inner) = inner.filter(|it| it.get("properties").is_none()) {
            schema_rest(inner, into, depth + 1);
        }
    }
    // What is required and not described goes to the further properties.
    let properties = node.get("properties").and_then(Value::as_object);
    if let (Some(required), Some(properties)) = (node.get("required"), properties) {
        let names = required.as_array().into_iter().flatten();
        let mut names = names.filter_map(Value::as_str);
        if node.get("allOf").is_none() && names.any(|name| !properties.contains_key(name)) {
            into.entry("required".to_owned()).or_insert(required);
        }
    }
}

/// Whether branches only constrain, as `oneOf: [{required: [a]}, …]` does.
fn are_constraints(branches: &Value) -> bool {
    let branches = branches.as_array().into_iter().flatten();
    let mut branches = branches.peekable();
    branches.peek().is_some()
        && branches.all(|branch| {
            let keys = branch.as_object().into_iter().flatten();
            let mut keys = keys.map(|(key, _)| key.as_str()).peekable();
            keys.peek().is_some() && keys.all(|key| matches!(key, "required" | "not"))
        })
}

impl Walk<'_> {
    fn rests(&mut self, place: &Place, old: &Rest<'_>, new: &Rest<'_>) {
        let keys: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
        for key in keys {
            if old.get(key) == new.get(key) {
                continue;
            }
            let rule = if WORDS.contains(&key.as_str()) {
                "documentation-changed"
            } else if key.starts_with("x-") {
                "extension-changed"
            } else {
                "uncovered"
            };
            // What is uncovered may be anything in Rust; what the surface finds is told by itself.
            self.found(&place.inside(key).spots([]), rule, None, None);
        }
    }

    fn node_residue(&mut self, place: &Place, carried: &[&str]) {
        if !self.reporting {
            return;
        }
        let (Some(old), Some(new)) = (&place.old, &place.new) else {
            return;
        };
        let (Some(was), Some(is)) = (self.old.node(old), self.new.node(new)) else {
            return;
        };
        self.rests(place, &rest(was, carried), &rest(is, carried));
    }

    /// A schema where it stands. What two components say is compared with them.
    pub(super) fn schema_residue(&mut self, place: &Place) {
        if !self.reporting {
            return;
        }
        let (Some(old), Some(new)) = (&place.old, &place.new) else {
            return;
        };
        let (a, b) = if self.old.is_reference(old) && self.new.is_reference(new) {
            (self.old.tree.get(old), self.new.tree.get(new))
        } else {
            (self.old.node(old), self.new.node(new))
        };
        let (mut was, mut is) = (Rest::new(), Rest::new());
        if let (Some(a), Some(b)) = (a, b) {
            schema_rest(a, &mut was, 0);
            schema_rest(b, &mut is, 0);
            self.rests(place, &was, &is);
        }
    }

    /// A schema of which lowering makes any JSON, although it may say more.
    pub(super) fn unread_schema(&mut self, place: &Place) {
        if !self.reporting {
            return;
        }
        let (Some(old), Some(new)) = (&place.old, &place.new) else {
            return;
        };
        let (Some(was), Some(is)) = (self.old.node(old), self.new.node(new)) else {
            return;
        };
        let parts = ["allOf", "oneOf", "anyOf", "type", "not", "enum"];
        let differs = parts.iter().any(|part| was.get(part) != is.get(part));
        if differs {
            self.found(&place.inside("schema").spots([]), "uncovered", None, None);
        }
    }

    pub(super) fn operation_residue(&mut self, both: &super::operations::Both<'_>) {
        let place = both.place.clone().spots([]);
        self.node_residue(&place, OPERATION);
        let parents = (
            place.old.as_ref().and_then(SpecPath::parent),
            place.new.as_ref().and_then(SpecPath::parent),
        );
        let item = place
            .inside("path")
            .at(parents.0.as_ref(), parents.1.as_ref());
        self.node_residue(&item, PATH_ITEM);
    }

    pub(super) fn parameter_residue(&mut self, place: &Place) {
        // A parameter that only the path names has its operation's address.
        let is_declared = |side: Side<'_>, at: &Option<SpecPath>| {
            let node = at.as_ref().and_then(|at| side.node(at));
            node.is_some_and(|node| node.get("in").is_some())
        };
        if !(is_declared(self.old, &place.old) && is_declared(self.new, &place.new)) {
            return;
        }
        self.node_residue(place, PARAMETER);
        let schema = |at: &Option<SpecPath>| at.as_ref().map(|at| at.key("schema"));
        let here = place
            .clone()
            .at(schema(&place.old).as_ref(), schema(&place.new).as_ref());
        self.schema_residue(&here);
    }

    /// A parameter that is left out differs in whatever it differs.
    pub(super) fn unsent_residue(&mut self, place: &Place) {
        self.node_residue(place, &["name", "in"]);
    }

    pub(super) fn body_residue(&mut self, place: &Place, old: &[String], new: &[String]) {
        self.node_residue(place, BODY);
        self.media_residue(place, old, new);
    }

    pub(super) fn reply_residue(&mut self, place: &Place, old: &[String], new: &[String]) {
        self.node_residue(place, RESPONSE);
        self.media_residue(place, old, new);
    }

    /// The media types that both offer; the schemas of those that the crate does not use are compared as written.
    fn media_residue(&mut self, place: &Place, old: &[String], new: &[String]) {
        let (Some(was), Some(is)) = (place.old.clone(), place.new.clone()) else {
            return;
        };
        for media in old.iter().filter(|media| new.contains(media)) {
            let here = place.inside(media).at(
                Some(&was.keys(["content", media])),
                Some(&is.keys(["content", media])),
            );
            // The first of several is read; the others are alternatives of it, most often with the same schema.
            self.node_residue(&here, MEDIA);
        }
    }

    pub(super) fn header_residue(&mut self, place: &Place) {
        self.node_residue(place, HEADER);
        let schema = |at: &Option<SpecPath>| at.as_ref().map(|at| at.key("schema"));
        let here = place
            .clone()
            .at(schema(&place.old).as_ref(), schema(&place.new).as_ref());
        self.schema_residue(&here);
    }

    pub(super) fn document_residue(&mut self, place: &Place) {
        self.node_residue(place, DOCUMENT);
        let at = |side: Side<'_>| side.tree.at.key("info");
        let info = place
            .inside("info")
            .at(Some(&at(self.old)), Some(&at(self.new)));
        self.node_residue(&info, &["title", "version", "description"]);
    }

    /// A security scheme: anything of it may be a change, but for its words and its list of scopes, which operations name.
    pub(super) fn scheme_residue(&mut self, place: &Place) {
        if !self.reporting {
            return;
        }
        let (Some(old), Some(new)) = (&place.old, &place.new) else {
            return;
        };
        let (Some(was), Some(is)) = (self.old.node(old), self.new.node(new)) else {
            return;
        };
        let (was, is) = (without_scopes(was), without_scopes(is));
        if was != is {
            self.found(place, "security-scheme-changed", None, None);
        }
    }

    /// Schemas that are operations of a JSON Patch have no type of their own in the model.
    pub(super) fn patch_operations(&mut self) {
        let components = |side: Side<'_>| {
            let at = side.tree.at.keys(["components", "schemas"]);
            let known: BTreeSet<String> = side
                .plan
                .api
                .types
                .iter()
                .map(|(_, def)| def.at.to_pointer())
                .collect();
            let schemas = side.tree.get(&at).and_then(Value::as_object);
            let left: Vec<String> = schemas
                .into_iter()
                .flatten()
                .map(|(name, _)| name.clone())
                .filter(|name| !known.contains(&at.key(name).to_pointer()))
                .collect();
            left
        };
        let names = components(self.old);
        let others = components(self.new);
        for name in names.iter().filter(|name| others.contains(name)) {
            let path = ["components", "schemas", name];
            let (old, new) = (self.old.tree.at.keys(path), self.new.tree.at.keys(path));
            let ops = |side: Side<'_>, at: &SpecPath| -> Vec<String> {
                let values = side.node(&at.keys(["properties", "op", "enum"]));
                let values = values.and_then(Value::as_array).into_iter().flatten();
                values
                    .filter_map(Value::as_str)
                    .map(str::to_owned)
                    .collect()
            };
            let (was, is) = (ops(self.old, &old), ops(self.new, &new));
            let place = Place::new(Subject::Type(name.clone()), Ways::REQUEST)
                .inside("op")
                .at(Some(&old), Some(&new));
            for op in was.iter().filter(|op| !is.contains(op)) {
                let here = super::values::value_place(&place, op);
                self.found(&here, "patch-operation-removed", None, None);
            }
            for op in is.iter().filter(|op| !was.contains(op)) {
                let here = super::values::value_place(&place, op);
                self.found(&here, "patch-operation-added", None, None);
            }
        }
    }
}

fn without_scopes(scheme: &Value) -> Value {
    let mut scheme = scheme.clone();
    if let Some(members) = scheme.as_object_mut() {
        members.retain(|key, _| !(WORDS.contains(&key.as_str()) || key.starts_with("x-")));
        for carried in SCHEME {
            members.shift_remove(*carried);
        }
        let flows = members.get_mut("flows").and_then(Value::as_object_mut);
        for (_, flow) in flows.into_iter().flatten() {
            if let Some(flow) = flow.as_object_mut() {
                flow.shift_remove("scopes");
            }
        }
    }
    scheme
}
