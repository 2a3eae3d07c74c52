//! Lists as streams of records and of pages.
//!
//! ```text
//! static OPERATION: runtime::codegen::Operation = runtime::codegen::Operation::new(…)
//!     .paging(runtime::codegen::Paging::offset("offset", "limit", 250).largest_page(250).short_page_ends().count("count"));
//!
//! pub fn items(self) -> runtime::Items<models::Entitlement> {
//!     self.call.items()
//! }
//!
//! pub fn pages(self) -> runtime::Pages<models::Entitlement> {
//!     self.call.pages()
//! }
//! ```

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::super::docs::Doc;
use super::super::print::{Head, Place, function};
use crate::model::Paging;
use crate::rust::Operation;

/// The part of the operation's facts that says how to read the list.
pub(super) fn fact(paging: &Paging) -> TokenStream {
    let Paging {
        offset,
        limit,
        page_size,
        largest_page,
        short_page_ends,
        count,
        window,
        keyset,
        item: _,
    } = paging;
    let number = |number: &u64| Literal::u64_unsuffixed(*number);
    let page_size = number(page_size);
    let largest_page = largest_page.as_ref().map(number).into_iter();
    let short_page_ends = short_page_ends.then(|| quote!(.short_page_ends()));
    let window = window.as_ref().map(number).into_iter();
    let count = count.iter();
    let keyset = keyset.iter().map(|keyset| {
        let (after, sorters, id) = (&keyset.after, &keyset.sorters, &keyset.id);
        let paths = keyset
            .paths
            .iter()
            .map(|(field, path)| quote!((#field, #path)));
        let paths = (!keyset.paths.is_empty()).then(|| quote!(.paths(&[#(#paths),*])));
        quote!(.keyset(#after, #sorters, #id) #paths)
    });
    quote! {
        .paging(
            runtime::codegen::Paging::offset(#offset, #limit, #page_size)
                #(.largest_page(#largest_page))*
                #short_page_ends
                #(.count(#count))*
                #(.window(#window))*
                #(#keyset)*
        )
    }
}

pub(super) fn methods(operation: &Operation<'_>) -> Option<TokenStream> {
    let paging = operation.model.paging.as_ref()?;
    let items = Doc::new()
        .line("Every record of the list, one by one; pages are fetched as they are needed.")
        .block(order(paging))
        .line("See [`Items`](runtime::Items) for its methods and its end.")
        .outer();
    let pages = Doc::new()
        .line("The same as [`items`](Self::items), page by page.")
        .outer();
    let items = function(
        Head::new(items),
        &operation.items()?,
        Place::Operation,
        &quote!(self.call.items()),
    );
    let pages = function(
        Head::new(pages),
        &operation.pages()?,
        Place::Operation,
        &quote!(self.call.pages()),
    );
    Some(quote!(#items #pages))
}

fn order(paging: &Paging) -> Vec<String> {
    match &paging.keyset {
        Some(keyset) => vec![
            format!("A page starts after the last record of the one before. Sorted by `{}`,", keyset.id),
            "which is the default, the list has no limit, and records that are created or deleted".to_owned(),
            "meanwhile cause neither duplicates nor gaps.".to_owned(),
        ],
        None => vec![
            "A page starts at an offset, so a record that is created or deleted meanwhile can cause".to_owned(),
            "another one to be returned twice, or not at all.".to_owned(),
        ],
    }
}

/// The section of the operation's documentation.
pub(super) fn section(doc: Doc, request: &str) -> Doc {
    doc.line("# Paging").block([
        format!("`send` returns one page. [`items`]({request}::items) returns every record, and"),
        format!("[`pages`]({request}::pages) the pages."),
    ])
}
