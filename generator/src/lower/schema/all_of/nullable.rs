//! Whether an `allOf` lets `null` through.

use super::nodes::branch_paths;
use crate::lower::node::resolve::Resolver;
use crate::lower::node::schema_node::SchemaNode;

impl<'a> Resolver<'a> {
    /// Returns whether an `allOf` lets `null` through: in the idiom `[$ref, {nullable: true}]` one branch that says so is meant
    /// to suffice.
    pub(in crate::lower) fn all_of_is_nullable(&self, node: &SchemaNode<'a>) -> bool {
        let branches = branch_paths(node);
        branches.iter().any(|at| {
            !self.is_reference(at)
                && self
                    .node(at)
                    .is_some_and(|branch| branch.data.nullable && !branch.has_substance())
        }) || branches.len() == 1
            && self
                .target_node(&branches[0])
                .is_some_and(|branch| branch.data.nullable)
    }
}
