//! One module for each operation: its facts, its request, and how it is sent.
//!
//! ```text
//! //! `GET /beta/entitlements`
//!
//! static OPERATION: runtime::codegen::Operation = runtime::codegen::Operation::new(
//!     "listEntitlements",
//!     "beta",
//!     runtime::http::Method::GET,
//!     "/beta/entitlements",
//! );
//!
//! /// A request of [`Entitlements::list_entitlements`](super::Entitlements::list_entitlements).
//! #[derive(Clone, Debug)]
//! #[must_use = "a request does nothing until `.send()`, or until it is awaited"]
//! pub struct ListEntitlements {
//!     call: runtime::codegen::Call,
//! }
//!
//! impl ListEntitlements { … }
//!
//! runtime::codegen::call_options!(ListEntitlements);
//!
//! runtime::codegen::sendable!(ListEntitlements => Vec<models::Entitlement>, sent_json());
//! ```

mod body;
mod bulk;
mod doc;
mod doc_answers;
mod example;
pub(super) mod fields;
mod outcome;
mod paging;
mod params;
mod patch;
mod streams;
mod task;
mod text;

use proc_macro2::TokenStream;
use quote::quote;

use super::cx::EmitCx;
use super::docs::Doc;
use super::print::{Place, arguments, ident, ty, uses};
use super::{security, settings};
use crate::model::{self, BodyContent, Method, OperationId, Outcome};
use crate::rust::{Operation, imports};

pub(super) use body::{fill as body_fill, part_fill};
pub(super) use doc::{method_docs, route, table_row};
pub(super) use params::fill as param_fill;

