//! Keys that are indented less than the key that they belong to.

use serde_json::{Map, Value};

use super::{Grammar, NodeKind, ValueType, is_media_type};

/// Keys of an object that belong below another of its keys.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Outdented<'m> {
    /// The key that they belong below.
    pub(super) below: &'m str,
    pub(super) keys: Vec<&'m str>,
    /// Whether they belong to the last item of the list there.
    pub(super) is_item: bool,
}

/// The unknown keys of an object that evidently belong below one of its keys.
pub(super) fn outdented<'m>(
    grammar: &Grammar,
    members: &'m Map<String, Value>,
) -> Vec<Outdented<'m>> {
    let mut found: Vec<Outdented<'m>> = Vec::new();
    for (n, (key, value)) in members.iter().enumerate() {
        let is_known = grammar.key(key).is_some() || key.starts_with("x-");
        if is_known || grammar.entries.is_some() {
            continue;
        }
        // The nearest key above comes first, as a reader sees it.
        let above = members.iter().take(n).collect::<Vec<_>>();
        let owner = above.into_iter().rev().find_map(|(name, holder)| {
            let known = grammar.key(name)?;
            belongs(known.value, holder, key, value).then_some(name.as_str())
        });
        let Some(below) = owner.or_else(|| named(grammar, key, value)) else {
            continue;
        };
        match found.iter_mut().find(|it| it.below == below) {
            Some(known) => known.keys.push(key),
            None => found.push(Outdented {
                below,
                keys: vec![key],
                is_item: members.get(below).is_some_and(Value::is_array),
            }),
        }
    }
    found
}

/// Returns whether a key belongs below another one, which is empty, or to the last item of its list.
fn belongs(holder: ValueType, held: &Value, key: &str, value: &Value) -> bool {
    let has_key = |kind: NodeKind| kind.grammar().is_some_and(|it| it.key(key).is_some());
    match (holder.kind(), held) {
        (NodeKind::List(item), Value::Array(items)) => {
            let last = items.last().and_then(Value::as_object);
            has_key(*item) && last.is_some_and(|last| !last.contains_key(key))
        }
        (kind @ NodeKind::Map(_), Value::Null) => value.is_object() || is_entry(kind, key),
        (kind, Value::Null) => has_key(kind) || is_entry(kind, key),
        _ => false,
    }
}

/// The key below which a name belongs that can be nothing else: a path, a media type or a status.
fn named(grammar: &Grammar, key: &str, value: &Value) -> Option<&'static str> {
    let mut keys = grammar.keys.iter();
    let holder = keys.find(|known| is_entry(known.value.kind(), key))?;
    value.is_object().then_some(holder.name)
}

fn is_entry(kind: NodeKind, key: &str) -> bool {
    let is_status = || key.len() == 3 && key.starts_with(|c: char| ('1'..='5').contains(&c));
    if kind == NodeKind::Paths {
        key.starts_with('/')
    } else if kind == NodeKind::Responses {
        is_status()
    } else {
        kind == NodeKind::Map(&NodeKind::MediaType) && is_media_type(key)
    }
}

/// Returns whether a key is empty because what belongs below it is not indented.
pub(crate) fn is_owner_of_outdented(
    kind: NodeKind,
    members: &Map<String, Value>,
    key: &str,
) -> bool {
    let grammar = kind.grammar();
    grammar.is_some_and(|grammar| outdented(grammar, members).iter().any(|it| it.below == key))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn found(kind: NodeKind, node: &Value) -> Vec<(String, Vec<String>)> {
        let grammar = kind.grammar().unwrap();
        let found = outdented(grammar, node.as_object().unwrap());
        let owned = |keys: Vec<&str>| keys.into_iter().map(str::to_owned).collect();
        let found = found.into_iter();
        found
            .map(|it| (it.below.to_owned(), owned(it.keys)))
            .collect()
    }

    #[test]
    fn finds_the_key_that_others_belong_below() {
        for (kind, node, below) in [
            (
                NodeKind::PathItem,
                json!({"get": null, "operationId": "a"}),
                "get",
            ),
            (NodeKind::Document, json!({"/pets": {}}), "paths"),
            (
                NodeKind::Operation,
                json!({"parameters": [{"name": "a"}], "schema": {}}),
                "parameters",
            ),
            (
                NodeKind::Operation,
                json!({"responses": null, "200": {}}),
                "responses",
            ),
            (
                NodeKind::Response,
                json!({"content": null, "text/csv": null}),
                "content",
            ),
            (
                NodeKind::Schema,
                json!({"properties": null, "name": {}}),
                "properties",
            ),
        ] {
            let found = found(kind, &node);
            assert_eq!(found.len(), 1, "{node}");
            assert_eq!(found[0].0, below, "{node}");
        }
    }

    #[test]
    fn leaves_other_unknown_keys_alone() {
        for (kind, node) in [
            (NodeKind::Schema, json!({"type": "object", "const": 1})),
            (
                NodeKind::Operation,
                json!({"parameters": [{"schema": {}}], "schema": {}}),
            ),
            (NodeKind::Response, json!({"schema": {}})),
            (NodeKind::Response, json!({"and/or": {}})),
        ] {
            assert_eq!(found(kind, &node), [], "{node}");
        }
    }
}
