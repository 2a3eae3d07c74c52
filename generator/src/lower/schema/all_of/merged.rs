//! Properties that several branches of an `allOf` describe.

use super::Node;
use crate::lower::node::schema_node::joined;
use crate::lower::schema::{Place, Schemas};
use crate::model::{Docs, Field, Hint, Owner, Presence, Role, TypeId, TypeRef};
use crate::spec_path::SpecPath;

/// How many types that are made of several nodes may be inside each other.
const DEEPEST: usize = 32;

impl<'a> Schemas<'a> {
    /// A property that several branches describe is itself all that they say.
    pub(super) fn merged_field(
        &mut self,
        id: TypeId,
        name: &str,
        places: &[SpecPath],
        required: bool,
    ) -> Field {
        let mut nodes: Vec<(SpecPath, Node<'a>)> = Vec::new();
        for at in places {
            if let Some(node) = self.resolver.target_node(at)
                && nodes.iter().all(|(_, known)| known.at != node.at)
            {
                nodes.push((at.clone(), node));
            }
        }
        let with_substance: Vec<_> = nodes
            .iter()
            .filter(|(_, node)| node.has_substance())
            .cloned()
            .collect();
        let lead = with_substance
            .last()
            .or(nodes.last())
            .map_or_else(|| places[0].clone(), |(at, _)| at.clone());
        if with_substance.len() <= 1 {
            let mut field = self.field(id, name, &lead, required);
            if nodes.iter().any(|(_, node)| node.data.nullable) {
                field.presence = Presence::new(required, true);
            }
            field.docs.description = joined(words_of(&nodes), field.docs.description);
            return field;
        }
        let (_, anchor) = with_substance[with_substance.len() - 1].clone();
        let nullable = nodes.iter().any(|(_, node)| node.data.nullable);
        let hint = Hint::Inline {
            owner: Owner::Type(id),
            role: Role::Property(name.to_owned()),
        };
        let all = with_substance.into_iter().map(|(_, node)| node).collect();
        let ty = if self.merging.len() == DEEPEST {
            let message = format!(
                "more than {DEEPEST} properties that several branches of an `allOf` describe are inside each other here"
            );
            self.reporter.too_much(&anchor, &message);
            TypeRef::Json
        } else {
            self.combine(&anchor, all, None, &mut Place::merged(None, hint))
        };
        Field {
            wire: name.to_owned(),
            ty,
            presence: Presence::new(required, nullable),
            access: anchor.access(),
            is_relaxed: false,
            docs: Docs {
                description: words_of(&nodes),
                ..anchor.docs()
            },
            constraints: anchor.constraints(self.service),
            at: lead,
        }
    }
}

/// The words of all parts on one property: the last part is the most specific, and goes first.
fn words_of(nodes: &[(SpecPath, Node<'_>)]) -> Option<String> {
    let words = nodes.iter().rev().map(|(_, node)| node.docs().description);
    words.fold(None, joined)
}