/// More arguments than clippy likes.
pub(super) fn allow_many(operation: &Operation<'_>) -> Option<TokenStream> {
    const MANY: usize = 6;
    (operation.arguments().len() > MANY).then(
        || quote!(#[allow(clippy::too_many_arguments, reason = "the operation requires as many")]),
    )
}

pub(super) fn module(cx: &EmitCx<'_>, id: OperationId) -> TokenStream {
    let operation = &cx.rust.operations[id];
    let head = Doc::new().line(doc::route(cx, operation.model)).inner();
    let facts = facts(cx, operation.model);
    let task = task::facts(cx, operation);
    let request = request(cx, id, operation);
    let composites = fields::composites(operation);
    let patch = operation.patch.as_ref();
    let patch = patch.map(|it| patch::item(cx, operation, it));
    let outcome = operation.outcome.as_ref();
    let outcome = outcome.map(|it| outcome::item(cx, operation, it));
    let server = operation.server.as_ref();
    let server = server.map(|it| settings::choice(it, "A server of the operation.", true));
    let imports = uses(&imports::of_operation(cx.rust, operation));
    quote! {
        #head
        #imports

        #facts
        #task
        #request
        #composites
        #patch
        #outcome
        #server
    }
}

/// A request, which has no `send` before it has been given a body that it needs.
fn request(cx: &EmitCx<'_>, id: OperationId, operation: &Operation<'_>) -> TokenStream {
    let item = ident(operation.request);
    let docs = request_docs(cx, id, operation.model).outer();
    let new = new(cx, operation);
    let setters = params::setters(cx, id, operation);
    let parts = body::part_setters(cx, operation);
    let server = settings::selection(operation);
    let last_event_id = streams::last_event_id(operation);
    let server = quote!(#server #last_event_id);
    let body = body::setter(cx, operation);
    let others = body::other_setters(operation);
    let body = quote!(#body #(#others)*);
    let send = outcome::send(operation);
    let lenient = outcome::lenient(operation);
    let streams = streams::methods(operation);
    let send = quote!(#send #lenient #streams);
    let send_all = bulk::send_all(cx, operation);
    let paging = paging::methods(operation);
    let task = task::methods(cx, operation);
    let given = operation.needs_body().then(|| quote!(, Given));
    let success = ty(&operation.success, Place::Operation);
    let how = outcome::sent(operation);
    let sendable = quote!(runtime::codegen::sendable!(#item #given => #success, #how););
    if !operation.needs_body() {
        return quote! {
            #docs
            #[derive(Clone, Debug)]
            #[must_use = "a request does nothing until `.send()`, or until it is awaited"]
            pub struct #item {
                call: runtime::codegen::Call,
            }

            impl #item {
                #new
                #(#setters)*
                #(#parts)*
                #body
                #server
                #send
                #send_all
                #paging
                #task
            }

            runtime::codegen::call_options!(#item);

            #sendable
        };
    }
    quote! {
        #docs
        #[derive(Clone, Debug)]
        #[must_use = "a request does nothing until `.send()`, or until it is awaited"]
        pub struct #item<Body = runtime::model::Missing> {
            call: runtime::codegen::Call,
            body: std::marker::PhantomData<Body>,
        }

        impl #item {
            #new
        }

        impl<Body> #item<Body> {
            #(#setters)*
            #body
            #server
        }

        impl<Body> #item<Body>
        where
            Self: runtime::model::Sendable,
        {
            #send
            #send_all
            #paging
            #task
        }

        runtime::codegen::call_options!(#item, Body);

        #sendable
    }
}

fn request_docs(cx: &EmitCx<'_>, id: OperationId, operation: &model::Operation) -> Doc {
    let group = &cx.rust.groups[operation.group].name;
    let method = cx.rust.operations[id].method.trim_start_matches("r#");
    let doc = Doc::new().line(format!(
        "A request of [`{group}::{method}`](super::{group}::{method})."
    ));
    example::of_request(doc, cx, id, operation)
}

/// The function that the group's method calls.
fn new(cx: &EmitCx<'_>, operation: &Operation<'_>) -> TokenStream {
    let allow = allow_many(operation);
    let arguments = arguments(&operation.arguments(), Place::Operation);
    let fills = fills(cx, operation);
    let more = operation
        .needs_body()
        .then(|| quote!(body: std::marker::PhantomData));
    let start = if fills.is_empty() {
        quote!(Self { call: client.call(&OPERATION), #more })
    } else {
        quote! {
            let mut call = client.call(&OPERATION);
            #(#fills)*
            Self { call, #more }
        }
    };
    let called = (operation.request == "New").then(
        || quote!(#[allow(clippy::self_named_constructors, reason = "the document calls it so")]),
    );
    quote! {
        #allow
        #called
        pub(super) fn new(client: &runtime::Client, #(#arguments),*) -> Self {
            #start
        }
    }
}

fn facts(cx: &EmitCx<'_>, operation: &model::Operation) -> TokenStream {
    let id = &operation.id;
    let api = ident(cx.rust.module);
    let method = match operation.method {
        Method::Get => quote!(GET),
        Method::Put => quote!(PUT),
        Method::Post => quote!(POST),
        Method::Delete => quote!(DELETE),
        Method::Options => quote!(OPTIONS),
        Method::Head => quote!(HEAD),
        Method::Patch => quote!(PATCH),
        Method::Trace => quote!(TRACE),
        Method::Query => quote!(QUERY),
    };
    let path = operation.path.to_string();
    let servers = (!operation.servers.is_empty()).then(|| {
        let servers = settings::servers(&cx.rust.settings, &operation.servers);
        quote!(.servers(#servers))
    });
    let security = security::of_operation(cx, operation);
    let is_raw = matches!(operation.outcome, Outcome::Text | Outcome::Bytes);
    let accept = match operation.accept.join(", ") {
        accept if accept.is_empty() && is_raw => "*/*".to_owned(),
        accept => accept,
    };
    // Without it `application/json` is requested.
    let is_default = ["", "application/json"].contains(&accept.as_str());
    let accept = (!is_default).then(|| quote!(.accept(#accept)));
    let paging = operation.paging.as_ref().map(paging::fact);
    let multipart = match operation.body.as_ref().map(|it| &it.content) {
        Some(BodyContent::Multipart { media, .. }) if media != "multipart/form-data" => {
            Some(quote!(.multipart(#media)))
        }
        _ => None,
    };
    quote! {
        static OPERATION: runtime::codegen::Operation = runtime::codegen::Operation::new(
            #id,
            &crate::#api::API,
            runtime::http::Method::#method,
            #path,
        ) #servers #security #accept #multipart #paging;
    }
}

/// The whole path, parameters in braces.
pub(super) fn path(cx: &EmitCx<'_>, operation: &model::Operation) -> String {
    cx.api.path(operation)
}

/// Puts the arguments of the method into the call.
fn fills(cx: &EmitCx<'_>, operation: &Operation<'_>) -> Vec<TokenStream> {
    let call = quote!(call);
    let params = operation.params.iter().filter(|it| it.is_argument);
    let parts = operation.parts.iter().filter(|it| it.is_argument);
    let params = params.map(|it| params::fill(cx, &call, it, Place::Operation));
    let parts = parts.map(|it| body::part_fill(cx, &call, it, operation, Place::Operation));
    let fixed = fixed(operation).into_iter();
    // A required form or multipart body is sent even if the caller sets none of its fields.
    let required = operation.model.body.as_ref().filter(|it| it.required);
    // An argument may be an empty list, which starts no multipart body.
    let is_started = operation.parts.iter().any(|it| it.is_argument);
    let start = match required.map(|it| &it.content) {
        Some(BodyContent::Form { .. }) if !is_started => Some(quote!(call.start_form();)),
        Some(BodyContent::Multipart { .. }) => Some(quote!(call.start_multipart();)),
        _ => None,
    };
    fixed.chain(params).chain(start).chain(parts).collect()
}

/// Puts into the call what the document gives.
fn fixed(operation: &Operation<'_>) -> Vec<TokenStream> {
    let call = quote!(call);
    let fixed = params::of_path(operation.model).into_iter();
    let presets = operation.params.iter().filter_map(|it| {
        let value = it.model.preset.as_ref()?;
        Some(params::preset(&call, &it.model, value))
    });
    fixed.chain(presets).collect()
}
