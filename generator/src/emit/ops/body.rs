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

use proc_macro2::TokenStream;
use quote::quote;

use super::super::cx::EmitCx;
use super::super::docs::{Doc, code};
use super::super::print::{Head, Place, function, ident, ty, value};
use super::{params, text};
use crate::model::{BodyContent, OtherContent, Part, PartContent, TypeRef};
use crate::rust::{Input, Operation, Other, Value};

/// The setter of a whole body.
pub(super) fn setter(cx: &EmitCx<'_>, operation: &Operation<'_>) -> Option<TokenStream> {
    let signature = operation.body_setter()?;
    let fill = fill(&quote!(self.call), operation, Place::Operation)?;
    let docs = Doc::new().words(cx, &operation.model.body.as_ref()?.docs);
    let docs = if docs.is_empty() {
        Doc::new().line("The body of the request.")
    } else {
        docs
    };
    let body = finish(operation, &fill);
    let head = Head::new(docs.outer()).mutable();
    Some(function(head, &signature, Place::Operation, &body))
}

/// The setters of bodies of further media types.
pub(super) fn other_setters(operation: &Operation<'_>) -> Vec<TokenStream> {
    let others = operation.others.iter();
    let setters = others.map(|other| {
        let signature = operation.other_setter(other);
        let fill = other_fill(other);
        let media = code(&other.model.media).unwrap_or_else(|| "another media type".to_owned());
        let docs = Doc::new().line(format!(
            "Sets the body to {media}, in place of a body of another media type."
        ));
        let body = finish(operation, &fill);
        let head = Head::new(docs.outer()).mutable();
        function(head, &signature, Place::Operation, &body)
    });
    setters.collect()
}

