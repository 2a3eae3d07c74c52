//! The client of one group of operations.
//!
//! ```text
//! mod list_entitlements;
//! pub use list_entitlements::ListEntitlements;
//!
//! #[derive(Clone, Debug)]
//! pub struct Entitlements {
//!     pub(super) client: runtime::Client,
//! }
//!
//! impl Entitlements {
//!     pub fn list_entitlements(&self) -> ListEntitlements {
//!         ListEntitlements::new(&self.client)
//!     }
//! }
//! ```

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::cx::{EmitCx, allow_name, ident};
use super::docs::Doc;
use super::ops;
use crate::model::{GroupId, OperationId, Outcome};

pub(super) fn module(cx: &EmitCx<'_>, id: GroupId) -> TokenStream {
    let group = &cx.api.groups[id];
    let item = ident(&cx.names.groups[id].item);
    let title = match &group.tag {
        Some(tag) => format!("Operations of the group {tag}."),
        None => "Operations without a tag.".to_owned(),
    };
    let head = Doc::new().markdown(&title).inner();
    let doc = Doc::new().description(cx, group.description.as_ref().unwrap_or(&title));
    // By their Rust names, so that moving things about in the document moves nothing here.
    let operations: BTreeMap<&str, OperationId> = group
        .operations
        .iter()
        .map(|id| (cx.names.operations[*id].method.as_str(), *id))
        .collect();
    let rows = operations.iter().map(|(name, id)| {
        let name = name.trim_start_matches("r#");
        ops::table_row(cx, *id, &format!("Self::{name}"))
    });
    let table = [
        "| operation | what it does |".to_owned(),
        "| --- | --- |".to_owned(),
    ];
    let docs = doc.block(table.into_iter().chain(rows)).outer();
    let declarations = operations.values().map(|id| {
        let module = &cx.names.operations[*id].module;
        let module = ident(module);
        quote!(mod #module;)
    });
    let fields = ops::fields::operations(cx, id).next().map(|_| {
        quote!(
            pub mod fields;
        )
    });
    let exports = operations.values().map(|id| {
        let names = &cx.names.operations[*id];
        let module = ident(&names.module);
        let item = ident(&names.item);
        let operation = &cx.api.operations[*id];
        let outcome = (operation.outcome == Outcome::ByStatus).then(|| ident(&names.outcome));
        let patch = operation.patch.as_ref().map(|_| ident(&names.patch));
        let mut items: Vec<_> = [Some(item), outcome, patch].into_iter().flatten().collect();
        items.sort();
        match items.as_slice() {
            [item] => quote!(pub use #module::#item;),
            items => quote!(pub use #module::{#(#items),*};),
        }
    });
    let methods = operations.values().map(|id| method(cx, *id));
    quote! {
        #head

        #fields
        #[cfg(feature = "test-util")]
        pub mod testing;
        #(#declarations)*

        use crate::runtime;

        #(#exports)*

        #docs
        #[derive(Clone, Debug)]
        pub struct #item {
            pub(super) client: runtime::Client,
        }

        impl #item {
            #(#methods)*
        }
    }
}

/// `fields/mod.rs` of a group of which an operation has fields.
pub(super) fn fields(cx: &EmitCx<'_>, id: GroupId) -> TokenStream {
    let modules: BTreeMap<&str, OperationId> = ops::fields::operations(cx, id)
        .map(|(id, _)| (cx.names.operations[id].module.as_str(), id))
        .collect();
    let head = Doc::new()
        .line("The fields by which lists are filtered and sorted, a module for each operation.")
        .inner();
    let modules = modules.into_keys().map(|module| {
        let module = ident(module);
        quote!(pub mod #module;)
    });
    quote! {
        #head

        #(#modules)*
    }
}

fn method(cx: &EmitCx<'_>, id: OperationId) -> TokenStream {
    let docs = ops::method_docs(cx, id).outer();
    let name = ident(&cx.names.operations[id].method);
    let item = cx.operation_ident(id);
    let signature = ops::signature(cx, id);
    let allow = ops::allow_many(&signature);
    let ops::Signature { arguments, names } = signature;
    let deprecated = cx.api.operations[id]
        .docs
        .deprecated
        .then(|| quote!(#[deprecated(note = "the API deprecates it; see its documentation")]));
    let models = ops::with_models(&arguments);
    let called = allow_name(&name);
    quote! {
        #docs
        #deprecated
        #allow
        #called
        pub fn #name(&self, #(#models),*) -> #item {
            #item::new(&self.client, #(#names),*)
        }
    }
}
