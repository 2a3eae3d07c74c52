//! Names for types that need no item of their own.
//!
//! ```text
//! /// Ids of segments.
//! pub type SegmentIds = Vec<String>;
//! ```

use proc_macro2::TokenStream;
use quote::quote;

use super::super::cx::EmitCx;
use super::super::print::{Place, ident, ty};
use crate::model::Shape;
use crate::rust::{Ty, Type};

pub(super) fn item(cx: &EmitCx<'_>, alias: &Type<'_>, target: &Ty<'_>) -> TokenStream {
    let mut docs = super::type_docs(cx, alias);
    if let Shape::Alias(target) = &alias.model.shape {
        docs = docs.constraints(cx, target, &alias.model.constraints);
    }
    let docs = docs.outer();
    let name = ident(alias.name);
    let target = ty(target, Place::Models);
    quote! {
        #docs
        pub type #name = #target;
    }
}
