//! The expectations and calls of one group of operations.
//!
//! ```text
//! #[derive(Clone, Debug)]
//! pub struct ListEntitlementsExpectation {
//!     expectation: runtime::testing::Expectation,
//! }
//!
//! impl ListEntitlementsExpectation {
//!     /// Only calls whose `limit` is this.
//!     pub fn with_limit(self, limit: i32) -> Self {
//!         self.expectation.with(|call| call.query("limit", limit));
//!         self
//!     }
//! }
//!
//! runtime::expectation!(
//!     ListEntitlementsExpectation, ListEntitlementsCall, "beta", "listEntitlements",
//!     json Vec<models::Entitlement>
//! );
//!
//! #[derive(Clone)]
//! pub struct ListEntitlementsCall {
//!     received: runtime::testing::Received,
//! }
//!
//! impl ListEntitlementsCall {
//!     /// `limit`, where it came.
//!     pub fn limit(&self) -> Option<i32> {
//!         self.received.query("limit")
//!     }
//! }
//!
//! runtime::received!(ListEntitlementsCall);
//! runtime::mock!("beta::entitlements::Entitlements", crate::testing::MockTenant, crate::testing::TenantCalls; … => { … });
//! ```

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::super::cx::{EmitCx, From, affixed, ident};
use super::super::docs::Doc;
use super::super::ops::{self, Place};
use super::{bare, call_ident, calls, expectation_ident, mock, on_ident};
use crate::model::{
    Body, BodyContent, Content, GroupId, Operation, OperationId, Outcome, Part, PartContent,
    StatusPattern,
};

/// The operations of an API that the crate's own mock tenant has too.
#[derive(Clone, Default)]
pub(in crate::emit) struct Top(pub(in crate::emit) Vec<OperationId>);

/// `src/<api>/<group>/testing.rs`.
pub(in crate::emit) fn module(cx: &EmitCx<'_>, id: GroupId, top: &Top) -> TokenStream {
    let group = &cx.api.groups[id];
    let operations: BTreeMap<&str, OperationId> = group
        .operations
        .iter()
        .map(|id| (cx.names.operations[*id].method.as_str(), *id))
        .collect();
    let head = Doc::new()
        .line(format!(
            "Expectations and calls of [`{0}`](super::{0}) in a [`MockTenant`](crate::testing::MockTenant).",
            cx.names.groups[id].item
        ))
        .inner();
    let items = operations.values().map(|id| operation(cx, *id));
    let items = quote!(#(#items)*);
    let methods = methods(cx, id, operations.into_values(), top);
    let models = ops::mentions_models(&items).then(|| {
        let module = cx.module();
        quote!(use crate::#module::models;)
    });
    quote! {
        #head
        #![allow(
            clippy::return_self_not_must_use,
            reason = "an expectation holds from the moment that it is told"
        )]

        #models
        use crate::runtime;

        #items
        #methods
    }
}

