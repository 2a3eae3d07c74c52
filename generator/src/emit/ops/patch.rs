//! A patch with a setter for each property that the operation can change.
//!
//! ```text
//! pub struct EntitlementPatch {
//!     patch: runtime::patch::JsonPatch,
//! }
//!
//! impl EntitlementPatch {
//!     pub fn description(self, description: impl Into<String>) -> Self {
//!         let value: String = description.into();
//!         Self { patch: self.patch.replace("/description", value) }
//!     }
//!
//!     pub fn clear_description(self) -> Self {
//!         Self { patch: self.patch.remove("/description") }
//!     }
//!
//!     pub fn description_null(self) -> Self {
//!         Self { patch: self.patch.replace("/description", ()) }
//!     }
//!
//!     pub fn add_segment(self, segment: impl Into<String>) -> Self { … }
//! }
//!
//! runtime::codegen::patch_builder!(EntitlementPatch);
//! ```

use proc_macro2::TokenStream;
use quote::quote;

use super::super::cx::EmitCx;
use super::super::docs::{Doc, code};
use super::super::print::{Head, Place, function, ident, ty, value};
use crate::model::PatchField;
use crate::rust::{Operation, Patch, PatchMethod, PatchMethods};

pub(super) fn item(cx: &EmitCx<'_>, operation: &Operation<'_>, patch: &Patch<'_>) -> TokenStream {
    let group = cx.rust.groups[operation.model.group].name;
    let method = operation.method.trim_start_matches("r#");
    let name = ident(patch.name);
    let docs = Doc::new()
        .line(format!(
            "The changes that [`{group}::{method}`](super::{group}::{method}) can make, one method each."
        ))
        .line(
            "They are made in the order of the calls. A [`JsonPatch`](runtime::patch::JsonPatch) can express every other \
             change that the service accepts.",
        )
        .outer();
    let methods = patch.fields.iter().map(|field| methods_of(cx, field));
    quote! {
        #docs
        #[derive(Clone, Debug, Default, PartialEq)]
        #[must_use = "a patch does nothing until it is sent"]
        pub struct #name {
            patch: runtime::patch::JsonPatch,
        }

        impl #name {
            #(#methods)*
        }

        runtime::codegen::patch_builder!(#name);
    }
}

fn methods_of(cx: &EmitCx<'_>, field: &PatchMethods<'_>) -> TokenStream {
    let wire = code(&field.model.wire).unwrap_or_else(|| "the property".to_owned());
    let path = format!("/{}", field.model.wire);
    let docs = words(cx, Doc::new().line(format!("Sets {wire}.")), field.model);
    let set = method(&docs, &field.set, &quote!(replace), &path);
    let add = field.add.as_ref().map(|add| {
        let docs = Doc::new().line(format!("Appends one to {wire}. The list must exist."));
        method(&docs, add, &quote!(add), &format!("{path}/-"))
    });
    let clear = field.clear().map(|signature| {
        let docs = Doc::new().line(format!("Removes {wire}.")).outer();
        let body = quote!(Self { patch: self.patch.remove(#path) });
        function(Head::new(docs), &signature, Place::Operation, &body)
    });
    let null = field.null().map(|signature| {
        let docs = Doc::new().line(format!("Sets {wire} to null.")).outer();
        let body = quote!(Self { patch: self.patch.replace(#path, ()) });
        function(Head::new(docs), &signature, Place::Operation, &body)
    });
    quote!(#set #add #clear #null)
}

/// The description of the property, after what the method does.
fn words(cx: &EmitCx<'_>, doc: Doc, field: &PatchField) -> Doc {
    let words = Doc::new().words(cx, &field.docs);
    let doc = doc.block(words.lines().iter().cloned());
    doc.constraints(cx, &field.ty, &field.constraints)
}

fn method(docs: &Doc, method: &PatchMethod<'_>, how: &TokenStream, path: &str) -> TokenStream {
    let value = value(&ident(method.name), &method.value.form);
    let held = ty(&method.value.ty, Place::Operation);
    let body = quote! {
        let value: #held = #value;
        Self { patch: self.patch.#how(#path, value) }
    };
    let docs = docs.outer();
    function(Head::new(docs), &method.method(), Place::Operation, &body)
}
