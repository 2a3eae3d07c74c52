//! Stage 3: the tree to the [`model`](crate::model), every reference resolved.
//!
//! One file per idea. A node is taken over into the `openapiv3` type of its kind by itself, its children left out
//! ([`node`]), so that one bad node does not cost the others and every finding has an address.

mod all_of;
mod body;
mod bulk;
mod conventions;
mod cycles;
mod enumeration;
mod example;
mod field_table;
mod json_patch;
mod node;
mod object;
mod operation;
mod paging;
mod parameter;
mod patch_table;
mod path_template;
mod resolve;
mod resource;
mod response;
mod scalar;
mod schema;
mod schema_node;
mod union;

pub(crate) use conventions::EXTENSIONS;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use std::rc::Rc;

use serde_json::Value;

use crate::config::ApiConfig;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::load::Document;
use crate::model::{
    Api, Constraints, Docs, Group, GroupId, Hint, IdMap, Operation, OperationId, SecurityScheme,
    Shape, TypeDef, TypeId, TypeRef,
};
use crate::spec_path::SpecPath;

/// What lowering carries around.
struct LowerCx<'a> {
    document: &'a Document,
    diagnostics: &'a mut Diagnostics,
    types: IdMap<TypeId, TypeDef>,
    groups: IdMap<GroupId, Group>,
    operations: IdMap<OperationId, Operation>,
    /// The schemas that have been taken over, by JSON pointer.
    nodes: BTreeMap<String, Option<Rc<schema_node::SchemaNode<'a>>>>,
    /// What became of the schema at a JSON pointer.
    lowered: BTreeMap<String, schema::Lowered>,
    /// The inline schemas that are being lowered, by JSON pointer.
    open: BTreeSet<String>,
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
pub(crate) fn lower(document: &Document, config: &ApiConfig, diagnostics: &mut Diagnostics) -> Api {
    let mut cx = LowerCx {
        document,
        diagnostics,
        types: IdMap::default(),
        groups: IdMap::default(),
        operations: IdMap::default(),
        nodes: BTreeMap::new(),
        lowered: BTreeMap::new(),
        open: BTreeSet::new(),
        ids: BTreeMap::new(),
        distributing: BTreeSet::new(),
        combined: 0,
        queue: VecDeque::new(),
        settled: 0,
    };
    cx.component_schemas();
    cx.operations(config);
    cx.break_alias_cycles(0);
    cx.break_union_cycles();
    cx.paging();
    cx.finish(config)
}

impl LowerCx<'_> {
    /// Every schema under `components`, whether an operation needs it or not.
    fn component_schemas(&mut self) {
        let document = self.document;
        let components = document.at.key("components");
        let at = components.key("schemas");
        for at in [&components, &at] {
            if document
                .get(at)
                .is_some_and(|node| !node.is_object() && !node.is_null())
            {
                let message = "a mapping from names is due here";
                self.report(
                    Diagnostic::error(Code::InvalidNode, at, message).help("write it as a mapping"),
                );
            }
        }
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

    fn finish(self, config: &ApiConfig) -> Api {
        let document = self.document;
        let text = |at: &SpecPath| document.get(at).and_then(Value::as_str).map(str::to_owned);
        let info = document.at.key("info");
        let servers: Vec<String> = document
            .get(&document.at.key("servers"))
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(|server| server.get("url")?.as_str().map(str::to_owned))
            .collect();
        let schemes_at = document.at.keys(["components", "securitySchemes"]);
        let schemes = document.get(&schemes_at).and_then(Value::as_object);
        let schemes = schemes.into_iter().flatten().map(|(name, node)| {
            let kind = node.get("type").and_then(Value::as_str);
            SecurityScheme {
                name: name.clone(),
                kind: kind.unwrap_or_default().to_owned(),
                at: schemes_at.key(name),
            }
        });
        let schemes = schemes.collect();
        Api {
            module: config.module.clone(),
            title: text(&info.key("title")).unwrap_or_default(),
            version: text(&info.key("version")).unwrap_or_default(),
            description: text(&info.key("description")),
            prefix: servers.first().map(|url| path_of(url)).unwrap_or_default(),
            servers,
            groups: self.groups,
            operations: self.operations,
            types: self.types,
            schemes,
            file: document.at.file().to_owned(),
        }
    }
}

/// The path of a server's URL: `/beta` of `https://{tenant}.example.com/beta/`.
fn path_of(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = if url.contains("://") || url.starts_with("//") {
        rest.trim_start_matches('/')
            .find('/')
            .map_or("", |slash| &rest.trim_start_matches('/')[slash..])
    } else {
        rest
    };
    let path = path
        .split(['?', '#'])
        .next()
        .unwrap_or_default()
        .trim_end_matches('/');
    // A variable in the path has no value here; such a prefix is the caller's to put into the base URL.
    if path.contains('{') || !(path.is_empty() || path.starts_with('/')) {
        return String::new();
    }
    path.to_owned()
}

#[cfg(test)]
mod tests {
    use super::path_of;

    #[test]
    fn paths_of_server_urls() {
        for (url, path) in [
            ("https://{tenant}.example.com/beta", "/beta"),
            ("https://{tenant}.example.com/v2026/", "/v2026"),
            ("https://example.com", ""),
            ("https://example.com/", ""),
            ("//example.com/a/b", "/a/b"),
            ("/api/v1", "/api/v1"),
            ("/", ""),
            ("", ""),
            ("https://example.com/{basePath}", ""),
            ("http://localhost:8080/x?y#z", "/x"),
        ] {
            assert_eq!(path_of(url), path, "{url}");
        }
    }
}
