//! Names for types that need no item of their own.
//!
//! ```text
//! /// Ids of segments.
//! pub type SegmentIds = Vec<String>;
//! ```

use proc_macro2::TokenStream;
use quote::quote;

use super::super::cx::EmitCx;
use crate::model::{TypeId, TypeRef};

pub(super) fn item(cx: &EmitCx<'_>, id: TypeId, target: &TypeRef) -> TokenStream {
    let docs = super::type_docs(cx, id)
        .constraints(cx, target, &cx.api.types[id].constraints)
        .outer();
    let name = cx.type_ident(id);
    let target = super::ty(cx, target);
    quote! {
        #docs
        pub type #name = #target;
    }
}
