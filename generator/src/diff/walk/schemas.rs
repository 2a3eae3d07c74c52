//! Schemas that have no type in the model: those of other media types, of texts, and of JSON Patch operations. They are
//! compared as written, references followed.

use std::collections::BTreeSet;

use serde_json::Value;

use super::bounds::of_integer;
use super::values::{respelled, value_place};
use super::{Place, Side, Walk, names, words};
use crate::model::Constraints;
use crate::openapi::NodeKind;
use crate::rule_id::RuleId;
use crate::spec_path::SpecPath;

/// How far schemas are followed into each other.
const DEEPEST: usize = 6;

/// Where a comparison of two schemas is: how deep, and which pairs it has met.
#[derive(Default)]
pub(super) struct Visit {
    depth: usize,
    met: BTreeSet<(String, String)>,
}

impl Walk<'_> {
    /// Compares two schemas as written; the place has their addresses.
    pub(super) fn written_schemas(&mut self, place: &Place) {
        if self.reporting {
            self.written(place, &mut Visit::default());
        }
    }

    /// Compares two nodes as schemas; what they hold has the addresses of the nodes.
    pub(super) fn written_nodes(
        &mut self,
        place: &Place,
        old: (&SpecPath, &Value),
        new: (&SpecPath, &Value),
    ) {
        self.written_members(place, old, new, &mut Visit::default());
    }

    /// Whether both addresses of a place are those of schemas.
    pub(super) fn has_schemas(&self, place: &Place) -> bool {
        let is_schema = |side: Side<'_>, at: &Option<SpecPath>| {
            let node = at.as_ref().and_then(|at| side.node(at));
            node.is_some_and(|node| node.get("type").is_some() || node.get("properties").is_some())
        };
        is_schema(self.old, &place.old) && is_schema(self.new, &place.new)
    }

    /// Compares the bounds of two schemas as written.
    pub(super) fn written_bounds(&mut self, place: &Place) {
        let node = |side: Side<'_>, at: &Option<SpecPath>| {
            constraints(
                at.as_ref()
                    .and_then(|at| side.node(at))
                    .unwrap_or(&Value::Null),
            )
        };
        let (was, is) = (node(self.old, &place.old), node(self.new, &place.new));
        self.bounds(place, &was, &is);
    }

    pub(super) fn written(&mut self, place: &Place, visit: &mut Visit) {
        let (Some(old), Some(new)) = (&place.old, &place.new) else {
            return;
        };
        let (Some(a), Some(b)) = (self.old.target(old), self.new.target(new)) else {
            return;
        };
        let ((old, was), (new, is)) = (a, b);
        if visit.depth > DEEPEST || was == is && !refers(was) {
            return;
        }
        if !visit.met.insert((old.to_pointer(), new.to_pointer())) {
            return;
        }
        visit.depth += 1;
        self.written_members(place, (&old, was), (&new, is), visit);
        visit.depth -= 1;
    }

    fn written_members(
        &mut self,
        place: &Place,
        (old, was): (&SpecPath, &Value),
        (new, is): (&SpecPath, &Value),
        visit: &mut Visit,
    ) {
        let place = &place.clone().at(Some(old), Some(new));
        self.written_type(place, was, is);
        self.written_values(place, was, is);
        self.bounds(place, &constraints(was), &constraints(is));
        for (path, rule) in super::written::beyond_model(NodeKind::Schema, was, is, self.read()) {
            let key = path.split('.').next().unwrap_or_default();
            if !names::KEYS.contains(&key) {
                self.found(&place.inside(&path), rule, None, None);
            }
        }
        for key in names::KEYS
            .into_iter()
            .filter(|key| was.get(key) != is.get(key))
        {
            self.names(place, "", key);
        }
        if was.get("discriminator") != is.get("discriminator") {
            let here = place.inside("discriminator");
            self.found(&here, RuleId::DiscriminatorChanged, None, None);
        }
        for key in ["title", "description", "example", "deprecated"] {
            if was.get(key) != is.get(key) {
                self.found(&place.inside(key), RuleId::DocumentationChanged, None, None);
            }
        }
        self.written_properties(place, was, is, visit);
        for (key, step) in [("items", "[]"), ("additionalProperties", "*")] {
            self.written_values_of(
                &below(place, step, &[key]),
                (was.get(key), is.get(key)),
                visit,
            );
        }
        self.kind_of_union(place, was, is);
        for keys in [&["allOf"][..], &["oneOf", "anyOf"]] {
            self.written_branches(place, keys, (was, is), visit);
        }
    }

    fn written_type(&mut self, place: &Place, was: &Value, is: &Value) {
        let text =
            |node: &Value, key: &str| node.get(key).and_then(Value::as_str).map(str::to_owned);
        let types = (text(was, "type"), text(is, "type"));
        let rule = match (types.0.as_deref(), types.1.as_deref()) {
            (was, is) if was == is => None,
            (None, Some(_)) | (Some("number"), Some("integer")) => Some(RuleId::TypeNarrowed),
            (Some(_), None) | (Some("integer"), Some("number")) => Some(RuleId::TypeWidened),
            (Some(_), Some(_)) | (None, None) => Some(RuleId::TypeChanged),
        };
        if let Some(rule) = rule {
            self.found(place, rule, types.0, types.1);
        }
        let formats = (text(was, "format"), text(is, "format"));
        self.format(place, formats.0.as_deref(), formats.1.as_deref());
        match (takes_null(was), takes_null(is)) {
            (false, true) => self.found(place, RuleId::BecameNullable, None, None),
            (true, false) => self.found(place, RuleId::BecameNotNullable, None, None),
            (true, true) | (false, false) => {}
        }
    }

    fn written_values(&mut self, place: &Place, was: &Value, is: &Value) {
        let values = |node: &Value| -> BTreeSet<String> {
            let values = node.get("enum").and_then(Value::as_array);
            let values = values.into_iter().flatten().filter(|it| !it.is_null());
            let text = |it: &Value| it.as_str().map_or_else(|| it.to_string(), str::to_owned);
            values.map(text).collect()
        };
        let (was, is) = (values(was), values(is));
        match (was.is_empty(), is.is_empty()) {
            (true, false) => self.found(place, RuleId::EnumIntroduced, None, None),
            (false, true) => self.found(place, RuleId::EnumLifted, None, None),
            (true, true) | (false, false) => {
                let (mut removed, mut added): (Vec<_>, Vec<_>) =
                    (was.difference(&is).collect(), is.difference(&was).collect());
                for (value, now) in respelled(&mut removed, &mut added, |it| it) {
                    let here = value_place(place, value);
                    let (was, is) = (words::code(value), words::code(now));
                    self.found(&here, RuleId::EnumValueRespelled, was, is);
                }
                for value in removed {
                    let here = value_place(place, value);
                    self.found(&here, RuleId::EnumValueRemoved, None, None);
                }
                for value in added {
                    let here = value_place(place, value);
                    self.found(&here, RuleId::EnumValueAdded, None, None);
                }
            }
        }
    }

    /// Branches that differ in nothing are the same, wherever they are listed, then those of one type; those that are left are
    /// paired in order.
    fn written_branches(
        &mut self,
        place: &Place,
        keys: &[&str],
        (was, is): (&Value, &Value),
        visit: &mut Visit,
    ) {
        let (mut old, mut new) = (branches(was, keys), branches(is, keys));
        let mut pairs: Vec<(Branch<'_>, Branch<'_>)> = Vec::new();
        let is_same = |a: &Value, b: &Value| a == b;
        let is_alike = |a: &Value, b: &Value| {
            a.get("type").is_some()
                && ["type", "format"]
                    .iter()
                    .all(|key| a.get(key) == b.get(key))
        };
        let tests: [Likeness<'_>; 2] = [&is_same, &is_alike];
        for test in tests {
            for branch in std::mem::take(&mut old) {
                match new.iter().position(|it| test(branch.2, it.2)) {
                    Some(n) => pairs.push((branch, new.remove(n))),
                    None => old.push(branch),
                }
            }
        }
        if old.len() == new.len() {
            pairs.extend(old.drain(..).zip(new.drain(..)));
        }
        let at = |at: &Option<SpecPath>, (key, n, _): Branch<'_>| {
            at.as_ref().map(|at| at.key(key).index(n))
        };
        for (a, b) in pairs {
            let here = place.inside(&format!("|{}", b.1 + 1));
            let here = here.at(at(&place.old, a).as_ref(), at(&place.new, b).as_ref());
            self.written(&here, visit);
        }
        let rules = if keys == ["allOf"] {
            [RuleId::TypeChanged; 2]
        } else {
            [RuleId::UnionBranchRemoved, RuleId::UnionBranchAdded]
        };
        for (branches, rule) in [(old, rules[0]), (new, rules[1])] {
            for (_, n, _) in branches {
                let here = place.inside(&format!("|{}", n + 1));
                self.found(&here, rule, None, None);
            }
        }
    }
}

