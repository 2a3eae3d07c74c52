//! Differences that no rule has reported: keys that the model carries in most places only, such as those of branches that are
//! merged, and whatever a webhook says beside its payload.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::noticed::{Noticed, Parts, is_whole, part, steps_of};
use super::schemas::is_same_range;
use super::skipped::SkippedOperations;
use super::{Place, Side, Walk, Ways, written};
use crate::diff::change::Subject;
use crate::openapi::{Compared, Fate, NodeKind};
use crate::rule_id::RuleId;

/// The folders of `components` that are searched. The others are compared where they are used.
const FOLDERS: [&str; 4] = ["schemas", "pathItems", "mediaTypes", "examples"];

/// Keys that may say the same in another way, so that a difference below them proves nothing.
const COMPOSING: [&str; 4] = ["$ref", "allOf", "anyOf", "oneOf"];

/// The bounds of a number, in two forms.
const RANGE: [&str; 4] = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"];

impl Walk<'_> {
    /// Reports the differences of operations, components and webhooks in parts in which nothing else has found a difference.
    pub(super) fn unnoticed(&mut self) {
        let noticed = Noticed::of(&self.found, [self.old, self.new]);
        // What refers to a schema below `$defs` is compared with it.
        let addresses = self.found.iter().flat_map(|it| [&it.old, &it.new]);
        let of_defs: Vec<Vec<String>> = addresses
            .flatten()
            .map(steps_of)
            .filter(|it| has_defs(it))
            .collect();
        let skipped = [self.old, self.new].map(SkippedOperations::of);
        let (old_root, new_root) = (&self.old.tree.root, &self.new.tree.root);
        for (steps, was, is) in regions(old_root, new_root) {
            let steps = steps.map(str::to_owned);
            let (Some(was), Some(is)) = (was, is) else {
                self.half_of_webhook(&steps);
                continue;
            };
            let mut ids = [was, is]
                .into_iter()
                .filter_map(|it| it.get("operationId")?.as_str());
            if ids.any(|id| skipped.iter().any(|it| it.has_id(id))) {
                continue;
            }
            let mut search = Search::new(self.read());
            search.has_payloads = steps[0] == "webhooks" || steps[1] == "pathItems";
            search.nodes(NodeKind::at(steps.iter().map(String::as_str)), was, is);
            let is_noticed = of_defs.iter().any(|it| it.starts_with(&steps));
            let recomposed = search.recomposed.iter();
            let recomposed: Parts = recomposed.map(|it| part(&steps, it)).collect();
            for (below, rule) in search.found {
                let mut part = part(&steps, &below);
                // What only one document has may have another name in the other.
                if is_whole(&steps, &below) {
                    part.pop();
                }
                let is_explained = recomposed.overlap(&part)
                    || noticed.has(&steps, &part, rule)
                    || is_noticed && has_defs(&below);
                if is_explained {
                    continue;
                }
                // Whatever a webhook says beside its payload is what its receiver has to know.
                let is_of_webhook = rule == RuleId::Uncovered && steps[0] == "webhooks";
                let rule = if is_of_webhook {
                    RuleId::CallbackChanged
                } else {
                    rule
                };
                let path = steps.iter().chain(&below);
                let keys = |side: Side<'_>| side.tree.at.keys(path.clone().map(String::as_str));
                let place = Place::new(Subject::Document, directions(rule));
                let place = place.at(Some(&keys(self.old)), Some(&keys(self.new)));
                let place = path.fold(place, |place, step| place.inside(step));
                self.found(&place, rule, None, None);
            }
        }
    }
}

impl Walk<'_> {
    /// Reports a key of a webhook that both documents have, if only one of them has the key.
    fn half_of_webhook(&mut self, steps: &[String]) {
        let [top, name, key] = steps else {
            return;
        };
        let has = |root: &Value| root.get(top).is_some_and(|it| it.get(name).is_some());
        if top == "webhooks" && has(&self.old.tree.root) && has(&self.new.tree.root) {
            let place = Place::new(Subject::Document, Ways::RESPONSE);
            let place = place.inside(top).inside(name).inside(key);
            let rule = match key.as_str() {
                "summary" | "description" => RuleId::DocumentationChanged,
                key if key.starts_with("x-") => RuleId::ExtensionChanged,
                _ => RuleId::CallbackChanged,
            };
            self.found(&place, rule, None, None);
        }
    }
}

