//! Bodies: one setter for a whole body, one for each part of a form.
//!
//! ```text
//! pub fn body(mut self, body: impl Into<models::EntitlementRequestConfig>) -> Self {
//!     let body: models::EntitlementRequestConfig = body.into();
//!     self.call.json("application/json", &body);
//!     self
//! }
//!
//! pub fn csv_file(mut self, csv_file: impl Into<runtime::File>) -> Self {
//!     self.call.set_part("csvFile", [runtime::Part::file(csv_file.into())]);
//!     self
//! }
//! ```

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::super::cx::{Argument, EmitCx, From};
use super::super::docs::Doc;
use super::{idents, params};
use crate::model::{Body, BodyContent, Operation, OperationId, Part, PartContent, TypeRef};

/// The setter of a whole body.
pub(super) fn setter(
    cx: &EmitCx<'_>,
    operation: &Operation,
    item: &Ident,
    required: bool,
) -> Option<TokenStream> {
    let body = operation.body.as_ref()?;
    let (ty, fill) = body_filler(cx, &quote!(self.call), body)?;
    let docs = Doc::new().words(cx, &body.docs);
    let docs = if docs.is_empty() {
        Doc::new().line("The body of the request.")
    } else {
        docs
    };
    let docs = docs.outer();
    Some(if required {
        quote! {
            #docs
            pub fn body(mut self, body: #ty) -> #item<runtime::model::Given> {
                #fill
                #item { call: self.call, body: std::marker::PhantomData }
            }
        }
    } else {
        quote! {
            #docs
            pub fn body(mut self, body: #ty) -> Self {
                #fill
                self
            }
        }
    })
}

