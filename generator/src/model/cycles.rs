//! Cycles of types that contain each other.

use super::{Id, IdMap, TypeId};

/// Strongly connected components by Tarjan's algorithm, without recursion: the number of each type's component.
pub(crate) fn components(edges: &IdMap<TypeId, Vec<TypeId>>) -> IdMap<TypeId, usize> {
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
            if let Some(target) = edges[id].get(edge) {
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
        let edges: IdMap<TypeId, Vec<TypeId>> = edges
            .iter()
            .map(|to| to.iter().map(|to| ids[*to]).collect())
            .collect();
        let found = super::components(&edges);
        ids.iter().map(|id| found[*id]).collect()
    }

    #[test]
    fn cycles_are_found() {
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
