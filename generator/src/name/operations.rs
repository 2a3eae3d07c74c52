//! Names of groups, operations and their parameters.

use super::pins::Pins;
use super::scope::{Candidate, Scope};
use super::types::TAKEN_TYPES;
use super::{Case, case};
use super::{GroupNames, OperationNames, client, patches};
use crate::diagnostic::Diagnostics;
use crate::lower::{preferred, subtype};
use crate::model::{
    Api, BodyContent, Content, GroupId, IdMap, Operation, OperationId, Outcome, Param, Response,
    StatusPattern, StreamContent,
};
use crate::spec_path::SpecPath;

/// Modules beside the groups.
const TAKEN_GROUPS: &[&str] = &["models", "client", "operators", "runtime", "testing"];

/// Modules beside the operations.
const TAKEN_OPERATIONS: &[&str] = &["fields", "runtime", "testing"];

/// Methods that every request has, or will have.
const TAKEN_SETTERS: &[&str] = &[
    "body",
    "build",
    "call",
    "client",
    "concurrency",
    "credentials",
    "extension",
    "field",
    "header",
    "idempotent",
    "items",
    "lenient",
    "limiter",
    "max_items",
    "middleware",
    "models",
    "new",
    "page_size",
    "pages",
    "part",
    "query_param",
    "resume_from",
    "retry",
    "runtime",
    "send",
    "send_all",
    "send_all_blocking",
    "send_and_wait",
    "send_and_wait_blocking",
    "send_blocking",
    "server",
    "timeout",
    "timeouts",
    "waiter",
    "clone",
    "fmt",
];

pub(super) fn assign(
    api: &Api,
    pins: &mut Pins<'_>,
    diagnostics: &mut Diagnostics,
) -> (
    IdMap<GroupId, GroupNames>,
    IdMap<OperationId, OperationNames>,
) {
    let candidates: Vec<Candidate> = api
        .groups
        .iter()
        .map(|(_, group)| {
            let tag = group.tag.clone().unwrap_or_else(|| "operations".to_owned());
            Candidate {
                text: group_text(&tag),
                wire: tag,
                role: "group",
                pin: pins.get(&group.at, Case::Module),
                at: group.at.clone(),
            }
        })
        .collect();
    let taken = TAKEN_GROUPS.iter().copied();
    let webhooks = api.webhooks.as_ref().map(|_| "webhooks");
    let modules = Scope::reserving(taken.chain([api.module.as_str()]).chain(webhooks)).assign(
        Case::Module,
        &candidates,
        diagnostics,
    );
    let groups: IdMap<GroupId, GroupNames> = modules
        .into_iter()
        .map(|module| {
            let item = case::name(Case::Type, module.trim_end_matches('_')).unwrap_or_default();
            let item = if TAKEN_TYPES.contains(&item.as_str()) {
                item + "Group"
            } else {
                item
            };
            GroupNames { module, item }
        })
        .collect();
    let mut operations: IdMap<OperationId, OperationNames> =
        api.operations.map(|_, _| OperationNames::default());
    for (id, group) in api.groups.iter() {
        let ids = &group.operations;
        let candidates: Vec<Candidate> = ids
            .iter()
            .map(|id| {
                let operation = &api.operations[*id];
                Candidate {
                    wire: operation.id.clone(),
                    text: operation.id.clone(),
                    role: operation.method.key(),
                    pin: pins.get(&operation.at, Case::Method),
                    at: operation.at.clone(),
                }
            })
            .collect();
        let methods = Scope::default().assign(Case::Method, &candidates, diagnostics);
        let mut items = Scope::reserving(
            TAKEN_TYPES
                .iter()
                .copied()
                .chain([groups[id].item.as_str()]),
        );
        for (operation, method) in ids.iter().zip(methods) {
            let names = &mut operations[*operation];
            names.item = first_free(&mut items, &method, &["", "request"]);
            names.outcome = first_free(&mut items, &format!("{method} outcome"), &["", "success"]);
            let servers = &api.operations[*operation].servers;
            if servers.len() > 1 {
                names.server = first_free(&mut items, &format!("{method} server"), &["", "choice"]);
                names.servers = client::variants(&servers.iter().collect::<Vec<_>>(), diagnostics);
            }
            names.module = case::name(Case::Module, &method).unwrap_or_default();
            if names.module == groups[id].module
                || TAKEN_OPERATIONS.contains(&names.module.as_str())
            {
                names.module.push_str("_operation");
            }
            names.method = method;
            parameters(&api.operations[*operation], names, pins, diagnostics);
            names.variants = variants(&api.operations[*operation], diagnostics);
            names.fields = fields(&api.operations[*operation], pins, diagnostics);
        }
        // Behind all requests, so that none of them gives way.
        patches::assign(api, ids, &mut operations, &mut items, diagnostics);
    }
    (groups, operations)
}

