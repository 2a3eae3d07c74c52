//! Which members need a box: a type that holds itself would have no size.

use std::collections::BTreeSet;

use crate::model::{Api, Id, IdMap, Shape, TypeId, TypeRef};

/// Every member that closes a circle, and every struct in a union.
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
    let circles = circles(&edges);
    let mut boxed = BTreeSet::new();
    for (id, edges) in edges.iter() {
        let is_union = matches!(api.types[id].shape, Shape::Union(_));
        for (member, target) in edges {
            if circles[id] == circles[*target] && is_circle(id, *target, edges, &circles)
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
            let inner = if let TypeRef::Nullable(inner) = ty {
                inner
            } else {
                ty
            };
            let TypeRef::Named(id) = inner else {
                return None;
            };
            Some((n, *id))
        })
        .collect()
}

fn is_struct(api: &Api, mut id: TypeId) -> bool {
    // Chains of aliases are finite: lowering has broken the circles.
    while let Shape::Alias(TypeRef::Named(target)) = api.types[id].shape {
        id = target;
    }
    matches!(api.types[id].shape, Shape::Struct(_))
}

/// An edge inside a component closes a circle, but for the one type that is a component alone and does not hold itself.
fn is_circle(
    id: TypeId,
    target: TypeId,
    edges: &[(usize, TypeId)],
    circles: &IdMap<TypeId, usize>,
) -> bool {
    id != target && circles[id] == circles[target]
        || edges.iter().any(|(_, to)| *to == id && target == id)
}

/// Strongly connected components by Tarjan's algorithm, without recursion: the number of each type's component.
fn circles(edges: &IdMap<TypeId, Vec<(usize, TypeId)>>) -> IdMap<TypeId, usize> {
    const UNSEEN: usize = usize::MAX;
    let mut order: IdMap<TypeId, usize> = edges.map(|_, _| UNSEEN);
    let mut low: IdMap<TypeId, usize> = edges.map(|_, _| UNSEEN);
    let mut component: IdMap<TypeId, usize> = edges.map(|_, _| UNSEEN);
    let mut open: Vec<TypeId> = Vec::new();
    let mut next = 0;
    for root in edges.ids() {
        if order[root] != UNSEEN {
            continue;
        }
        let mut path: Vec<(TypeId, usize)> = vec![(root, 0)];
        while let Some((id, edge)) = path.pop() {
            if edge == 0 {
                order[id] = next;
                low[id] = next;
                next += 1;
                open.push(id);
            }
            if let Some((_, target)) = edges[id].get(edge) {
                path.push((id, edge + 1));
                if order[*target] == UNSEEN {
                    path.push((*target, 0));
                } else if component[*target] == UNSEEN {
                    low[id] = low[id].min(order[*target]);
                }
                continue;
            }
            if low[id] == order[id] {
                while let Some(member) = open.pop() {
                    component[member] = id.index();
                    if member == id {
                        break;
                    }
                }
            }
            if let Some((parent, _)) = path.last() {
                low[*parent] = low[*parent].min(low[id]);
            }
        }
    }
    component
}

#[cfg(test)]
mod tests {
    use super::*;

    fn components(edges: &[&[usize]]) -> Vec<usize> {
        let ids: Vec<TypeId> = (0..edges.len()).map(TypeId::from_index).collect();
        let edges: IdMap<TypeId, Vec<(usize, TypeId)>> = edges
            .iter()
            .map(|to| to.iter().enumerate().map(|(n, to)| (n, ids[*to])).collect())
            .collect();
        let found = circles(&edges);
        ids.iter().map(|id| found[*id]).collect()
    }

    #[test]
    fn circles_are_found() {
        assert_eq!(components(&[&[1], &[2], &[0]]), [0, 0, 0]);
        assert_eq!(components(&[&[1], &[2], &[]]), [0, 1, 2]);
        assert_eq!(components(&[&[1, 2], &[0], &[3], &[2]]), [0, 0, 2, 2]);
        assert_eq!(components(&[&[0]]), [0]);
    }

    #[test]
    fn a_long_chain_does_not_exhaust_the_stack() {
        let targets: Vec<[usize; 1]> = (0..200_000).map(|n| [(n + 1) % 200_000]).collect();
        let edges: Vec<&[usize]> = targets.iter().map(|to| &to[..]).collect();
        assert!(components(&edges).iter().all(|component| *component == 0));
    }
}
