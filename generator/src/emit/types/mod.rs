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

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::cx::EmitCx;
use super::docs::Doc;
use super::print::{ident, uses};
use crate::model::{Shape, TypeDef};
use crate::rust::{Kind, Module, Type};

/// `models/mod.rs`.
pub(super) fn index(cx: &EmitCx<'_>) -> TokenStream {
    let docs = Doc::new()
        .line(format!(
            "The types of the requests and responses of `{}`.",
            cx.rust.module
        ))
        .inner();
    let modules = &cx.rust.models;
    let declarations = modules.iter().map(|(name, module)| {
        let gate = gate(module);
        let called = (*name == "models").then(
            || quote!(#[allow(clippy::module_inception, reason = "the document calls it so")]),
        );
        let name = ident(name);
        quote!(#gate #called mod #name;)
    });
    let exports = modules.iter().map(|(name, module)| {
        let gate = gate(module);
        let name = ident(name);
        let types = module.types.iter().map(|id| &cx.rust.types[*id]);
        let items: BTreeSet<&str> = types.flat_map(Type::exports).collect();
        let items = items.into_iter().map(ident);
        quote!(#gate pub use #name::{#(#items),*};)
    });
    quote! {
        #docs
        #(#declarations)*
        #(#exports)*
    }
}

/// The features of which one must be on.
fn gate(module: &Module<'_>) -> Option<TokenStream> {
    match module.gate.as_slice() {
        [] => None,
        [feature] => Some(quote!(#[cfg(feature = #feature)])),
        features => Some(quote!(#[cfg(any(#(feature = #features),*))])),
    }
}

/// One module with its types, the ones with shorter names, which the others are parts of, first.
pub(super) fn module(cx: &EmitCx<'_>, module: &Module<'_>) -> TokenStream {
    let items = module.types.iter().map(|id| item(cx, &cx.rust.types[*id]));
    let imports = uses(&module.imports);
    quote! {
        #imports
        #(#items)*
    }
}

fn item(cx: &EmitCx<'_>, ty: &Type<'_>) -> TokenStream {
    match &ty.kind {
        Kind::Struct(shape) => struct_::item(cx, ty, shape),
        Kind::StringEnum(values) => string_enum::item(cx, ty, values),
        Kind::IntegerEnum(values) => integer_enum::item(cx, ty, values),
        Kind::Union(shape) => union::item(cx, ty, shape),
        Kind::Id => id::item(cx, ty),
        Kind::Alias(target) => alias::item(cx, ty, target),
    }
}

/// The words on a type; something true where the document says nothing.
fn type_docs(cx: &EmitCx<'_>, ty: &Type<'_>) -> Doc {
    let def = ty.model;
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
        None => format!("{what} of the document."),
    }
}
