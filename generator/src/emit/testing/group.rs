//! The expectations and calls of one group of operations.
//!
//! ```text
//! #[derive(Clone, Debug)]
//! pub struct ListEntitlementsExpectation {
//!     expectation: runtime::codegen::Expectation,
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
//! runtime::codegen::expectation!(
//!     ListEntitlementsExpectation, ListEntitlementsCall, "beta", "listEntitlements",
//!     json Vec<models::Entitlement>
//! );
//!
//! runtime::codegen::streams!(AskExpectation { events (models::Chunk) items (models::Row, "application/jsonl") });
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
//! runtime::codegen::received!(ListEntitlementsCall);
//! runtime::codegen::mock!("beta::entitlements::Entitlements", crate::testing::MockServer, crate::testing::ServerCalls; … => { … });
//! ```

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::super::cx::EmitCx;
use super::super::docs::Doc;
use super::super::ops;
use super::super::print::{Head, Place, function, ident, ty, uses};
use super::{bare, calls, mock};
use crate::lower::preferred;
use crate::model::{
    BodyContent, Content, GroupId, OperationId, ParamStyle, Part, PartContent, StatusPattern,
    StreamContent,
};
use crate::rust::testing::Answer;
use crate::rust::{Fn, Input, Location, Operation, Outcome, Param, Ty, imports};

/// `src/<api>/<group>/testing.rs`.
pub(in crate::emit) fn module(cx: &EmitCx<'_>, id: GroupId) -> TokenStream {
    let group = &cx.rust.groups[id];
    let head = Doc::new()
        .line(format!(
            "Expectations and calls of [`{0}`](super::{0}) in a [`MockServer`](crate::testing::MockServer).",
            group.name
        ))
        .inner();
    let operations = || group.operations.iter().map(|id| &cx.rust.operations[*id]);
    let items = operations().map(|it| operation(cx, it));
    let methods = methods(cx, id);
    let imports = uses(&imports::of_group_testing(cx.rust, group));
    quote! {
        #head
        #![allow(
            clippy::return_self_not_must_use,
            reason = "an expectation is registered when it is created"
        )]

        #imports

        #(#items)*
        #methods
    }
}

