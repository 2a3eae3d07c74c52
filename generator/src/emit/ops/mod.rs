//! One module for each operation: its facts, its request, and how it is sent.
//!
//! ```text
//! //! `GET /beta/entitlements`
//!
//! static OPERATION: runtime::Operation = runtime::Operation::new(
//!     "listEntitlements",
//!     "beta",
//!     runtime::http::Method::GET,
//!     "/beta/entitlements",
//! );
//!
//! /// A request of [`Entitlements::list_entitlements`](super::Entitlements::list_entitlements).
//! #[derive(Clone, Debug)]
//! #[must_use = "a request does nothing until it is sent"]
//! pub struct ListEntitlements {
//!     call: runtime::Call,
//! }
//!
//! impl ListEntitlements { … }
//!
//! runtime::call_options!(ListEntitlements);
//! ```

mod body;
mod bulk;
mod doc;
mod example;
pub(super) mod fields;
mod outcome;
mod paging;
mod params;
mod patch;

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::cx::{EmitCx, ident};
use super::docs::Doc;
use crate::model::{BodyContent, Method, Operation, OperationId, Outcome};

pub(super) use body::{body_filler, part_filler, part_ty};
pub(super) use doc::{method_docs, route, table_row};
pub(super) use params::{Place, every_param};

/// The arguments of the method that makes the request.
pub(super) struct Signature {
    /// `id: impl Into<String>`
    pub(super) arguments: Vec<TokenStream>,
    /// `id`
    pub(super) names: Vec<Ident>,
}

/// A request's arguments: what it can't go without.
pub(super) fn signature(cx: &EmitCx<'_>, id: OperationId) -> Signature {
    let operation = &cx.api.operations[id];
    let (arguments, names) = params::required(cx, id, operation)
        .into_iter()
        .map(|param| (param.argument, param.name))
        .unzip();
    Signature { arguments, names }
}

/// Whether tokens name the module of the models.
pub(super) fn mentions_models(tokens: &TokenStream) -> bool {
    outcome::mentions_models(&[tokens])
}

/// The arguments as the group's module writes them, which does not import the models.
pub(super) fn with_models(arguments: &[TokenStream]) -> Vec<TokenStream> {
    arguments
        .iter()
        .map(|argument| outcome::qualify_models(argument.clone()))
        .collect()
}

/// More arguments than clippy likes.
pub(super) fn allow_many(signature: &Signature) -> Option<TokenStream> {
    const MANY: usize = 6;
    (signature.names.len() > MANY).then(
        || quote!(#[allow(clippy::too_many_arguments, reason = "the operation requires as many")]),
    )
}

pub(super) fn module(cx: &EmitCx<'_>, id: OperationId) -> TokenStream {
    let operation = &cx.api.operations[id];
    let head = Doc::new().line(doc::route(cx, operation)).inner();
    let facts = facts(cx, operation);
    let request = if needs_body(operation) {
        request_with_body(cx, id, operation)
    } else {
        request(cx, id, operation)
    };
    let composites = operation
        .fields
        .as_ref()
        .and_then(|table| fields::composites(&cx.operation_ident(id), table));
    let patch = operation
        .patch
        .as_ref()
        .map(|table| patch::item(cx, id, table));
    let outcome = outcome::item(cx, id, operation);
    let models = outcome::mentions_models(&[&request, &quote!(#outcome #patch)]).then(|| {
        let module = cx.module();
        quote!(use crate::#module::models;)
    });
    quote! {
        #head
        #models
        use crate::runtime;

        #facts
        #request
        #composites
        #patch
        #outcome
    }
}

fn request(cx: &EmitCx<'_>, id: OperationId, operation: &Operation) -> TokenStream {
    let item = cx.operation_ident(id);
    let docs = request_docs(cx, id, operation).outer();
    let new = new(cx, id, operation, None);
    let setters = params::optional(cx, id, operation);
    let parts = body::part_setters(cx, id, operation);
    let body = body::setter(cx, operation, &item, false);
    let send = outcome::send(cx, id, operation);
    let paging = paging::methods(cx, operation);
    quote! {
        #docs
        #[derive(Clone, Debug)]
        #[must_use = "a request does nothing until it is sent"]
        pub struct #item {
            call: runtime::Call,
        }

        impl #item {
            #new
            #(#setters)*
            #(#parts)*
            #body
            #send
            #paging
        }

        runtime::call_options!(#item);
    }
}

/// A request that has no `send` before it has been given its body.
fn request_with_body(cx: &EmitCx<'_>, id: OperationId, operation: &Operation) -> TokenStream {
    let item = cx.operation_ident(id);
    let docs = request_docs(cx, id, operation).outer();
    let new = new(
        cx,
        id,
        operation,
        Some(&quote!(body: std::marker::PhantomData)),
    );
    let setters = params::optional(cx, id, operation);
    let body = body::setter(cx, operation, &item, true);
    let send = outcome::send(cx, id, operation);
    let paging = paging::methods(cx, operation);
    let send_all = operation.bulk.as_ref().map(|bulk| bulk::send_all(cx, bulk));
    quote! {
        #docs
        #[derive(Clone, Debug)]
        #[must_use = "a request does nothing until it is sent"]
        pub struct #item<Body = runtime::model::Missing> {
            call: runtime::Call,
            body: std::marker::PhantomData<Body>,
        }

        impl #item {
            #new
        }

        impl<Body> #item<Body> {
            #(#setters)*
            #body
        }

        impl #item<runtime::model::Given> {
            #send
            #send_all
            #paging
        }

        runtime::call_options!(#item, Body);
    }
}

