//! Which operations use a type.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::change::{Change, Direction, Subject};
use super::id;
use super::walk::{Side, TypePair};
use crate::Plan;
use crate::analyze::{reached, replies, requests};
use crate::model::{
    Api, BodyContent, Branch, Content, Hint, Operation, Owner, Shape, TypeId, TypeRef, tag_text,
};

/// The operations that use a component, and which way.
pub(super) type Users = UsersOf<String>;

/// The operations that use a type, and which way, by its key.
type UsersOf<K> = BTreeMap<K, BTreeMap<String, Direction>>;

/// Adds the users in the other document, whose operations are called as they were before.
fn merge<K: Ord>(users: &mut UsersOf<K>, more: UsersOf<K>, had: &BTreeMap<String, String>) {
    for (key, operations) in more {
        let of_type = users.entry(key).or_default();
        for (id, direction) in operations {
            let id = had.get(&id).cloned().unwrap_or(id);
            let known = of_type.entry(id).or_insert(direction);
            *known = known.or(direction);
        }
    }
}

/// The users of types, each by its key.
fn users_of<K: Clone + Ord>(plan: &Plan, types: &[(TypeId, K)]) -> UsersOf<K> {
    let mut users = UsersOf::new();
    for (_, operation) in plan.api.operations.iter() {
        for (direction, from) in [
            (Direction::Request, requests(operation)),
            (Direction::Response, replies(operation)),
        ] {
            let reached = reached(&plan.api, from);
            for (_, key) in types.iter().filter(|(id, _)| reached[*id]) {
                let of_type = users.entry(key.clone()).or_default();
                let known = of_type.entry(operation.id.clone()).or_insert(direction);
                *known = known.or(direction);
            }
        }
    }
    users
}

/// The types that components of these names have become.
fn components(plan: &Plan, wanted: &BTreeSet<String>) -> Vec<(TypeId, String)> {
    let types = plan.api.types.iter();
    let named = types.filter_map(|(id, def)| match &def.hint {
        Hint::Component(name) => Some((id, wanted.get(name)?.clone())),
        Hint::Resource(_) | Hint::Inline { .. } => None,
    });
    named.collect()
}

/// The components that changes are about.
fn changed_types(changes: &[Change]) -> BTreeSet<String> {
    let types = changes.iter().filter_map(|change| match &change.subject {
        Subject::Type(name) => Some(name.clone()),
        Subject::Document | Subject::Operation(_) => None,
    });
    types.collect()
}