/// Whether two branches are the same.
type Likeness<'c> = &'c dyn Fn(&Value, &Value) -> bool;

/// A branch: its key, its place there, and its schema.
type Branch<'v> = (&'v str, usize, &'v Value);

fn branches<'v>(node: &'v Value, keys: &[&'v str]) -> Vec<Branch<'v>> {
    let lists = keys.iter().flat_map(|key| {
        let list = node.get(*key).and_then(Value::as_array);
        let list = list.into_iter().flatten().enumerate();
        list.map(move |(n, branch)| (*key, n, branch))
    });
    lists.collect()
}

/// A place inside of a schema, with the addresses of the schemas there.
pub(super) fn below(place: &Place, step: &str, keys: &[&str]) -> Place {
    let at = |at: &Option<SpecPath>| at.as_ref().map(|at| at.keys(keys.iter().copied()));
    let (old, new) = (at(&place.old), at(&place.new));
    place.inside(step).at(old.as_ref(), new.as_ref())
}

/// Whether a schema holds a reference, behind which it may differ.
fn refers(node: &Value) -> bool {
    match node {
        Value::Object(members) => members.contains_key("$ref") || members.values().any(refers),
        Value::Array(items) => items.iter().any(refers),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

/// Whether a schema lets null through.
pub(super) fn takes_null(node: &Value) -> bool {
    let is_nullable = node.get("nullable") == Some(&Value::Bool(true));
    let values = node.get("enum").and_then(Value::as_array);
    is_nullable && values.is_none_or(|values| values.contains(&Value::Null))
}

/// Whether two schemas write one range of numbers, in two forms perhaps.
pub(super) fn is_same_range(old: &Value, new: &Value) -> bool {
    let range = |node: &Value| {
        let it = constraints(node);
        let excluded = (it.exclusive_minimum, it.exclusive_maximum);
        (it.minimum, it.maximum, excluded)
    };
    range(old) == range(new)
}

/// What a schema writes of its values.
fn constraints(node: &Value) -> Constraints {
    let written = written_constraints(node);
    if node.get("type").and_then(Value::as_str) == Some("integer") {
        of_integer(&written).into_owned()
    } else {
        written
    }
}

fn written_constraints(node: &Value) -> Constraints {
    let number = |key: &str| node.get(key).and_then(Value::as_number).cloned();
    let count = |key: &str| {
        let count = node.get(key).and_then(Value::as_u64);
        count.and_then(|it| usize::try_from(it).ok())
    };
    let flag = |key: &str| node.get(key) == Some(&Value::Bool(true));
    Constraints {
        minimum: number("minimum"),
        maximum: number("maximum"),
        exclusive_minimum: flag("exclusiveMinimum"),
        exclusive_maximum: flag("exclusiveMaximum"),
        multiple_of: number("multipleOf"),
        min_length: count("minLength"),
        max_length: count("maxLength"),
        pattern: node
            .get("pattern")
            .and_then(Value::as_str)
            .map(str::to_owned),
        min_items: count("minItems"),
        max_items: count("maxItems"),
        unique_items: flag("uniqueItems"),
        min_properties: count("minProperties"),
        max_properties: count("maxProperties"),
        default: node.get("default").cloned(),
        ..Constraints::default()
    }
}
