//! `type: array` beside an `allOf` whose branches are not lists.

use super::Node;
use super::nodes::without_type;
use crate::diagnostic::{Code, Diagnostic};
use crate::lower::node::schema_node::SchemaNode;
use crate::lower::schema::Place;
use crate::lower::schema::Schemas;
use crate::model::TypeRef;
use crate::spec_path::SpecPath;

impl<'a> Schemas<'a> {
    /// A list without `items` beside an `allOf` whose branches are not lists: they describe the items.
    pub(in crate::lower) fn list_of_all(
        &mut self,
        node: &SchemaNode<'a>,
        branches: &[SpecPath],
        place: &Place,
    ) -> Option<TypeRef> {
        if node.any.typ.as_deref() != Some("array") || node.any.items.is_some() {
            return None;
        }
        let targets = branches
            .iter()
            .filter_map(|at| self.resolver.target_node(at));
        let targets: Vec<Node<'a>> = targets.filter(|it| it.has_substance()).collect();
        let is_list = |it: &Node<'a>| {
            it.any.typ.as_deref() == Some("array")
                || it.any.items.is_some()
                || !it.any.all_of.is_empty() && it.any.properties.is_empty()
        };
        if targets.is_empty() || targets.iter().any(is_list) {
            return None;
        }
        let message = "`type: array` has no `items` here, and the branches of the `allOf` beside it are not lists; they are read as the items";
        let diagnostic = Diagnostic::warning(Code::ConflictingAllOf, &node.at, message);
        self.reporter
            .report(diagnostic.help("write the `allOf` below `items`"));
        let item = self.all_of(&without_type(node), &mut Place::merged(None, place.item()));
        Some(TypeRef::List(Box::new(item)))
    }
}