/// Gives each change of a type its ids by the operations that reach it.
pub(super) fn places(changes: &mut [Change], sides: [Side<'_>; 2]) {
    let wanted = changed_types(changes);
    let mut places: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for side in sides {
        places_of(side.plan, &wanted, &mut places);
    }
    for change in changes {
        let Subject::Type(name) = &change.subject else {
            continue;
        };
        let of_type = places.get(name).into_iter().flatten();
        let ids = of_type.map(|place| id::at(&change.module, place, &change.place, change.rule.id));
        change.places = ids.collect();
    }
}

/// Says which operations each change affects: those that use the component it is about, and those that use the types it is in.
/// A schema that is merged into another shares its inline types with it, so an operation may use them without the component.
pub(super) fn affected(
    changes: &mut [Change],
    pairs: &[Option<TypePair>],
    sides: [Side<'_>; 2],
    had: &BTreeMap<String, String>,
) {
    let wanted = changed_types(changes);
    let keys: BTreeSet<TypePair> = pairs.iter().flatten().copied().collect();
    let in_old: Vec<_> = keys.iter().map(|key| (key.0, *key)).collect();
    let in_new: Vec<_> = keys.iter().map(|key| (key.1, *key)).collect();
    let [old, new] = sides;
    let mut by_pair = users_of(old.plan, &in_old);
    merge(&mut by_pair, users_of(new.plan, &in_new), had);
    let [mut by_name, more] = sides.map(|side| by_name(side, &wanted));
    merge(&mut by_name, more, had);
    // Calls of an operation that only one document has do not change; the operation has its own row.
    let both: BTreeSet<&String> = had.values().collect();
    for operations in by_name.values_mut().chain(by_pair.values_mut()) {
        if operations.keys().any(|id| both.contains(id)) {
            operations.retain(|id, _| both.contains(id));
        }
    }
    let payloads =
        sides.map(|side| reached(&side.plan.api, side.plan.api.webhooks.iter().collect()));
    for (change, pair) in changes.iter_mut().zip(pairs) {
        change.ways = match &change.subject {
            Subject::Document => continue,
            Subject::Operation(id) => BTreeMap::from([(id.clone(), Direction::Both)]),
            Subject::Type(name) => by_name.get(name).cloned().unwrap_or_default(),
        };
        if let Some(pair) = pair {
            for (id, way) in by_pair.get(pair).into_iter().flatten() {
                let known = change.ways.entry(id.clone()).or_insert(*way);
                *known = known.or(*way);
            }
            change.is_payload = payloads[0][pair.0] || payloads[1][pair.1];
        }
        change.settle();
    }
}

/// The users of components in one of the documents.
fn by_name(side: Side<'_>, wanted: &BTreeSet<String>) -> Users {
    let mut users = users_of(side.plan, &components(side.plan, wanted));
    side.users_of_patches(wanted, &mut users);
    side.users_by_reference(&mut users, wanted);
    users
}

/// The places of operations that hold a component, as `operation:listThings/response.200[].owner`; of several in one
/// operation the nearest.
fn places_of(
    plan: &Plan,
    wanted: &BTreeSet<String>,
    places: &mut BTreeMap<String, BTreeSet<String>>,
) {
    for (_, operation) in plan.api.operations.iter() {
        let mut met: BTreeSet<TypeId> = BTreeSet::new();
        let mut queue: VecDeque<(String, &TypeRef)> = roots(operation).into();
        while let Some((place, ty)) = queue.pop_front() {
            let id = match ty {
                TypeRef::List(inner) => {
                    queue.push_back((format!("{place}[]"), inner));
                    continue;
                }
                TypeRef::Map(inner) => {
                    queue.push_back((format!("{place}.*"), inner));
                    continue;
                }
                TypeRef::Nullable(inner) => {
                    queue.push_back((place, inner));
                    continue;
                }
                TypeRef::Named(id) => *id,
                TypeRef::Scalar(_)
                | TypeRef::Json
                | TypeRef::Object
                | TypeRef::JsonPatch
                | TypeRef::JsonPatchOperation => continue,
            };
            if !met.insert(id) {
                continue;
            }
            let def = &plan.api.types[id];
            if let Hint::Component(name) = &def.hint
                && wanted.contains(name)
            {
                let place = format!("operation:{}/{place}", operation.id);
                places.entry(name.clone()).or_default().insert(place);
            }
            match &def.shape {
                Shape::Alias(ty) => queue.push_back((place, ty)),
                Shape::Struct(shape) => {
                    let fields = shape.fields.iter();
                    queue.extend(fields.map(|it| (format!("{place}.{}", it.wire), &it.ty)));
                    queue.push_back((format!("{place}.*"), &shape.additional));
                }
                Shape::Union(shape) => {
                    let branches = shape.branches.iter().enumerate();
                    let named = branches.map(|(n, it)| (branch_name(&plan.api, it, n), it));
                    queue.extend(named.map(|(name, it)| (format!("{place}.{name}"), &it.ty)));
                }
                Shape::StringEnum(_) | Shape::IntegerEnum(_) | Shape::Id => {}
            }
        }
    }
}

/// The step to a branch of a union: its component, title or tag, else its number.
pub(super) fn branch_name(api: &Api, branch: &Branch, n: usize) -> String {
    let mut ty = &branch.ty;
    while let TypeRef::Nullable(inner) = ty {
        ty = inner;
    }
    let mut component = None;
    if let TypeRef::Named(id) = ty
        && let Hint::Component(name) = &api.types[*id].hint
    {
        component = Some(name.clone());
    }
    let tag = || branch.tags.first().map(tag_text);
    let name = component.or_else(|| branch.title.clone()).or_else(tag);
    format!("|{}", name.unwrap_or_else(|| (n + 1).to_string()))
}

/// What an operation sends and receives, by place.
fn roots(operation: &Operation) -> Vec<(String, &TypeRef)> {
    let mut roots = Vec::new();
    for (place, params) in [
        ("path", &operation.path_params),
        ("query", &operation.query_params),
        ("header", &operation.header_params),
        ("cookie", &operation.cookie_params),
    ] {
        roots.extend(
            params
                .iter()
                .map(|it| (format!("{place}.{}", it.wire), &it.ty)),
        );
    }
    match operation.body.as_ref().map(|body| &body.content) {
        Some(BodyContent::Json { ty, .. }) => roots.push(("body".to_owned(), ty)),
        Some(BodyContent::Form { fields: parts } | BodyContent::Multipart { parts, .. }) => {
            let typed = parts.iter().filter_map(|it| Some((it, it.content.ty()?)));
            roots.extend(typed.map(|(part, ty)| (format!("body.{}", part.wire), ty)));
        }
        Some(BodyContent::Text { .. } | BodyContent::Bytes { .. }) | None => {}
    }
    for response in operation.successes.iter().chain(&operation.failures) {
        if let Content::Json(ty) = &response.content {
            roots.push((format!("response.{}", response.status), ty));
        }
        for sequence in &response.sequences {
            let place = format!("response.{}.{}", response.status, sequence.media);
            roots.extend(sequence.content.ty().map(|ty| (place, ty)));
        }
    }
    roots
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
