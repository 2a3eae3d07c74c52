//! Path items and their operations.

mod body;
mod body_effect;
mod bulk;
mod field_table;
pub(super) mod media;
mod operation_id;
pub(super) mod other_body;
mod outcome;
mod paging;
mod parameter;
mod parameter_node;
mod parameter_style;
mod part;
mod part_header;
mod part_union;
mod patch_table;
mod path_parameters;
pub(super) mod path_template;
mod response;
mod response_content;
mod response_header;
mod sequence;

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::SecurityRequirement;
use serde::Deserialize;
use serde_json::Value;

use crate::config::{ApiConfig, Service};
use crate::diagnostic::{Code, Diagnostic};
use crate::lower::conventions;
use crate::lower::node::Reporter;
use crate::lower::node::resolve::Resolver;
use crate::lower::node::schema_node::with_external;
use crate::lower::operation::operation_id::{Ids, OperationPlace};
use crate::lower::schema::Schemas;
use crate::model::{
    Docs, Group, GroupId, IdMap, Method, Operation, OperationId, Outcome, Owner, Response, Scopes,
    Server, Skipped,
};
use crate::openapi::suggest::did_you_mean;
use crate::openapi::{NodeKind, describe, is_owner_of_outdented};
use crate::spec_path::SpecPath;

/// Makes operations of path items, and types of what they send and receive.
pub(super) struct Operations<'a> {
    pub(super) reporter: Reporter<'a>,
    pub(super) resolver: Resolver<'a>,
    /// The facts that no document states.
    pub(super) service: &'a Service,
    pub(super) schemas: Schemas<'a>,
    pub(super) groups: IdMap<GroupId, Group>,
    pub(super) lowered: IdMap<OperationId, Operation>,
    /// The lowered responses under `components`, by name and whether they are successes.
    replies: BTreeMap<(String, bool), Option<Response>>,
    /// The names of all operations of the document, those that are skipped included.
    pub(super) named: BTreeSet<String>,
    /// The operations that the configuration omits.
    pub(super) omitted: Vec<Skipped>,
    /// The lists of servers that have been read, by place.
    pub(super) servers: BTreeMap<SpecPath, Vec<Server>>,
}

impl<'a> Operations<'a> {
    pub(super) fn new(schemas: Schemas<'a>) -> Self {
        Self {
            reporter: schemas.reporter,
            resolver: schemas.resolver,
            service: schemas.service,
            schemas,
            groups: IdMap::default(),
            lowered: IdMap::default(),
            replies: BTreeMap::new(),
            named: BTreeSet::new(),
            omitted: Vec::new(),
            servers: BTreeMap::new(),
        }
    }
}

