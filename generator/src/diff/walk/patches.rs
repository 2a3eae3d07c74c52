//! Schemas that are operations of a JSON Patch, which have no type of their own in the model.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;

use super::values::Value;
use super::{Place, Side, Walk, Ways};
use crate::diff::change::{Direction, Subject};
use crate::diff::users::Users;
use crate::lower::preferred;
use crate::model::{Body, BodyContent, Constraints, TypeRef};
use crate::rule_id::RuleId;
use crate::spec_path::SpecPath;
use crate::syntax::Document;

impl Side<'_> {
    /// Says which operations send patches that a schema describes.
    pub(in crate::diff) fn users_of_patches(self, wanted: &BTreeSet<String>, users: &mut Users) {
        let wanted: Vec<(&String, String)> = wanted.iter().map(referred).collect();
        let mut references = References::new(self.tree);
        for (_, operation) in self.plan.api.operations.iter() {
            let body = operation.body.as_ref().filter(|body| is_patch(body));
            let Some(node) = body.and_then(|body| self.tree.get(&body.at)) else {
                continue;
            };
            let met = references.reached(node);
            for (name, _) in wanted.iter().filter(|(_, it)| met.contains(it.as_str())) {
                let of_type = users.entry((*name).clone()).or_default();
                let known = of_type
                    .entry(operation.id.clone())
                    .or_insert(Direction::Request);
                *known = known.or(Direction::Request);
            }
        }
    }

    /// Says which operations refer to components that no type of theirs is made of: the properties are merged into others, or
    /// are those of another media type. What they send and receive is compared by itself.
    pub(in crate::diff) fn users_by_reference(self, users: &mut Users, wanted: &BTreeSet<String>) {
        let unused = wanted.iter().filter(|name| !users.contains_key(*name));
        let unused: Vec<(&String, String)> = unused.map(referred).collect();
        if unused.is_empty() {
            return;
        }
        let mut references = References::new(self.tree);
        for (_, operation) in self.plan.api.operations.iter() {
            let Some(node) = self.tree.get(&operation.at) else {
                continue;
            };
            let met = references.reached(node);
            for (name, _) in unused.iter().filter(|(_, it)| met.contains(it.as_str())) {
                let of_type = users.entry((*name).clone()).or_default();
                of_type.insert(operation.id.clone(), Direction::Neither);
            }
        }
    }
}

/// A component with the reference to it.
fn referred(name: &String) -> (&String, String) {
    (name, format!("#/components/schemas/{name}"))
}

/// The references of a document, those in the target of each read once.
struct References<'p> {
    tree: &'p Document,
    known: BTreeMap<&'p str, Vec<&'p str>>,
}

impl<'p> References<'p> {
    fn new(tree: &'p Document) -> Self {
        Self {
            tree,
            known: BTreeMap::new(),
        }
    }

    /// The references in a node, and in what these refer to.
    fn reached(&mut self, node: &'p Json) -> BTreeSet<&'p str> {
        let mut met = BTreeSet::new();
        let mut queue = Vec::new();
        references(node, &mut queue);
        while let Some(reference) = queue.pop() {
            if !met.insert(reference) {
                continue;
            }
            let inner = self.known.entry(reference).or_insert_with(|| {
                let target = reference.strip_prefix('#');
                let target = target.and_then(|it| self.tree.root.pointer(it));
                let mut found = Vec::new();
                if let Some(target) = target {
                    references(target, &mut found);
                }
                found
            });
            queue.extend(inner.iter());
        }
        met
    }
}

/// Collects the references that are written in a node.
pub(super) fn references<'p>(node: &'p Json, found: &mut Vec<&'p str>) {
    match node {
        Json::Object(members) => {
            found.extend(members.get("$ref").and_then(Json::as_str));
            members.values().for_each(|it| references(it, found));
        }
        Json::Array(items) => items.iter().for_each(|it| references(it, found)),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => {}
    }
}

