//! The description and the bounds of a place, beside its type.

use openapiv3::AdditionalProperties;

use super::Schemas;
use crate::lower::node::resolve::Resolver;
use crate::lower::node::schema_node::{SchemaNode, joined};
use crate::model::{Constraints, Docs};

impl<'a> Resolver<'a> {
    /// The words on the items of a list or the values of a map that become no type of their own.
    pub(super) fn item_words(&self, node: &SchemaNode<'a>) -> Option<String> {
        let (key, what) = item_key(node)?;
        let at = node.at.key(key);
        let inner = self.node(&at).filter(|_| !self.is_reference(&at))?;
        let any = &inner.any;
        let has_type = !(any.properties.is_empty()
            && any.enumeration.is_empty()
            && any.all_of.is_empty()
            && any.one_of.is_empty()
            && any.any_of.is_empty());
        let docs = inner.docs();
        let words = docs.description.or(docs.summary).filter(|_| !has_type)?;
        Some(format!("Each {what}: {words}"))
    }
}

impl<'a> Schemas<'a> {
    /// The description and bounds of a place, if they are in a branch of an `allOf`: `[$ref, {description: …}]`.
    pub(super) fn decorated(&mut self, node: &SchemaNode<'a>) -> (Docs, Constraints) {
        let mut docs = node.docs();
        let mut constraints = node.constraints(self.service);
        constraints.item = self.item_constraints(node, 0);
        constraints.patch_values = self.resolver.values_if_patch(node);
        docs.description = joined(docs.description, self.resolver.item_words(node));
        docs.description = joined(docs.description, self.resolver.words_of_strings(node));
        for n in 0..node.any.all_of.len() {
            let at = node.at.key("allOf").index(n);
            if self.resolver.is_reference(&at) {
                continue;
            }
            let Some(branch) = self.resolver.node(&at) else {
                continue;
            };
            // No type is made of a part, so that its words stand here.
            docs.description = joined(docs.description, branch.docs().description);
            constraints.item = constraints
                .item
                .or_else(|| self.item_constraints(&branch, 0));
            // A branch with properties is a part of an object, and no bound of the whole.
            if !branch.any.properties.is_empty() {
                continue;
            }
            let more = branch.constraints(self.service);
            if !branch.has_substance() {
                docs.deprecated |= branch.data.deprecated;
            }
            constraints = constraints.or(more);
        }
        (docs, constraints)
    }

    /// The bounds of the items of a list or the values of a map that are described inline.
    fn item_constraints(
        &mut self,
        node: &SchemaNode<'a>,
        depth: usize,
    ) -> Option<Box<Constraints>> {
        const DEEPEST: usize = 8;
        let (key, _) = item_key(node)?;
        let at = node.at.key(key);
        // What a reference leads to has its own row.
        if depth == DEEPEST || self.resolver.is_reference(&at) {
            return None;
        }
        let inner = self.resolver.node(&at)?;
        let mut constraints = inner.constraints(self.service);
        constraints.item = self.item_constraints(&inner, depth + 1);
        (constraints != Constraints::default()).then(|| Box::new(constraints))
    }
}

/// The key below which a schema describes its items or the values of its properties, and what they are called.
fn item_key(node: &SchemaNode<'_>) -> Option<(&'static str, &'static str)> {
    match node.any.additional_properties {
        _ if node.any.items.is_some() => Some(("items", "item")),
        Some(AdditionalProperties::Schema(_)) => Some(("additionalProperties", "value")),
        Some(AdditionalProperties::Any(_)) | None => None,
    }
}
