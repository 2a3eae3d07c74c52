//! Sending any number of items, in blocks that the service takes.
//!
//! ```text
//! pub async fn send_all(self) -> runtime::Result<runtime::BulkOutcome<models::BulkResult>> {
//!     let blocks = runtime::codegen::Blocks::of_body(100).key("connectionId");
//!     self.call.send_rows(blocks, Some(|row: &models::BulkResult| row.status)).await
//! }
//! ```

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::super::cx::EmitCx;
use super::super::docs::Doc;
use super::super::print::{Place, ident, ty};
use super::outcome;
use crate::model::{Bulk, BulkItems, Scalar, TypeRef};
use crate::rust::{Kind, Operation};

pub(super) fn send_all(cx: &EmitCx<'_>, operation: &Operation<'_>) -> Option<TokenStream> {
    let send_all = operation.send_all()?;
    let (bulk, row) = (operation.model.bulk.as_ref()?, operation.row.as_ref()?);
    let size = bulk.size;
    let bound = Literal::usize_unsuffixed(size);
    let blocks = match &bulk.items {
        BulkItems::Body => quote!(runtime::codegen::Blocks::of_body(#bound)),
        BulkItems::Property(property) => {
            quote!(runtime::codegen::Blocks::of_property(#property, #bound))
        }
    };
    let key = bulk.key.as_ref().map(|key| quote!(.key(#key)));
    let how = if let Some(model) = &bulk.rows {
        let row = ty(row, Place::Operation);
        let status = status_of_row(cx, model, bulk)
            .map_or_else(|| quote!(None), |status| quote!(Some(|row: &#row| #status)));
        quote!(self.call.send_rows(blocks, #status).await)
    } else {
        quote!(self.call.send_blocks_empty(blocks).await)
    };
    let docs = Doc::new()
        .line(format!(
            "Sends any number of items, one block of {size} after another, and reports the outcome of each."
        ))
        .block(
            [
                "A block that the service rejects does not stop the later ones. A failure that would repeat for",
                "every block (missing permissions, or a service that can't be reached) stops the call, and",
                "the items that were not sent are reported.",
            ]
            .map(str::to_owned),
        )
        .block(bulk.key.as_ref().map(|key| {
            format!("A row of the response belongs to the item with the same `{key}`.")
        }))
        .line("# Errors")
        .line("If the first block fails in this way, or the request can't be sent.");
    let how = quote!(let blocks = #blocks #key; #how);
    Some(outcome::sending(&send_all, &docs, &how))
}

/// The status that a row holds, as an `i64`.
fn status_of_row(cx: &EmitCx<'_>, row: &TypeRef, bulk: &Bulk) -> Option<TokenStream> {
    let TypeRef::Named(id) = cx.resolved(row) else {
        return None;
    };
    let Kind::Struct(shape) = &cx.rust.types[*id].kind else {
        return None;
    };
    let mut fields = shape.fields.iter();
    let status = bulk.status.as_ref()?;
    let field = fields.find(|field| field.model.wire == *status)?;
    let name = ident(field.name);
    let is_integer = field.model.ty == TypeRef::Scalar(Scalar::Integer);
    Some(if is_integer {
        quote!(row.#name.as_ref().and_then(runtime::model::Integer::as_i64))
    } else {
        quote!(row.#name)
    })
}
