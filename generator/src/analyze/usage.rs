//! Which types are sent: there, absent and null must stay apart.

use crate::model::{
    Api, BodyContent, Content, IdMap, Operation, OtherContent, Response, TypeId, TypeRef,
};

/// Types that a request's body or parameters reach, and types that no operation reaches: they may be
/// sent.
pub(super) fn sent(api: &Api) -> IdMap<TypeId, bool> {
    let operations = || api.operations.iter().map(|(_, operation)| operation);
    let sent = reached(api, operations().flat_map(requests).collect());
    let received = reached(api, operations().flat_map(replies).collect());
    api.types.map(|id, _| sent[id] || !received[id])
}

/// The types of an operation's parameters and body.
pub(crate) fn requests(operation: &Operation) -> Vec<&TypeRef> {
    let params = [
        &operation.path_params,
        &operation.query_params,
        &operation.header_params,
        &operation.cookie_params,
    ];
    let mut types: Vec<&TypeRef> = params.into_iter().flatten().map(|it| &it.ty).collect();
    match operation.body.as_ref().map(|body| &body.content) {
        Some(BodyContent::Json { ty, .. }) => types.push(ty),
        Some(BodyContent::Form { fields: parts } | BodyContent::Multipart { parts, .. }) => {
            types.extend(parts.iter().filter_map(|part| part.content.ty()));
        }
        Some(BodyContent::Text { .. } | BodyContent::Bytes { .. }) | None => {}
    }
    let others = operation.body.iter().flat_map(|body| &body.others);
    types.extend(others.filter_map(|other| match &other.content {
        OtherContent::Json(ty) | OtherContent::Form { ty, .. } => Some(ty),
        OtherContent::Multipart | OtherContent::Text | OtherContent::Bytes => None,
    }));
    types
}

/// The types of its answers, successes and failures.
pub(crate) fn replies(operation: &Operation) -> Vec<&TypeRef> {
    let responses = operation.successes.iter().chain(&operation.failures);
    let streams = operation.streams.iter().filter_map(|it| it.content.ty());
    let types = responses.flat_map(Response::contents);
    let types = types.filter_map(|(_, content)| match content {
        Content::Json(ty) => Some(ty),
        Content::Empty | Content::Text | Content::TextOrJson | Content::Bytes => None,
    });
    types.chain(streams).collect()
}

/// What these types hold, themselves included.
pub(crate) fn reached(api: &Api, from: Vec<&TypeRef>) -> IdMap<TypeId, bool> {
    let mut reached = api.types.map(|_, _| false);
    let mut todo = from;
    while let Some(ty) = todo.pop() {
        if let Some(id) = ty.named()
            && !std::mem::replace(&mut reached[id], true)
        {
            todo.extend(api.types[id].shape.parts());
        }
    }
    reached
}
