//! Sending any number of items, in blocks that the service takes.
//!
//! ```text
//! pub async fn send_all(self) -> runtime::Result<runtime::BulkOutcome<models::BulkResult>> {
//!     let blocks = runtime::Blocks::of_body(100);
//!     self.call.send_rows(blocks, |row: &models::BulkResult| row.status).await
//! }
//! ```

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::super::cx::{EmitCx, From, ident};
use super::super::docs::Doc;
use crate::model::{Bulk, BulkItems, TypeRef};

pub(super) fn send_all(cx: &EmitCx<'_>, bulk: &Bulk) -> TokenStream {
    let size = bulk.size;
    let bound = Literal::usize_unsuffixed(size);
    let blocks = match &bulk.items {
        BulkItems::Body => quote!(runtime::Blocks::of_body(#bound)),
        BulkItems::Property(property) => quote!(runtime::Blocks::of_property(#property, #bound)),
    };
    let (row, how) = match &bulk.rows {
        Some(ty) => {
            let row = cx.ty(ty, From::Elsewhere);
            let status = status_field(cx, ty, bulk).map_or_else(
                || quote!(|_: &#row| None),
                |field| quote!(|row: &#row| row.#field),
            );
            (row, quote!(self.call.send_rows(blocks, #status).await))
        }
        None => (
            quote!(()),
            quote!(self.call.send_blocks_empty(blocks).await),
        ),
    };
    let docs = Doc::new()
        .line(format!(
            "Sends any number of items, one block of {size} after another, and tells what became of each."
        ))
        .block(
            [
                "A block that the service refuses does not keep the later ones from being sent. One that fails in a",
                "way that all would, because the caller may not do this or the service can't be reached, ends it, and",
                "what was not sent is told, too.",
            ]
            .map(str::to_owned),
        )
        .line("# Errors")
        .line("When the first block already fails in such a way, or the request can't be sent.")
        .outer();
    let blocking_docs = Doc::new()
        .line("The same as [`send_all`](Self::send_all), for programs without async.")
        .line("# Errors")
        .line("The same, and where it is called on a thread of an async runtime.")
        .outer();
    quote! {
        #docs
        pub async fn send_all(self) -> runtime::Result<runtime::BulkOutcome<#row>> {
            let blocks = #blocks;
            #how
        }

        #blocking_docs
        #[cfg(feature = "blocking")]
        pub fn send_all_blocking(self) -> runtime::Result<runtime::BulkOutcome<#row>> {
            self.call.client().clone().block_on(self.send_all())?
        }
    }
}

/// The field of a row that holds its status.
fn status_field(cx: &EmitCx<'_>, row: &TypeRef, bulk: &Bulk) -> Option<Ident> {
    let TypeRef::Named(id) = cx.resolved(row) else {
        return None;
    };
    let wires = crate::model::member_wires(&cx.api.types[*id]);
    let n = wires
        .iter()
        .position(|wire| Some(wire) == bulk.status.as_ref())?;
    Some(ident(&cx.names.types[*id].members[n]))
}
