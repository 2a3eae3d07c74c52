//! Recognising RFC 6902: whatever a document calls it, a patch operation becomes the runtime's type.

use super::LowerCx;
use super::schema_node::SchemaNode;

const OPS: &[&str] = &["add", "remove", "replace", "move", "copy", "test"];
const MEMBERS: &[&str] = &["op", "path", "value", "from"];

impl<'a> LowerCx<'a> {
    /// Whether the schema describes one operation of a JSON Patch: `op`, of which every value is one of RFC 6902, `path`,
    /// and beside them nothing but `value` and `from`.
    pub(super) fn is_patch_operation(&mut self, node: &SchemaNode<'a>) -> bool {
        let properties = &node.any.properties;
        if !(properties.contains_key("op") && properties.contains_key("path")) {
            return false;
        }
        if !properties
            .keys()
            .all(|name| MEMBERS.contains(&name.as_str()))
        {
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
