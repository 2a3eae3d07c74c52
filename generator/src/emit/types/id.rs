//! Ids of resources.
//!
//! ```text
//! /// The id of an item that `listEntitlements` returns.
//! #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
//! pub struct EntitlementId(String);
//!
//! runtime::codegen::id!(EntitlementId);
//! ```

use proc_macro2::TokenStream;
use quote::quote;

use super::super::cx::EmitCx;
use super::super::print::ident;
use crate::rust::Type;

pub(super) fn item(cx: &EmitCx<'_>, id: &Type<'_>) -> TokenStream {
    let docs = super::type_docs(cx, id).outer();
    let name = ident(id.name);
    quote! {
        #docs
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct #name(String);

        runtime::codegen::id!(#name);
    }
}
