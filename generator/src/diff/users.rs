//! Which operations use a type.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::change::{Direction, Subject};
use crate::Plan;
use crate::analyze::{reached, replies, requests};
use crate::model::{
    Api, BodyContent, Branch, Content, Hint, Operation, Owner, Shape, TypeId, TypeRef, tag_text,
};

/// The operations that use a component, and which way.
pub(super) type Users = BTreeMap<String, BTreeMap<String, Direction>>;

/// Adds the users in the other document, whose operations are called as they were before.
pub(super) fn merge(users: &mut Users, more: Users, had: impl Fn(&str) -> String) {
    for (name, operations) in more {
        let of_type = users.entry(name).or_default();
        for (id, direction) in operations {
            let known = of_type.entry(had(&id)).or_insert(direction);
            *known = known.or(direction);
        }
    }
}

pub(super) fn users_of(plan: &Plan, wanted: &BTreeSet<String>, users: &mut Users) {
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

/// The places of operations that hold a component, as `operation:listThings/response.200[].owner`; of several in one
/// operation the nearest.
pub(super) fn places_of(
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
