//! A document as it is written, and its references.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::{Map, Value};

use super::later::is_annotation;

/// The versions that can be read.
const VERSIONS: [&str; 3] = ["3.0.", "3.1.", "3.2."];

/// Keys of a schema that hold values.
const DATA: [&str; 5] = ["const", "default", "enum", "example", "examples"];

/// Keys of a schema that hold schemas by name.
const NAMES: [&str; 4] = [
    "$defs",
    "dependentSchemas",
    "patternProperties",
    "properties",
];

/// A document of OpenAPI 3, read without the generator.
#[derive(Clone, Debug)]
pub struct Document {
    root: Value,
    /// Pointers by the `$id` or the `$anchor` of their schemas.
    anchors: BTreeMap<String, String>,
}

impl Document {
    /// Reads YAML or JSON.
    ///
    /// # Errors
    /// If the file can't be read, is neither, or is not OpenAPI 3.
    pub fn read(path: &Path) -> Result<Self, String> {
        let text = fs::read_to_string(path).map_err(|error| error.to_string())?;
        Self::parse(&text)
    }

    /// Reads a text.
    ///
    /// # Errors
    /// If it is neither YAML nor JSON, or is not OpenAPI 3.
    pub fn parse(text: &str) -> Result<Self, String> {
        let root = serde_json::from_str(text).or_else(|_| {
            let tree = serde_yaml::from_str::<serde_yaml::Value>(text);
            tree.map(|tree| json(&tree))
                .map_err(|error| error.to_string())
        });
        let root: Value = root?;
        match root.get("openapi").and_then(Value::as_str) {
            Some(version) if VERSIONS.iter().any(|it| version.starts_with(it)) => {
                let mut anchors = BTreeMap::new();
                collect(&root, "", &mut anchors);
                Ok(Self { root, anchors })
            }
            Some(version) => Err(format!("expected OpenAPI 3, found {version}")),
            None => Err("not an OpenAPI document".to_owned()),
        }
    }

    /// The whole tree.
    pub fn root(&self) -> &Value {
        &self.root
    }

    /// Whether schemas are those of JSON Schema 2020-12, as they are since OpenAPI 3.1.
    pub fn is_later(&self) -> bool {
        !self.root["openapi"]
            .as_str()
            .unwrap_or_default()
            .starts_with("3.0.")
    }

    /// The pointer of the target of `$ref`, without `#`.
    pub(super) fn target<'a>(&'a self, node: &'a Value) -> Option<&'a str> {
        let target = node.get("$ref")?.as_str()?;
        let anchor = self.anchors.get(target).map(String::as_str);
        anchor.or_else(|| target.strip_prefix('#'))
    }

    /// The same, unless other keys beside `$ref` take part.
    pub(super) fn reference<'a>(&'a self, node: &'a Value) -> Option<&'a str> {
        let acts = |key: &String| key != "$ref" && !is_annotation(key);
        let mut keys = node.as_object().into_iter().flat_map(Map::keys);
        if self.is_later() && keys.any(acts) {
            return None;
        }
        self.target(node)
    }

    /// The names of the component schemas.
    pub fn components(&self) -> Vec<&String> {
        let schemas = self.root.pointer("/components/schemas");
        let schemas = schemas.and_then(Value::as_object);
        schemas.map_or_else(Vec::new, |it| it.keys().collect())
    }

