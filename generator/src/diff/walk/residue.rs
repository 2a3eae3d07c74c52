//! Keys that the model does not carry: compared as written, so that no difference is lost.
//!
//! The table of keys says which rule a difference falls under; a key that it does not have is uncovered.

use std::collections::BTreeSet;

use serde_json::Value;

use super::media::same_media;
use super::rest::{Rest, schema_rest};
use super::schemas::takes_null;
use super::{Place, Side, Walk, names, written};
use crate::lower::{is_typed, preferred};
use crate::openapi::NodeKind;
use crate::rule_id::RuleId;
use crate::spec_path::SpecPath;

impl<'p> Side<'p> {
    pub(super) fn node(self, at: &SpecPath) -> Option<&'p Value> {
        self.target(at).map(|(_, node)| node)
    }

    /// The node at an address, references followed, with its own address.
    pub(super) fn target(self, at: &SpecPath) -> Option<(SpecPath, &'p Value)> {
        let mut at = at.clone();
        let mut node = self.tree.get(&at)?;
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
            at = target;
        }
        Some((at, node))
    }

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

    fn is_reference(self, at: &SpecPath) -> bool {
        self.tree
            .get(at)
            .is_some_and(|node| node.get("$ref").is_some())
    }
}

impl Walk<'_> {
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
            if names::KEYS.contains(&key.as_str()) {
                self.names(&inner, steps, key);
                continue;
            }
            // What is uncovered may be anything in Rust; the surface reports what it finds by itself.
            let rule = match key.as_str() {
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
        let read = self.read();
        self.both_nodes(place, |was, is| written::beyond_model(kind, was, is, read));
    }

    fn both_nodes(
        &mut self,
        place: &Place,
        differing: impl Fn(&Value, &Value) -> Vec<written::Differing>,
    ) {
        if !self.reporting {
            return;
        }
        let (Some(old), Some(new)) = (&place.old, &place.new) else {
            return;
        };
        let (Some(was), Some(is)) = (self.old.node(old), self.new.node(new)) else {
            return;
        };
        for (path, rule) in differing(was, is) {
            let here = if path.is_empty() {
                place.clone()
            } else {
                place.inside(&path)
            };
            self.found(&here.spots([]), rule, None, None);
        }
    }

    /// An inline schema. Components are compared separately.
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
        let read = self.read();
        if let (Some(a), Some(b)) = (a, b) {
            schema_rest(a, &mut was, ("", 0), read);
            schema_rest(b, &mut is, ("", 0), read);
            self.rests(place, &was, &is);
            self.null_of_enum(place, a, b);
            self.kind_of_union(place, a, b);
        }
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
        let has = |node: &Value, key: &str| node.get(key).is_some();
        let kind = |node: &Value| (has(node, "oneOf"), has(node, "anyOf"));
        let rule = match (kind(old), kind(new)) {
            ((false, true), (true, false)) => RuleId::AnyOfBecameOneOf,
            ((true, false), (false, true)) => RuleId::OneOfBecameAnyOf,
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
        // A parameter that only the path names has its operation's address.
        let is_declared = |side: Side<'_>, at: &Option<SpecPath>| {
            let node = at.as_ref().and_then(|at| side.node(at));
            node.is_some_and(|node| node.get("in").is_some())
        };
        if !(is_declared(self.old, &place.old) && is_declared(self.new, &place.new)) {
            return;
        }
        self.node_residue(place, NodeKind::Parameter);
        let below = |steps: &[&str]| {
            let at = |at: &Option<SpecPath>| at.as_ref().map(|at| at.keys(steps.iter().copied()));
            place
                .clone()
                .at(at(&place.old).as_ref(), at(&place.new).as_ref())
        };
        self.schema_residue(&below(&["schema"]));
        let content = place
            .old
            .as_ref()
            .and_then(|at| self.old.node(at)?.get("content"));
        let media = content.and_then(Value::as_object).into_iter().flatten();
        for (media, _) in media {
            self.node_residue(
                &below(&["content", media]).inside(media),
                NodeKind::MediaType,
            );
            self.schema_residue(&below(&["content", media, "schema"]));
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
        let (Some(was), Some(is)) = (place.old.clone(), place.new.clone()) else {
            return;
        };
        let used = (preferred(old), preferred(new));
        for (media, other) in old.iter().filter_map(|it| Some((it, same_media(it, new)?))) {
            let here = place.inside(media).at(
                Some(&was.keys(["content", media])),
                Some(&is.keys(["content", other])),
            );
            self.node_residue(&here, NodeKind::MediaType);
            if is_sequence(media) {
                continue;
            }
            self.written_items(&here);
            let is_used = |side: Side<'_>,
                           (at, media): (&SpecPath, &str),
                           used: Option<&String>| {
                let schema = |media: &str| side.tree.get(&at.keys(["content", media, "schema"]));
                used.is_some_and(|used| is_typed(used) && schema(media) == schema(used))
            };
            let is_modelled =
                is_used(self.old, (&was, media), used.0) && is_used(self.new, (&is, other), used.1);
            let schemas = (
                was.keys(["content", media, "schema"]),
                is.keys(["content", other, "schema"]),
            );
            let has_schema = |side: Side<'_>, at: &SpecPath| side.tree.get(at).is_some();
            match (
                has_schema(self.old, &schemas.0),
                has_schema(self.new, &schemas.1),
            ) {
                (false, true) if !is_modelled => {
                    self.found(&here, RuleId::TypeNarrowed, None, None);
                }
                (true, false) if !is_modelled => {
                    self.found(&here, RuleId::TypeWidened, None, None);
                }
                (true | false, _) => {}
            }
            let schema = here.at(Some(&schemas.0), Some(&schemas.1)).spots([]);
            if !is_modelled {
                self.written_schemas(&schema);
            } else if used.0 == Some(media) && self.is_unnamed(&schema) {
                self.schema_residue(&schema);
            }
        }
    }

    /// Whether no type is made of a schema, with which it would be compared.
    fn is_unnamed(&self, place: &Place) -> bool {
        let named = ["properties", "allOf", "oneOf", "anyOf", "enum"];
        let sides = [(self.old, &place.old), (self.new, &place.new)];
        sides.into_iter().all(|(side, at)| {
            let node = at.as_ref().and_then(|at| side.tree.get(at));
            node.is_some_and(|node| named.iter().all(|key| node.get(key).is_none()))
        })
    }

    pub(super) fn header_residue(&mut self, place: &Place) {
        self.node_residue(place, NodeKind::Header);
        let schema = |at: &Option<SpecPath>| at.as_ref().map(|at| at.key("schema"));
        let here = place
            .clone()
            .at(schema(&place.old).as_ref(), schema(&place.new).as_ref());
        self.schema_residue(&here);
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
