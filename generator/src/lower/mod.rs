//! Stage 3: the tree to the [`model`](crate::model), every reference resolved.
//!
//! One file per idea. A node is taken over into the `openapiv3` type of its kind by itself, its children left out
//! ([`node`]), so that one bad node does not cost the others and every finding has an address.

mod access;
mod all_of;
mod body;
mod body_effect;
mod bulk;
mod consistency;
mod conventions;
mod credentials;
mod cycles;
mod enumeration;
mod example;
mod field_table;
mod fit;
mod json_patch;
mod node;
mod object;
mod operation;
mod operation_id;
mod other_body;
mod paging;
mod parameter;
mod parameter_node;
mod parameter_style;
mod part;
mod patch_table;
mod path_template;
mod resolve;
mod resource;
mod response;
mod scalar;
mod schema;
mod schema_node;
mod security;
mod servers;
mod union;
mod unreachable;
mod unsupported;

pub(crate) use body::{is_typed, preferred};
pub(crate) use other_body::subtype;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde_json::Value;

use crate::config::{ApiConfig, Service};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::{
    Api, Constraints, Docs, Group, GroupId, Hint, IdMap, Operation, OperationId, Server, Shape,
    TypeDef, TypeId, TypeRef,
};
use crate::normalize::webhooks;
use crate::openapi::NodeKind;
use crate::spec_path::SpecPath;
use crate::syntax::Document;

/// What lowering carries around.
struct LowerCx<'a> {
    document: &'a Document,
    /// The facts that no document states.
    service: &'a Service,
    diagnostics: &'a mut Diagnostics,
    types: IdMap<TypeId, TypeDef>,
    groups: IdMap<GroupId, Group>,
    operations: IdMap<OperationId, Operation>,
    /// The responses under `components` that have been taken over, by name.
    replies: BTreeMap<String, Option<response::Reply>>,
    /// What became of the schema at a JSON pointer.
    lowered: BTreeMap<String, schema::Lowered>,
    /// The inline schemas that are being lowered, by JSON pointer.
    open: BTreeSet<String>,
    /// The lists of servers that have been read, by place.
    servers: BTreeMap<SpecPath, Vec<Server>>,
    /// The types of ids, by name.
    ids: BTreeMap<String, TypeId>,
    /// The unions whose branches are being given the properties of the objects beside them.
    distributing: BTreeSet<SpecPath>,
    /// How many properties `allOf`s have brought together.
    combined: usize,
    /// Referenced schemas that have an id but no shape yet: a queue, not recursion, so that a long chain of references
    /// can't exhaust the stack.
    queue: VecDeque<(TypeId, SpecPath)>,
    /// How many of the types have been looked at for aliases of themselves.
    settled: usize,
}

/// Lowers one document.
pub(crate) fn lower(
    document: &Document,
    config: &ApiConfig,
    service: &Service,
    diagnostics: &mut Diagnostics,
) -> Api {
    let mut cx = LowerCx {
        document,
        service,
        diagnostics,
        types: IdMap::default(),
        groups: IdMap::default(),
        operations: IdMap::default(),
        replies: BTreeMap::new(),
        lowered: BTreeMap::new(),
        open: BTreeSet::new(),
        servers: BTreeMap::new(),
        ids: BTreeMap::new(),
        distributing: BTreeSet::new(),
        combined: 0,
        queue: VecDeque::new(),
        settled: 0,
    };
    cx.document_form();
    cx.component_schemas();
    cx.operations(config);
    cx.break_alias_cycles(0);
    cx.break_union_cycles();
    cx.paging();
    let mut api = cx.finish(config);
    access::relax(&mut api);
    unreachable::report(&api, diagnostics);
    api
}

impl LowerCx<'_> {
    /// Looks at the parts of the document that no later step takes over whole.
    fn document_form(&mut self) {
        let document = self.document;
        let at = &document.at;
        self.checked(&document.root, at, NodeKind::Document);
        for (key, kind) in [
            ("info", NodeKind::Info),
            ("components", NodeKind::Components),
        ] {
            if let Some(node) = document.root.get(key).filter(|node| node.is_object()) {
                self.checked(node, &at.key(key), kind);
            }
        }
        self.security_form(&at.key("security"));
        self.security_schemes_form();
        if document.root.get("paths").is_none() {
            let message = "the document has no `paths`, and so no operations";
            self.report(
                Diagnostic::warning(Code::InvalidNode, at, message)
                    .help("describe them below `paths`, as `/things: {get: …}`"),
            );
        }
    }

    /// Every schema under `components`, whether an operation needs it or not.
    fn component_schemas(&mut self) {
        let document = self.document;
        let components = document.at.key("components");
        let at = components.key("schemas");
        let Some(schemas) = document.get(&at).and_then(Value::as_object) else {
            return;
        };
        for name in schemas.keys() {
            self.component(&at.key(name), name);
        }
        self.drain_queue();
    }

    fn drain_queue(&mut self) {
        while let Some((id, at)) = self.queue.pop_front() {
            self.fill(id, &at);
        }
        // Whoever looks behind an alias from now on comes to an end.
        self.break_alias_cycles(self.settled);
        self.settled = self.types.len();
    }

    /// An id for a type whose shape is found later.
    fn reserve(&mut self, hint: Hint, at: &SpecPath) -> TypeId {
        let id = self.types.push(TypeDef {
            hint,
            docs: Docs::default(),
            constraints: Constraints::default(),
            shape: Shape::Alias(TypeRef::Json),
            at: at.clone(),
        });
        // Until it has a shape, it is itself.
        self.types[id].shape = Shape::Alias(TypeRef::Named(id));
        id
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    fn finish(mut self, config: &ApiConfig) -> Api {
        let document = self.document;
        let text = |at: &SpecPath| document.get(at).and_then(Value::as_str).map(str::to_owned);
        let info = document.at.key("info");
        let servers = self.servers(&document.at.key("servers"));
        let schemes = self.schemes();
        let security = self.default_security(&schemes);
        self.token_endpoints(&schemes, &servers);
        let webhooks = webhooks::payload(&document.root).map(|name| {
            let at = document.at.keys(["components", "schemas", name]);
            self.component(&at, name).ty
        });
        Api {
            webhooks,
            module: config.module.clone(),
            title: text(&info.key("title")).unwrap_or_default(),
            version: text(&info.key("version")).unwrap_or_default(),
            description: text(&info.key("description")),
            servers,
            groups: self.groups,
            operations: self.operations,
            types: self.types,
            schemes,
            security,
            extensions: conventions::extensions(self.service),
            file: document.at.file().to_owned(),
        }
    }
}