/// The first of the proposals that nothing else is called.
fn first_free(scope: &mut Scope, text: &str, suffixes: &[&str]) -> String {
    let proposals = suffixes
        .iter()
        .filter_map(|suffix| case::name(Case::Type, &format!("{text} {suffix}")));
    let mut last = String::new();
    for name in proposals {
        if scope.claim(&name) {
            return name;
        }
        last = name;
    }
    last
}

/// One scope for everything that an operation takes: some are arguments, some are setters, and which of the two may change.
fn parameters(
    operation: &Operation,
    names: &mut OperationNames,
    pins: &mut Pins<'_>,
    diagnostics: &mut Diagnostics,
) {
    let mut candidates: Vec<Candidate> = Vec::new();
    let mut add = |wire: &str, role: &'static str, at: &SpecPath| {
        candidates.push(Candidate {
            wire: wire.to_owned(),
            text: wire.to_owned(),
            role,
            pin: pins.get(at, Case::Field),
            at: at.clone(),
        });
    };
    let all =
        |list: &[Param], role: &'static str, add: &mut dyn FnMut(&str, &'static str, &SpecPath)| {
            for param in list {
                add(&param.wire, role, &param.at);
            }
        };
    all(&operation.path_params, "path", &mut add);
    all(&operation.query_params, "query", &mut add);
    all(&operation.header_params, "header", &mut add);
    all(&operation.cookie_params, "cookie", &mut add);
    if let Some(body) = &operation.body
        && let BodyContent::Form { fields: parts } | BodyContent::Multipart { parts, .. } =
            &body.content
    {
        for part in parts {
            add(&part.wire, "part", &part.at);
        }
    }
    let parts = candidates.len()
        - operation.path_params.len()
        - operation.query_params.len()
        - operation.header_params.len();
    candidates.extend(other_bodies(operation));
    let plain: Vec<String> = candidates
        .iter()
        .filter_map(|it| case::name(Case::Field, &it.text))
        .collect();
    let of_streams = streams(operation);
    let taken = TAKEN_SETTERS.iter().copied();
    let taken = taken.chain(of_streams.iter().map(String::as_str));
    let mut scope = Scope::with_companions(taken, plain, setters);
    let mut rest = scope
        .assign(Case::Field, &candidates, diagnostics)
        .into_iter();
    let mut take = |count: usize| -> Vec<String> { rest.by_ref().take(count).collect() };
    names.path = take(operation.path_params.len());
    names.query = take(operation.query_params.len());
    names.header = take(operation.header_params.len());
    names.cookie = take(operation.cookie_params.len());
    names.parts = take(parts);
    names.others = take(usize::MAX);
}

/// The method of a request that reads a success while it arrives.
pub(crate) fn stream_method(content: &StreamContent) -> &'static str {
    match content {
        StreamContent::Bytes => "send_stream",
        StreamContent::Events(_) => "send_events",
        StreamContent::Items(_) => "send_items",
    }
}

/// The methods of a request whose responses are read while they arrive.
fn streams(operation: &Operation) -> Vec<String> {
    let streams = operation.streams.iter().flat_map(|stream| {
        let method = stream_method(&stream.content);
        [method.to_owned(), format!("{method}_blocking")]
    });
    let setter = operation.is_resumed().then(|| "last_event_id".to_owned());
    streams.chain(setter).collect()
}

