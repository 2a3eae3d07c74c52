//! Schemas that are operations of a JSON Patch, which have no type of their own in the model.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{Place, Side, Walk, Ways};
use crate::diff::change::{Direction, Subject};
use crate::rule_id::RuleId;
use crate::spec_path::SpecPath;

impl Side<'_> {
    /// Says which operations send patches of a schema that has no type of its own.
    pub(in crate::diff) fn users_of_patches(
        self,
        wanted: &BTreeSet<String>,
        users: &mut BTreeMap<String, BTreeMap<String, Direction>>,
    ) {
        let types = self
            .plan
            .api
            .types
            .ids()
            .filter_map(|id| self.component(id));
        let types: BTreeSet<&str> = types.collect();
        for name in wanted.iter().filter(|name| !types.contains(name.as_str())) {
            let reference = format!("#/components/schemas/{name}");
            for (_, operation) in self.plan.api.operations.iter() {
                let body = operation
                    .body
                    .as_ref()
                    .and_then(|body| self.tree.get(&body.at));
                if body.is_some_and(|body| self.refers(body, &reference, &mut BTreeSet::new())) {
                    let of_type = users.entry(name.clone()).or_default();
                    of_type.insert(operation.id.clone(), Direction::Request);
                }
            }
        }
    }

    /// Whether a node contains a reference, or refers to what does.
    fn refers(self, node: &Value, reference: &str, met: &mut BTreeSet<String>) -> bool {
        match node {
            Value::Object(members) => {
                let own = members.get("$ref").and_then(Value::as_str);
                let target = own.filter(|own| met.insert((*own).to_owned()));
                let target = target.and_then(|own| self.tree.root.pointer(own.strip_prefix('#')?));
                own == Some(reference)
                    || target.is_some_and(|target| self.refers(target, reference, met))
                    || members.values().any(|it| self.refers(it, reference, met))
            }
            Value::Array(items) => items.iter().any(|it| self.refers(it, reference, met)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
        }
    }
}

impl Walk<'_> {
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

    /// What a schema of a JSON Patch operation says beyond the operations that it allows.
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
