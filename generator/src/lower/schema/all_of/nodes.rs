//! The pieces of a schema that an `allOf` takes apart.

use crate::lower::node::schema_node::SchemaNode;
use crate::spec_path::SpecPath;

/// The places of its branches.
pub(in crate::lower) fn branch_paths(node: &SchemaNode<'_>) -> Vec<SpecPath> {
    (0..node.any.all_of.len())
        .map(|n| node.at.key("allOf").index(n))
        .collect()
}

/// The keys of the node beside its `allOf`.
pub(in crate::lower) fn own_substance<'a>(node: &SchemaNode<'a>) -> Option<SchemaNode<'a>> {
    let mut own = copy(node);
    own.any.all_of = Vec::new();
    own.has_substance().then_some(own)
}

/// Only its `required`.
pub(in crate::lower) fn only_required<'a>(node: &SchemaNode<'a>) -> SchemaNode<'a> {
    let mut own = copy(node);
    own.any = openapiv3::AnySchema {
        required: node.any.required.clone(),
        ..openapiv3::AnySchema::default()
    };
    own
}

/// The same without its type.
pub(in crate::lower) fn without_type<'a>(node: &SchemaNode<'a>) -> SchemaNode<'a> {
    let mut own = copy(node);
    own.any.typ = None;
    own
}

/// The same without its branches.
pub(in crate::lower) fn without_unions<'a>(node: &SchemaNode<'a>) -> SchemaNode<'a> {
    let mut own = copy(node);
    own.any.one_of = Vec::new();
    own.any.any_of = Vec::new();
    own
}

fn copy<'a>(node: &SchemaNode<'a>) -> SchemaNode<'a> {
    SchemaNode {
        at: node.at.clone(),
        raw: node.raw,
        data: node.data.clone(),
        any: node.any.clone(),
    }
}
