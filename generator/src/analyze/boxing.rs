//! Which members need a box: a type that holds itself would have no size.

use std::collections::BTreeSet;

use crate::model::cycles::components;
use crate::model::{Api, IdMap, Shape, TypeId, TypeRef};

/// Every member that closes a cycle, and every struct in a union.
///
/// The second is for the users: a variant's type does not change when its struct gains a property, and no variant makes
/// all of them large.
pub(super) fn boxed(api: &Api) -> BTreeSet<(TypeId, usize)> {
    let edges: IdMap<TypeId, Vec<(usize, TypeId)>> = api.types.map(|_, def| match &def.shape {
        Shape::Struct(shape) => held(shape.fields.iter().map(|field| &field.ty)),
        Shape::Union(shape) => held(shape.branches.iter().map(|branch| &branch.ty)),
        Shape::Alias(ty) => held([ty].into_iter()),
        Shape::StringEnum(_) | Shape::IntegerEnum(_) | Shape::Id => Vec::new(),
    });
    let cycles = components(&edges.map(|_, edges| edges.iter().map(|(_, to)| *to).collect()));
    let mut boxed = BTreeSet::new();
    for (id, edges) in edges.iter() {
        let is_union = matches!(api.types[id].shape, Shape::Union(_));
        for (member, target) in edges {
            if cycles[id] == cycles[*target] && closes_cycle(id, *target, edges, &cycles)
                || is_union && is_struct(api, *target)
            {
                boxed.insert((id, *member));
            }
        }
    }
    boxed
}

/// The members that hold a named type in themselves, not behind a list or map.
fn held<'a>(members: impl Iterator<Item = &'a TypeRef>) -> Vec<(usize, TypeId)> {
    members
        .enumerate()
        .filter_map(|(n, ty)| {
            let TypeRef::Named(id) = ty.non_null() else {
                return None;
            };
            Some((n, *id))
        })
        .collect()
}

fn is_struct(api: &Api, mut id: TypeId) -> bool {
    // Chains of aliases are finite: lowering has broken the cycles.
    while let Shape::Alias(TypeRef::Named(target)) = api.types[id].shape {
        id = target;
    }
    matches!(api.types[id].shape, Shape::Struct(_))
}

/// An edge inside a component closes a cycle, except in a component of one type that does not hold itself.
fn closes_cycle(
    id: TypeId,
    target: TypeId,
    edges: &[(usize, TypeId)],
    cycles: &IdMap<TypeId, usize>,
) -> bool {
    id != target && cycles[id] == cycles[target]
        || edges.iter().any(|(_, to)| *to == id && target == id)
}
