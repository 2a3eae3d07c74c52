//! The table of types: what has been made of which schema so far.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::Lowered;
use crate::model::{Constraints, Docs, Hint, IdMap, Shape, TypeDef, TypeId, TypeRef};
use crate::spec_path::SpecPath;

/// The types of a document.
#[derive(Default)]
pub(in crate::lower) struct Types {
    pub(in crate::lower) defs: IdMap<TypeId, TypeDef>,
    /// The state of the schema at a JSON pointer.
    pub(super) lowered: BTreeMap<String, Lowered>,
    /// The inline schemas that are being lowered, by JSON pointer.
    pub(super) open: BTreeSet<String>,
    /// The types of ids, by name.
    pub(super) ids: BTreeMap<String, TypeId>,
    /// Referenced schemas that have an id but no shape yet: a queue, not recursion, so that a long chain of references
    /// can't exhaust the stack.
    pub(super) queue: VecDeque<(TypeId, SpecPath)>,
    /// How many of the types have been looked at for aliases of themselves.
    pub(super) settled: usize,
}

impl Types {
    /// An id for a type whose shape is found later.
    pub(super) fn reserve(&mut self, hint: Hint, at: &SpecPath) -> TypeId {
        let id = self.defs.push(TypeDef {
            hint,
            docs: Docs::default(),
            constraints: Constraints::default(),
            shape: Shape::Alias(TypeRef::Json),
            at: at.clone(),
        });
        // Until it has a shape, it is itself.
        self.defs[id].shape = Shape::Alias(TypeRef::Named(id));
        id
    }
}
