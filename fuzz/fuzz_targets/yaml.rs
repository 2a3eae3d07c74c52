//! Reading a document: the tree is that of an independent reading of the same text, and each of its nodes has a position at which its
//! key is in the text.

#![no_main]

use std::collections::BTreeSet;

use libfuzzer_sys::fuzz_target;
use saphyr_parser::{Event, Parser, Span, SpannedEventReceiver};
use serde_json::Value;

/// More nodes are not looked up.
const MOST: usize = 500;

fuzz_target!(|text: &str| {
    let tree = generator::fuzzing::tree(text);
    if let Ok(tree) = &tree {
        positions(text, tree);
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    match (reference(text), tree) {
        (Some(expected), Ok(found)) => assert_eq!(found, expected, "of {text:?}"),
        (Some(_), Err(report)) => assert!(is_stricter(&report), "{report} of {text:?}"),
        (None, _) => {}
    }
});

/// Returns whether an error is one of a text that the reference reads: keys given twice in JSON, pages of HTML, brackets that are
/// too many for it.
fn is_stricter(report: &str) -> bool {
    ["duplicate key", "HTML", "nested too deeply"]
        .iter()
        .any(|it| report.contains(it))
}

/// The tree of another reader; none where it has no JSON: tags, keys that are no texts, merged keys that are no mappings.
fn reference(text: &str) -> Option<Value> {
    if text.trim_start().starts_with('{')
        && let Ok(json) = serde_json::from_str(text)
    {
        return Some(json);
    }
    let mut value: serde_yaml::Value = serde_yaml::from_str(text).ok()?;
    value.apply_merge().ok()?;
    json(value)
}

fn json(value: serde_yaml::Value) -> Option<Value> {
    Some(match value {
        serde_yaml::Value::Null => Value::Null,
        serde_yaml::Value::Bool(it) => it.into(),
        serde_yaml::Value::Number(it) => {
            let whole = it
                .as_i64()
                .map(Value::from)
                .or(it.as_u64().map(Value::from));
            let float = it.as_f64()?;
            whole.unwrap_or_else(|| {
                let number = serde_json::Number::from_f64(float);
                number.map_or_else(|| float.to_string().into(), Value::Number)
            })
        }
        serde_yaml::Value::String(it) => it.into(),
        serde_yaml::Value::Sequence(items) => items.into_iter().map(json).collect::<Option<_>>()?,
        serde_yaml::Value::Mapping(entries) => {
            let entries = entries.into_iter().map(|(key, value)| {
                let serde_yaml::Value::String(key) = key else {
                    return None;
                };
                Some((key, json(value)?))
            });
            Value::Object(entries.collect::<Option<_>>()?)
        }
        serde_yaml::Value::Tagged(_) => return None,
    })
}

/// Asserts that the second parser, where it reads the whole text, finds each node, and its key there.
fn positions(text: &str, tree: &Value) {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    // Nodes of aliases and merged mappings are elsewhere, and not every parser ends a line at the same characters.
    if text.contains(['*', '&', '\r', '\u{85}', '\u{2028}', '\u{2029}']) || text.contains("<<") {
        return;
    }
    let mut nodes = Vec::new();
    collect(tree, &mut Vec::new(), &mut nodes);
    let found = generator::fuzzing::positions(text, &nodes);
    let is_read = reads_the_same(text, tree, &nodes);
    let lines: Vec<&str> = text.split('\n').collect();
    for (steps, found) in nodes.iter().zip(found) {
        let Some((line, column)) = found else {
            // A text without a node has no position.
            let is_nothing = tree.is_null();
            assert!(
                is_nothing || !is_read,
                "no position of {steps:?} in {text:?}"
            );
            continue;
        };
        let Some(name) = steps.last().filter(|_| is_key(tree, steps)) else {
            continue;
        };
        let Some(line) = lines.get(line - 1) else {
            panic!("line {line} of {steps:?} is not in {text:?}");
        };
        let rest: String = line.chars().skip(column - 1).collect();
        let is_there =
            rest.starts_with(name.as_str()) || rest.starts_with(['"', '\'', '?', '|', '>', '!']);
        // A plain key may go on in the next line, and an empty one is nowhere.
        let is_long = name.is_empty()
            || name
                .split(' ')
                .next()
                .is_some_and(|word| rest.starts_with(word));
        assert!(
            is_there || is_long,
            "{name:?} is not at {rest:?} in {text:?}"
        );
    }
}

/// Returns whether the second parser reads the whole text, with the same keys. The two are of different versions of YAML: to one of
/// them, `{?a: b}` has the key `a`.
fn reads_the_same(text: &str, tree: &Value, nodes: &[Vec<String>]) -> bool {
    if text.trim_start().starts_with('{') && text.contains('\\') {
        // Not every escape of JSON is one of YAML.
        return false;
    }
    let mut scalars = Scalars::default();
    let is_read = Parser::new_from_str(text).load(&mut scalars, false).is_ok();
    let mut keys = nodes.iter().filter(|steps| is_key(tree, steps));
    // An empty text may also be an absent value.
    let has = |key: &String| !key.is_empty() && scalars.0.contains(key);
    is_read && keys.all(|steps| steps.last().is_some_and(has))
}

/// Returns whether the last step is a key, rather than the number of an item.
fn is_key(tree: &Value, steps: &[String]) -> bool {
    let Some((_, around)) = steps.split_last() else {
        return false;
    };
    let node = around.iter().try_fold(tree, |node, step| match node {
        Value::Array(items) => items.get(step.parse::<usize>().ok()?),
        node => node.get(step.as_str()),
    });
    node.is_some_and(Value::is_object)
}

fn collect(node: &Value, steps: &mut Vec<String>, nodes: &mut Vec<Vec<String>>) {
    if nodes.len() == MOST {
        return;
    }
    nodes.push(steps.clone());
    let children: Vec<(String, &Value)> = match node {
        Value::Array(items) => items
            .iter()
            .enumerate()
            .map(|(n, it)| (n.to_string(), it))
            .collect(),
        Value::Object(members) => members.iter().map(|(key, it)| (key.clone(), it)).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
    };
    for (step, child) in children {
        steps.push(step);
        collect(child, steps, nodes);
        steps.pop();
    }
}

/// The texts of scalars.
#[derive(Default)]
struct Scalars(BTreeSet<String>);

impl<'input> SpannedEventReceiver<'input> for Scalars {
    fn on_event(&mut self, event: Event<'input>, _: Span) {
        if let Event::Scalar(text, ..) = event {
            self.0.insert(text.into_owned());
        }
    }
}
