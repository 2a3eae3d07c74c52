//! Lookups that all emitters share: ids to names, texts to links.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

use proc_macro2::Ident;

use super::markdown::named_summary;
use super::print::ident;
use crate::model::{self, OperationId, Scalar, Shape, TypeRef};
use crate::rust;

/// An API with the few things of the crate that emitted text mentions.
pub(super) struct EmitCx<'a> {
    pub(super) api: &'a model::Api,
    pub(super) rust: &'a rust::Api<'a>,
    /// The crate's name as code writes it.
    pub(super) crate_ident: &'a str,
    /// The operations by what descriptions call them: by id, by path, by method and path.
    operations: BTreeMap<String, Option<OperationId>>,
    /// First sentences by text. Operations say the same of their failures, hundreds of times.
    summaries: Mutex<BTreeMap<String, String>>,
}

impl<'a> EmitCx<'a> {
    pub(super) fn new(krate: &'a rust::Crate<'a>, api: &'a rust::Api<'a>) -> Self {
        Self {
            api: api.model,
            rust: api,
            crate_ident: &krate.name,
            operations: called(api.model),
            summaries: Mutex::default(),
        }
    }

    /// The first sentence of a text of the document on one line; empty when there is none.
    pub(super) fn summary(&self, text: &str) -> String {
        let summaries = || {
            self.summaries
                .lock()
                .expect("nothing panics under the lock")
        };
        if let Some(known) = summaries().get(text) {
            return known.clone();
        }
        let summary = named_summary(text, &|code| self.reference(code));
        summaries().insert(text.to_owned(), summary.clone());
        summary
    }

    /// The operation that a text names: by its id, by its path, or by method and path.
    pub(super) fn operation_called(&self, text: &str) -> Option<OperationId> {
        *self.operations.get(text)?
    }

    /// The name and the path of the method that a text names.
    pub(super) fn reference(&self, text: &str) -> Option<(String, String)> {
        let id = self.operation_called(text)?;
        Some((self.method_name(id), self.method_path(id)))
    }

    /// The method of an operation as it reads in documentation.
    pub(super) fn method_name(&self, id: OperationId) -> String {
        self.rust.operations[id]
            .method
            .trim_start_matches("r#")
            .to_owned()
    }

    /// The path of that method in the crate.
    pub(super) fn method_path(&self, id: OperationId) -> String {
        let group = &self.rust.groups[self.api.operations[id].group];
        let method = self.method_name(id);
        format!(
            "crate::{}::{}::{}::{method}",
            self.rust.module, group.module, group.name
        )
    }

    /// A link to the method of the operation with an id, if there is one.
    pub(super) fn operation_link(&self, wire: &str) -> Option<String> {
        let id = self.operation_called(wire)?;
        Some(format!(
            "[`{}`]({})",
            self.method_name(id),
            self.method_path(id)
        ))
    }

    pub(super) fn module(&self) -> Ident {
        ident(self.rust.module)
    }

    /// Returns whether a text in quotes turns into a value of the type.
    pub(super) fn takes_text(&self, ty: &TypeRef) -> bool {
        let ty = self.resolved(ty);
        *ty == TypeRef::Scalar(Scalar::String)
            || matches!(ty, TypeRef::Named(id)
                if matches!(self.api.types[*id].shape, Shape::StringEnum(_) | Shape::Id))
    }

    /// The type behind aliases.
    pub(super) fn resolved<'t>(&'t self, ty: &'t TypeRef) -> &'t TypeRef {
        self.api.resolved(ty)
    }
}

/// The names by which descriptions refer to operations; ambiguous names are skipped.
fn called(api: &model::Api) -> BTreeMap<String, Option<OperationId>> {
    let mut called: BTreeMap<String, Option<OperationId>> = BTreeMap::new();
    let mut add = |text: String, id: OperationId| {
        called
            .entry(text)
            .and_modify(|known| *known = known.filter(|known| *known == id))
            .or_insert(Some(id));
    };
    for (id, operation) in api.operations.iter() {
        let path = operation.path.to_string();
        let method = operation.method.key().to_uppercase();
        add(operation.id.clone(), id);
        for path in BTreeSet::from([api.path(operation), path]) {
            add(format!("{method} {path}"), id);
            // The root alone names nothing.
            if path.len() > 1 {
                add(path, id);
            }
        }
    }
    called
}