fn operation(cx: &EmitCx<'_>, operation: &Operation<'_>) -> TokenStream {
    let (expectation, call) = (ident(&operation.expectation()), ident(&operation.call()));
    let group = cx.rust.groups[operation.model.group].name;
    let method = bare(operation.method);
    let link = format!("[`{method}`](super::{group}::{method})");
    let docs = Doc::new()
        .line(format!(
            "An expectation for {link}: the call, and the response to it."
        ))
        .outer();
    let call_docs = Doc::new()
        .line(format!("A received call of {link}."))
        .outer();
    let setters = setters(cx, operation);
    let readers = readers(operation);
    let setters = (!setters.is_empty()).then(|| quote!(impl #expectation { #(#setters)* }));
    let readers = (!readers.is_empty()).then(|| quote!(impl #call { #(#readers)* }));
    let (api, wire) = (&cx.api.module, &operation.model.id);
    let answer = answer(operation);
    let by_status = operation.outcome.as_ref().map(by_status);
    let streams = streams(operation, &expectation);
    quote! {
        #docs
        #[derive(Clone, Debug)]
        pub struct #expectation {
            expectation: runtime::codegen::Expectation,
        }

        #setters

        runtime::codegen::expectation!(#expectation, #call, #api, #wire, #answer);

        #by_status

        #streams

        #call_docs
        #[derive(Clone)]
        pub struct #call {
            received: runtime::testing::Received,
        }

        #readers

        runtime::codegen::received!(#call, #api, #wire);
    }
}

/// The methods of the mock servers that have them, the crate's and the API's.
fn methods(cx: &EmitCx<'_>, id: GroupId) -> TokenStream {
    let group = &cx.rust.groups[id];
    let operations = group.operations.iter().copied();
    let (at_top, others): (Vec<_>, Vec<_>) = operations.partition(|id| cx.rust.top.contains(id));
    let api = cx.module();
    let (mock, calls) = (mock(cx), calls(cx));
    let of_api = quote!(crate::#api::testing::#mock, crate::#api::testing::#calls);
    let of_crate = quote!(crate::testing::MockServer, crate::testing::ServerCalls);
    let path = format!("{}::{}::{}", cx.rust.module, group.module, group.name);
    let methods = |servers: TokenStream, operations: Vec<OperationId>| {
        let rows = operations.into_iter().map(|id| {
            let operation = &cx.rust.operations[id];
            let route = ops::route(cx, operation.model);
            let method = bare(operation.method);
            let (on, name) = (ident(&operation.on()), ident(&operation.mocked));
            let (expectation, call) = (ident(&operation.expectation()), ident(&operation.call()));
            quote!(#method #route #on #expectation, #name #call;)
        });
        let rows: TokenStream = rows.collect();
        (!rows.is_empty()).then(|| quote!(runtime::codegen::mock!(#path, #servers => { #rows });))
    };
    let at_top = methods(quote!(#of_crate; #of_api), at_top);
    let others = methods(of_api, others);
    quote!(#at_top #others)
}

/// How a success is made of a value.
fn answer(operation: &Operation<'_>) -> TokenStream {
    let written = |it: &Ty<'_>| ty(it, Place::Below);
    match operation.answer() {
        Answer::Empty => quote!(empty),
        Answer::Json(ty) => {
            let ty = written(&ty);
            quote!(json #ty)
        }
        Answer::Optional(ty) => {
            let ty = written(&ty);
            quote!(optional #ty)
        }
        Answer::Text => quote!(text),
        Answer::Bytes => quote!(bytes),
        Answer::ByStatus(ty) => {
            let ty = written(&ty);
            quote!(by_status #ty)
        }
    }
}

/// How a success that is read while it arrives is made of events or items.
fn streams(operation: &Operation<'_>, expectation: &Ident) -> Option<TokenStream> {
    let rows = operation.streams.iter().map(|stream| {
        let (kind, of) = stream.mock();
        let of = of.map(|it| ty(it, Place::Below));
        let is_items = matches!(stream.model.content, StreamContent::Items(_));
        let media = stream.model.accept.first().filter(|_| is_items);
        let media = media.map(|it| quote!(, #it));
        let kind = ident(kind);
        quote!(#kind (#of #media))
    });
    let rows: TokenStream = rows.collect();
    let macro_call = quote!(runtime::codegen::streams!(#expectation { #rows }););
    (!rows.is_empty()).then_some(macro_call)
}

/// The answer that each variant of an outcome comes from.
fn by_status(outcome: &Outcome<'_>) -> TokenStream {
    let name = ident(outcome.name);
    let arms = outcome.variants.iter().map(|variant| {
        let (success, content) = (variant.model, variant.content);
        // A response has a media type of a range.
        let media = preferred(variant.media).map(|it| it.replace('*', "x-mock"));
        let typed = media
            .filter(|_| !success.others.is_empty())
            .map(|media| quote!(.media_type(#media)));
        let variant = ident(variant.name);
        let status = match success.status {
            StatusPattern::Code(code) => code,
            StatusPattern::Range(class) => u16::from(class) * 100,
            StatusPattern::Default => 200,
        };
        let status = Literal::u16_unsuffixed(status);
        match content {
            Content::Empty => {
                quote!(Self::#variant => runtime::testing::Answer::new(#status))
            }
            Content::Json(_) | Content::TextOrJson => {
                quote!(Self::#variant(value) => runtime::testing::Answer::json(#status, value) #typed)
            }
            Content::Text => {
                quote!(Self::#variant(value) => runtime::testing::Answer::new(#status).text(value.clone()) #typed)
            }
            Content::Bytes => quote! {
                Self::#variant(value) => {
                    runtime::testing::Answer::new(#status)
                        .body("application/octet-stream", value.clone())
                        #typed
                }
            },
        }
    });
    quote! {
        impl super::#name {
            fn answer(&self) -> runtime::testing::Answer {
                match self {
                    #(#arms,)*
                }
            }
        }
    }
}

/// `with_…` for every parameter, part and body.
fn setters(cx: &EmitCx<'_>, operation: &Operation<'_>) -> Vec<TokenStream> {
    let call: TokenStream = quote!(call);
    let params = operation.params.iter().map(|param| {
        let fill = ops::param_fill(cx, &call, param, Place::Below);
        setter(&of(&param.model.model.wire), &param.with(), &fill)
    });
    let parts = operation.parts.iter().map(|part| {
        let fill = ops::part_fill(cx, &call, part, operation, Place::Below);
        setter(&of(&part.model.wire), &part.with(), &fill)
    });
    let body = operation.with_body().map(|with| {
        let fill = ops::body_fill(&call, operation, Place::Below).unwrap_or_default();
        setter("Only calls with this body.", &with, &fill)
    });
    params.chain(parts).chain(body).collect()
}

fn of(wire: &str) -> String {
    format!("Only calls with this {}.", shown(wire))
}

fn setter(docs: &str, with: &Fn<'_>, fill: &TokenStream) -> TokenStream {
    let docs = Doc::new().line(docs).outer();
    let body = quote! {
        self.expectation.with(|call| { #fill });
        self
    };
    function(Head::new(docs), with, Place::Below, &body)
}

/// A name on the wire as code; something else where it can't be written on a line.
fn shown(wire: &str) -> String {
    super::super::docs::code(wire).unwrap_or_else(|| "parameter".to_owned())
}

/// What a call said, each parameter, part and body by its name.
fn readers(operation: &Operation<'_>) -> Vec<TokenStream> {
    let params = operation.params.iter().map(|param| {
        let wire = &param.model.model.wire;
        reader(wire, &param.received(), &param_reader(param))
    });
    let parts = operation.parts.iter().map(|part| {
        let wire = &part.model.wire;
        reader(wire, &part.received_part(), &part_reader(part))
    });
    let body = operation.received_body().map(|received| {
        let content = operation.model.body.as_ref().map(|it| &it.content);
        let how = match content {
            Some(BodyContent::Text { .. }) => quote!(text_body()),
            Some(BodyContent::Bytes { .. }) => quote!(bytes_body()),
            _ => quote!(json_body()),
        };
        let docs = Doc::new().line("Its body, if it had one.").outer();
        received_by(docs, &received, &how)
    });
    params.chain(parts).chain(body).collect()
}

fn param_reader(param: &Input<'_, Param<'_>>) -> TokenStream {
    let Param {
        model, location, ..
    } = &param.model;
    let wire = &model.wire;
    let is_expression = matches!(model.style, ParamStyle::Filter | ParamStyle::Sorters);
    match (location, is_expression) {
        (Location::Path, _) => quote!(path(#wire)),
        (Location::Header, _) => quote!(header_param(#wire)),
        (Location::Cookie, _) => quote!(cookie_param(#wire)),
        (Location::Query, false) => quote!(query(#wire)),
        (Location::Query, true) => quote!(expression(#wire)),
    }
}

fn part_reader(part: &Input<'_, &Part>) -> TokenStream {
    let wire = &part.model.wire;
    match &part.model.content {
        PartContent::File => quote!(file(#wire)),
        PartContent::FileList => quote!(files(#wire)),
        PartContent::Text(_)
        | PartContent::TextList(_)
        | PartContent::Json(_)
        | PartContent::JsonList(_)
        | PartContent::Any(_)
        | PartContent::Styled { .. } => quote!(field(#wire)),
    }
}

fn reader(wire: &str, received: &Fn<'_>, how: &TokenStream) -> TokenStream {
    let docs = Doc::new()
        .line(format!("Its {}, if it was sent.", shown(wire)))
        .outer();
    received_by(docs, received, how)
}

fn received_by(docs: TokenStream, received: &Fn<'_>, how: &TokenStream) -> TokenStream {
    function(
        Head::new(docs),
        received,
        Place::Below,
        &quote!(self.received.#how),
    )
}
