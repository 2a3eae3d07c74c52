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

use proc_macro2::{Group, Literal, TokenStream, TokenTree};
use quote::quote;

use super::super::cx::{EmitCx, From, ident};
use super::super::docs::Doc;
use crate::model::{Content, Operation, OperationId, Outcome, StatusPattern, Success, TypeRef};

pub(super) fn send(cx: &EmitCx<'_>, id: OperationId, operation: &Operation) -> TokenStream {
    let (ty, how) = match &operation.outcome {
        Outcome::Empty => (quote!(()), quote!(self.call.send_empty().await)),
        Outcome::Json(ty) => (
            cx.ty(ty, From::Elsewhere),
            quote!(self.call.send_json().await),
        ),
        Outcome::OptionalJson(ty) => {
            let ty = cx.ty(ty, From::Elsewhere);
            (quote!(Option<#ty>), quote!(self.call.send_optional().await))
        }
        Outcome::Text => (quote!(String), quote!(self.call.send_text().await)),
        Outcome::Bytes => (
            quote!(runtime::bytes::Bytes),
            quote!(self.call.send_bytes().await),
        ),
        Outcome::ByStatus => {
            let outcome = ident(&cx.names.operations[id].outcome);
            (
                quote!(#outcome),
                quote!(self.call.send_by_status(#outcome::read).await),
            )
        }
    };
    let docs = Doc::new()
        .line("Sends the request.")
        .line("# Errors")
        .line("When it can't be sent, is answered with anything but a success, or the answer can't be read.")
        .outer();
    let blocking_docs = Doc::new()
        .line("The same as [`send`](Self::send), for programs without async.")
        .line("# Errors")
        .line("The same, and where it is called on a thread of an async runtime.")
        .outer();
    quote! {
        #docs
        pub async fn send(self) -> runtime::Result<runtime::Response<#ty>> {
            #how
        }

        #blocking_docs
        #[cfg(feature = "blocking")]
        pub fn send_blocking(self) -> runtime::Result<runtime::Response<#ty>> {
            self.call.client().clone().block_on(self.send())?
        }
    }
}

/// The enum of an operation whose successes differ.
pub(super) fn item(cx: &EmitCx<'_>, id: OperationId, operation: &Operation) -> Option<TokenStream> {
    if operation.outcome != Outcome::ByStatus {
        return None;
    }
    let names = &cx.names.operations[id];
    let outcome = ident(&names.outcome);
    let docs = Doc::new()
        .line(format!(
            "What a success of [`{0}`] holds, by its status.",
            names.item
        ))
        .outer();
    let variants: Vec<_> = names.variants.iter().map(|name| ident(name)).collect();
    let items = operation
        .successes
        .iter()
        .zip(&variants)
        .map(|(success, variant)| {
            let status = success.status;
            let doc = Doc::new()
                .words(cx, &success.docs)
                .line(format!("Status `{status}`."))
                .outer();
            if let Some(ty) = content_ty(cx, &success.content) {
                quote!(#doc #variant(#ty))
            } else {
                quote!(#doc #variant)
            }
        });
    let arms = operation
        .successes
        .iter()
        .zip(&variants)
        .map(|(success, variant)| {
            let pattern = pattern(success.status);
            let read = read(cx, &success.content, variant);
            quote!(#pattern => #read,)
        });
    // A success that nobody documented holds what the first one does, if it can be read so.
    let is_total = operation
        .successes
        .iter()
        .any(|success| success.status == StatusPattern::Default);
    let rest = (!is_total).then(|| {
        let read = operation
            .successes
            .iter()
            .zip(&variants)
            .next()
            .map(|(success, variant)| read(cx, &success.content, variant));
        quote!(_ => #read,)
    });
    let allow = overlap(&operation.successes).then(
        || quote!(#[allow(clippy::match_overlapping_arm, reason = "a status goes before the range that it is in")]),
    );
    Some(quote! {
        #docs
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #outcome {
            #(#items,)*
        }

        impl #outcome {
            #allow
            fn read(reply: &runtime::Reply) -> Result<Self, runtime::DecodeError> {
                match reply.status().as_u16() {
                    #(#arms)*
                    #rest
                }
            }
        }
    })
}

fn content_ty(cx: &EmitCx<'_>, content: &Content) -> Option<TokenStream> {
    match content {
        Content::Empty => None,
        Content::Json(ty) => {
            let written = cx.ty(ty, From::Elsewhere);
            // Variants of one enum should not differ in size by much.
            Some(if is_large(cx, ty) {
                quote!(Box<#written>)
            } else {
                written
            })
        }
        Content::Text => Some(quote!(String)),
        Content::Bytes => Some(quote!(runtime::bytes::Bytes)),
    }
}

fn is_large(cx: &EmitCx<'_>, ty: &TypeRef) -> bool {
    matches!(cx.resolved(ty), TypeRef::Named(_))
}

fn read(cx: &EmitCx<'_>, content: &Content, variant: &proc_macro2::Ident) -> TokenStream {
    match content {
        Content::Empty => quote!(Ok(Self::#variant)),
        Content::Json(ty) if is_large(cx, ty) => {
            quote!(reply.json().map(|it| Self::#variant(Box::new(it))))
        }
        Content::Json(_) => quote!(reply.json().map(Self::#variant)),
        Content::Text => quote!(reply.text().map(Self::#variant)),
        Content::Bytes => quote!(Ok(Self::#variant(reply.bytes().clone()))),
    }
}

/// Whether one of the statuses is in one of the ranges.
fn overlap(successes: &[Success]) -> bool {
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

/// Whether some of the tokens name the module of the models.
pub(super) fn mentions_models(streams: &[&TokenStream]) -> bool {
    streams.iter().any(|stream| {
        (*stream).clone().into_iter().any(|token| match token {
            TokenTree::Ident(ident) => ident == "models",
            TokenTree::Group(group) => mentions_models(&[&group.stream()]),
            TokenTree::Punct(_) | TokenTree::Literal(_) => false,
        })
    })
}

/// `models::X` as `super::models::X`.
pub(super) fn qualify_models(tokens: TokenStream) -> TokenStream {
    tokens
        .into_iter()
        .flat_map(|token| match token {
            TokenTree::Ident(ident) if ident == "models" => quote!(super::#ident),
            TokenTree::Group(group) => {
                let stream = qualify_models(group.stream());
                TokenTree::Group(Group::new(group.delimiter(), stream)).into()
            }
            token @ (TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_)) => {
                token.into()
            }
        })
        .collect()
}
