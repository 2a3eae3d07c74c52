//! The function that reads the payload of a webhook.
//!
//! ```text
//! pub fn parse(body: &[u8]) -> Result<models::Webhook, runtime::DecodeError> {
//!     runtime::codegen::decode_json(body)
//! }
//! ```

use proc_macro2::TokenStream;
use quote::quote;

use super::cx::EmitCx;
use super::docs::Doc;
use super::print::{Head, Place, function, uses};
use crate::rust::imports;

pub(super) fn module(cx: &EmitCx<'_>) -> TokenStream {
    let head = Doc::new()
        .line("Webhooks: requests that the service sends.")
        .line("A program that receives them reads their bodies with [`parse`].")
        .inner();
    let docs = Doc::new()
        .line("Reads the payload of a webhook.")
        .line("A payload that the document does not describe is preserved if the type has a place for it.")
        .line("# Errors")
        .line("If the body is not JSON, or lacks properties that every payload requires.");
    let parse = cx.rust.parse_webhook().map(|signature| {
        let body = quote!(runtime::codegen::decode_json(body));
        function(Head::new(docs.outer()), &signature, Place::Api, &body)
    });
    let imports = uses(&imports::of_webhooks());
    quote! {
        #head

        #imports

        #parse
    }
}