/// Which way goes what a rule is about that is found in no operation.
fn directions(rule: RuleId) -> Ways {
    if rule == RuleId::CallbackChanged {
        Ways::RESPONSE
    } else {
        Ways::default()
    }
}

fn has_defs(steps: &[String]) -> bool {
    steps.iter().any(|it| it == "$defs")
}

/// A member of an object in both documents, or in one.
type Pair<'t> = (&'t str, Option<&'t Value>, Option<&'t Value>);

/// The operations, components and webhooks that the documents write differently, with their addresses.
fn regions<'t>(
    old: &'t Value,
    new: &'t Value,
) -> Vec<([&'t str; 3], Option<&'t Value>, Option<&'t Value>)> {
    fn members<'t>(old: Option<&'t Value>, new: Option<&'t Value>) -> Vec<Pair<'t>> {
        let [old, new] = [old, new].map(|it| it.and_then(Value::as_object));
        let all = |it: Option<&'t Map<String, Value>>| it.into_iter().flatten();
        let was =
            all(old).map(|(key, was)| (key.as_str(), Some(was), new.and_then(|it| it.get(key))));
        let added = all(new).filter(|(key, _)| old.is_none_or(|it| !it.contains_key(*key)));
        let both = was.chain(added.map(|(key, is)| (key.as_str(), None, Some(is))));
        both.filter(|(_, was, is)| was != is).collect()
    }
    let mut found = Vec::new();
    for top in ["paths", "webhooks"] {
        for (path, was, is) in members(old.get(top), new.get(top)) {
            let inner = members(was, is).into_iter();
            found.extend(inner.map(|(key, was, is)| ([top, path, key], was, is)));
        }
    }
    for folder in FOLDERS {
        let nodes = |root: &'t Value| root.get("components")?.get(folder);
        let inner = members(nodes(old), nodes(new)).into_iter();
        found.extend(inner.map(|(name, was, is)| (["components", folder, name], was, is)));
    }
    found
}

/// A search for differences in keys that have an effect.
struct Search<'r> {
    read: written::Read<'r>,
    path: Vec<String>,
    found: Vec<(Vec<String>, RuleId)>,
    /// Whether a type is made of the schemas of bodies, as of those of webhooks.
    has_payloads: bool,
    /// The nodes that are composed in another way.
    recomposed: Vec<Vec<String>>,
}

impl<'r> Search<'r> {
    fn new(read: written::Read<'r>) -> Self {
        Self {
            read,
            path: Vec::new(),
            found: Vec::new(),
            has_payloads: false,
            recomposed: Vec::new(),
        }
    }

    fn nodes(&mut self, kind: NodeKind, was: &Value, is: &Value) {
        if was == is {
            return;
        }
        match (was, is) {
            (Value::Object(old), Value::Object(new)) => {
                let keys: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
                for key in keys {
                    let is_bound = || RANGE.contains(&key.as_str()) && is_same_range(was, is);
                    let is_same =
                        kind == NodeKind::Schema && (is_bound() || Self::is_implied(key, was, is));
                    if old.get(key) != new.get(key) && !is_same {
                        self.key(kind, key, old.get(key), new.get(key));
                    }
                }
            }
            (Value::Array(old), Value::Array(new)) if self.is_same_list(old, new) => {
                for (n, (was, is)) in old.iter().zip(new).enumerate() {
                    self.path.push(n.to_string());
                    self.nodes(kind.child(""), was, is);
                    self.path.pop();
                }
            }
            _ => self.recomposed.push(self.path.clone()),
        }
    }

