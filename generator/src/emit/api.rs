//! The handle of one API.
//!
//! ```text
//! pub mod entitlements;
//! pub mod models;
//!
//! #[derive(Clone, Debug)]
//! pub struct Beta {
//!     pub(crate) client: runtime::Client,
//! }
//!
//! impl Beta {
//!     pub fn entitlements(&self) -> entitlements::Entitlements { … }
//! }
//! ```

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::cx::{EmitCx, allow_name, ident};
use super::docs::Doc;
use super::features;
use super::markdown::summary_line;
use super::ops;
use crate::model::GroupId;

pub(super) fn module(cx: &EmitCx<'_>) -> TokenStream {
    let handle = ident(&cx.names.handle);
    let head = head(cx).inner();
    let groups: BTreeMap<&str, GroupId> = cx
        .names
        .groups
        .iter()
        .map(|(id, names)| (names.module.as_str(), id))
        .collect();
    let declarations = groups.iter().map(|(module, id)| {
        let gate = features::gate_of_group(cx, *id);
        let module = ident(module);
        quote!(#gate pub mod #module;)
    });
    let methods = groups.iter().map(|(module, id)| {
        let group = &cx.api.groups[*id];
        let words = group
            .description
            .as_deref()
            .map(summary_line)
            .filter(|words| !words.is_empty());
        let words = words.or_else(|| {
            group
                .tag
                .as_deref()
                .map(|tag| summary_line(&format!("Operations of the group {tag}.")))
        });
        let docs = Doc::new()
            .line(words.unwrap_or_else(|| "Operations without a tag.".to_owned()))
            .outer();
        let module = ident(module);
        let item = ident(&cx.names.groups[*id].item);
        let gate = features::gate_of_group(cx, *id);
        let called = allow_name(&module);
        quote! {
            #docs
            #gate
            #called
            pub fn #module(&self) -> #module::#item {
                #module::#item { client: self.client.clone() }
            }
        }
    });
    let operators = ops::fields::is_anywhere(cx).then(|| {
        quote!(
            pub mod operators;
        )
    });
    let unread = groups
        .is_empty()
        .then(|| quote!(#[allow(dead_code, reason = "the document has no operations")]));
    let (runtime, field) = (
        quote!(
            use crate::runtime;
        ),
        quote!(#unread pub(crate) client: runtime::Client),
    );
    let docs = Doc::new()
        .line(format!(
            "The operations of `{}` by group; made by [`Client::{0}`](crate::Client::{0}).",
            cx.names.module
        ))
        .outer();
    quote! {
        #head

        #(#declarations)*
        pub mod models;
        #operators
        #[cfg(feature = "test-util")]
        pub mod testing;

        #runtime

        #docs
        #[derive(Clone, Debug)]
        pub struct #handle {
            #field,
        }

        impl #handle {
            #(#methods)*
        }
    }
}

fn head(cx: &EmitCx<'_>) -> Doc {
    let api = cx.api;
    let title = if api.title.is_empty() {
        cx.names.module.clone()
    } else {
        api.title.clone()
    };
    let mut doc = Doc::new().markdown(&format!(
        "{title}, version {}.",
        if api.version.is_empty() {
            "unknown"
        } else {
            &api.version
        }
    ));
    if let Some(description) = &api.description {
        doc = doc.description(cx, description);
    }
    let servers: Vec<String> = api
        .servers
        .iter()
        .filter_map(|url| super::docs::code(url))
        .map(|url| format!("* {url}"))
        .collect();
    if servers.is_empty() {
        doc
    } else {
        doc.line("Servers:").block(servers)
    }
}
