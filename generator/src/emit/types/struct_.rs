//! Objects.
//!
//! ```text
//! /// What an account may do on a source.
//! #[derive(Clone, Debug, Default, PartialEq)]
//! #[non_exhaustive]
//! pub struct Entitlement {
//!     /// The id. Example: `"2c91…"`.
//!     pub id: Option<String>,
//!     /// The name.
//!     pub name: Option<String>,
//!     /// Properties that this version of the crate does not know.
//!     pub extra: runtime::model::Extra,
//! }
//!
//! runtime::codegen::object! {
//!     Entitlement, Default;
//!     "id" => text id;
//!     "name" => text name;
//! }
//! ```

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::super::cx::EmitCx;
use super::super::docs::{Doc, code};
use super::super::print::{Place, ident, ty};
use super::builder;
use crate::model::{self, Access, Scalar, Shape, TypeRef};
use crate::rust::{Field, Presence, Struct, Type};

pub(super) fn item(cx: &EmitCx<'_>, object: &Type<'_>, shape: &Struct<'_>) -> TokenStream {
    let docs = super::type_docs(cx, object).outer();
    let name = ident(object.name);
    let default = shape.has_default.then(|| quote!(Default,));
    let field_docs: Vec<TokenStream> = shape
        .fields
        .iter()
        .map(|field| self::field_docs(cx, field.model).outer())
        .collect();
    let fields = shape.fields.iter().zip(&field_docs).map(|(field, docs)| {
        let (name, ty) = (ident(field.name), ty(&field.ty(), Place::Models));
        quote!(#docs pub #name: #ty)
    });
    let bools = shape.fields.iter().filter(|field| is_plain_bool(cx, field));
    let allow = (bools.count() > 3).then(
        || quote!(#[allow(clippy::struct_excessive_bools, reason = "the document has as many")]),
    );
    let extra = ty(&shape.extra(), Place::Models);
    let extra_docs = extra_docs(cx, object).outer();
    let codec = codec(cx, object, shape);
    let builder = builder::item(shape, &field_docs);
    quote! {
        #docs
        #allow
        #[derive(Clone, Debug, #default PartialEq)]
        #[non_exhaustive]
        pub struct #name {
            #(#fields,)*
            #extra_docs
            pub extra: #extra,
        }

        #codec

        #builder
    }
}

/// Returns whether any string is a value of the type.
fn is_text(cx: &EmitCx<'_>, ty: &TypeRef) -> bool {
    let ty = cx.resolved(ty);
    if let TypeRef::Named(id) = ty {
        return matches!(cx.api.types[*id].shape, Shape::StringEnum(_) | Shape::Id);
    }
    matches!(
        ty,
        TypeRef::Scalar(Scalar::String | Scalar::Binary | Scalar::Date | Scalar::Timestamp)
    )
}

fn is_object(cx: &EmitCx<'_>, ty: &TypeRef) -> bool {
    matches!(cx.resolved(ty), TypeRef::Named(id) if matches!(cx.api.types[*id].shape, Shape::Struct(_)))
}

fn is_plain_bool(cx: &EmitCx<'_>, field: &Field<'_>) -> bool {
    field.presence == Presence::Required
        && *cx.resolved(&field.model.ty) == TypeRef::Scalar(Scalar::Bool)
}

/// The docs of unknown properties, with the bounds of their values.
fn extra_docs(cx: &EmitCx<'_>, object: &Type<'_>) -> Doc {
    let doc = Doc::new().line("Unknown properties, preserved on round trips.");
    let values = model::Constraints {
        item: object.model.constraints.item.clone(),
        ..model::Constraints::default()
    };
    doc.facts(cx, &values, &|_| None)
}

fn field_docs(cx: &EmitCx<'_>, field: &model::Field) -> Doc {
    let doc = Doc::new().words(cx, &field.docs);
    let doc = if doc.is_empty() {
        let wire = code(&field.wire).unwrap_or_else(|| "A property".to_owned());
        Doc::new().line(format!("{wire}."))
    } else {
        doc
    };
    let doc = doc.constraints(cx, &field.ty, &field.constraints);
    let doc = match field.access {
        Access::Both => doc,
        Access::Read if field.is_relaxed => doc.line(
            "Only in responses: requests need no value. A received value is sent back unchanged; services ignore it.",
        ),
        Access::Read => doc.line("Only in responses."),
        Access::Write if field.is_relaxed && field.presence.is_required() => {
            doc.line("Only in requests, which require it.")
        }
        Access::Write => doc.line("Only in requests."),
    };
    if field.docs.deprecated {
        doc.line("**Deprecated.**")
    } else {
        doc
    }
}

/// One row for each property; the runtime's `object!` makes what reads and writes it.
fn codec(cx: &EmitCx<'_>, object: &Type<'_>, shape: &Struct<'_>) -> TokenStream {
    let name = ident(object.name);
    let others = shape.additional.as_ref().map(|it| {
        let ty = ty(it, Place::Models);
        quote!(<#ty>)
    });
    let default = shape.has_default.then(|| quote!(, Default));
    let rows = shape.fields.iter().map(|field| {
        let (wire, kind, name) = (&field.model.wire, kind(cx, field), ident(field.name));
        quote!(#wire => #kind #name;)
    });
    quote! {
        runtime::codegen::object! {
            #name #others #default;
            #(#rows)*
        }
    }
}

/// How a property is read and written.
fn kind(cx: &EmitCx<'_>, field: &Field<'_>) -> Ident {
    let ty = &field.model.ty;
    ident(match field.presence {
        Presence::Required => "required",
        Presence::Nullable => "nullable",
        Presence::Optional if is_text(cx, ty) => "text",
        Presence::Optional if is_object(cx, ty) && !field.is_boxed => "object",
        Presence::Optional => "optional",
        Presence::Tristate => "tristate",
    })
}
