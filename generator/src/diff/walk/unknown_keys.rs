//! Keys that the table of OpenAPI's keys does not have: nothing reads them, so a difference in them is uncovered.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{Place, Side, Walk, Ways};
use crate::diff::change::Subject;
use crate::openapi::NodeKind;
use crate::parallel;
use crate::rule_id::RuleId;
use crate::spec_path::{SpecPath, Way};

/// Unknown keys, by the pointer to their object and their name: the address of the object and the value.
type Unknown<'t> = BTreeMap<(String, &'t str), (SpecPath, &'t Value)>;

impl<'p> Walk<'p> {
    /// Reports differences in unknown keys that nothing else has reported.
    pub(super) fn unknown_keys(&mut self) {
        let of = |side: Side<'p>| {
            let mut found = Unknown::new();
            let root = &side.tree.root;
            collect(NodeKind::Document, root, None, &side.tree.at, &mut found);
            found
        };
        let (old, new) = parallel::both(|| of(self.old), || of(self.new));
        if old.is_empty() && new.is_empty() {
            return;
        }
        let uncovered = self.found.iter().filter(|it| it.rule == RuleId::Uncovered);
        let known: BTreeSet<String> = uncovered
            .flat_map(|it| [&it.old, &it.new])
            .flatten()
            .map(SpecPath::to_pointer)
            .collect();
        let keys: BTreeSet<_> = old.keys().chain(new.keys()).collect();
        for id @ (pointer, key) in keys {
            let (was, is) = (old.get(id), new.get(id));
            if was.map(|it| it.1) != is.map(|it| it.1) && !known.contains(pointer) {
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

fn collect<'t>(
    kind: NodeKind,
    node: &'t Value,
    way: Option<&Way<'_>>,
    root: &SpecPath,
    found: &mut Unknown<'t>,
) {
    match node {
        Value::Object(members) => {
            for (key, value) in members {
                if kind.reads(key, members) {
                    let here = Way { key, up: way };
                    collect(kind.child(key), value, Some(&here), root, found);
                } else if kind.grammar().is_some() && !key.starts_with("x-") {
                    let at = way.map_or_else(|| root.clone(), |way| way.address(root));
                    found.insert((at.to_pointer(), key), (at, value));
                }
            }
        }
        Value::Array(items) => {
            for (n, item) in items.iter().enumerate() {
                let key = n.to_string();
                let here = Way { key: &key, up: way };
                collect(kind.child(""), item, Some(&here), root, found);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
