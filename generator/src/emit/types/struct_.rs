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
//! impl runtime::codegen::Object for Entitlement {
//!     const NAME: &'static str = "Entitlement";
//!     const FIELDS: &'static [&'static str] = &["id", "name"];
//!     fn decode<'de, M>(fields: &mut runtime::codegen::Fields<'de, M>) -> Result<Self, M::Error>
//!     where
//!         M: runtime::codegen::MapAccess<'de>,
//!     {
//!         let mut new = Self::default();
//!         while let Some(field) = fields.next()? {
//!             match field {
//!                 0 => fields.text(&mut new.id)?,
//!                 _ => fields.text(&mut new.name)?,
//!             }
//!         }
//!         new.extra = fields.extra();
//!         Ok(new)
//!     }
//!     fn encode<S>(&self, object: &mut runtime::codegen::ObjectWriter<'_, S>) -> Result<(), S::Error>
//!     where
//!         S: runtime::codegen::SerializeMap,
//!     {
//!         object.optional("id", &self.id)?;
//!         object.optional("name", &self.name)?;
//!         object.extra(&self.extra)
//!     }
//! }
//!
//! runtime::codegen::serde_object!(Entitlement);
//! ```

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::super::cx::EmitCx;
use super::super::docs::{Doc, code};
use super::super::print::{Place, ident, ty};
use super::builder;
use crate::model::{self, Access, Scalar, Shape, TypeRef};
use crate::rust::{Field, Presence, Struct, Type};

/// More locals than this in one function, and two of them will look alike.
const MANY_FIELDS: usize = 25;

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
    let codec = codec(cx, object, shape);
    let builder = builder::item(shape, &field_docs);
    quote! {
        #docs
        #allow
        #[derive(Clone, Debug, #default PartialEq)]
        #[non_exhaustive]
        pub struct #name {
            #(#fields,)*
            /// Unknown properties, preserved on round trips.
            pub extra: #extra,
        }

        #codec

        runtime::codegen::serde_object!(#name);

        #builder
    }
}

/// Whether any string is a value of the type.
fn is_text(cx: &EmitCx<'_>, ty: &TypeRef) -> bool {
    match cx.resolved(ty) {
        TypeRef::Scalar(Scalar::String | Scalar::Binary | Scalar::Timestamp) => true,
        TypeRef::Named(id) => matches!(cx.api.types[*id].shape, Shape::StringEnum(_) | Shape::Id),
        TypeRef::Scalar(
            Scalar::Bool | Scalar::I32 | Scalar::I64 | Scalar::U64 | Scalar::Number,
        )
        | TypeRef::List(_)
        | TypeRef::Map(_)
        | TypeRef::Nullable(_)
        | TypeRef::Object
        | TypeRef::Json
        | TypeRef::JsonPatch
        | TypeRef::JsonPatchOperation => false,
    }
}

fn is_object(cx: &EmitCx<'_>, ty: &TypeRef) -> bool {
    matches!(cx.resolved(ty), TypeRef::Named(id) if matches!(cx.api.types[*id].shape, Shape::Struct(_)))
}

fn is_plain_bool(cx: &EmitCx<'_>, field: &Field<'_>) -> bool {
    field.presence == Presence::Required
        && *cx.resolved(&field.model.ty) == TypeRef::Scalar(Scalar::Bool)
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
        Access::Read => doc.line("Only in responses."),
        Access::Write => doc.line("Only in requests."),
    };
    if field.docs.deprecated {
        doc.line("**Deprecated.**")
    } else {
        doc
    }
}