/// Puts the value called `body` into the call, as a further media type.
fn other_fill(other: &Other<'_>) -> TokenStream {
    let media = &other.model.media;
    let (held, value) = (
        ty(&other.value.ty, Place::Operation),
        value(&ident("body"), &other.value.form),
    );
    let is_range = media.contains('*');
    match &other.model.content {
        OtherContent::Json(_) => quote! {
            let body: #held = #value;
            self.call.json(#media, &body);
        },
        OtherContent::Form { styles, .. } => {
            let styles = styles
                .iter()
                .map(|(wire, style)| params::field(wire, *style));
            let put = if styles.len() == 0 {
                quote!(self.call.form(&body);)
            } else {
                quote!(self.call.styled_form(&body, &[#(#styles),*]);)
            };
            quote! {
                let body: #held = #value;
                #put
            }
        }
        OtherContent::Multipart => quote! {
            let mut form = runtime::codegen::FormBody::multipart(#media);
            for (name, part) in body {
                form.part(name, part.into());
            }
            self.call.form_body(form);
        },
        OtherContent::Text if is_range => {
            quote!(self.call.raw_in(#media, &Into::<String>::into(content_type), Into::<String>::into(body));)
        }
        OtherContent::Bytes if is_range => {
            quote!(self.call.raw_in(#media, &Into::<String>::into(content_type), body);)
        }
        OtherContent::Text => quote!(self.call.text(#media, body);),
        OtherContent::Bytes => quote!(self.call.raw(#media, body);),
    }
}

/// The rest of a setter, which gives the request its body.
fn finish(operation: &Operation<'_>, fill: &TokenStream) -> TokenStream {
    if operation.needs_body() {
        let request = ident(operation.request);
        quote! {
            #fill
            #request { call: self.call, body: std::marker::PhantomData }
        }
    } else {
        quote!(#fill self)
    }
}

/// Puts the value called `body` into the call.
pub(in crate::emit) fn fill(
    call: &TokenStream,
    operation: &Operation<'_>,
    place: Place,
) -> Option<TokenStream> {
    let Value { ty: held, form } = operation.body.as_ref()?;
    let content = &operation.model.body.as_ref()?.content;
    Some(match content {
        BodyContent::Json { media, .. } => {
            let (held, value) = (ty(held, place), value(&ident("body"), form));
            quote! {
                let body: #held = #value;
                #call.json(#media, &body);
            }
        }
        BodyContent::Text { media } | BodyContent::Bytes { media } => {
            let is_text = matches!(content, BodyContent::Text { .. });
            let raw = if is_text {
                quote!(Into::<String>::into(body))
            } else {
                quote!(body)
            };
            match (operation.media_range(), place) {
                // An expectation is of the contents.
                (Some(_), Place::Below) => quote!(#call.raw("application/octet-stream", #raw);),
                (Some(range), _) => {
                    quote!(#call.raw_in(#range, &Into::<String>::into(content_type), #raw);)
                }
                (None, _) if is_text => quote!(#call.text(#media, body);),
                (None, _) => quote!(#call.raw(#media, body);),
            }
        }
        BodyContent::Form { .. } | BodyContent::Multipart { .. } => return None,
    })
}

/// The setters of the parts that are not arguments.
pub(super) fn part_setters(cx: &EmitCx<'_>, operation: &Operation<'_>) -> Vec<TokenStream> {
    let undescribed = operation.undescribed().map(|signature| {
        let (docs, body) = if signature.name == "field" {
            (
                "Sets an undescribed field of the form.",
                quote!(self.call.form_field(name, [value.into()]); self),
            )
        } else {
            (
                "Adds an undescribed part to the body.",
                quote!(self.call.part(name, part); self),
            )
        };
        let head = Head::new(Doc::new().line(docs).outer()).mutable();
        function(head, &signature, Place::Operation, &body)
    });
    let parts = operation.parts.iter().filter(|it| !it.is_argument);
    let setters = parts.map(|part| {
        let fill = part_fill(cx, &quote!(self.call), part, operation, Place::Operation);
        params::setter(part, &fill, &part_docs(cx, part.model))
    });
    undescribed.into_iter().chain(setters).collect()
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
        PartContent::Text(ty)
        | PartContent::Json(ty)
        | PartContent::Any(ty)
        | PartContent::Styled { ty, .. } => ty.clone(),
        PartContent::TextList(item) | PartContent::JsonList(item) => {
            TypeRef::List(Box::new(item.clone()))
        }
        PartContent::File | PartContent::FileList => TypeRef::Object,
    }
}

/// Puts the value of a part, called as its setter, into the call.
pub(in crate::emit) fn part_fill(
    cx: &EmitCx<'_>,
    call: &TokenStream,
    part: &Input<'_, &Part>,
    operation: &Operation<'_>,
    place: Place,
) -> TokenStream {
    let body = operation.model.body.as_ref().map(|body| &body.content);
    let is_form = matches!(body, Some(BodyContent::Form { .. }));
    let (wire, name) = (&part.model.wire, ident(part.name));
    // Of a part that the document gives a media type.
    let media = part.model.media.as_ref();
    let with_media = media.map(|media| quote!(.media_type(#media)));
    let headers = part.model.headers.iter();
    let headers = headers.map(|(name, value)| quote!(#call.part_header(#wire, #name, #value);));
    let headers = quote!(#(#headers)*);
    let fill = match &part.model.content {
        PartContent::Text(model) => {
            let text::Text { before, text } =
                text::scalar_text(cx, &name, model, &part.value, place);
            if is_form {
                quote!(#before #call.form_field(#wire, [#text]);)
            } else {
                quote!(#before #call.set_part(#wire, [runtime::Part::text(#text) #with_media]);)
            }
        }
        PartContent::TextList(item) => {
            let items = text::items_text(cx, &name, item, &part.value, place);
            match (is_form, media) {
                (true, _) => quote!(#call.form_field(#wire, #items);),
                (false, None) => quote!(#call.set_part(#wire, #items.map(runtime::Part::text));),
                (false, Some(_)) => {
                    quote!(#call.set_part(#wire, #items.map(|item| runtime::Part::text(item) #with_media));)
                }
            }
        }
        PartContent::Styled { .. }
        | PartContent::Json(_)
        | PartContent::JsonList(_)
        | PartContent::Any(_) => value_fill(call, part, is_form, place),
        PartContent::File => {
            let file = media.map_or_else(
                || quote!(runtime::Part::file(#name)),
                |media| quote!(runtime::Part::file_of(#name, #media)),
            );
            quote!(#call.set_part(#wire, [#file]);)
        }
        PartContent::FileList => {
            let made = media.map_or_else(
                || quote!(runtime::Part::file),
                |media| quote!(|file| runtime::Part::file_of(file, #media)),
            );
            quote!(#call.set_part(#wire, #name.into_iter().map(#made));)
        }
    };
    quote!(#fill #headers)
}

/// The same for a value that is written from its JSON.
fn value_fill(
    call: &TokenStream,
    part: &Input<'_, &Part>,
    is_form: bool,
    place: Place,
) -> TokenStream {
    let (wire, name) = (&part.model.wire, ident(part.name));
    let held = ty(&part.value.ty, place);
    let value = value(&name, &part.value.form);
    let media = part.model.media.as_ref();
    let with_media = media.map(|media| quote!(.media_type(#media)));
    let put = if is_form {
        let field = match &part.model.content {
            PartContent::Styled { style, .. } => params::field(wire, *style),
            PartContent::Json(_) => {
                quote!(runtime::codegen::Param::query(#wire).style(runtime::codegen::Style::Json, false))
            }
            PartContent::Text(_)
            | PartContent::TextList(_)
            | PartContent::File
            | PartContent::FileList
            | PartContent::JsonList(_)
            | PartContent::Any(_) => {
                quote!(runtime::codegen::Param::query(#wire).style(runtime::codegen::Style::Content, true))
            }
        };
        quote!(#call.form_value(&#field, &value);)
    } else {
        match &part.model.content {
            PartContent::JsonList(_) => {
                let made = media.map_or_else(
                    || quote!(runtime::Part::json),
                    |_| quote!(|item| runtime::Part::json(item) #with_media),
                );
                quote!(#call.set_part(#wire, value.iter().map(#made));)
            }
            PartContent::Any(_) => quote!(#call.set_part(#wire, runtime::Part::of_value(&value));),
            PartContent::Text(_)
            | PartContent::TextList(_)
            | PartContent::File
            | PartContent::FileList
            | PartContent::Styled { .. }
            | PartContent::Json(_) => {
                quote!(#call.set_part(#wire, [runtime::Part::json(&value) #with_media]);)
            }
        }
    };
    quote! {{
        let value: #held = #value;
        #put
    }}
}
