//! Facts outside of operations and types of the model: servers, tags, unused parameters and components.

use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::operations::Both;
use super::patches::references;
use super::{Place, Side, Walk, Ways, written};
use crate::diff::change::Subject;
use crate::openapi::{NodeKind, folders};
use crate::rule_id::RuleId;
use crate::spec_path::SpecPath;

impl<'p> Walk<'p> {
    /// Servers that both documents name: their words and variables.
    pub(super) fn servers_residue(&mut self, place: &Place) {
        let here = place.inside("servers");
        self.named_residue(
            &here,
            ("servers", "url"),
            NodeKind::Server,
            RuleId::ServerVariableChanged,
        );
    }

    /// Tags have only descriptions.
    pub(super) fn tags_residue(&mut self, place: &Place) {
        let here = place.inside("tags");
        self.named_residue(
            &here,
            ("tags", "name"),
            NodeKind::Tag,
            RuleId::DocumentationChanged,
        );
        let names = |side: Side<'_>| -> BTreeSet<String> {
            named(side, "tags", "name").into_keys().collect()
        };
        let (old, new) = (names(self.old), names(self.new));
        for name in old.symmetric_difference(&new) {
            self.found(&here.inside(name), RuleId::DocumentationChanged, None, None);
        }
    }

    fn named_residue(
        &mut self,
        place: &Place,
        (list, key): (&str, &str),
        kind: NodeKind,
        rule: RuleId,
    ) {
        let new = named(self.new, list, key);
        for (name, was) in named(self.old, list, key) {
            if let Some(is) = new.get(&name) {
                for (path, rule) in written::anywhere(kind, was, is, rule, self.read()) {
                    // The model has the variables that the URL has.
                    let known = [
                        RuleId::ServerVariableChanged,
                        RuleId::EnumValueAdded,
                        RuleId::EnumValueRemoved,
                    ];
                    let mut found = self.found.iter();
                    if rule == RuleId::ServerVariableChanged
                        && found
                            .any(|it| known.contains(&it.rule) && it.path.starts_with("servers"))
                    {
                        continue;
                    }
                    // The words on a tag are one change, wherever they are.
                    let here = place.inside(&name);
                    let here = if kind == NodeKind::Tag {
                        here
                    } else {
                        here.inside(&path)
                    };
                    self.found(&here, rule, None, None);
                }
            }
        }
    }

    /// Parameters that a document declares and no request carries: of paths that do not name them, and headers that
    /// other parts of the document decide on.
    pub(super) fn unused_parameters(&mut self, both: &Both<'_>) {
        if !self.reporting {
            return;
        }
        let mut old = declared(self.old, both.old.1);
        let mut new = declared(self.new, both.new.1);
        // What the other document sends is a parameter that is added or removed.
        old.retain(|(place, name), _| !is_sent(both.new.1, place, name));
        new.retain(|(place, name), _| !is_sent(both.old.1, place, name));
        let names: BTreeSet<_> = old.keys().chain(new.keys()).cloned().collect();
        for name in names {
            if old.get(&name) != new.get(&name) {
                let (place, name) = name;
                let here = both.place(&format!("{place}.{name}"), Ways::REQUEST);
                self.found(&here.spots([]), RuleId::UnusedParameterChanged, None, None);
            }
        }
    }

    /// Components that no operation's comparison reaches: links, callbacks and examples, and all that nothing refers to.
    /// Schemas are types of the crate.
    pub(super) fn unused_components(&mut self) {
        if !self.reporting {
            return;
        }
        let roots = [self.old, self.new].map(|side| &side.tree.root);
        let referred = LazyCell::new(|| {
            let mut found = Vec::new();
            for root in roots {
                references(root, &mut found);
            }
            found.into_iter().collect::<BTreeSet<&str>>()
        });
        for folder in folders().filter(|it| !matches!(*it, "schemas" | "securitySchemes")) {
            let nodes = |side: Side<'p>| -> BTreeMap<&'p String, &'p Value> {
                let at = side.tree.at.keys(["components", folder]);
                let nodes = side.tree.get(&at).and_then(Value::as_object);
                nodes.into_iter().flatten().collect()
            };
            let (old, new) = (nodes(self.old), nodes(self.new));
            let names: BTreeSet<&String> = old.keys().chain(new.keys()).copied().collect();
            let always = match folder {
                "links" => Some((NodeKind::Link, RuleId::LinksChanged)),
                "callbacks" => Some((NodeKind::Callback, RuleId::CallbackChanged)),
                "examples" => Some((NodeKind::Example, RuleId::DocumentationChanged)),
                _ => None,
            };
            for name in names {
                if let (Some((kind, rule)), Some(was), Some(is)) =
                    (always, old.get(name), new.get(name))
                {
                    let place = Place::new(Subject::Document, Ways::BOTH);
                    let place = place.inside("components").inside(folder).inside(name);
                    for (path, rule) in written::anywhere(kind, was, is, rule, self.read()) {
                        self.found(&place.inside(&path), rule, None, None);
                    }
                    continue;
                }
                let at = SpecPath::root("").keys(["components", folder, name]);
                let is_used = || referred.contains(&*format!("#{}", at.to_pointer()));
                if old.get(name) == new.get(name) {
                    continue;
                }
                // No comparison follows a reference to an example.
                let rule = match folder {
                    _ if !is_used() => RuleId::UnusedComponentChanged,
                    "examples" => RuleId::DocumentationChanged,
                    _ => continue,
                };
                let place = Place::new(Subject::Document, Ways::default());
                let place = place.inside("components").inside(folder).inside(name);
                self.found(&place, rule, None, None);
            }
        }
    }
}

/// The nodes of a list at the top of a document, by one of their keys.
fn named<'p>(side: Side<'p>, list: &str, key: &str) -> BTreeMap<String, &'p Value> {
    let nodes = side.tree.root.get(list).and_then(Value::as_array);
    let nodes = nodes.into_iter().flatten();
    nodes
        .filter_map(|node| Some((node.get(key)?.as_str()?.to_owned(), node)))
        .collect()
}

/// Whether the model of an operation has a parameter.
fn is_sent(operation: &crate::model::Operation, place: &str, name: &str) -> bool {
    let params = [
        ("path", &operation.path_params),
        ("query", &operation.query_params),
        ("header", &operation.header_params),
        ("cookie", &operation.cookie_params),
    ];
    let mut sent = params
        .iter()
        .flat_map(|(at, list)| list.iter().map(move |it| (*at, it)));
    sent.any(|(at, it)| it.wire == name && (at == place || place == "path"))
}

/// The declared parameters of an operation that its model lacks, by place and name.
fn declared<'p>(
    side: Side<'p>,
    operation: &crate::model::Operation,
) -> BTreeMap<(String, String), &'p Value> {
    let item = operation
        .at
        .parent()
        .unwrap_or_else(|| operation.at.clone());
    let mut found = BTreeMap::new();
    for list in [item.key("parameters"), operation.at.key("parameters")] {
        let count = side
            .tree
            .get(&list)
            .and_then(Value::as_array)
            .map_or(0, Vec::len);
        for n in 0..count {
            let Some((_, node)) = side.target(&list.index(n)) else {
                continue;
            };
            let text = |key: &str| node.get(key).and_then(Value::as_str).unwrap_or_default();
            let (place, name) = (text("in"), text("name"));
            if !is_sent(operation, place, name) {
                found.insert((place.to_owned(), name.to_owned()), node);
            }
        }
    }
    found
}