fn codec(cx: &EmitCx<'_>, object: &Type<'_>, shape: &Struct<'_>) -> TokenStream {
    let name = ident(object.name);
    let text = object.name.trim_start_matches("r#");
    let wires = shape.fields.iter().map(|field| &field.model.wire);
    let additional = shape.additional.as_ref();
    let additional = additional.map(|it| ty(it, Place::Models));
    let declares_others = additional.as_ref().map(|_| {
        quote!(
            const DECLARES_OTHERS: bool = true;
        )
    });
    let (object, fields) = match &additional {
        None => (
            quote!(runtime::codegen::Object),
            quote!(runtime::codegen::Fields<'de, M>),
        ),
        Some(ty) => (
            quote!(runtime::codegen::Object<#ty>),
            quote!(runtime::codegen::Fields<'de, M, #ty>),
        ),
    };
    let reader = local("fields", shape);
    let decode = decode(cx, shape, &reader);
    let writes = shape.fields.iter().map(write);
    let allow = (shape.fields.len() >= MANY_FIELDS).then(|| {
        quote!(#[allow(clippy::too_many_lines, reason = "a few lines for each property of the document")])
    });
    let similar = (shape.fields.len() > 1 && !shape.has_default)
        .then(|| quote!(#[allow(clippy::similar_names, reason = "the names are the document's")]));
    quote! {
        impl #object for #name {
            const NAME: &'static str = #text;
            const FIELDS: &'static [&'static str] = &[#(#wires),*];
            #declares_others

            #allow
            #similar
            fn decode<'de, M: runtime::codegen::MapAccess<'de>>(
                #reader: &mut #fields,
            ) -> Result<Self, M::Error> {
                #decode
            }

            #allow
            fn encode<S: runtime::codegen::SerializeMap>(
                &self,
                object: &mut runtime::codegen::ObjectWriter<'_, S>,
            ) -> Result<(), S::Error> {
                #(#writes)*
                object.extra(&self.extra)
            }
        }
    }
}

/// A name for a local of ours that no property's local hides.
fn local(name: &str, shape: &Struct<'_>) -> Ident {
    let mut name = name.to_owned();
    while shape.fields.iter().any(|field| field.name == name) {
        name.push('_');
    }
    ident(&name)
}

/// Reads a property into its field, or into the local that becomes the field.
fn read(cx: &EmitCx<'_>, shape: &Struct<'_>, field: &Field<'_>, fields: &Ident) -> TokenStream {
    let name = ident(field.name);
    let slot = if shape.has_default {
        quote!(new.#name)
    } else {
        quote!(#name)
    };
    let ty = &field.model.ty;
    match field.presence {
        Presence::Required | Presence::Nullable => quote!(#fields.value(&mut #slot)?),
        Presence::Optional if is_text(cx, ty) => quote!(#fields.text(&mut #slot)?),
        Presence::Optional if is_object(cx, ty) && !field.is_boxed => {
            quote!(#fields.object(&mut #slot)?)
        }
        Presence::Optional => quote!(#fields.optional(&mut #slot)?),
        Presence::Tristate => quote!(#fields.tristate(&mut #slot)?),
    }
}

fn decode(cx: &EmitCx<'_>, shape: &Struct<'_>, fields: &Ident) -> TokenStream {
    let field = local("field", shape);
    let mut reads: Vec<TokenStream> = shape
        .fields
        .iter()
        .map(|field| read(cx, shape, field, fields))
        .collect();
    let last = reads.pop();
    let all = match (reads.as_slice(), last) {
        (_, None) => quote!(while #fields.next()?.is_some() {}),
        ([], Some(only)) => quote!(while #fields.next()?.is_some() { #only; }),
        (reads, Some(last)) => {
            let numbers = (0..reads.len()).map(Literal::usize_unsuffixed);
            quote! {
                while let Some(#field) = #fields.next()? {
                    match #field {
                        #(#numbers => #reads,)*
                        _ => #last,
                    }
                }
            }
        }
    };
    if shape.has_default {
        return quote! {
            let mut new = Self::default();
            #all
            new.extra = #fields.extra();
            Ok(new)
        };
    }
    let names = shape.fields.iter().map(|field| ident(field.name));
    let starts = shape.fields.iter().map(|field| match field.presence {
        Presence::Required | Presence::Nullable | Presence::Optional => quote!(None),
        Presence::Tristate => quote!(runtime::model::Nullable::Absent),
    });
    let ends = shape.fields.iter().map(|field| {
        let name = ident(field.name);
        let wire = &field.model.wire;
        match field.presence {
            Presence::Required => quote!(#name: #fields.required(#wire, #name)?),
            Presence::Nullable => quote!(#name: #fields.nullable(#wire, #name)),
            Presence::Optional | Presence::Tristate => quote!(#name),
        }
    });
    quote! {
        #(let mut #names = #starts;)*
        #all
        Ok(Self {
            #(#ends,)*
            extra: #fields.extra(),
        })
    }
}

fn write(field: &Field<'_>) -> TokenStream {
    let name = ident(field.name);
    let wire = &field.model.wire;
    match field.presence {
        Presence::Required => quote!(object.value(#wire, &self.#name)?;),
        Presence::Nullable => quote!(object.nullable(#wire, &self.#name)?;),
        Presence::Optional => quote!(object.optional(#wire, &self.#name)?;),
        Presence::Tristate => quote!(object.tristate(#wire, &self.#name)?;),
    }
}
