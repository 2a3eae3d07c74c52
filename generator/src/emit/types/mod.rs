//! The modules of `models`.
//!
//! ```text
//! mod entitlement;
//! pub use entitlement::{Entitlement, EntitlementBuilder};
//! ```

mod alias;
mod builder;
mod id;
mod integer_enum;
mod string_enum;
mod struct_;
mod union;

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;

use super::cx::{EmitCx, From, ident};
use super::docs::Doc;
use super::features;
use crate::model::{Shape, TypeDef, TypeId, TypeRef};

/// `models/mod.rs`.
pub(super) fn index(cx: &EmitCx<'_>, modules: &BTreeMap<&str, BTreeSet<TypeId>>) -> TokenStream {
    let docs = Doc::new()
        .line(format!(
            "The types that requests and responses of `{}` are made of.",
            cx.names.module
        ))
        .inner();
    let gates = features::gates_of_models(cx, modules);
    let declarations = modules.keys().map(|module| {
        let gate = gates.get(*module);
        let called = (*module == "models").then(
            || quote!(#[allow(clippy::module_inception, reason = "the document calls it so")]),
        );
        let module = ident(module);
        quote!(#gate #called mod #module;)
    });
    let exports = modules.iter().map(|(module, ids)| {
        let gate = gates.get(*module);
        let module = ident(module);
        let mut items: BTreeSet<&str> = BTreeSet::new();
        for id in ids {
            let names = &cx.names.types[*id];
            items.insert(&names.item);
            if !names.builder.is_empty() {
                items.insert(&names.builder);
            }
        }
        let items = items.into_iter().map(ident);
        quote!(#gate pub use #module::{#(#items),*};)
    });
    quote! {
        #docs
        #(#declarations)*
        #(#exports)*
    }
}

/// One module with its types, the ones with shorter names, which the others are parts of, first.
pub(super) fn module(cx: &EmitCx<'_>, ids: &BTreeSet<TypeId>) -> TokenStream {
    let items: Vec<TokenStream> = ids.iter().map(|id| item(cx, *id)).collect();
    let mut used: BTreeSet<&str> = BTreeSet::new();
    for id in ids {
        for ty in mentions(&cx.api.types[*id]) {
            // A setter of a named list takes the items, which are mentioned behind the name.
            let has_setters = matches!(cx.api.types[*id].shape, Shape::Struct(_));
            let behind = if let TypeRef::List(item) | TypeRef::Map(item) = cx.resolved(ty)
                && has_setters
            {
                EmitCx::mentioned(item)
            } else {
                None
            };
            let mentioned = [EmitCx::mentioned(ty), behind];
            let elsewhere = mentioned
                .into_iter()
                .flatten()
                .filter(|id| !ids.contains(id));
            used.extend(elsewhere.map(|id| cx.names.types[id].item.as_str()));
        }
    }
    let used: Vec<_> = used.into_iter().map(ident).collect();
    let neighbours = if used.is_empty() {
        None
    } else {
        Some(quote!(use super::{#(#used),*};))
    };
    let runtime = ids.iter().zip(&items).any(|(id, item)| {
        // Only a name for a type may do without.
        !matches!(cx.api.types[*id].shape, Shape::Alias(_)) || mentions_runtime(item)
    });
    let runtime = runtime.then(|| {
        quote!(
            use crate::runtime;
        )
    });
    quote! {
        #neighbours
        #runtime
        #(#items)*
    }
}

fn item(cx: &EmitCx<'_>, id: TypeId) -> TokenStream {
    match &cx.api.types[id].shape {
        Shape::Struct(shape) => struct_::item(cx, id, shape),
        Shape::StringEnum(values) => string_enum::item(cx, id, values),
        Shape::IntegerEnum(values) => integer_enum::item(cx, id, values),
        Shape::Union(shape) => union::item(cx, id, shape),
        Shape::Id => id::item(cx, id),
        Shape::Alias(ty) => alias::item(cx, id, ty),
    }
}

/// The types that an item is made of.
pub(super) fn mentions(def: &TypeDef) -> Vec<&TypeRef> {
    match &def.shape {
        Shape::Struct(shape) => shape
            .fields
            .iter()
            .map(|field| &field.ty)
            .chain([&shape.additional])
            .collect(),
        Shape::Union(shape) => shape.branches.iter().map(|branch| &branch.ty).collect(),
        Shape::Alias(ty) => vec![ty],
        Shape::StringEnum(_) | Shape::IntegerEnum(_) | Shape::Id => Vec::new(),
    }
}

fn mentions_runtime(tokens: &TokenStream) -> bool {
    tokens.clone().into_iter().any(|token| match token {
        proc_macro2::TokenTree::Ident(ident) => ident == "runtime",
        proc_macro2::TokenTree::Group(group) => mentions_runtime(&group.stream()),
        proc_macro2::TokenTree::Punct(_) | proc_macro2::TokenTree::Literal(_) => false,
    })
}

/// The words on a type; something true where the document says nothing.
fn type_docs(cx: &EmitCx<'_>, id: TypeId) -> Doc {
    let def = &cx.api.types[id];
    let doc = Doc::new().words(cx, &def.docs);
    let doc = if doc.is_empty() {
        Doc::new().line(fallback(def))
    } else {
        doc
    };
    if def.docs.deprecated {
        doc.line("**Deprecated.**")
    } else {
        doc
    }
}

fn fallback(def: &TypeDef) -> String {
    let at = def.at.to_pointer();
    let what = match def.shape {
        Shape::Struct(_) => "An object",
        Shape::StringEnum(_) | Shape::IntegerEnum(_) => "One of several values",
        Shape::Union(_) => "One of several types",
        Shape::Id => "An id",
        Shape::Alias(_) => "A value",
    };
    match super::docs::code(&at) {
        Some(at) => format!("{what}, which the document describes at {at}."),
        None => format!("{what} that the document describes."),
    }
}

/// A type in a module of `models`.
fn ty(cx: &EmitCx<'_>, ty: &TypeRef) -> TokenStream {
    cx.ty(ty, From::Models)
}
