//! Places that hold schemas, and what they say.

use crate::model::{Access, Constraints, Docs, Hint, Owner, Role, TypeId, TypeRef};

/// The state of a schema.
#[derive(Clone, Debug)]
pub(in crate::lower) struct Lowered {
    pub(in crate::lower) ty: TypeRef,
    pub(in crate::lower) nullable: bool,
}

/// The schema in a place: the type, and the description and bounds beside it.
#[derive(Debug)]
pub(in crate::lower) struct Use {
    pub(in crate::lower) ty: TypeRef,
    pub(in crate::lower) nullable: bool,
    pub(in crate::lower) docs: Docs,
    pub(in crate::lower) constraints: Constraints,
    pub(in crate::lower) access: Access,
}

/// The location of a schema that is being lowered.
pub(in crate::lower) struct Place {
    /// Its id, as soon as it is known to become an item.
    pub(in crate::lower) id: Option<TypeId>,
    pub(super) hint: Hint,
    /// Whether the schema is made of several nodes, so that no pointer identifies it.
    pub(super) merged: bool,
}

impl Place {
    pub(super) fn new(id: Option<TypeId>, hint: Hint) -> Self {
        Self {
            id,
            hint,
            merged: false,
        }
    }

    /// A location for the result of several merged nodes.
    pub(in crate::lower) fn merged(id: Option<TypeId>, hint: Hint) -> Self {
        Self {
            id,
            hint,
            merged: true,
        }
    }

    /// Returns whether it has no id yet, and no pointer that identifies it.
    pub(super) fn is_new_merged(&self) -> bool {
        self.merged && self.id.is_none()
    }

    /// The hint for the items of a list in this place.
    pub(in crate::lower) fn item(&self) -> Hint {
        self.inner(Role::OwnItem, |role| Role::Item(Box::new(role)))
    }

    /// The hint for the values of a map in this place.
    pub(in crate::lower) fn value(&self) -> Hint {
        self.inner(Role::Value(None), |role| Role::Value(Some(Box::new(role))))
    }

    /// Returns whether values of this place are never received.
    pub(super) fn is_parameter(&self) -> bool {
        let Hint::Inline { role, .. } = &self.hint else {
            return false;
        };
        let mut role = role;
        while let Role::Item(of) | Role::Value(Some(of)) = role {
            role = of;
        }
        matches!(role, Role::Parameter(_))
    }

    pub(super) fn inner(&self, own: Role, of: impl FnOnce(Role) -> Role) -> Hint {
        match (&self.hint, self.id) {
            (_, Some(id)) => Hint::Inline {
                owner: Owner::Type(id),
                role: own,
            },
            (Hint::Inline { owner, role }, None) => Hint::Inline {
                owner: *owner,
                role: of(role.clone()),
            },
            (Hint::Component(_) | Hint::Resource(_), None) => self.hint.clone(),
        }
    }
}