/// The setters of further media types.
fn other_bodies(operation: &Operation) -> Vec<Candidate> {
    let others = operation.body.iter().flat_map(|body| &body.others);
    let media: Vec<&str> = others.clone().map(|it| it.media.as_str()).collect();
    let candidates = others.zip(subtypes(&media)).map(|(other, text)| Candidate {
        wire: other.media.clone(),
        text,
        role: "body",
        pin: None,
        at: other.at.clone(),
    });
    candidates.collect()
}

/// The names of media types beside each other: the subtype, or the whole where two have one subtype.
fn subtypes(media: &[&str]) -> Vec<String> {
    let subtypes: Vec<String> = media.iter().map(|it| subtype(it)).collect();
    let names = media.iter().zip(&subtypes).map(|(media, subtype)| {
        let is_alone = subtypes.iter().filter(|it| *it == subtype).count() == 1;
        if is_alone {
            subtype.clone()
        } else {
            (*media).to_owned()
        }
    });
    names.collect()
}

/// The constants of the fields by which an operation filters and sorts.
fn fields(
    operation: &Operation,
    pins: &mut Pins<'_>,
    diagnostics: &mut Diagnostics,
) -> Vec<String> {
    let fields = operation.fields.iter().flat_map(|table| &table.fields);
    let candidates: Vec<Candidate> = fields
        .map(|field| Candidate {
            wire: field.wire.clone(),
            text: field.wire.clone(),
            role: "field",
            // The fields of one parameter share its address, which names the parameter.
            pin: pins.get(&field.at.key(&field.wire), Case::Constant),
            at: field.at.key(&field.wire),
        })
        .collect();
    Scope::default().assign(Case::Constant, &candidates, diagnostics)
}

/// The further setter that a request has for a parameter.
fn setters(name: &str) -> Vec<String> {
    vec![format!("maybe_{}", name.trim_end_matches('_'))]
}

/// `Ok`, `Created`, `Status299`; `OkJson` and `OkCsv` where `Content-Type` chooses.
fn variants(operation: &Operation, diagnostics: &mut Diagnostics) -> Vec<String> {
    if operation.outcome != Outcome::ByStatus {
        return Vec::new();
    }
    let candidates: Vec<Candidate> = operation.successes.iter().flat_map(contents).collect();
    Scope::default().assign(Case::Type, &candidates, diagnostics)
}

/// The variants of a success.
fn contents(success: &Response) -> Vec<Candidate> {
    let status = status(success.status);
    let preferred = |media| preferred(media).map(String::as_str);
    let media: Vec<&str> = success
        .contents()
        .map(|(media, _)| preferred(media).unwrap_or_default())
        .collect();
    let contents = success.contents().zip(media.iter().zip(subtypes(&media)));
    let candidates = contents.map(|((_, content), (media, subtype))| Candidate {
        wire: format!("{} {media}", success.status),
        text: match content {
            _ if success.others.is_empty() => status.clone(),
            Content::TextOrJson => format!("{status} text"),
            Content::Empty | Content::Json(_) | Content::Text | Content::Bytes => {
                format!("{status} {subtype}")
            }
        },
        role: "response",
        pin: None,
        at: success.at.clone(),
    });
    candidates.collect()
}

fn status(status: StatusPattern) -> String {
    match status {
        StatusPattern::Code(200) => "Ok".to_owned(),
        StatusPattern::Code(201) => "Created".to_owned(),
        StatusPattern::Code(202) => "Accepted".to_owned(),
        StatusPattern::Code(203) => "NonAuthoritative".to_owned(),
        StatusPattern::Code(204) => "NoContent".to_owned(),
        StatusPattern::Code(205) => "ResetContent".to_owned(),
        StatusPattern::Code(206) => "PartialContent".to_owned(),
        StatusPattern::Code(207) => "MultiStatus".to_owned(),
        StatusPattern::Code(code) => format!("Status{code}"),
        StatusPattern::Range(class) => format!("Status{class}xx"),
        StatusPattern::Default => "Default".to_owned(),
    }
}

/// The preferred name of a group, with a prefix if it would start with a digit.
fn group_text(tag: &str) -> String {
    let first = tag.chars().find(|c| c.is_alphanumeric());
    if first.is_some_and(char::is_numeric) {
        format!("group {tag}")
    } else {
        tag.to_owned()
    }
}
