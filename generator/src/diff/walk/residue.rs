//! Keys that the model does not carry: compared as written, so that no difference is lost.
//!
//! The table of keys says which rule a difference falls under; a key that it does not have is uncovered.

use std::collections::BTreeSet;

use serde_json::Value;

use super::media::Matched;
use super::rest::{Rest, schema_rest};
use super::schemas::takes_null;
use super::{Place, Side, Walk, names, written};
use crate::lower::{is_typed, preferred};
use crate::openapi::NodeKind;
use crate::rule_id::RuleId;
use crate::spec_path::SpecPath;

impl Side<'_> {
    /// Whether the branches of a union are of different types.
    fn is_disjoint(self, at: Option<&SpecPath>) -> bool {
        let Some((at, node)) = at.and_then(|at| self.target(at)) else {
            return false;
        };
        let mut met = BTreeSet::new();
        ["oneOf", "anyOf"].into_iter().all(|key| {
            let branches = node.get(key).and_then(Value::as_array);
            (0..branches.map_or(0, Vec::len)).all(|n| {
                let branch = self.node(&at.key(key).index(n));
                let is_nullable = branch.is_some_and(takes_null);
                let name = branch.and_then(|it| it.get("type")?.as_str());
                // Every integer is a number.
                let name = name.map(|it| if it == "integer" { "number" } else { it });
                name.is_some_and(|name| !is_nullable && met.insert(name.to_owned()))
            })
        })
    }
}

impl<'p> Walk<'p> {
    fn rests(&mut self, place: &Place, old: &Rest<'_>, new: &Rest<'_>) {
        let keys: BTreeSet<_> = old.keys().chain(new.keys()).collect();
        for at in keys {
            let (steps, key) = at;
            if old.get(at) == new.get(at) {
                continue;
            }
            let inner = match steps.trim_start_matches('.') {
                "" => place.clone(),
                steps => place.inside(steps),
            };
            if names::KEYS.contains(key) {
                self.names(&inner, steps, key);
                continue;
            }
            // What is uncovered may be anything in Rust; the surface reports what it finds by itself.
            let rule = match *key {
                "discriminator" | "defaultMapping" => RuleId::DiscriminatorChanged,
                key => {
                    let rule = written::rule(NodeKind::Schema, key, self.read());
                    let values = (old.get(at).copied(), new.get(at).copied());
                    written::excluding(rule.unwrap_or(RuleId::Uncovered), key, values)
                }
            };
            self.found(&inner.inside(key).spots([]), rule, None, None);
        }
    }

    pub(super) fn node_residue(&mut self, place: &Place, kind: NodeKind) {
        if !self.reporting {
            return;
        }
        let (Some(old), Some(new)) = (&place.old, &place.new) else {
            return;
        };
        if let (Some(was), Some(is)) = (self.old.node(old), self.new.node(new)) {
            self.nodes_residue(&|| place.clone(), kind, was, is);
        }
    }

    /// The same of two nodes, at a place that is made when there is something to report.
    fn nodes_residue(
        &mut self,
        place: &dyn Fn() -> Place,
        kind: NodeKind,
        was: &Value,
        is: &Value,
    ) {
        for (path, rule) in written::beyond_model(kind, was, is, self.read()) {
            let place = place();
            let here = if path.is_empty() {
                place
            } else {
                place.inside(&path)
            };
            self.found(&here.spots([]), rule, None, None);
        }
    }

    /// An inline schema. Components are compared separately.
    pub(super) fn schema_residue(&mut self, place: &Place) {
        let (Some(old), Some(new)) = (&place.old, &place.new) else {
            return;
        };
        self.schemas_at(&|| place.clone(), old, new);
    }

    /// The same of two schemas at their addresses.
    pub(super) fn schemas_at(&mut self, place: &dyn Fn() -> Place, old: &SpecPath, new: &SpecPath) {
        if !self.reporting {
            return;
        }
        if let (Some(a), Some(b)) = (self.old.tree.get(old), self.new.tree.get(new)) {
            self.schemas_residue(place, a, b);
        }
    }

