//! Ids of resources.
//!
//! ```text
//! /// The id of one of what `listEntitlements` lists.
//! #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
//! pub struct EntitlementId(String);
//!
//! runtime::id!(EntitlementId);
//! ```

use proc_macro2::TokenStream;
use quote::quote;

use super::super::cx::EmitCx;
use crate::model::TypeId;

pub(super) fn item(cx: &EmitCx<'_>, id: TypeId) -> TokenStream {
    let docs = super::type_docs(cx, id).outer();
    let name = cx.type_ident(id);
    quote! {
        #docs
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct #name(String);

        runtime::id!(#name);
    }
}
