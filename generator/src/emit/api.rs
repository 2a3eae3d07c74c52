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

use proc_macro2::TokenStream;
use quote::quote;

use super::cx::EmitCx;
use super::docs::Doc;
use super::markdown::summary_line;
use super::print::{Head, Place, function, ident, uses};
use super::{krate, security, settings};
use crate::model::GroupId;
use crate::rust::imports;

pub(super) fn module(cx: &EmitCx<'_>) -> TokenStream {
    let handle = ident(cx.rust.handle);
    let head = head(cx).inner();
    let groups = cx.rust.groups_by_name();
    let declarations = groups.iter().map(|(module, id)| {
        let feature = cx.rust.feature_of(*id).into_iter();
        let module = ident(module);
        quote!(#(#[cfg(feature = #feature)])* pub mod #module;)
    });
    let methods = groups.values().map(|id| method(cx, *id));
    let off = groups.iter().filter_map(|(module, id)| {
        let feature = cx.rust.feature_of(*id)?;
        Some(krate::off(
            cx.rust.handle,
            module,
            feature,
            &format!("`{feature}`"),
        ))
    });
    let operators = cx.rust.has_fields().then(|| {
        quote!(
            pub mod operators;
        )
    });
    let webhooks = cx.rust.webhooks.as_ref().map(|_| {
        quote!(
            #[cfg(feature = "webhooks")]
            pub mod webhooks;
        )
    });
    let unread = groups
        .is_empty()
        .then(|| quote!(#[allow(dead_code, reason = "the document has no operations")]));
    let imports = uses(&[imports::runtime()]);
    let field = quote!(#unread pub(crate) client: runtime::Client);
    let docs = Doc::new()
        .line(format!(
            "The operations of `{}` by group; made by [`Client::{0}`](crate::Client::{0}).",
            cx.rust.module
        ))
        .block(groups.iter().find_map(|(name, id)| {
            let feature = cx.rust.feature_of(*id)?;
            Some(format!(
                "Each group needs its feature, as `{name}` needs `{feature}`."
            ))
        }))
        .outer();
    let servers = settings::servers(&cx.rust.settings, &cx.api.servers);
    let security = security::of_api(cx);
    let module = cx.rust.module;
    quote! {
        #head

        #(#declarations)*
        pub mod models;
        #operators
        #[cfg(feature = "test-util")]
        pub mod testing;
        #webhooks

        #imports

        /// Where the document says that the API is served, and the credentials that it accepts.
        pub(crate) static API: runtime::codegen::Api = runtime::codegen::Api::new(#module, #servers) #security;

        #docs
        #[derive(Clone, Debug)]
        pub struct #handle {
            #field,
        }

        impl #handle {
            #(#methods)*
        }

        #(#off)*
    }
}

/// The method that gives the handle of a group.
fn method(cx: &EmitCx<'_>, id: GroupId) -> TokenStream {
    let group = &cx.rust.groups[id];
    let words = group
        .model
        .description
        .as_deref()
        .map(summary_line)
        .filter(|words| !words.is_empty());
    let words = words.or_else(|| {
        group
            .model
            .tag
            .as_deref()
            .map(|tag| summary_line(&format!("Operations of the group {tag}.")))
    });
    let feature = cx.rust.feature_of(id);
    let docs = Doc::new()
        .line(words.unwrap_or_else(|| "Operations without a tag.".to_owned()))
        .block(feature.map(|it| format!("Needs the feature `{it}`.")))
        .outer();
    let (module, item) = (ident(group.module), ident(group.name));
    let body = quote!(#module::#item { client: self.client.clone() });
    let method = cx.rust.group_method(id);
    function(Head::new(docs), &method, Place::Api, &body)
}

fn head(cx: &EmitCx<'_>) -> Doc {
    let api = cx.api;
    let title = if api.title.is_empty() {
        cx.rust.module.to_owned()
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
    let servers = settings::list(&api.servers);
    if servers.is_empty() {
        doc
    } else {
        doc.line("Servers:").block(servers)
    }
}
