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
//!         Self { patch: self.patch.replace("/description", ()) }
//!     }
//!
//!     pub fn add_segment(self, segment: impl Into<String>) -> Self { … }
//! }
//!
//! runtime::patch_builder!(EntitlementPatch);
//! ```

use proc_macro2::TokenStream;
use quote::quote;

use super::super::cx::{Argument, EmitCx, From, ident};
use super::super::docs::{Doc, code};
use crate::model::{OperationId, PatchField, PatchTable, TypeRef};
use crate::name::PatchSetter;

pub(super) fn item(cx: &EmitCx<'_>, id: OperationId, table: &PatchTable) -> TokenStream {
    let names = &cx.names.operations[id];
    let group = &cx.names.groups[cx.api.operations[id].group].item;
    let method = names.method.trim_start_matches("r#");
    let patch = ident(&names.patch);
    let docs = Doc::new()
        .line(format!(
            "The changes that [`{group}::{method}`](super::{group}::{method}) can make, one method each."
        ))
        .line(
            "They are made in the order of the calls. A [`JsonPatch`](runtime::patch::JsonPatch) can say whatever else the \
             service may take.",
        )
        .outer();
    let setters = table.fields.iter().zip(&names.patch_setters);
    let setters = setters.map(|(field, names)| setters_of(cx, field, names));
    quote! {
        #docs
        #[derive(Clone, Debug, Default, PartialEq)]
        #[must_use = "a patch does nothing until it is sent"]
        pub struct #patch {
            patch: runtime::patch::JsonPatch,
        }

        impl #patch {
            #(#setters)*
        }

        runtime::patch_builder!(#patch);
    }
}

fn setters_of(cx: &EmitCx<'_>, field: &PatchField, names: &PatchSetter) -> TokenStream {
    let wire = code(&field.wire).unwrap_or_else(|| "the property".to_owned());
    let path = format!("/{}", field.wire);
    let set = {
        let docs = words(cx, Doc::new().line(format!("Sets {wire}.")), field);
        method(cx, &docs, &names.set, &field.ty, &quote!(replace), &path)
    };
    let add = names.add.as_ref().and_then(|name| {
        let TypeRef::List(item) = cx.resolved(&field.ty) else {
            return None;
        };
        let docs = Doc::new().line(format!(
            "Adds one to {wire}, behind all others. The list has to be there."
        ));
        let path = format!("{path}/-");
        Some(method(cx, &docs, name, item, &quote!(add), &path))
    });
    let clear = names.clear.as_ref().map(|name| {
        let name = ident(name);
        let docs = Doc::new().line(format!("Sets {wire} to null.")).outer();
        quote! {
            #docs
            pub fn #name(self) -> Self {
                Self { patch: self.patch.replace(#path, ()) }
            }
        }
    });
    quote!(#set #add #clear)
}

/// What the property says of itself, below what the method does.
fn words(cx: &EmitCx<'_>, doc: Doc, field: &PatchField) -> Doc {
    let words = Doc::new().words(cx, &field.docs);
    let doc = doc.block(words.lines().iter().cloned());
    doc.constraints(cx, &field.ty, &field.constraints)
}

fn method(
    cx: &EmitCx<'_>,
    docs: &Doc,
    name: &str,
    ty: &TypeRef,
    how: &TokenStream,
    path: &str,
) -> TokenStream {
    let docs = docs.outer();
    let name = ident(name);
    let Argument { ty: taken, value } = cx.argument(&name, ty, From::Elsewhere);
    let written = cx.ty(ty, From::Elsewhere);
    quote! {
        #docs
        pub fn #name(self, #name: #taken) -> Self {
            let value: #written = #value;
            Self { patch: self.patch.#how(#path, value) }
        }
    }
}
