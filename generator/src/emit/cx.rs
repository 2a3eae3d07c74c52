//! What every emitter asks: ids to names, types to tokens.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::Plan;
use super::markdown::named_summary;
use crate::analyze::Facts;
use crate::config::Package;
use crate::model::{Api, OperationId, Scalar, Shape, TypeId, TypeRef};
use crate::name::Names;

/// A plan with the few things of the crate that emitted text mentions.
pub(super) struct EmitCx<'a> {
    pub(super) api: &'a Api,
    pub(super) names: &'a Names,
    pub(super) facts: &'a Facts,
    /// The crate's name as code writes it.
    pub(super) crate_ident: String,
    /// The operations by what descriptions call them: by id, by path, by method and path.
    operations: BTreeMap<String, Option<OperationId>>,
    /// First sentences by text. Operations say the same of their failures, hundreds of times.
    summaries: Mutex<BTreeMap<String, String>>,
}

/// Where a type is mentioned, which decides how it is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum From {
    /// A module of `models`, which imports its neighbours.
    Models,
    /// Anywhere else in the API's module.
    Elsewhere,
}

/// How a setter takes a value, and what it makes of it.
pub(super) struct Argument {
    pub(super) ty: TokenStream,
    pub(super) value: TokenStream,
}

impl<'a> EmitCx<'a> {
    pub(super) fn new(plan: &'a Plan, package: &Package) -> Self {
        let Plan { api, names, facts } = plan;
        Self {
            api,
            names,
            facts,
            crate_ident: package.name.replace('-', "_"),
            operations: called(api),
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
        self.names.operations[id]
            .method
            .trim_start_matches("r#")
            .to_owned()
    }

    /// The path of that method in the crate.
    pub(super) fn method_path(&self, id: OperationId) -> String {
        let group = &self.names.groups[self.api.operations[id].group];
        let method = self.method_name(id);
        format!(
            "crate::{}::{}::{}::{method}",
            self.names.module, group.module, group.item
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
        ident(&self.names.module)
    }

    pub(super) fn type_ident(&self, id: TypeId) -> Ident {
        ident(&self.names.types[id].item)
    }

    pub(super) fn operation_ident(&self, id: OperationId) -> Ident {
        ident(&self.names.operations[id].item)
    }

    /// A type as it is written.
    pub(super) fn ty(&self, ty: &TypeRef, from: From) -> TokenStream {
        match ty {
            TypeRef::Named(id) => {
                let item = self.type_ident(*id);
                match from {
                    From::Models => quote!(#item),
                    From::Elsewhere => quote!(models::#item),
                }
            }
            TypeRef::Scalar(scalar) => match scalar {
                Scalar::Bool => quote!(bool),
                Scalar::I32 => quote!(i32),
                Scalar::I64 => quote!(i64),
                Scalar::U64 => quote!(u64),
                Scalar::Number => quote!(runtime::model::Number),
                // Bytes that stand in JSON are a string, whatever their encoding.
                Scalar::String | Scalar::Binary => quote!(String),
                Scalar::Timestamp => quote!(runtime::timestamp::Timestamp),
            },
            TypeRef::List(item) => {
                let item = self.ty(item, from);
                quote!(Vec<#item>)
            }
            TypeRef::Map(value) => {
                let value = self.ty(value, from);
                quote!(std::collections::BTreeMap<String, #value>)
            }
            TypeRef::Nullable(inner) => {
                let inner = self.ty(inner, from);
                quote!(Option<#inner>)
            }
            TypeRef::Object => quote!(runtime::serde_json::Map<String, runtime::serde_json::Value>),
            TypeRef::Json => quote!(runtime::serde_json::Value),
            TypeRef::JsonPatch => quote!(runtime::patch::JsonPatch),
            TypeRef::JsonPatchOperation => quote!(runtime::patch::JsonPatchOperation),
        }
    }

    /// What a setter called `name` takes for a value of a type: whatever turns into it without loss.
    pub(super) fn argument(&self, name: &Ident, ty: &TypeRef, from: From) -> Argument {
        let written = self.ty(ty, from);
        match self.resolved(ty) {
            TypeRef::Scalar(Scalar::Bool | Scalar::I32 | Scalar::I64 | Scalar::U64)
            | TypeRef::Object => Argument {
                ty: written,
                value: quote!(#name),
            },
            TypeRef::Scalar(
                Scalar::Number | Scalar::String | Scalar::Timestamp | Scalar::Binary,
            )
            | TypeRef::Named(_)
            | TypeRef::Nullable(_)
            | TypeRef::Json
            | TypeRef::JsonPatch
            | TypeRef::JsonPatchOperation => Argument {
                ty: quote!(impl Into<#written>),
                value: quote!(#name.into()),
            },
            TypeRef::List(item) => {
                let item = self.ty(item, from);
                Argument {
                    ty: quote!(impl IntoIterator<Item: Into<#item>>),
                    value: quote!(#name.into_iter().map(Into::into).collect()),
                }
            }
            TypeRef::Map(value) => {
                let value = self.ty(value, from);
                Argument {
                    ty: quote!(impl IntoIterator<Item = (impl Into<String>, impl Into<#value>)>),
                    value: quote!(#name.into_iter().map(|(name, value)| (name.into(), value.into())).collect()),
                }
            }
        }
    }

    /// Whether a text in quotes turns into a value of the type.
    pub(super) fn takes_text(&self, ty: &TypeRef) -> bool {
        let ty = self.resolved(ty);
        *ty == TypeRef::Scalar(Scalar::String)
            || matches!(ty, TypeRef::Named(id)
                if matches!(self.api.types[*id].shape, Shape::StringEnum(_) | Shape::Id))
    }

    /// The type behind aliases.
    pub(super) fn resolved<'t>(&'t self, ty: &'t TypeRef) -> &'t TypeRef {
        let mut ty = ty;
        while let TypeRef::Named(id) = ty
            && let Shape::Alias(target) = &self.api.types[*id].shape
        {
            ty = target;
        }
        ty
    }

    /// The type with all aliases in it resolved: two types are one in Rust if these are equal.
    pub(super) fn canonical(&self, ty: &TypeRef) -> TypeRef {
        let inner = |ty: &TypeRef| Box::new(self.canonical(ty));
        match self.resolved(ty) {
            TypeRef::List(item) => TypeRef::List(inner(item)),
            TypeRef::Map(value) => TypeRef::Map(inner(value)),
            TypeRef::Nullable(value) => TypeRef::Nullable(inner(value)),
            TypeRef::Scalar(Scalar::Binary) => TypeRef::Scalar(Scalar::String),
            other @ (TypeRef::Named(_)
            | TypeRef::Scalar(_)
            | TypeRef::Object
            | TypeRef::Json
            | TypeRef::JsonPatch
            | TypeRef::JsonPatchOperation) => other.clone(),
        }
    }

    /// The named types that a type mentions.
    pub(super) fn mentioned(ty: &TypeRef) -> Option<TypeId> {
        let mut ty = ty;
        loop {
            match ty {
                TypeRef::Named(id) => return Some(*id),
                TypeRef::List(inner) | TypeRef::Map(inner) | TypeRef::Nullable(inner) => ty = inner,
                TypeRef::Scalar(_)
                | TypeRef::Object
                | TypeRef::Json
                | TypeRef::JsonPatch
                | TypeRef::JsonPatchOperation => return None,
            }
        }
    }
}

/// What descriptions can call each operation; what several could be meant by is none of them.
fn called(api: &Api) -> BTreeMap<String, Option<OperationId>> {
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
        for path in BTreeSet::from([format!("{}{path}", api.prefix), path]) {
            add(format!("{method} {path}"), id);
            // The root alone names nothing.
            if path.len() > 1 {
                add(path, id);
            }
        }
    }
    called
}

/// A name of the naming pass as a token.
pub(super) fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(name) => Ident::new_raw(name, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

/// A name with something around it: `maybe_type` of `r#type`.
pub(super) fn affixed(before: &str, name: &str, after: &str) -> Ident {
    let name = name
        .strip_prefix("r#")
        .unwrap_or(name)
        .trim_end_matches('_');
    Ident::new(&format!("{before}{name}{after}"), Span::call_site())
}

/// Methods that clippy takes for those of a trait. The document's names are what they are.
const OF_TRAITS: &[&str] = &[
    "add",
    "as_mut",
    "as_ref",
    "bitand",
    "bitor",
    "bitxor",
    "borrow",
    "borrow_mut",
    "clone",
    "cmp",
    "default",
    "deref",
    "deref_mut",
    "div",
    "drop",
    "eq",
    "from_iter",
    "from_str",
    "hash",
    "index",
    "index_mut",
    "into_iter",
    "mul",
    "neg",
    "next",
    "not",
    "rem",
    "shl",
    "shr",
    "sub",
];

/// What lets a method have a name that clippy would have for something else.
pub(super) fn allow_name(name: &Ident) -> Option<TokenStream> {
    let text = name.to_string();
    if text == "new" {
        return Some(
            quote!(#[allow(clippy::new_ret_no_self, reason = "the document calls it so")]),
        );
    }
    OF_TRAITS.contains(&text.as_str()).then(
        || quote!(#[allow(clippy::should_implement_trait, reason = "the document calls it so")]),
    )
}