    /// The same of two schemas as written.
    fn schemas_residue(&mut self, place: &dyn Fn() -> Place, a: &'p Value, b: &'p Value) {
        let is_reference = |node: &Value| node.get("$ref").is_some();
        let both = if is_reference(a) && is_reference(b) {
            (Some(a), Some(b))
        } else {
            (self.old.followed(a), self.new.followed(b))
        };
        let (Some(a), Some(b)) = both else {
            return;
        };
        let (mut was, mut is) = (Rest::new(), Rest::new());
        let read = self.read();
        schema_rest(a, &mut was, "", read);
        schema_rest(b, &mut is, "", read);
        if was == is && takes_null(a) == takes_null(b) && unions(a) == unions(b) {
            return;
        }
        let place = place();
        self.rests(&place, &was, &is);
        self.null_of_enum(&place, a, b);
        self.kind_of_union(&place, a, b);
    }

    /// `nullable` lets null through only where `enum`, if there is one, lists it.
    fn null_of_enum(&mut self, place: &Place, old: &Value, new: &Value) {
        let is_nullable = |node: &Value| node.get("nullable") == Some(&Value::Bool(true));
        if !(is_nullable(old) && is_nullable(new)) {
            return;
        }
        match (takes_null(old), takes_null(new)) {
            (false, true) => self.found(place, RuleId::BecameNullable, None, None),
            (true, false) => self.found(place, RuleId::BecameNotNullable, None, None),
            (true, true) | (false, false) => {}
        }
    }