fn request_docs(cx: &EmitCx<'_>, id: OperationId, operation: &Operation) -> Doc {
    let group = &cx.names.groups[operation.group].item;
    let method = cx.names.operations[id].method.trim_start_matches("r#");
    let doc = Doc::new().line(format!(
        "A request of [`{group}::{method}`](super::{group}::{method})."
    ));
    example::of_request(doc, cx, id, operation)
}

/// The function that the group's method calls.
fn new(
    cx: &EmitCx<'_>,
    id: OperationId,
    operation: &Operation,
    more: Option<&TokenStream>,
) -> TokenStream {
    let signature = signature(cx, id);
    let allow = allow_many(&signature);
    let arguments = signature.arguments;
    let mut fills = params::of_path(operation);
    let required = params::required(cx, id, operation).into_iter();
    fills.extend(required.map(|param| param.fill));
    let start = if fills.is_empty() {
        quote!(Self { call: client.call(&OPERATION), #more })
    } else {
        quote! {
            let mut call = client.call(&OPERATION);
            #(#fills)*
            Self { call, #more }
        }
    };
    let called = (cx.names.operations[id].item == "New").then(
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

/// Whether the request can be sent only once it has been given a body, which a type parameter tells.
fn needs_body(operation: &Operation) -> bool {
    operation.body.as_ref().is_some_and(|body| {
        let is_whole = match &body.content {
            BodyContent::Json { .. } | BodyContent::Text { .. } | BodyContent::Bytes { .. } => true,
            // A form is given field by field, and those that are required are arguments.
            BodyContent::Form { .. } | BodyContent::Multipart { .. } => false,
        };
        body.required && is_whole
    })
}

fn facts(cx: &EmitCx<'_>, operation: &Operation) -> TokenStream {
    let id = &operation.id;
    let api = &cx.api.module;
    let method = match operation.method {
        Method::Get => quote!(GET),
        Method::Put => quote!(PUT),
        Method::Post => quote!(POST),
        Method::Delete => quote!(DELETE),
        Method::Options => quote!(OPTIONS),
        Method::Head => quote!(HEAD),
        Method::Patch => quote!(PATCH),
        Method::Trace => quote!(TRACE),
    };
    let path = path(cx, operation);
    // Without it JSON is asked for.
    let accept =
        matches!(operation.outcome, Outcome::Text | Outcome::Bytes).then(|| quote!(.accept("*/*")));
    let paging = operation.paging.as_ref().map(paging::fact);
    quote! {
        static OPERATION: runtime::Operation = runtime::Operation::new(
            #id,
            #api,
            runtime::http::Method::#method,
            #path,
        ) #accept #paging;
    }
}

/// The whole path, parameters in braces.
pub(super) fn path(cx: &EmitCx<'_>, operation: &Operation) -> String {
    format!("{}{}", cx.api.prefix, operation.path)
}

/// The names of an operation's parameters, as tokens.
fn idents(names: &[String]) -> impl Iterator<Item = Ident> {
    names.iter().map(|name| ident(name))
}