fn operation(cx: &EmitCx<'_>, id: OperationId) -> TokenStream {
    let operation = &cx.api.operations[id];
    let (expectation, call) = (expectation_ident(cx, id), call_ident(cx, id));
    let group = &cx.names.groups[operation.group].item;
    let method = bare(&cx.names.operations[id].method);
    let link = format!("[`{method}`](super::{group}::{method})");
    let docs = Doc::new()
        .line(format!(
            "How {link} is called, and what it is answered with."
        ))
        .outer();
    let call_docs = Doc::new()
        .line(format!("A call of {link} that came."))
        .outer();
    let setters = setters(cx, id, operation);
    let readers = readers(cx, id, operation);
    let setters = (!setters.is_empty()).then(|| quote!(impl #expectation { #(#setters)* }));
    let readers = (!readers.is_empty()).then(|| quote!(impl #call { #(#readers)* }));
    let (api, wire) = (&cx.api.module, &operation.id);
    let answer = answer(cx, id, operation);
    let by_status = by_status(cx, id, operation);
    quote! {
        #docs
        #[derive(Clone, Debug)]
        pub struct #expectation {
            expectation: runtime::testing::Expectation,
        }

        #setters

        runtime::expectation!(#expectation, #call, #api, #wire, #answer);

        #by_status

        #call_docs
        #[derive(Clone)]
        pub struct #call {
            received: runtime::testing::Received,
        }

        #readers

        runtime::received!(#call, #api, #wire);
    }
}

/// The methods of the mock tenants that have them, the crate's and the API's.
fn methods(
    cx: &EmitCx<'_>,
    id: GroupId,
    operations: impl Iterator<Item = OperationId>,
    top: &Top,
) -> TokenStream {
    let (at_top, others): (Vec<_>, Vec<_>) = operations.partition(|id| top.0.contains(id));
    let api = cx.module();
    let (mock, calls) = (mock(cx), calls(cx));
    let of_api = quote!(crate::#api::testing::#mock, crate::#api::testing::#calls);
    let of_crate = quote!(crate::testing::MockTenant, crate::testing::TenantCalls);
    let names = &cx.names.groups[id];
    let group = format!("{}::{}::{}", cx.names.module, names.module, names.item);
    let methods = |tenants: TokenStream, operations: Vec<OperationId>| {
        let rows = operations.into_iter().map(|id| {
            let route = ops::route(cx, &cx.api.operations[id]);
            let method = bare(&cx.names.operations[id].method);
            let (on, name) = (on_ident(cx, id), ident(&cx.names.operations[id].method));
            let (expectation, call) = (expectation_ident(cx, id), call_ident(cx, id));
            quote!(#method #route #on #expectation, #name #call;)
        });
        let rows: TokenStream = rows.collect();
        (!rows.is_empty()).then(|| quote!(runtime::mock!(#group, #tenants => { #rows });))
    };
    let at_top = methods(quote!(#of_crate; #of_api), at_top);
    let others = methods(of_api, others);
    quote!(#at_top #others)
}

/// How an answer is made of a value.
fn answer(cx: &EmitCx<'_>, id: OperationId, operation: &Operation) -> TokenStream {
    match &operation.outcome {
        Outcome::Empty => quote!(empty),
        Outcome::Json(ty) => {
            let ty = cx.ty(ty, From::Elsewhere);
            quote!(json #ty)
        }
        Outcome::OptionalJson(ty) => {
            let ty = cx.ty(ty, From::Elsewhere);
            quote!(optional #ty)
        }
        Outcome::Text => quote!(text),
        Outcome::Bytes => quote!(bytes),
        Outcome::ByStatus => {
            let outcome = ident(&cx.names.operations[id].outcome);
            quote!(by_status super::#outcome)
        }
    }
}

/// The answer that each variant of an outcome comes from.
fn by_status(cx: &EmitCx<'_>, id: OperationId, operation: &Operation) -> Option<TokenStream> {
    if operation.outcome != Outcome::ByStatus {
        return None;
    }
    let names = &cx.names.operations[id];
    let outcome = ident(&names.outcome);
    let arms = operation
        .successes
        .iter()
        .zip(&names.variants)
        .map(|(success, variant)| {
            let variant = ident(variant);
            let status = match success.status {
                StatusPattern::Code(code) => code,
                StatusPattern::Range(class) => u16::from(class) * 100,
                StatusPattern::Default => 200,
            };
            let status = proc_macro2::Literal::u16_unsuffixed(status);
            match &success.content {
                Content::Empty => {
                    quote!(Self::#variant => runtime::testing::Answer::new(#status))
                }
                Content::Json(_) => {
                    quote!(Self::#variant(value) => runtime::testing::Answer::json(#status, value))
                }
                Content::Text => {
                    quote!(Self::#variant(value) => runtime::testing::Answer::new(#status).text(value.clone()))
                }
                Content::Bytes => quote! {
                    Self::#variant(value) => {
                        runtime::testing::Answer::new(#status).body("application/octet-stream", value.clone())
                    }
                },
            }
        });
    Some(quote! {
        impl super::#outcome {
            fn answer(&self) -> runtime::testing::Answer {
                match self {
                    #(#arms,)*
                }
            }
        }
    })
}

fn setter(wire: &str, name: &str, ty: &TokenStream, fill: &TokenStream) -> TokenStream {
    let docs = Doc::new()
        .line(format!("Only calls whose {} is this.", shown(wire)))
        .outer();
    let with = affixed("with_", name, "");
    let name = ident(name);
    quote! {
        #docs
        pub fn #with(self, #name: #ty) -> Self {
            self.expectation.with(|call| { #fill });
            self
        }
    }
}

/// A name on the wire as code; something else where it can't stand on a line.
fn shown(wire: &str) -> String {
    super::super::docs::code(wire).unwrap_or_else(|| "parameter".to_owned())
}

/// `with_…` for every parameter, part and body.
fn setters(cx: &EmitCx<'_>, id: OperationId, operation: &Operation) -> Vec<TokenStream> {
    let call = quote!(call);
    let names = &cx.names.operations[id];
    let mut setters: Vec<TokenStream> = ops::every_param(cx, id, operation, &call)
        .into_iter()
        .map(|param| setter(param.wire, &param.name.to_string(), &param.ty, &param.fill))
        .collect();
    let Some(body) = &operation.body else {
        return setters;
    };
    match &body.content {
        BodyContent::Form { fields: parts } | BodyContent::Multipart { parts } => {
            for (part, name) in parts.iter().zip(&names.parts) {
                let (ty, fill) = ops::part_filler(cx, &call, &ident(name), part, body);
                setters.push(setter(&part.wire, name, &ty, &fill));
            }
        }
        BodyContent::Json { .. } | BodyContent::Text { .. } | BodyContent::Bytes { .. } => {
            if let Some((ty, fill)) = ops::body_filler(cx, &call, body) {
                setters.push(quote! {
                    /// Only calls with this body.
                    pub fn with_body(self, body: #ty) -> Self {
                        self.expectation.with(|call| { #fill });
                        self
                    }
                });
            }
        }
    }
    setters
}

/// What a call said, each parameter, part and body by its name.
fn readers(cx: &EmitCx<'_>, id: OperationId, operation: &Operation) -> Vec<TokenStream> {
    let names = &cx.names.operations[id];
    let mut readers: Vec<TokenStream> = ops::every_param(cx, id, operation, &quote!(call))
        .into_iter()
        .map(|param| {
            let wire = param.wire;
            let how = match (param.place, param.is_expression) {
                (Place::Path, _) => quote!(path(#wire)),
                (Place::Header, _) => quote!(header_param(#wire)),
                (Place::Query, false) => quote!(query(#wire)),
                (Place::Query, true) => quote!(expression(#wire)),
            };
            reader(wire, &param.name.to_string(), &param.plain, &how)
        })
        .collect();
    let Some(body) = &operation.body else {
        return readers;
    };
    match &body.content {
        BodyContent::Form { fields: parts } | BodyContent::Multipart { parts } => {
            for (part, name) in parts.iter().zip(&names.parts) {
                let (ty, how) = part_reader(cx, part, body);
                readers.push(reader(&part.wire, name, &ty, &how));
            }
        }
        BodyContent::Json { ty, .. } => {
            let ty = cx.ty(ty, From::Elsewhere);
            readers.push(body_reader(&ty, &quote!(json_body)));
        }
        BodyContent::Text { .. } => readers.push(body_reader(&quote!(String), &quote!(text_body))),
        BodyContent::Bytes { .. } => {
            readers.push(body_reader(
                &quote!(runtime::bytes::Bytes),
                &quote!(bytes_body),
            ));
        }
    }
    readers
}

fn reader(wire: &str, name: &str, ty: &TokenStream, how: &TokenStream) -> TokenStream {
    let docs = Doc::new()
        .line(format!("Its {}, where it came.", shown(wire)))
        .outer();
    let name = ident(name);
    quote! {
        #docs
        pub fn #name(&self) -> Option<#ty> {
            self.received.#how
        }
    }
}

fn body_reader(ty: &TokenStream, how: &TokenStream) -> TokenStream {
    quote! {
        /// Its body, where there was one.
        pub fn body(&self) -> Option<#ty> {
            self.received.#how()
        }
    }
}

fn part_reader(cx: &EmitCx<'_>, part: &Part, _body: &Body) -> (TokenStream, TokenStream) {
    let wire = &part.wire;
    match &part.content {
        PartContent::File => (quote!(runtime::testing::Part), quote!(file(#wire))),
        PartContent::FileList => (quote!(Vec<runtime::testing::Part>), quote!(files(#wire))),
        PartContent::Text(_)
        | PartContent::TextList(_)
        | PartContent::Json(_)
        | PartContent::DeepObject(_) => (ops::part_ty(cx, part), quote!(field(#wire))),
    }
}