impl<'a> Operations<'a> {
    /// Every operation of the document, except those that the configuration omits.
    pub(super) fn read(&mut self, config: &ApiConfig) {
        let omit = &config.omit;
        let paths_at = self.resolver.document.at.key("paths");
        let document = self.resolver.document;
        let paths: Vec<&String> = match document.get(&paths_at) {
            Some(Value::Object(paths)) => paths
                .keys()
                .filter(|path| !path.starts_with("x-"))
                .collect(),
            Some(
                other @ (Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_)),
            ) => {
                let message = format!(
                    "expected a mapping from paths to path items for `paths`, found {}",
                    describe(other)
                );
                self.reporter.report(
                    Diagnostic::error(Code::InvalidNode, &paths_at, message)
                        .help("write `paths:` and below it `/things:` for each path"),
                );
                return;
            }
            None | Some(Value::Null) => return,
        };
        let mut ids = Ids::default();
        for path in paths {
            self.path_item(path, omit, &mut ids);
        }
        for (id, reason) in omit {
            if self.omitted.iter().all(|it| it.id.as_deref() != Some(id)) {
                let suggestion = did_you_mean(id, self.named.iter().map(String::as_str));
                let message =
                    format!("`omit` names the unknown operation `{id}` ({reason}){suggestion}");
                self.reporter.report(
                    Diagnostic::error(Code::StaleOmission, &config.table("omit").key(id), message)
                        .help("remove it from `omit`, or fix the id"),
                );
            }
        }
    }

    /// The operations of a path, except those that the configuration omits.
    fn path_item(&mut self, path: &str, omit: &BTreeMap<String, String>, ids: &mut Ids) {
        let document = self.resolver.document;
        let path_at = document.at.keys(["paths", path]);
        let Some((item_at, item)) = self.resolver.follow(&path_at, NodeKind::PathItem) else {
            return;
        };
        let checked = self.reporter.checked(item, &item_at, NodeKind::PathItem);
        if checked.is_none() {
            return;
        }
        let template = match path_template::parse(path) {
            Ok(template) => template,
            Err(problem) => {
                self.reporter.report(
                    Diagnostic::error(Code::InvalidPath, &path_at, problem)
                        .help(format!("write it as `{}`", path_template::example(path))),
                );
                return;
            }
        };
        for method in Method::ALL {
            let at = item_at.key(method.key());
            let Some(node) = document.get(&at) else {
                continue;
            };
            if !node.is_object() {
                let is_reported = item.as_object().is_some_and(|item| {
                    is_owner_of_outdented(NodeKind::PathItem, item, method.key())
                });
                if !is_reported {
                    self.reporter.not_a_node(node, NodeKind::Operation, &at);
                }
                continue;
            }
            let place = OperationPlace {
                path,
                template: &template,
                path_at: &path_at,
                item_at: &item_at,
                method,
                at: &at,
            };
            let Some(id) = self.reporter.operation_id(node, &place, ids) else {
                continue;
            };
            self.named.insert(id.clone());
            if omit.contains_key(&id) {
                self.omitted.push(Skipped {
                    id: Some(id),
                    method: method.key().to_owned(),
                    path: path.to_owned(),
                    is_omitted: true,
                });
                continue;
            }
            self.operation(id, &place, node);
            self.schemas.drain_queue();
        }
    }

    fn operation(&mut self, id: String, place: &OperationPlace<'_>, node: &'a Value) {
        let &OperationPlace {
            template,
            item_at,
            method,
            at,
            ..
        } = place;
        let Some(taken) = self
            .reporter
            .take::<openapiv3::Operation>(node, at, NodeKind::Operation)
        else {
            return;
        };
        self.resolver.security_form(&at.key("security"));
        let group = self.group(taken.tags.first().map(String::as_str));
        let requirements = self.resolver.requirements(taken.security.as_ref());
        let servers = self.operation_servers(at);
        // The row is claimed first: types inside the operation are named after it.
        let operation = self.lowered.push(Operation {
            id,
            group,
            method,
            path: template.clone(),
            path_params: Vec::new(),
            query_params: Vec::new(),
            header_params: Vec::new(),
            cookie_params: Vec::new(),
            fields: None,
            body: None,
            bulk: None,
            servers,
            patch: None,
            paging: None,
            task: None,
            outcome: Outcome::Empty,
            accept: Vec::new(),
            streams: Vec::new(),
            successes: Vec::new(),
            failures: Vec::new(),
            requirements,
            user_levels: conventions::user_levels(self.service, node),
            is_experimental: false,
            unsupported: self.resolver.without_effect(item_at, node),
            tags: taken.tags.clone(),
            docs: docs(&taken),
            at: at.clone(),
        });
        self.groups[group].operations.push(operation);
        let owner = Owner::Operation(operation);
        self.security_effect(owner, at);
        let mut params = self.schemas.parameters(owner, item_at, at);
        self.reporter.match_query(template, &mut params, at);
        let declared = std::mem::take(&mut params.path);
        params.path = self
            .reporter
            .match_template(template, declared, &params, at);
        let body_at = taken.request_body.map(|_| at.key("requestBody"));
        let body = body_at.and_then(|at| self.request_body(owner, &at));
        let replies = self.responses(owner, at);
        let fields = self
            .schemas
            .field_table(&mut params.query, &replies.preferred);
        let bulk = self.bulk(operation, body.as_ref(), &replies.preferred);
        let bulk = self.row_key(at, body.as_ref(), bulk);
        let patch = self.patch_table(operation, body.as_ref(), &replies.preferred);
        let row = &mut self.lowered[operation];
        row.is_experimental = conventions::is_experimental(self.service, &params.header);
        row.patch = patch;
        row.fields = fields;
        row.bulk = bulk;
        row.path_params = params.path;
        row.query_params = params.query;
        row.header_params = params.header;
        row.cookie_params = params.cookie;
        row.body = body;
        replies.fill(row);
    }

    /// The group of operations that share a first tag.
    fn group(&mut self, tag: Option<&str>) -> GroupId {
        if let Some((id, _)) = self
            .groups
            .iter()
            .find(|(_, group)| group.tag.as_deref() == tag)
        {
            return id;
        }
        let tags_at = self.resolver.document.at.key("tags");
        let known = self
            .resolver
            .document
            .get(&tags_at)
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .enumerate()
            .find(|(_, known)| tag.is_some() && known.get("name").and_then(Value::as_str) == tag);
        let (description, at) = match known {
            Some((n, known)) => {
                let description = known
                    .get("description")
                    .and_then(Value::as_str)
                    .map(str::to_owned);
                (description, tags_at.index(n))
            }
            // Nothing describes the group, so nothing else has this address.
            None => (None, tags_at.key(tag.unwrap_or_default())),
        };
        self.groups.push(Group {
            tag: tag.map(str::to_owned),
            description,
            operations: Vec::new(),
            at,
        })
    }
}

fn docs(taken: &openapiv3::Operation) -> Docs {
    Docs {
        summary: taken.summary.clone(),
        description: with_external(taken.description.clone(), taken.external_docs.as_ref()),
        deprecated: taken.deprecated,
    }
}

impl Resolver<'_> {
    /// The security requirements of an operation; by default those of the document.
    pub(in crate::lower) fn requirements(
        &self,
        own: Option<&Vec<SecurityRequirement>>,
    ) -> Vec<Vec<Scopes>> {
        let of_document = || {
            let node = self.document.get(&self.document.at.key("security"))?;
            Vec::<SecurityRequirement>::deserialize(node).ok()
        };
        let requirements = own.cloned().or_else(of_document).unwrap_or_default();
        requirements
            .into_iter()
            .map(|all| {
                let scopes = all.into_iter();
                scopes
                    .map(|(scheme, scopes)| Scopes {
                        scheme: self.declared_name(scheme),
                        scopes,
                    })
                    .collect()
            })
            .collect()
    }
}