    /// `oneOf` refuses a value of two branches, which `anyOf` takes.
    pub(super) fn kind_of_union(&mut self, place: &Place, old: &Value, new: &Value) {
        let rule = match (unions(old), unions(new)) {
            ([false, true], [true, false]) => RuleId::AnyOfBecameOneOf,
            ([true, false], [false, true]) => RuleId::OneOfBecameAnyOf,
            _ => return,
        };
        // Then no value is of two branches.
        if self.old.is_disjoint(place.old.as_ref()) && self.new.is_disjoint(place.new.as_ref()) {
            return;
        }
        self.found(&place.clone().spots([]), rule, None, None);
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
            self.found(
                &place.inside("schema").spots([]),
                RuleId::Uncovered,
                None,
                None,
            );
        }
    }

    pub(super) fn operation_residue(&mut self, both: &super::operations::Both<'_>) {
        self.unused_parameters(both);
        let place = both.place.clone().spots([]);
        self.node_residue(&place, NodeKind::Operation);
        let parents = (
            place.old.as_ref().and_then(SpecPath::parent),
            place.new.as_ref().and_then(SpecPath::parent),
        );
        let item = place
            .inside("path")
            .at(parents.0.as_ref(), parents.1.as_ref());
        self.node_residue(&item, NodeKind::PathItem);
    }

    pub(super) fn parameter_residue(&mut self, place: &Place) {
        if !self.reporting {
            return;
        }
        // A parameter that only the path names has its operation's address.
        let declared = |side: Side<'p>, at: &Option<SpecPath>| {
            let node = side.node(at.as_ref()?)?;
            node.get("in").is_some().then_some(node)
        };
        let (old, new) = (
            declared(self.old, &place.old),
            declared(self.new, &place.new),
        );
        let (Some(was), Some(is)) = (old, new) else {
            return;
        };
        self.nodes_residue(&|| place.clone(), NodeKind::Parameter, was, is);
        if let (Some(was), Some(is)) = (was.get("schema"), is.get("schema")) {
            self.schemas_residue(&|| place.down(&["schema"]), was, is);
        }
        let content = was.get("content").and_then(Value::as_object);
        for (media, _) in content.into_iter().flatten() {
            let here = place.down(&["content", media]);
            self.node_residue(&here.inside(media), NodeKind::MediaType);
            self.schema_residue(&here.down(&["schema"]));
        }
    }

    pub(super) fn body_residue(&mut self, place: &Place, old: &[String], new: &[String]) {
        self.node_residue(place, NodeKind::RequestBody);
        self.media_residue(place, old, new, &|_| false);
    }

    /// The media types that both offer. Schemas that the model does not have are compared as written.
    pub(super) fn media_residue(
        &mut self,
        place: &Place,
        old: &[String],
        new: &[String],
        is_sequence: &dyn Fn(&str) -> bool,
    ) {
        if !self.reporting {
            return;
        }
        let content = |side: Side<'p>, at: &Option<SpecPath>| {
            let node = side.tree.get(at.as_ref()?)?;
            node.get("content")
        };
        let (old_content, new_content) =
            (content(self.old, &place.old), content(self.new, &place.new));
        let (Some(was), Some(is)) = (old_content, new_content) else {
            return;
        };
        let used = (preferred(old), preferred(new));
        for (media, other) in Matched::new(old, new).same {
            let here = || {
                let at = |at: &Option<SpecPath>, media| Some(at.as_ref()?.keys(["content", media]));
                let (old, new) = (at(&place.old, media), at(&place.new, other));
                place.inside(media).at(old.as_ref(), new.as_ref())
            };
            if let (Some(was), Some(is)) = (was.get(media), is.get(other))
                && let (Some(was), Some(is)) = (self.old.followed(was), self.new.followed(is))
            {
                self.nodes_residue(&here, NodeKind::MediaType, was, is);
            }
            if is_sequence(media) {
                continue;
            }
            let has_items = |content: &Value, media: &str| {
                let media = content.get(media);
                media.is_some_and(|it| it.get("itemSchema").is_some())
            };
            if has_items(was, media) || has_items(is, other) {
                self.written_items(&here());
            }
            let is_used = |content: &Value, media: &str, used: Option<&String>| {
                let is_same =
                    |used| media == used || schema_of(content, media) == schema_of(content, used);
                used.is_some_and(|used| is_typed(used) && is_same(used))
            };
            let is_modelled = is_used(was, media, used.0) && is_used(is, other, used.1);
            let schema = || here().down(&["schema"]).spots([]);
            let schemas = (schema_of(was, media), schema_of(is, other));
            match schemas {
                (None, Some(_)) if !is_modelled => {
                    self.found(&here(), RuleId::TypeNarrowed, None, None);
                }
                (Some(_), None) if !is_modelled => {
                    self.found(&here(), RuleId::TypeWidened, None, None);
                }
                (Some(_) | None, _) => {}
            }
            if !is_modelled {
                self.written_schemas(&schema());
            } else if let (Some(was), Some(is)) = schemas
                && used.0 == Some(media)
                && is_unnamed(was)
                && is_unnamed(is)
            {
                self.schemas_residue(&schema, was, is);
            }
        }
    }

    pub(super) fn header_residue(&mut self, place: &Place) {
        self.node_residue(place, NodeKind::Header);
        self.schema_residue(&place.down(&["schema"]));
    }

    pub(super) fn document_residue(&mut self, place: &Place) {
        self.node_residue(place, NodeKind::Document);
        let at = |side: Side<'_>| side.tree.at.key("info");
        let info = place
            .inside("info")
            .at(Some(&at(self.old)), Some(&at(self.new)));
        self.node_residue(&info, NodeKind::Info);
        self.servers_residue(place);
        self.tags_residue(place);
        self.unused_components();
    }
}

/// The schema of a media type.
fn schema_of<'p>(content: &'p Value, media: &str) -> Option<&'p Value> {
    content.get(media)?.get("schema")
}

/// Whether no type is made of a schema, with which it would be compared.
fn is_unnamed(schema: &Value) -> bool {
    let named = ["properties", "allOf", "oneOf", "anyOf", "enum"];
    named.iter().all(|key| schema.get(key).is_none())
}

/// Whether a schema has `oneOf` and `anyOf`.
fn unions(schema: &Value) -> [bool; 2] {
    ["oneOf", "anyOf"].map(|key| schema.get(key).is_some())
}
