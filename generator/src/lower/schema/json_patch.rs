//! Recognizes RFC 6902: a patch operation of any name becomes the runtime's type.

use crate::lower::node::resolve::Resolver;
use crate::lower::node::schema_node::SchemaNode;
use crate::openapi::NodeKind;
use crate::spec_path::SpecPath;

const OPS: &[&str] = &["add", "remove", "replace", "move", "copy", "test"];
const MEMBERS: &[&str] = &["op", "path", "value", "from"];

/// Keys by which a schema does not let every value through.
const CLOSED: &[&str] = &[
    "type",
    "enum",
    "oneOf",
    "anyOf",
    "allOf",
    "not",
    "properties",
    "items",
];

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

    /// Whether the schema describes one operation of a JSON Patch: `op`, which is required and of which every value is one
    /// of RFC 6902, `path`, which is any string, an open `value`, and nothing else but `from`.
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
        if is_composed || has("value", CLOSED) || has("path", &["enum"]) || has("from", &["enum"]) {
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