    /// Whether the nodes of two lists are the same by their numbers. Parameters have names.
    fn is_same_list(&self, old: &[Value], new: &[Value]) -> bool {
        let is_named = self.path.last().is_some_and(|it| it == "parameters");
        let name = |it: &Value, key: &str| it.get(key).cloned();
        let is_same = |(was, is): (&Value, &Value)| {
            let mut keys = ["$ref", "in", "name"].into_iter();
            !is_named || keys.all(|key| name(was, key) == name(is, key))
        };
        old.len() == new.len() && old.iter().zip(new).all(is_same)
    }

    fn key(&mut self, kind: NodeKind, key: &str, was: Option<&Value>, is: Option<&Value>) {
        let child = kind.child(key);
        let is_merged = kind == NodeKind::Schema && self.path.iter().any(|it| it == "allOf");
        let has_effect = COMPOSING.contains(&key)
            || kind.grammar().is_none_or(|grammar| match grammar.key(key) {
                Some(known) if is_merged && known.compared == Compared::Unmerged => true,
                Some(known) => !matches!(known.fate, Fate::Ignored(_)) && known.unless.is_none(),
                None => grammar.entries.is_some() && !key.starts_with("x-"),
            });
        if !has_effect && !has_nodes(child, was, is) {
            return;
        }
        let own = written::rule(kind, key, self.read);
        let own = own.filter(|it| ![RuleId::DocumentationChanged, RuleId::Uncovered].contains(it));
        self.path.push(key.to_owned());
        match (was, is) {
            // A webhook's payload and an event are types, and schemes may have other names.
            _ if self.is_payload()
                || key == "itemSchema" && has_data(was) != has_data(is)
                // A parameter of a path is one of its operations, which are compared.
                || key == "parameters"
                    && kind == NodeKind::Operation
                    && !self.has_payloads
                    && (was.is_none() || is.is_none())
                || child == NodeKind::list(NodeKind::SecurityRequirement) => {}
            // What is below such a key has no effect of its own.
            _ if own.is_some() => {
                let path = &self.path;
                self.found.extend(own.map(|rule| (path.clone(), rule)));
            }
            (Some(was), Some(is)) if has_nodes(child, Some(was), Some(is)) => {
                self.nodes(child, was, is);
            }
            _ if COMPOSING.contains(&key) => self.recomposed.push(self.path.clone()),
            _ if same_set(was, is) => {}
            _ => {
                let rule = match written::rule(kind, key, self.read) {
                    Some(rule) => rule,
                    None if ["description", "summary", "title"].contains(&key) => {
                        RuleId::DocumentationChanged
                    }
                    None => RuleId::Uncovered,
                };
                self.found.push((self.path.clone(), rule));
            }
        }
        self.path.pop();
    }

    /// Whether the discriminator of two unions only says what their types say without it.
    fn is_implied(key: &str, was: &Value, is: &Value) -> bool {
        let is_union = |it: &Value| it.get("oneOf").or_else(|| it.get("anyOf")).is_some();
        key == "discriminator" && is_union(was) && is_union(is)
    }

    fn is_payload(&self) -> bool {
        let steps: Vec<&str> = self.path.iter().map(String::as_str).collect();
        self.has_payloads && matches!(steps[..], [.., "requestBody", "content", _, "schema"])
    }
}

/// Whether both values are nodes with keys, or lists or mappings of such.
fn has_nodes(kind: NodeKind, was: Option<&Value>, is: Option<&Value>) -> bool {
    let (Some(was), Some(is)) = (was, is) else {
        return false;
    };
    kind != NodeKind::Data && (was.is_object() && is.is_object() || was.is_array() && is.is_array())
}

/// Whether a schema describes an event with its data; `None` if there is no schema.
fn has_data(schema: Option<&Value>) -> Option<bool> {
    schema.map(|it| it.pointer("/properties/data").is_some())
}

/// Whether two lists of names or values have the same entries.
fn same_set(was: Option<&Value>, is: Option<&Value>) -> bool {
    let (Some(Value::Array(old)), Some(Value::Array(new))) = (was, is) else {
        return false;
    };
    old.iter().all(|it| new.contains(it)) && new.iter().all(|it| old.contains(it))
}
