//! Which groups of operations a type is part of.

use std::collections::BTreeSet;

use super::usage::{reached, replies, requests};
use crate::model::{Api, GroupId, IdMap, TypeId, TypeRef};

/// The groups whose operations reach each type.
pub(super) fn groups(api: &Api) -> IdMap<TypeId, BTreeSet<GroupId>> {
    let mut groups: IdMap<TypeId, BTreeSet<GroupId>> = api.types.map(|_, _| BTreeSet::new());
    for (group, operations) in api.groups.iter() {
        let mut types: Vec<&TypeRef> = Vec::new();
        for id in &operations.operations {
            let operation = &api.operations[*id];
            types.extend(requests(operation));
            types.extend(replies(operation));
        }
        for (id, is_reached) in reached(api, types).iter() {
            if *is_reached {
                groups[id].insert(group);
            }
        }
    }
    groups
}