    /// The node at the end of a chain of references, with the last reference as a pointer without `#`.
    pub fn resolve<'a>(&'a self, node: &'a Value) -> (&'a Value, Option<&'a str>) {
        let mut node = node;
        let mut last = None;
        for _ in 0..32 {
            let Some(pointer) = self.reference(node) else {
                break;
            };
            let Some(target) = self.root.pointer(&decoded(pointer)) else {
                return (&Value::Null, Some(pointer));
            };
            (node, last) = (target, Some(pointer));
        }
        (node, last)
    }

    /// Whether a branch of the union at a pointer has this very schema in its `allOf`: then the branches are all that the
    /// union says, and a branch does not repeat it.
    pub fn is_extended_by_branch(&self, pointer: &str) -> bool {
        let Some(union) = self.root.pointer(&decoded(pointer)) else {
            return false;
        };
        branches(union).any(|branch| {
            let (branch, _) = self.resolve(branch);
            list(branch, "allOf").any(|part| self.reference(part) == Some(pointer))
        })
    }

    /// The components that have a component in their `allOf`.
    pub fn children(&self, pointer: &str) -> Vec<&String> {
        let extends = |name: &&String| {
            let schema = &self.root["components"]["schemas"][name.as_str()];
            list(schema, "allOf").any(|part| self.reference(part) == Some(pointer))
        };
        self.components().into_iter().filter(extends).collect()
    }

    /// Every pointer that a schema refers to, directly or through others.
    pub fn reachable(&self, schema: &Value) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        // Whether the keys of a node are names, which may be those of keys with data.
        let mut open = vec![(schema, false)];
        while let Some((node, is_names)) = open.pop() {
            if let Some(pointer) = self.target(node).filter(|_| !is_names) {
                if found.insert(pointer.to_owned()) {
                    let target = self.root.pointer(&decoded(pointer));
                    open.extend(target.map(|target| (target, false)));
                }
                if !self.is_later() {
                    continue;
                }
            }
            match node {
                Value::Object(members) => {
                    let schemas = members
                        .iter()
                        .filter(|(key, _)| is_names || !DATA.contains(&key.as_str()));
                    open.extend(
                        schemas.map(|(key, value)| {
                            (value, !is_names && NAMES.contains(&key.as_str()))
                        }),
                    );
                }
                Value::Array(items) => open.extend(items.iter().map(|item| (item, false))),
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
            }
        }
        found
    }
}

/// Finds the anchors below a node.
fn collect(node: &Value, pointer: &str, found: &mut BTreeMap<String, String>) {
    let text = |key: &str| node.get(key).and_then(Value::as_str);
    if let Some(anchor) = text("$anchor") {
        found.insert(format!("#{anchor}"), pointer.to_owned());
    }
    if let Some(id) = text("$id") {
        found.insert(id.to_owned(), pointer.to_owned());
    }
    match node {
        Value::Object(members) => {
            for (key, value) in members {
                let step = key.replace('~', "~0").replace('/', "~1");
                collect(value, &format!("{pointer}/{step}"), found);
            }
        }
        Value::Array(items) => {
            for (n, item) in items.iter().enumerate() {
                collect(item, &format!("{pointer}/{n}"), found);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// A pointer with its percent-encoding removed.
pub(super) fn decoded(pointer: &str) -> String {
    super::checker::percent_decoded(pointer)
}

/// The branches of `oneOf` and `anyOf`.
pub(super) fn branches(schema: &Value) -> impl Iterator<Item = &Value> {
    list(schema, "oneOf").chain(list(schema, "anyOf"))
}

/// The items of a list under a key.
pub(super) fn list<'a>(node: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    let items = node.get(key).and_then(Value::as_array);
    items.into_iter().flatten()
}

/// YAML as JSON: keys become texts, and tags are dropped.
fn json(tree: &serde_yaml::Value) -> Value {
    match tree {
        serde_yaml::Value::Null => Value::Null,
        serde_yaml::Value::Bool(value) => Value::Bool(*value),
        serde_yaml::Value::Number(number) => {
            if let Some(number) = number.as_u64() {
                number.into()
            } else if let Some(number) = number.as_i64() {
                number.into()
            } else {
                number.as_f64().into()
            }
        }
        serde_yaml::Value::String(text) => Value::String(text.clone()),
        serde_yaml::Value::Sequence(items) => items.iter().map(json).collect(),
        serde_yaml::Value::Mapping(members) => {
            let members = members.iter().map(|(key, value)| {
                let key = match json(key) {
                    Value::String(text) => text,
                    other => other.to_string(),
                };
                (key, json(value))
            });
            Value::Object(members.collect::<Map<_, _>>())
        }
        serde_yaml::Value::Tagged(tagged) => json(&tagged.value),
    }
}