/// What the setter of a whole body takes, and how the value called `body` gets into the call.
pub(in crate::emit) fn body_filler(
    cx: &EmitCx<'_>,
    call: &TokenStream,
    body: &Body,
) -> Option<(TokenStream, TokenStream)> {
    let name = Ident::new("body", proc_macro2::Span::call_site());
    Some(match &body.content {
        BodyContent::Json { media, ty } => {
            let Argument {
                ty: argument,
                value,
            } = cx.argument(&name, ty, From::Elsewhere);
            let written = cx.ty(ty, From::Elsewhere);
            (
                argument,
                quote! {
                    let body: #written = #value;
                    #call.json(#media, &body);
                },
            )
        }
        BodyContent::Text { media } => {
            (quote!(impl Into<String>), quote!(#call.text(#media, body);))
        }
        BodyContent::Bytes { media } => (
            quote!(impl Into<runtime::bytes::Bytes>),
            quote!(#call.bytes(#media, body);),
        ),
        BodyContent::Form { .. } | BodyContent::Multipart { .. } => return None,
    })
}

/// What the setter of a part takes, and how the value called `name` gets into the call.
pub(in crate::emit) fn part_filler(
    cx: &EmitCx<'_>,
    call: &TokenStream,
    name: &Ident,
    part: &Part,
    body: &Body,
) -> (TokenStream, TokenStream) {
    let fill = part_fill(cx, call, name, part, body);
    (part_argument(cx, name, part).ty, fill)
}

/// The setters of the parts that are no arguments.
pub(super) fn part_setters(
    cx: &EmitCx<'_>,
    id: OperationId,
    operation: &Operation,
) -> Vec<TokenStream> {
    let Some(body) = &operation.body else {
        return Vec::new();
    };
    let (BodyContent::Form { fields: parts } | BodyContent::Multipart { parts }) = &body.content
    else {
        return Vec::new();
    };
    if parts.is_empty() {
        return vec![any_part(body)];
    }
    parts
        .iter()
        .zip(idents(&cx.names.operations[id].parts))
        .filter(|(part, _)| !(part.required && body.required))
        .map(|(part, name)| {
            let Argument { ty, .. } = part_argument(cx, &name, part);
            let plain = part_ty(cx, part);
            let fill = part_fill(cx, &quote!(self.call), &name, part, body);
            params::setter(
                &name,
                &ty,
                &plain,
                &fill,
                &part_docs(cx, part),
                part.docs.deprecated,
            )
        })
        .collect()
}

/// The setter of a form that the document does not describe.
fn any_part(body: &Body) -> TokenStream {
    if matches!(body.content, BodyContent::Form { .. }) {
        quote! {
            /// Sets a field of the form, which the document does not describe.
            pub fn field(mut self, name: &str, value: impl Into<String>) -> Self {
                self.call.form_field(name, [value.into()]);
                self
            }
        }
    } else {
        quote! {
            /// Adds a part to the body, which the document does not describe.
            pub fn part(mut self, name: impl Into<String>, part: runtime::Part) -> Self {
                self.call.part(name, part);
                self
            }
        }
    }
}

fn part_docs(cx: &EmitCx<'_>, part: &Part) -> Doc {
    let doc = Doc::new().words(cx, &part.docs);
    let doc = if doc.is_empty() {
        Doc::new().line("A part of the body.")
    } else {
        doc
    };
    doc.constraints(cx, &part_value(part), &part.constraints)
}

/// The type of what a part shows an example of; a file has none.
pub(super) fn part_value(part: &Part) -> TypeRef {
    match &part.content {
        PartContent::Text(ty) | PartContent::Json(ty) | PartContent::DeepObject(ty) => ty.clone(),
        PartContent::TextList(item) => TypeRef::List(Box::new(item.clone())),
        PartContent::File | PartContent::FileList => TypeRef::Object,
    }
}

pub(in crate::emit) fn part_ty(cx: &EmitCx<'_>, part: &Part) -> TokenStream {
    match &part.content {
        PartContent::Text(ty) | PartContent::Json(ty) | PartContent::DeepObject(ty) => {
            cx.ty(ty, From::Elsewhere)
        }
        PartContent::TextList(item) => {
            let item = cx.ty(item, From::Elsewhere);
            quote!(Vec<#item>)
        }
        PartContent::File => quote!(runtime::File),
        PartContent::FileList => quote!(Vec<runtime::File>),
    }
}

pub(super) fn part_argument(cx: &EmitCx<'_>, name: &Ident, part: &Part) -> Argument {
    match &part.content {
        PartContent::Text(ty) | PartContent::Json(ty) | PartContent::DeepObject(ty) => {
            cx.argument(name, ty, From::Elsewhere)
        }
        PartContent::TextList(item) => {
            let item = cx.ty(item, From::Elsewhere);
            Argument {
                ty: quote!(impl IntoIterator<Item: Into<#item>>),
                value: quote!(#name),
            }
        }
        PartContent::File => Argument {
            ty: quote!(runtime::File),
            value: quote!(#name),
        },
        PartContent::FileList => Argument {
            ty: quote!(impl IntoIterator<Item = runtime::File>),
            value: quote!(#name),
        },
    }
}

/// Puts the value called `name` into the call.
pub(super) fn part_fill(
    cx: &EmitCx<'_>,
    call: &TokenStream,
    name: &Ident,
    part: &Part,
    body: &Body,
) -> TokenStream {
    let wire = &part.wire;
    let is_form = matches!(body.content, BodyContent::Form { .. });
    match &part.content {
        PartContent::Text(ty) => {
            let text = params::scalar_text(cx, name, ty);
            if is_form {
                quote!(#call.form_field(#wire, [#text]);)
            } else {
                quote!(#call.set_part(#wire, [runtime::Part::text(#text)]);)
            }
        }
        PartContent::TextList(item) => {
            let items = params::items_text(
                cx,
                name,
                &crate::model::TypeRef::List(Box::new(item.clone())),
            );
            if is_form {
                quote!(#call.form_field(#wire, #items);)
            } else {
                quote!(#call.set_part(#wire, #items.map(runtime::Part::text));)
            }
        }
        PartContent::DeepObject(ty) => {
            let Argument { value, .. } = cx.argument(name, ty, From::Elsewhere);
            let ty = cx.ty(ty, From::Elsewhere);
            quote! {{
                let value: #ty = #value;
                #call.form_object(#wire, &value);
            }}
        }
        PartContent::Json(ty) => {
            let Argument { value, .. } = cx.argument(name, ty, From::Elsewhere);
            let ty = cx.ty(ty, From::Elsewhere);
            if is_form {
                quote! {{
                    let value: #ty = #value;
                    #call.form_field(#wire, [runtime::param::json(&value)]);
                }}
            } else {
                quote! {{
                    let value: #ty = #value;
                    #call.set_part(#wire, [runtime::Part::json(&value)]);
                }}
            }
        }
        PartContent::File => quote!(#call.set_part(#wire, [runtime::Part::file(#name)]);),
        PartContent::FileList => {
            quote!(#call.set_part(#wire, #name.into_iter().map(runtime::Part::file));)
        }
    }
}
