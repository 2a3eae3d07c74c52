//! One of two documents.

use serde_json::Value;

use crate::Plan;
use crate::model::{Hint, OperationId, TypeDef, TypeId, TypeRef};
use crate::rust::Api;
use crate::rust::surface::Spot;
use crate::spec_path::SpecPath;
use crate::syntax::Document;

/// One of the two documents.
#[derive(Clone, Copy)]
pub(in crate::diff) struct Side<'p> {
    pub(in crate::diff) plan: &'p Plan,
    pub(in crate::diff) tree: &'p Document,
    pub(in crate::diff) api: &'p Api<'p>,
}

impl<'p> Side<'p> {
    pub(super) fn def(self, id: TypeId) -> &'p TypeDef {
        &self.plan.api.types[id]
    }

    pub(in crate::diff) fn item(self, id: TypeId) -> &'p str {
        &self.plan.names.types[id].item
    }

    /// The owner of an operation's spots.
    pub(super) fn owner(self, id: OperationId) -> String {
        self.api.operations[id].owner()
    }

    /// The items that select one of an operation's own servers.
    pub(super) fn server_spots(self, id: OperationId) -> Vec<Spot> {
        let operation = &self.api.operations[id];
        let choice = operation.server.iter();
        let variants = choice.flat_map(|choice| {
            let names = choice.variants.iter().map(|variant| variant.name);
            let members = std::iter::once("").chain(names);
            members.map(|member| Spot::new(choice.name, member))
        });
        let setter = Spot::new(operation.owner(), "server");
        variants.chain([setter]).collect()
    }

    /// Whether the component of a name is another name of a type.
    pub(super) fn is_alias_of(self, name: &str, ty: TypeId) -> bool {
        let mut types = self.plan.api.types.iter();
        types.any(|(id, def)| {
            let target = def.shape.alias();
            self.component(id) == Some(name)
                && matches!(target, Some(TypeRef::Named(it)) if *it == ty)
        })
    }

    /// The name of a type in the document, if it is under `components`.
    pub(in crate::diff) fn component(self, id: TypeId) -> Option<&'p str> {
        match &self.def(id).hint {
            Hint::Component(name) => Some(name),
            Hint::Resource(_) | Hint::Inline { .. } => None,
        }
    }

    pub(super) fn node(self, at: &SpecPath) -> Option<&'p Value> {
        self.followed(self.tree.get(at)?)
    }

    /// A node, references followed.
    pub(super) fn followed(self, mut node: &'p Value) -> Option<&'p Value> {
        for _ in 0..LONGEST {
            let Some(target) = target(node) else {
                break;
            };
            node = self.tree.root.pointer(&target)?;
        }
        Some(node)
    }

    /// The node at an address, references followed, with its own address.
    pub(super) fn target(self, at: &SpecPath) -> Option<(SpecPath, &'p Value)> {
        let mut at = at.clone();
        let mut node = self.tree.get(&at)?;
        for _ in 0..LONGEST {
            let Some(target) = target(node).and_then(|it| at.pointer(&it)) else {
                break;
            };
            node = self.tree.get(&target)?;
            at = target;
        }
        Some((at, node))
    }
}

/// Chains of references have an end: lowering has followed them.
const LONGEST: usize = 32;

/// The pointer that a reference has.
fn target(node: &Value) -> Option<String> {
    let target = node.get("$ref")?.as_str()?.strip_prefix('#')?;
    let is_pointer = target.is_empty() || target.starts_with('/');
    is_pointer.then(|| crate::spec_path::percent_decode(target))
}
