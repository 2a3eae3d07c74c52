//! Schemas that have no type in the model: those of other media types, of texts, and of JSON Patch operations. They are
//! compared as written, references followed.

use std::collections::BTreeSet;

use serde_json::Value;

use super::bounds::of_integer;
use super::values::value_place;
use super::{Place, Side, Walk};
use crate::model::Constraints;
use crate::openapi::NodeKind;
use crate::rule_id::RuleId;
use crate::spec_path::SpecPath;

/// How far schemas are followed into each other.
const DEEPEST: usize = 6;

/// Where a comparison of two schemas is: how deep, and which pairs it has met.
#[derive(Default)]
struct Visit {
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

    fn written(&mut self, place: &Place, visit: &mut Visit) {
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
            self.found(&place.inside(&path), rule, None, None);
        }
        for key in ["title", "description", "example", "deprecated"] {
            if was.get(key) != is.get(key) {
                self.found(&place.inside(key), RuleId::DocumentationChanged, None, None);
            }
        }
        self.written_properties(place, was, is, visit);
        for (key, step) in [("items", "[]"), ("additionalProperties", "*")] {
            match (was.get(key), is.get(key)) {
                (Some(Value::Object(_)), Some(Value::Object(_))) => {
                    self.written(&place.inside(step).down(&[key]), visit);
                }
                (was, is) if was != is => {
                    let here = place.inside(step);
                    self.found(&here, RuleId::TypeChanged, None, None);
                }
                _ => {}
            }
        }
        for key in ["allOf", "oneOf", "anyOf"] {
            self.written_branches(place, key, (was, is), visit);
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
        if formats.0 != formats.1 {
            self.found(place, RuleId::FormatChanged, formats.0, formats.1);
        }
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
                for value in was.difference(&is) {
                    self.found(
                        &value_place(place, value),
                        RuleId::EnumValueRemoved,
                        None,
                        None,
                    );
                }
                for value in is.difference(&was) {
                    self.found(
                        &value_place(place, value),
                        RuleId::EnumValueAdded,
                        None,
                        None,
                    );
                }
            }
        }
    }

    fn written_properties(&mut self, place: &Place, was: &Value, is: &Value, visit: &mut Visit) {
        let named = |node: &Value| -> BTreeSet<String> {
            let properties = node.get("properties").and_then(Value::as_object);
            properties
                .into_iter()
                .flat_map(|it| it.keys().cloned())
                .collect()
        };
        let required = |node: &Value, name: &str| {
            let listed = node.get("required").and_then(Value::as_array);
            listed
                .into_iter()
                .flatten()
                .any(|it| it.as_str() == Some(name))
        };
        let (old, new) = (named(was), named(is));
        for name in old.union(&new) {
            let here = place.inside(name).down(&["properties", name]);
            let (at_old, at_new) = (here.old.clone(), here.new.clone());
            match (old.contains(name), new.contains(name)) {
                (true, false) => {
                    let here = here.at(at_old.as_ref(), None);
                    let property = was.get("properties").and_then(|it| it.get(name));
                    let deprecated = property.and_then(|it| it.get("deprecated"));
                    let rule = if deprecated == Some(&Value::Bool(true)) {
                        RuleId::DeprecatedPropertyRemoved
                    } else {
                        RuleId::PropertyRemoved
                    };
                    self.found(&here, rule, None, None);
                }
                (false, _) => {
                    let rule = if required(is, name) {
                        RuleId::RequiredPropertyAdded
                    } else {
                        RuleId::PropertyAdded
                    };
                    self.found(&here.at(None, at_new.as_ref()), rule, None, None);
                }
                (true, true) => {
                    match (required(was, name), required(is, name)) {
                        (false, true) => {
                            self.found(&here, RuleId::PropertyBecameRequired, None, None);
                        }
                        (true, false) => {
                            self.found(&here, RuleId::PropertyBecameOptional, None, None);
                        }
                        (true, true) | (false, false) => {}
                    }
                    self.written(&here, visit);
                }
            }
        }
    }

    /// Branches that differ in nothing are the same, wherever they are listed; those that are left are paired in order.
    fn written_branches(
        &mut self,
        place: &Place,
        key: &str,
        (was, is): (&Value, &Value),
        visit: &mut Visit,
    ) {
        fn list<'v>(node: &'v Value, key: &str) -> Vec<(usize, &'v Value)> {
            let list = node.get(key).and_then(Value::as_array);
            list.into_iter().flatten().enumerate().collect()
        }
        let (mut old, mut new) = (list(was, key), list(is, key));
        let same: Vec<(usize, usize)> = old
            .iter()
            .filter_map(|(n, a)| Some((*n, new.iter().find(|(_, b)| a == b)?.0)))
            .collect();
        old.retain(|(n, _)| !same.iter().any(|(a, _)| a == n));
        new.retain(|(m, _)| !same.iter().any(|(_, b)| b == m));
        let pairs: Vec<(usize, usize)> = if old.len() == new.len() {
            old.drain(..)
                .zip(new.drain(..))
                .map(|((n, _), (m, _))| (n, m))
                .collect()
        } else {
            Vec::new()
        };
        let at = |at: &Option<SpecPath>, n: usize| at.as_ref().map(|at| at.key(key).index(n));
        for (n, m) in same.into_iter().chain(pairs) {
            let here = place.inside(&format!("|{}", m + 1));
            let here = here.at(at(&place.old, n).as_ref(), at(&place.new, m).as_ref());
            self.written(&here, visit);
        }
        let rules = if key == "allOf" {
            [RuleId::TypeChanged; 2]
        } else {
            [RuleId::UnionBranchRemoved, RuleId::UnionBranchAdded]
        };
        for (n, _) in old {
            let here = place.inside(&format!("|{}", n + 1));
            self.found(&here, rules[0], None, None);
        }
        for (m, _) in new {
            let here = place.inside(&format!("|{}", m + 1));
            self.found(&here, rules[1], None, None);
        }
    }
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
