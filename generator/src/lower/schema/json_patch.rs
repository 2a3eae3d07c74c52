//! Recognizes RFC 6902: a patch operation of any name becomes the runtime's type.

use crate::lower::node::resolve::Resolver;
use crate::lower::node::schema_node::SchemaNode;
use crate::model::{JsonType, JsonTypes};
use crate::openapi::NodeKind;
use crate::spec_path::SpecPath;

const OPS: &[&str] = &["add", "remove", "replace", "move", "copy", "test"];
const MEMBERS: &[&str] = &["op", "path", "value", "from"];

/// Keys that don't limit values, beside those that say their type.
const WORDS: &[&str] = &[
    "default",
    "deprecated",
    "description",
    "example",
    "examples",
    "externalDocs",
    "title",
];

/// Types in types that are followed.
const DEEPEST: usize = 8;

impl<'a> Resolver<'a> {
    /// Follows the references of a patch's schema, of which no type is made, so that unresolved ones are reported.
    pub(in crate::lower) fn patch_references(&self, at: &SpecPath) {
        if self.document.get(at).is_some()
            && let Some((target, schema)) = self.follow(at, NodeKind::Schema)
            && schema.get("items").is_some()
        {
            self.follow(&target.key("items"), NodeKind::Schema);
        }
    }

    /// The values that a schema of a JSON Patch, or of one of its operations, allows; any where it says more than their types.
    pub(in crate::lower) fn patch_values(&self, at: &SpecPath) -> JsonTypes {
        let value = self.target_node(at).and_then(|mut node| {
            if node.any.items.is_some() {
                node = self.target_node(&node.at.key("items"))?;
            }
            let value = node.at.keys(["properties", "value"]);
            self.document.get(&value)?;
            self.json_types(&value, DEEPEST)
        });
        value.unwrap_or_default()
    }

    /// The same, of a schema that may be no JSON Patch.
    pub(super) fn values_if_patch(&self, node: &SchemaNode<'a>) -> JsonTypes {
        let is_operation = |node: &SchemaNode<'a>| self.is_patch_operation(node);
        let is_list = node.any.items.is_some();
        let item = is_list.then(|| self.target_node(&node.at.key("items")));
        let item = item.flatten();
        if is_operation(node) || item.is_some_and(|item| is_operation(&item)) {
            self.patch_values(&node.at)
        } else {
            JsonTypes::Any
        }
    }

    /// The values that a schema allows; `None` if it says more than their types.
    fn json_types(&self, at: &SpecPath, depth: usize) -> Option<JsonTypes> {
        let node = self.target_node(at).filter(|_| depth > 0)?;
        let (key, branches) = if node.any.one_of.is_empty() {
            ("anyOf", node.any.any_of.len())
        } else {
            ("oneOf", node.any.one_of.len())
        };
        let typ = node.any.typ.as_deref();
        let means_type = |it: &str| match it {
            "type" | "nullable" => true,
            "items" => typ == Some("array"),
            it => it == key && typ.is_none(),
        };
        let is_free = |it: &str| WORDS.contains(&it) || it.starts_with("x-");
        let keys = node.raw.as_object()?.keys();
        if !keys.into_iter().all(|it| means_type(it) || is_free(it)) {
            return None;
        }
        let mut types = match typ {
            Some("boolean") => vec![JsonType::Boolean],
            Some("integer") => vec![JsonType::Integer],
            Some("number") => vec![JsonType::Number],
            Some("string") => vec![JsonType::String],
            Some("object") => vec![JsonType::Object],
            Some("null") => vec![JsonType::Null],
            Some("array") if node.any.items.is_none() => vec![JsonType::Array(JsonTypes::Any)],
            Some("array") => vec![JsonType::Array(
                self.json_types(&node.at.key("items"), depth - 1)?,
            )],
            Some(_) => return None,
            None => Vec::new(),
        };
        for n in 0..branches {
            match self.json_types(&node.at.key(key).index(n), depth - 1)? {
                JsonTypes::Any => return Some(JsonTypes::Any),
                JsonTypes::Of(more) => types.extend(more),
            }
        }
        if types.is_empty() {
            return Some(JsonTypes::Any);
        }
        if node.data.nullable {
            types.push(JsonType::Null);
        }
        Some(JsonTypes::Of(types))
    }

    /// Whether the schema describes one operation of a JSON Patch: `op`, which is required and of which every value is one
    /// of RFC 6902, `path`, which is any string, a `value` of every JSON type, and nothing else but `from`.
    pub(in crate::lower) fn is_patch_operation(&self, node: &SchemaNode<'a>) -> bool {
        let properties = &node.any.properties;
        let is_required = node.any.required.iter().any(|name| name == "op");
        if !(is_required && properties.contains_key("op") && properties.contains_key("path")) {
            return false;
        }
        if !properties
            .keys()
            .all(|name| MEMBERS.contains(&name.as_str()))
        {
            return false;
        }
        let has = |name: &str, keys: &[&str]| {
            properties.contains_key(name)
                && self
                    .target_node(&node.at.keys(["properties", name]))
                    .is_none_or(|it| keys.iter().any(|key| it.raw.get(key).is_some()))
        };
        let any = &node.any;
        let is_composed =
            !(any.all_of.is_empty() && any.one_of.is_empty() && any.any_of.is_empty());
        if is_composed || has("path", &["enum"]) || has("from", &["enum"]) {
            return false;
        }
        let value = node.at.keys(["properties", "value"]);
        let is_open = |value: &SpecPath| {
            let types = self.json_types(value, DEEPEST);
            types.is_some_and(|types| types.is_open())
        };
        if properties.contains_key("value") && !is_open(&value) {
            return false;
        }
        let Some(op) = self.target_node(&node.at.keys(["properties", "op"])) else {
            return false;
        };
        let ops = &op.any.enumeration;
        !ops.is_empty()
            && ops
                .iter()
                .all(|op| op.as_str().is_some_and(|op| OPS.contains(&op)))
    }
}