impl Walk<'_> {
    /// Schemas that are operations of a JSON Patch have no type of their own in the model.
    pub(super) fn patch_operations(&mut self) {
        let components = |side: Side<'_>| {
            let at = side.tree.at.keys(["components", "schemas"]);
            let known = side.plan.api.types.iter();
            let known = known.filter_map(|(_, def)| match def.at.steps()[..] {
                ["components", "schemas", name] => Some(name),
                _ => None,
            });
            let known: BTreeSet<&str> = known.collect();
            let schemas = side.tree.get(&at).and_then(Json::as_object);
            let names = schemas.into_iter().flatten().map(|(name, _)| name);
            let left = names.filter(|name| !known.contains(name.as_str()));
            left.cloned().collect::<Vec<_>>()
        };
        let names = components(self.old);
        let others = components(self.new);
        for name in names.iter().filter(|name| others.contains(name)) {
            let path = ["components", "schemas", name];
            let (old, new) = (self.old.tree.at.keys(path), self.new.tree.at.keys(path));
            let ops = |side: Side<'_>, at: &SpecPath| -> Vec<String> {
                let values = side.node(&at.keys(["properties", "op", "enum"]));
                let values = values.and_then(Json::as_array).into_iter().flatten();
                values.filter_map(Json::as_str).map(str::to_owned).collect()
            };
            let (was, is) = (ops(self.old, &old), ops(self.new, &new));
            let place = Place::new(Subject::Type(name.clone()), Ways::REQUEST)
                .inside("op")
                .at(Some(&old), Some(&new));
            self.patch_members(name, &old, &new);
            for op in was.iter().filter(|op| !is.contains(op)) {
                let here = super::values::value_place(&place, op);
                self.found(&here, RuleId::PatchOperationRemoved, None, None);
            }
            for op in is.iter().filter(|op| !was.contains(op)) {
                let here = super::values::value_place(&place, op);
                self.found(&here, RuleId::PatchOperationAdded, None, None);
            }
        }
    }

    /// The schema of a JSON Patch, which is sent as the runtime's type whatever the document says of it.
    pub(super) fn patch_body(&mut self, place: &Place, old: &Body, new: &Body) {
        let schema = |body: &Body| {
            let media = preferred(&body.offered)?;
            Some(body.at.keys(["content", media, "schema"]))
        };
        let (Some(old), Some(new)) = (schema(old), schema(new)) else {
            return;
        };
        let place = place.clone().spots([]).at(Some(&old), Some(&new));
        let items = |side: Side<'_>, at: &SpecPath| {
            let (list, _) = side.target(at)?;
            let (item, _) = side.target(&list.key("items"))?;
            Some(item)
        };
        let (Some(was), Some(is)) = (items(self.old, &old), items(self.new, &new)) else {
            return self.written_schemas(&place);
        };
        self.written_bounds(&place);
        let here = place.inside("[]").at(Some(&was), Some(&is));
        let of = |side: Side<'_>, at: &SpecPath| {
            let mut types = side.plan.api.types.iter();
            types.find(|(_, def)| def.at == *at).map(|(id, _)| id)
        };
        let is_component = |at: &SpecPath| at.steps().starts_with(&["components", "schemas"]);
        match (of(self.old, &was), of(self.new, &is)) {
            (Some(old), Some(new)) => {
                let (old, new) = (TypeRef::Named(old), TypeRef::Named(new));
                let none = Constraints::default();
                let (old, new) = (
                    Value::new(&old, false, &none),
                    Value::new(&new, false, &none),
                );
                self.value(&here, old, new);
            }
            // Compared with the other components.
            (None, None) if is_component(&was) && was.steps() == is.steps() => {}
            _ => self.written_schemas(&here),
        }
    }

    /// The keys of a schema of a JSON Patch operation besides the operations that it allows.
    fn patch_members(&mut self, name: &str, old: &SpecPath, new: &SpecPath) {
        let place = Place::new(Subject::Type(name.to_owned()), Ways::REQUEST);
        let start = self.found.len();
        self.written_schemas(&place.at(Some(old), Some(new)));
        // The operations have rules of their own.
        let found = self.found.split_off(start);
        self.found
            .extend(found.into_iter().filter(|it| !it.path.starts_with("op=")));
    }
}

/// Returns whether a body is sent as the runtime's type.
fn is_patch(body: &Body) -> bool {
    matches!(&body.content, BodyContent::Json { ty, .. } if *ty == TypeRef::JsonPatch)
}
