//! Sending, and what comes of it.
//!
//! ```text
//! pub async fn send(self) -> runtime::Result<runtime::Response<models::Entitlement>> {
//!     self.call.send_json().await
//! }
//!
//! #[cfg(feature = "blocking")]
//! pub fn send_blocking(self) -> runtime::Result<runtime::Response<models::Entitlement>> {
//!     self.call.client().clone().block_on(self.send())?
//! }
//! ```

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};

use super::super::cx::EmitCx;
use super::super::docs::{Doc, code};
use super::super::print::{Head, Place, function, ident, ty};
use crate::model::{self, Content, Response, StatusPattern};
use crate::rust::{Fn, Operation, Outcome, OutcomeVariant};

pub(super) fn send(operation: &Operation<'_>) -> TokenStream {
    let (what, reader) = response(operation);
    let send = format_ident!("send_{what}");
    let how = quote!(self.call.#send(#reader).await);
    let docs = Doc::new()
        .line("Sends the request.")
        .line("# Errors")
        .line("If the request can't be sent, or the response is not a success or can't be read.");
    sending(&operation.send(), &docs, &how)
}

/// The call of the method whose future is the request's own.
pub(super) fn sent(operation: &Operation<'_>) -> TokenStream {
    let (what, reader) = response(operation);
    let sent = format_ident!("sent_{what}");
    quote!(#sent(#reader))
}

/// How the runtime calls the kind of response, and the function that reads it, if one is needed.
fn response(operation: &Operation<'_>) -> (&'static str, Option<TokenStream>) {
    match &operation.model.outcome {
        model::Outcome::Empty => ("empty", None),
        model::Outcome::Json(_) => ("json", None),
        model::Outcome::OptionalJson(_) => optional(&operation.model.successes),
        model::Outcome::Text => text(&operation.model.successes),
        model::Outcome::Bytes => ("bytes", None),
        model::Outcome::ByStatus => {
            let outcome = operation.outcome.as_ref().map(|it| ident(it.name));
            ("by_status", Some(quote!(#outcome::read)))
        }
    }
}

/// Reads a JSON body. A body of a status for which the document has none is no failure if it is something else.
fn optional(successes: &[Response]) -> (&'static str, Option<TokenStream>) {
    let codes = |is_empty: bool| -> Vec<u16> {
        let codes = successes.iter().filter_map(|it| match it.status {
            StatusPattern::Code(code) => {
                ((it.content == Content::Empty) == is_empty).then_some(code)
            }
            StatusPattern::Range(_) | StatusPattern::Default => None,
        });
        codes.collect()
    };
    let is_rest_empty = successes
        .iter()
        .any(|it| it.content == Content::Empty && !matches!(it.status, StatusPattern::Code(_)));
    let mut listed = codes(!is_rest_empty);
    // HTTP has no body for these.
    listed.retain(|code| is_rest_empty || ![204, 205].contains(code));
    let listed = listed.into_iter().map(Literal::u16_unsuffixed);
    let is_without = match (listed.len(), is_rest_empty) {
        (0, _) => return ("optional", None),
        (_, false) => quote!(|status| matches!(status, #(#listed)|*)),
        (_, true) => quote!(|status| !matches!(status, #(#listed)|*)),
    };
    ("optional_unless", Some(is_without))
}

/// The method that decodes a JSON response leniently.
pub(super) fn lenient(operation: &Operation<'_>) -> Option<TokenStream> {
    let docs = Doc::new()
        .line("Reads the response although some of its properties can't be read; they are listed.")
        .line("See [`LenientCall`](runtime::LenientCall) for its `send`.");
    let head = Head::new(docs.outer());
    let how = quote!(self.call.lenient());
    Some(function(
        head,
        &operation.lenient()?,
        Place::Operation,
        &how,
    ))
}

/// A method that sends, and the one that blocks in its place.
pub(super) fn sending(send: &Fn<'_>, docs: &Doc, how: &TokenStream) -> TokenStream {
    let name = ident(&send.name);
    let blocking_docs = Doc::new()
        .line(format!(
            "The same as [`{0}`](Self::{0}), for programs without async.",
            send.name
        ))
        .line("# Errors")
        .line("As above, and if it is called on the thread of a current-thread runtime.");
    let block = quote!(self.call.client().clone().block_on(self.#name())?);
    let send_fn = function(Head::new(docs.outer()), send, Place::Operation, how);
    let head = Head::new(blocking_docs.outer());
    let blocking = function(head, &send.blocking(), Place::Operation, &block);
    quote!(#send_fn #blocking)
}

/// The enum of an operation whose successes differ.
pub(super) fn item(
    cx: &EmitCx<'_>,
    operation: &Operation<'_>,
    outcome: &Outcome<'_>,
) -> TokenStream {
    let name = ident(outcome.name);
    let successes = &operation.model.successes;
    let by = if successes.iter().all(|it| it.others.is_empty()) {
        "status"
    } else {
        "status and media type"
    };
    let docs = Doc::new()
        .line(format!(
            "The successful response of [`{0}`], by {by}.",
            operation.request
        ))
        .outer();
    let items = outcome.variants.iter().map(|it| variant(cx, it));
    let of_statuses: Vec<_> = outcome
        .variants
        .chunk_by(|one, other| one.model.status == other.model.status)
        .collect();
    let arms = of_statuses.iter().map(|variants| {
        let pattern = variants.first().map(|it| pattern(it.model.status));
        let read = read_by_media(variants);
        quote!(#pattern => #read,)
    });
    // An undocumented success is read as the first documented one, if possible.
    let is_total = successes
        .iter()
        .any(|success| success.status == StatusPattern::Default);
    let rest = (!is_total).then(|| {
        let read = of_statuses.first().map(|it| read_by_media(it));
        quote!(_ => #read,)
    });
    let allow = overlap(successes).then(
        || quote!(#[allow(clippy::match_overlapping_arm, reason = "a status goes before the range that it is in")]),
    );
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#items,)*
        }

        impl #name {
            #allow
            fn read(reply: &runtime::Reply) -> Result<Self, runtime::DecodeError> {
                match reply.status().as_u16() {
                    #(#arms)*
                    #rest
                }
            }
        }
    }
}

fn variant(cx: &EmitCx<'_>, variant: &OutcomeVariant<'_>) -> TokenStream {
    let success = variant.model;
    let docs = Doc::new()
        .words(cx, &success.docs)
        .line(format!("Status `{}`{}.", success.status, media(variant)))
        .outer();
    let name = ident(variant.name);
    let held = variant.held().map(|held| {
        let held = ty(&held, Place::Operation);
        quote!((#held))
    });
    quote!(#docs #name #held)
}

/// The media types of a variant, if they choose it.
fn media(variant: &OutcomeVariant<'_>) -> String {
    if variant.model.others.is_empty() {
        return String::new();
    }
    let media: Vec<String> = variant.media.iter().filter_map(|it| code(it)).collect();
    format!(", {}", media.join(" or "))
}

/// Reads a text of one media type, or of those that are chosen by `Content-Type`.
fn text(successes: &[Response]) -> (&'static str, Option<TokenStream>) {
    let mut media: Vec<&String> = Vec::new();
    for success in successes {
        if success.content == Content::TextOrJson {
            media.extend(&success.media);
        }
    }
    if media.is_empty() {
        ("text", None)
    } else {
        let read = quote!(|reply| runtime::codegen::text_of(reply, &[#(#media),*]));
        ("by_status", Some(read))
    }
}

/// Reads the variant of a status that `Content-Type` chooses. The order of the media types is the document's.
fn read_by_media(variants: &[OutcomeVariant<'_>]) -> TokenStream {
    let mut variants: Vec<&OutcomeVariant<'_>> = variants.iter().collect();
    variants.sort_by_key(|variant| {
        let mut offered = variant.model.offered.iter();
        offered.position(|it| variant.media.contains(it))
    });
    let Some((first, others)) = variants.split_first() else {
        return TokenStream::new();
    };
    let read_first = read(first);
    if others.is_empty() {
        return read_first;
    }
    let media = variants.iter().map(|it| {
        let media = it.media;
        quote!(&[#(#media),*])
    });
    let others = (1..).zip(others).map(|(n, variant)| {
        let (n, read) = (Literal::usize_unsuffixed(n), read(variant));
        quote!(#n => #read,)
    });
    quote! {
        match runtime::codegen::media_type_of(reply, &[#(#media),*]) {
            #(#others)*
            _ => #read_first,
        }
    }
}

fn read(variant: &OutcomeVariant<'_>) -> TokenStream {
    let name: Ident = ident(variant.name);
    match variant.content {
        Content::Empty => quote!(Ok(Self::#name)),
        Content::Json(_) if variant.is_boxed => {
            quote!(reply.json().map(|it| Self::#name(Box::new(it))))
        }
        Content::Json(_) => quote!(reply.json().map(Self::#name)),
        Content::Text => quote!(reply.text().map(Self::#name)),
        Content::TextOrJson => {
            let media = variant.media;
            quote!(runtime::codegen::text_of(reply, &[#(#media),*]).map(Self::#name))
        }
        Content::Bytes => quote!(Ok(Self::#name(reply.bytes().clone()))),
    }
}

/// Whether one of the statuses is in one of the ranges.
fn overlap(successes: &[Response]) -> bool {
    successes.iter().any(|range| match range.status {
        StatusPattern::Range(class) => successes.iter().any(|it| match it.status {
            StatusPattern::Code(code) => code / 100 == u16::from(class),
            StatusPattern::Range(_) | StatusPattern::Default => false,
        }),
        StatusPattern::Code(_) | StatusPattern::Default => false,
    })
}

fn pattern(status: StatusPattern) -> TokenStream {
    match status {
        StatusPattern::Code(code) => {
            let code = Literal::u16_unsuffixed(code);
            quote!(#code)
        }
        StatusPattern::Range(class) => {
            let low = Literal::u16_unsuffixed(u16::from(class) * 100);
            let high = Literal::u16_unsuffixed(u16::from(class) * 100 + 99);
            quote!(#low..=#high)
        }
        StatusPattern::Default => quote!(_),
    }
}
