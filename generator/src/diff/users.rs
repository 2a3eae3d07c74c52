//! Which operations use a type.

use std::collections::{BTreeMap, BTreeSet};

use super::change::{Direction, Subject};
use crate::Plan;
use crate::analyze::{reached, replies, requests};
use crate::model::{Hint, Owner, TypeId};

pub(super) fn users_of(
    plan: &Plan,
    wanted: &BTreeSet<String>,
    users: &mut BTreeMap<String, BTreeMap<String, Direction>>,
) {
    let types: Vec<(TypeId, &String)> = plan
        .api
        .types
        .iter()
        .filter_map(|(id, def)| match &def.hint {
            Hint::Component(name) if wanted.contains(name) => Some((id, name)),
            Hint::Component(_) | Hint::Resource(_) | Hint::Inline { .. } => None,
        })
        .collect();
    for (_, operation) in plan.api.operations.iter() {
        for (direction, from) in [
            (Direction::Request, requests(operation)),
            (Direction::Response, replies(operation)),
        ] {
            let reached = reached(&plan.api, from);
            for (_, name) in types.iter().filter(|(id, _)| reached[*id]) {
                let of_type = users.entry((*name).clone()).or_default();
                let known = of_type.entry(operation.id.clone()).or_insert(direction);
                *known = known.or(direction);
            }
        }
    }
}

/// The component or operation that a type is part of.
pub(super) fn root(plan: &Plan, id: TypeId) -> Subject {
    let mut id = id;
    loop {
        match &plan.api.types[id].hint {
            Hint::Component(name) | Hint::Resource(name) => return Subject::Type(name.clone()),
            Hint::Inline {
                owner: Owner::Operation(operation),
                ..
            } => return Subject::Operation(plan.api.operations[*operation].id.clone()),
            Hint::Inline {
                owner: Owner::Type(owner),
                ..
            } => id = *owner,
        }
    }
}
