//! Keys that the table of OpenAPI's keys does not have: nothing reads them, so a difference in them is uncovered.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{Place, Walk, Ways};
use crate::diff::change::Subject;
use crate::openapi::NodeKind;
use crate::rule_id::RuleId;
use crate::spec_path::SpecPath;

/// Unknown keys with their values, by the address of their object and their name.
type Unknown<'t> = BTreeMap<(SpecPath, &'t str), &'t Value>;

impl Walk<'_> {
    /// Reports differences in unknown keys that nothing else has reported.
    pub(super) fn unknown_keys(&mut self) {
        let (mut old, mut new) = (Unknown::new(), Unknown::new());
        collect(
            NodeKind::Document,
            &self.old.tree.root,
            &self.old.tree.at,
            &mut old,
        );
        collect(
            NodeKind::Document,
            &self.new.tree.root,
            &self.new.tree.at,
            &mut new,
        );
        let uncovered = self.found.iter().filter(|it| it.rule == RuleId::Uncovered);
        let known: BTreeSet<String> = uncovered
            .flat_map(|it| [&it.old, &it.new])
            .flatten()
            .map(SpecPath::to_pointer)
            .collect();
        let by_pointer = |found: Unknown<'_>| -> BTreeMap<(String, String), (SpecPath, String)> {
            let found = found.into_iter();
            found
                .map(|((at, key), value)| {
                    ((at.to_pointer(), key.to_owned()), (at, value.to_string()))
                })
                .collect()
        };
        let (old, new) = (by_pointer(old), by_pointer(new));
        let keys: BTreeSet<_> = old.keys().chain(new.keys()).collect();
        for id @ (pointer, key) in keys {
            let (was, is) = (old.get(id), new.get(id));
            if was.map(|it| &it.1) != is.map(|it| &it.1) && !known.contains(pointer) {
                let place = Place::new(Subject::Document, Ways::BOTH);
                let place = pointer
                    .split('/')
                    .skip(1)
                    .fold(place, |place, step| place.inside(step));
                let place = place.at(was.map(|it| &it.0), is.map(|it| &it.0));
                self.found(&place.inside(key), RuleId::Uncovered, None, None);
            }
        }
    }
}

fn collect<'t>(kind: NodeKind, node: &'t Value, at: &SpecPath, found: &mut Unknown<'t>) {
    match node {
        Value::Object(members) => {
            for (key, value) in members {
                if kind.reads(key, members) {
                    collect(kind.child(key), value, &at.key(key), found);
                } else if kind.grammar().is_some() && !key.starts_with("x-") {
                    found.insert((at.clone(), key), value);
                }
            }
        }
        Value::Array(items) => {
            for (n, item) in items.iter().enumerate() {
                collect(kind.child(""), item, &at.index(n), found);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
