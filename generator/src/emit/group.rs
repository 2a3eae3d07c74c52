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

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::cx::EmitCx;
use super::docs::Doc;
use super::ops;
use super::print::{Head, Place, function, ident, uses};
use crate::model::{GroupId, OperationId, Task};
use crate::rust::{Operation, imports};

pub(super) fn module(cx: &EmitCx<'_>, id: GroupId) -> TokenStream {
    let group = &cx.rust.groups[id];
    let item = ident(group.name);
    let title = match &group.model.tag {
        Some(tag) => format!("Operations of the group {tag}."),
        None => "Operations without a tag.".to_owned(),
    };
    let head = Doc::new().markdown(&title).inner();
    let doc = Doc::new().description(cx, group.model.description.as_ref().unwrap_or(&title));
    let rows = group.operations.iter().map(|id| {
        let name = cx.rust.operations[*id].method.trim_start_matches("r#");
        ops::table_row(cx, *id, &format!("[`{name}`](Self::{name})"))
    });
    let table = [
        "| operation | what it does |".to_owned(),
        "| --- | --- |".to_owned(),
    ];
    let docs = doc.block(table.into_iter().chain(rows)).outer();
    let operations = || group.operations.iter().map(|id| &cx.rust.operations[*id]);
    let modules = operations().map(|operation| {
        let module = ident(operation.module);
        // Operations that start a task refer to the one that returns its status.
        let reports = matches!(operation.model.task, Some(Task::Reports(_)));
        let reach = reports.then(|| quote!(pub(super)));
        quote!(#reach mod #module;)
    });
    let fields = operations().any(|it| it.model.fields.is_some()).then(|| {
        quote!(
            pub mod fields;
        )
    });
    let exports = operations().map(exports);
    let methods = group.operations.iter().map(|id| method(cx, *id));
    let imports = uses(&[imports::runtime()]);
    quote! {
        #head

        #fields
        #[cfg(feature = "test-util")]
        pub mod testing;
        #(#modules)*

        #imports

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

/// What the module of an operation exports.
fn exports(operation: &Operation<'_>) -> TokenStream {
    let module = ident(operation.module);
    let outcome = operation.outcome.as_ref().map(|it| it.name);
    let patch = operation.patch.as_ref().map(|it| it.name);
    let server = operation.server.as_ref().map(|it| it.name);
    let items = [Some(operation.request), outcome, patch, server];
    let mut items: Vec<_> = items.into_iter().flatten().map(ident).collect();
    items.sort();
    match items.as_slice() {
        [item] => quote!(pub use #module::#item;),
        items => quote!(pub use #module::{#(#items),*};),
    }
}

/// `fields/mod.rs` of a group of which an operation has fields.
pub(super) fn fields(cx: &EmitCx<'_>, id: GroupId) -> TokenStream {
    let with_fields = cx.rust.groups[id].with_fields(cx.rust).into_iter();
    let modules = with_fields.map(|id| cx.rust.operations[id].module);
    let modules: BTreeSet<&str> = modules.collect();
    let head = Doc::new()
        .line("The fields by which lists are filtered and sorted, one module per operation.")
        .inner();
    let modules = modules.into_iter().map(ident);
    quote! {
        #head

        #(pub mod #modules;)*
    }
}

fn method(cx: &EmitCx<'_>, id: OperationId) -> TokenStream {
    let operation = &cx.rust.operations[id];
    let method = operation.method();
    let names = method.arguments.iter().map(|argument| ident(argument.name));
    let item = ident(operation.request);
    let body = quote!(#item::new(&self.client, #(#names),*));
    let head = Head::new(ops::method_docs(cx, id).outer()).allow(ops::allow_many(operation));
    function(head, &method, Place::Group, &body)
}
