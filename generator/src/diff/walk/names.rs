//! What a schema asks of the names of properties, of which the model has only words.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{Place, Side, Walk, words};
use crate::rule_id::RuleId;
use crate::spec_path::SpecPath;

/// The keys about names, which are compared here.
pub(super) const KEYS: [&str; 2] = ["propertyNames", "patternProperties"];

impl Walk<'_> {
    /// Compares what is asked of names, below the steps to items or values.
    pub(super) fn names(&mut self, place: &Place, steps: &str, key: &str) {
        let find = |side: Side<'_>, at: &Option<SpecPath>| {
            let at = at.as_ref()?;
            let own = side
                .tree
                .get(at)
                .and_then(|node| find(node, at, steps, key));
            own.or_else(|| {
                let (at, node) = side.target(at)?;
                find(node, &at, steps, key)
            })
        };
        let (old, new) = (find(self.old, &place.old), find(self.new, &place.new));
        let nearest = |found: Option<SpecPath>, at: &Option<SpecPath>| found.or_else(|| at.clone());
        let has = (old.is_some(), new.is_some());
        let here = place.inside(key).spots([]).at(
            nearest(old, &place.old).as_ref(),
            nearest(new, &place.new).as_ref(),
        );
        if key == "propertyNames" {
            self.written_names(&here, has);
        } else {
            self.patterns(&here, has);
        }
    }

    /// The schemas of names. A name is a text anyway.
    fn written_names(&mut self, place: &Place, (had, has): (bool, bool)) {
        let schema = |side: Side<'_>, at: &Option<SpecPath>, is_there: bool| {
            let (at, node) = side.target(at.as_ref()?)?;
            let node = if is_there { node.clone() } else { json!({}) };
            let mut members = node.as_object().cloned().unwrap_or_default();
            members.entry("type").or_insert_with(|| "string".into());
            Some((at, Value::Object(members)))
        };
        let old = schema(self.old, &place.old, had);
        let new = schema(self.new, &place.new, has);
        if let (Some((old, was)), Some((new, is))) = (old, new) {
            self.written_nodes(place, (&old, &was), (&new, &is));
        }
    }

    /// The patterns of names; the values are compared as those of any further property.
    fn patterns(&mut self, place: &Place, (had, has): (bool, bool)) {
        let listed = |side: Side<'_>, at: &Option<SpecPath>, is_there: bool| -> BTreeSet<String> {
            let node = at
                .as_ref()
                .filter(|_| is_there)
                .and_then(|at| side.node(at));
            let members = node.and_then(Value::as_object).into_iter().flatten();
            members.map(|(pattern, _)| pattern.clone()).collect()
        };
        let (was, is) = (
            listed(self.old, &place.old, had),
            listed(self.new, &place.new, has),
        );
        let words = |patterns: &BTreeSet<String>| {
            let patterns: Vec<String> = patterns.iter().map(|it| words::code(it)).collect();
            (!patterns.is_empty()).then(|| patterns.join(", "))
        };
        // A pattern alone rules out no name.
        if was != is && !was.is_empty() && !is.is_empty() {
            self.found(place, RuleId::PatternChanged, words(&was), words(&is));
        }
    }
}

/// The address of a key of a schema or a branch of its `allOf`, or of those of its items or values below.
fn find(node: &Value, at: &SpecPath, steps: &str, key: &str) -> Option<SpecPath> {
    let step = [("[]", "items"), (".*", "additionalProperties")]
        .into_iter()
        .find_map(|(step, key)| Some((steps.strip_prefix(step)?, key)));
    let own = match step {
        Some((rest, inner)) => node
            .get(inner)
            .and_then(|node| find(node, &at.key(inner), rest, key)),
        None => node.get(key).map(|_| at.key(key)),
    };
    own.or_else(|| {
        let branches = node.get("allOf").and_then(Value::as_array);
        let mut branches = branches.into_iter().flatten().enumerate();
        branches.find_map(|(n, branch)| {
            let is_own = branch.get("$ref").is_none();
            let at = at.key("allOf").index(n);
            is_own.then(|| find(branch, &at, steps, key)).flatten()
        })
    })
}
