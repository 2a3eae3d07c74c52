//! Differences in what two documents write, by the table of keys: where, and under which rule.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::openapi::NodeKind;
use crate::rule_id::RuleId;

/// The extensions that the model carries.
pub(super) type Read<'a> = &'a [String];

/// The place below a node, and the rule.
pub(super) type Differing = (String, RuleId);

/// The differences of two nodes of a kind in what the model does not carry.
pub(super) fn beyond_model(
    kind: NodeKind,
    old: &Value,
    new: &Value,
    read: Read<'_>,
) -> Vec<Differing> {
    let mut differing: Vec<(&str, RuleId)> = keys(old, new)
        .filter_map(|key| Some((key, rule(kind, key, read)?)))
        .filter(|(key, _)| old.get(key) != new.get(key))
        .collect();
    differing.sort_unstable();
    let mut search = Search::new(read);
    for (key, rule) in differing {
        search.below(kind.child(key), (old.get(key), new.get(key)), rule, key);
    }
    search.found
}

/// All differences of two nodes of a kind, under a rule where the table has none.
pub(super) fn anywhere(
    kind: NodeKind,
    old: &Value,
    new: &Value,
    rule: RuleId,
    read: Read<'_>,
) -> Vec<Differing> {
    let mut search = Search::new(read);
    search.below(kind, (Some(old), Some(new)), rule, "");
    search.found
}

/// The rule for a key; `None` where the model carries it.
pub(super) fn rule(kind: NodeKind, key: &str, read: Read<'_>) -> Option<RuleId> {
    if read.iter().any(|it| it == key) {
        return None;
    }
    let known = kind.grammar().and_then(|grammar| grammar.key(key));
    match known {
        Some(known) => known.compared.rule(),
        None if key.starts_with("x-") => Some(RuleId::ExtensionChanged),
        None => Some(RuleId::Uncovered),
    }
}

/// Keys with words for readers. The model carries some of them.
const WORDS: [&str; 6] = [
    "summary",
    "description",
    "title",
    "example",
    "examples",
    "externalDocs",
];

/// Returns whether a key has words for readers, if it is not the name of a property.
pub(super) fn has_words(key: &str) -> bool {
    WORDS.contains(&key)
}

/// Returns whether a key of a node changes no more than the documentation.
pub(super) fn is_documentation(kind: NodeKind, key: &str) -> bool {
    let is_key = kind.grammar().is_some();
    is_key && (has_words(key) || rule(kind, key, &[]) == Some(RuleId::DocumentationChanged))
}

/// The keys of both nodes, each once.
fn keys<'v>(old: &'v Value, new: &'v Value) -> impl Iterator<Item = &'v str> {
    let members = |value: &'v Value| value.as_object().into_iter().flat_map(Map::keys);
    let added = members(new).filter(|key| old.get(key).is_none());
    members(old).chain(added).map(String::as_str)
}

/// A search for what differs.
struct Search<'a> {
    read: Read<'a>,
    found: Vec<Differing>,
}

impl<'a> Search<'a> {
    fn new(read: Read<'a>) -> Self {
        Self {
            read,
            found: Vec::new(),
        }
    }

    fn below(
        &mut self,
        kind: NodeKind,
        (old, new): (Option<&Value>, Option<&Value>),
        rule: RuleId,
        path: &str,
    ) {
        if old == new {
            return;
        }
        let inside = |key: &str| {
            if path.is_empty() {
                key.to_owned()
            } else {
                format!("{path}.{key}")
            }
        };
        if let (Some(was), Some(is)) = (old, new) {
            if kind != NodeKind::Data && was.is_object() && is.is_object() {
                for key in keys(was, is).collect::<BTreeSet<_>>() {
                    let own = match self::rule(kind, key, self.read) {
                        Some(own) if own != RuleId::Uncovered => own,
                        _ => rule,
                    };
                    let (was, is) = (was.get(key), is.get(key));
                    self.below(kind.child(key), (was, is), own, &inside(key));
                }
                return;
            }
            if let (NodeKind::List(item), Some(was), Some(is)) =
                (kind, was.as_array(), is.as_array())
                && was.len() == is.len()
            {
                for (n, (was, is)) in was.iter().zip(is).enumerate() {
                    let path = inside(&n.to_string());
                    self.below(*item, (Some(was), Some(is)), rule, &path);
                }
                return;
            }
        }
        let rule = match (rule, kind, old, new) {
            // A callback, or the mapping with the only ones.
            (RuleId::CallbackChanged, NodeKind::Callback | NodeKind::Map(_), None, _) => {
                RuleId::CallbackAdded
            }
            (RuleId::CallbackChanged, NodeKind::Callback | NodeKind::Map(_), _, None) => {
                RuleId::CallbackRemoved
            }
            (RuleId::EncodingChanged, _, Some(Value::String(was)), Some(Value::String(is)))
                if path.ends_with("contentType") =>
            {
                content_types(was, is)
            }
            _ => excluding(rule, path.rsplit('.').next().unwrap_or(path), (old, new)),
        };
        self.found.push((path.to_owned(), rule));
    }
}

/// The rule for the media types that a part may have.
fn content_types(old: &str, new: &str) -> RuleId {
    let list = |text: &str| -> BTreeSet<String> {
        let types = text.split(',').map(|it| it.trim().to_ascii_lowercase());
        types.collect()
    };
    let (was, is) = (list(old), list(new));
    if was.is_subset(&is) {
        RuleId::RequestMediaTypeAdded
    } else if is.is_subset(&was) {
        RuleId::RequestMediaTypeRemoved
    } else {
        RuleId::EncodingChanged
    }
}

/// The keys of a schema that only rule out values.
const EXCLUDING: [&str; 8] = [
    "not",
    "contains",
    "then",
    "else",
    "dependentSchemas",
    "dependentRequired",
    "unevaluatedItems",
    "unevaluatedProperties",
];

/// The rule for a key of a schema that rules out values, where it comes or goes.
pub(super) fn excluding(
    rule: RuleId,
    key: &str,
    (old, new): (Option<&Value>, Option<&Value>),
) -> RuleId {
    // A schema that every value has rules out nothing, but for the schema that a value must not have.
    let is_any = old.or(new).is_some_and(is_any);
    if is_any && key != "not" {
        return rule;
    }
    match (rule, old, new) {
        (RuleId::NotChanged, None, Some(_)) if EXCLUDING.contains(&key) => RuleId::NotAdded,
        (RuleId::NotChanged, Some(_), None) if EXCLUDING.contains(&key) => RuleId::NotRemoved,
        _ => rule,
    }
}

/// Whether a schema allows every value.
fn is_any(schema: &Value) -> bool {
    *schema == Value::Bool(true) || schema.as_object().is_some_and(serde_json::Map::is_empty)
}
