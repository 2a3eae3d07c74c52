//! Inline enumerations of one property name with equal values, which are one type inside a component or an operation.

use super::types::EnumKey;
use super::{Place, Schemas};
use crate::lower::node::schema_node::SchemaNode;
use crate::model::{EnumValue, Hint, Owner, Role, TypeId};

impl<'a> Schemas<'a> {
    /// The item of an enumeration, and whether it is new.
    pub(super) fn enum_item<T: ToString>(
        &mut self,
        node: &SchemaNode<'a>,
        kind: &'static str,
        values: &[EnumValue<T>],
        place: &mut Place,
    ) -> (TypeId, bool) {
        let key = property(place).map(|(owner, property)| {
            let mut values: Vec<String> = values.iter().map(|it| it.wire.to_string()).collect();
            values.sort_unstable();
            EnumKey {
                root: self.root(owner),
                property: property.to_owned(),
                kind,
                values,
            }
        });
        if let Some(key) = &key
            && let Some(&known) = self.types.enums.get(key)
        {
            self.share(known, key, node);
            return (known, false);
        }
        let id = self.item(node, place);
        if let Some(key) = key {
            self.types.enums.insert(key, id);
        }
        (id, true)
    }

    /// The component or operation that contains a type.
    fn root(&self, mut owner: Owner) -> Owner {
        while let Owner::Type(id) = owner
            && let Hint::Inline { owner: next, .. } = &self.types.defs[id].hint
        {
            owner = *next;
        }
        owner
    }

    /// Names a type after what all its places have in common, unless another type of the component has that name.
    fn share(&mut self, id: TypeId, key: &EnumKey, node: &SchemaNode<'a>) {
        let first = self.resolver.node(&self.types.defs[id].at);
        if first.is_none_or(|it| it.data.description != node.data.description) {
            self.types.defs[id].docs.description = None;
        }
        let hint = Hint::Inline {
            owner: key.root,
            role: Role::Property(key.property.clone()),
        };
        if self.types.defs.iter().all(|(_, def)| def.hint != hint) {
            self.types.defs[id].hint = hint;
        }
    }
}

/// The property of which a place holds the value or a part, and the item around it; `None` for a schema with a name.
fn property(place: &Place) -> Option<(Owner, &str)> {
    let Hint::Inline { owner, role } = &place.hint else {
        return None;
    };
    let mut role = role;
    while let Role::Item(of) | Role::Value(Some(of)) = role {
        role = of;
    }
    let Role::Property(name) = role else {
        return None;
    };
    place.id.is_none().then_some((*owner, name))
}
