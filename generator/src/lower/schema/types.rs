//! The table of types: what has been made of which schema so far.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::Lowered;
use crate::model::{Constraints, Docs, Hint, IdMap, Owner, Shape, TypeDef, TypeId, TypeRef};
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
    /// The inline enumerations of properties.
    pub(super) enums: BTreeMap<EnumKey, TypeId>,
    /// Referenced schemas that have an id but no shape yet: a queue, not recursion, so that a long chain of references
    /// can't exhaust the stack.
    pub(super) queue: VecDeque<(TypeId, SpecPath)>,
    /// How many of the types have been looked at for aliases of themselves.
    pub(super) settled: usize,
}

/// The key that inline enumerations share if they are one type.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct EnumKey {
    /// The component or operation.
    pub(super) root: Owner,
    pub(super) property: String,
    /// `string`, `text` for an enumeration that allows every other string, or `integer`.
    pub(super) kind: &'static str,
    pub(super) values: Vec<String>,
}

impl Types {
    /// An id for a type whose shape is found later.
    pub(super) fn reserve(&mut self, hint: Hint, at: &SpecPath) -> TypeId {
        let id = self.defs.push(TypeDef {
            hint,
            docs: Docs::default(),
            constraints: Constraints::default(),
            shape: Shape::Alias(TypeRef::Json),
            allows_others: false,
            at: at.clone(),
        });
        // Until it has a shape, it is itself.
        self.defs[id].shape = Shape::Alias(TypeRef::Named(id));
        id
    }

    /// The type behind aliases. Comes after all types have their shapes.
    pub(in crate::lower) fn behind_aliases<'t>(&'t self, ty: &'t TypeRef) -> &'t TypeRef {
        ty.behind_aliases(|id| &self.defs[id].shape)
    }
}
