//! Stage 3: the tree to the [`model`](crate::model), every reference resolved.
//!
//! One file per idea. Each node is deserialized into the `openapiv3` type of its kind, without its children
//! ([`node`]), so that one bad node does not cost the others and every finding has an address.

mod access;
mod consistency;
mod conventions;
mod node;
mod operation;
mod pointer;
mod schema;
mod security;
mod servers;
mod tasks;
mod unpaged;
mod unreachable;
mod unsupported;

pub(crate) use operation::media::{is_typed, preferred};
pub(crate) use operation::other_body::subtype;
pub(crate) use operation::path_template::parse as parse_path;

use std::cell::RefCell;

use serde_json::Value;

use crate::config::{ApiConfig, Service};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::{Api, Skipped};
use crate::normalize::webhooks;
use crate::openapi::NodeKind;
use crate::spec_path::SpecPath;
use crate::syntax::Document;
use node::Reporter;
use node::resolve::Resolver;
use operation::Operations;
use schema::Schemas;

/// Lowers one document, from which operations with errors may have been pruned, and returns the operations that the
/// configuration omits.
pub(crate) fn lower(
    document: &Document,
    config: &ApiConfig,
    service: &Service,
    is_pruned: bool,
    diagnostics: &mut Diagnostics,
) -> (Api, Vec<Skipped>) {
    let found = RefCell::new(std::mem::take(diagnostics));
    let reporter = Reporter { found: &found };
    let children = schema::base::children(document);
    let resolver = Resolver {
        document,
        reporter,
        children: &children,
    };
    resolver.document_form();
    let mut schemas = Schemas::new(resolver, service);
    schemas.component_schemas();
    let mut operations = Operations::new(schemas);
    operations.read(config);
    operations.schemas.break_alias_cycles(0);
    operations.schemas.break_union_cycles();
    operations.paging();
    let named = std::mem::take(&mut operations.named);
    let omitted = std::mem::take(&mut operations.omitted);
    let mut api = operations.finish(config);
    *diagnostics = found.into_inner();
    access::relax(&mut api);
    unreachable::report(document, &api, diagnostics);
    unpaged::report(&api, diagnostics);
    tasks::Tasks {
        api: &mut api,
        config,
        named: &named,
        is_pruned,
        diagnostics,
    }
    .read();
    (api, omitted)
}

impl Resolver<'_> {
    /// Checks the parts of the document that no later step lowers as a whole.
    fn document_form(&self) {
        let document = self.document;
        let at = &document.at;
        self.reporter
            .checked(&document.root, at, NodeKind::Document);
        for (key, kind) in [
            ("info", NodeKind::Info),
            ("components", NodeKind::Components),
        ] {
            if let Some(node) = document.root.get(key).filter(|node| node.is_object()) {
                self.reporter.checked(node, &at.key(key), kind);
            }
        }
        self.security_form(&at.key("security"));
        self.security_schemes_form();
        if document.root.get("paths").is_none() {
            let message = "the document has no `paths`, and so no operations";
            self.reporter.report(
                Diagnostic::warning(Code::InvalidNode, at, message)
                    .help("describe them below `paths`, for example `/things: {get: …}`"),
            );
        }
    }
}

impl Operations<'_> {
    fn finish(mut self, config: &ApiConfig) -> Api {
        let document = self.resolver.document;
        let text = |at: &SpecPath| document.get(at).and_then(Value::as_str).map(str::to_owned);
        let info = document.at.key("info");
        let servers = self.servers(&document.at.key("servers"));
        let schemes = self.schemes();
        let security = self.default_security(&schemes);
        self.token_endpoints(&schemes, &servers);
        let webhooks = webhooks::payload(&document.root).map(|name| {
            let at = document.at.keys(["components", "schemas", name]);
            self.schemas.component(&at, name).ty
        });
        Api {
            webhooks,
            module: config.module.clone(),
            title: text(&info.key("title")).unwrap_or_default(),
            version: text(&info.key("version")).unwrap_or_default(),
            description: text(&info.key("description")),
            servers,
            groups: self.groups,
            operations: self.lowered,
            types: self.schemas.types.defs,
            schemes,
            security,
            extensions: conventions::extensions(self.service),
            file: document.at.file().to_owned(),
        }
    }
}
