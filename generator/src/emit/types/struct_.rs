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
//! impl runtime::model::Object for Entitlement {
//!     const NAME: &'static str = "Entitlement";
//!     const FIELDS: &'static [&'static str] = &["id", "name"];
//!     fn decode<'de, M>(fields: &mut runtime::model::Fields<'de, M>) -> Result<Self, M::Error>
//!     where
//!         M: runtime::model::MapAccess<'de>,
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
//!     fn encode<S>(&self, object: &mut runtime::model::ObjectWriter<'_, S>) -> Result<(), S::Error>
//!     where
//!         S: runtime::model::SerializeMap,
//!     {
//!         object.optional("id", &self.id)?;
//!         object.optional("name", &self.name)?;
//!         object.extra(&self.extra)
//!     }
//! }
//!
//! runtime::serde_object!(Entitlement);
//! ```

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::super::cx::{EmitCx, ident};
use super::super::docs::{Doc, code};
use super::builder;
use crate::model::{Access, Field, Presence, Scalar, Shape, StructShape, TypeId, TypeRef};

/// More locals than this in one function, and two of them will look alike.
const MANY_FIELDS: usize = 25;

/// A property with everything that the parts of the item need to know of it.
pub(super) struct Member<'a> {
    pub(super) field: &'a Field,
    pub(super) ident: Ident,
    /// The name as the naming pass gave it.
    pub(super) name: &'a str,
    pub(super) how: How,
    pub(super) boxed: bool,
    /// The words on it, for the field and its setter.
    pub(super) docs: TokenStream,
    /// Whether any string is a value of it.
    is_text: bool,
    /// Whether it is a model that stands in the field itself.
    is_object: bool,
}

/// How a property says that there is nothing.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum How {
    /// It can't: `T`.
    Required,
    /// By null: `Option<T>`.
    Nullable,
    /// By not being there, or by null where nobody has to know: `Option<T>`.
    Optional,
    /// By either, and the difference counts: `Nullable<T>`.
    Tristate,
}

pub(super) fn item(cx: &EmitCx<'_>, id: TypeId, shape: &StructShape) -> TokenStream {
    let members = members(cx, id, shape);
    let docs = super::type_docs(cx, id).outer();
    let name = cx.type_ident(id);
    let default = cx.facts.has_default[id].then(|| quote!(Default,));
    let fields = members.iter().map(|member| {
        let Member { docs, ident, .. } = member;
        let ty = field_ty(cx, member);
        quote!(#docs pub #ident: #ty)
    });
    let bools = members
        .iter()
        .filter(|member| is_plain_bool(cx, member))
        .count();
    let allow = (bools > 3).then(
        || quote!(#[allow(clippy::struct_excessive_bools, reason = "the document has as many")]),
    );
    let extra = extra_ty(cx, shape);
    let codec = codec(cx, id, shape, &members);
    let builder = builder::item(cx, id, shape, &members);
    quote! {
        #docs
        #allow
        #[derive(Clone, Debug, #default PartialEq)]
        #[non_exhaustive]
        pub struct #name {
            #(#fields,)*
            /// Properties that this version of the crate does not know. They are kept as they came, and sent back so.
            pub extra: #extra,
        }

        #codec

        runtime::serde_object!(#name);

        #builder
    }
}

fn members<'a>(cx: &'a EmitCx<'_>, id: TypeId, shape: &'a StructShape) -> Vec<Member<'a>> {
    let sent = cx.facts.sent[id];
    shape
        .fields
        .iter()
        .zip(&cx.names.types[id].members)
        .enumerate()
        .map(|(n, (field, name))| Member {
            field,
            ident: ident(name),
            name,
            how: match field.presence {
                // Any JSON value may be null itself.
                Presence::Required | Presence::Nullable if is_json(cx, &field.ty) => How::Required,
                Presence::Required => How::Required,
                Presence::Nullable => How::Nullable,
                Presence::OptionalNullable if sent => How::Tristate,
                Presence::Optional if sent && is_json(cx, &field.ty) => How::Tristate,
                Presence::Optional | Presence::OptionalNullable => How::Optional,
            },
            boxed: cx.facts.boxed.contains(&(id, n)),
            docs: field_docs(cx, field).outer(),
            is_text: is_text(cx, &field.ty),
            is_object: is_object(cx, &field.ty),
        })
        .collect()
}

fn is_json(cx: &EmitCx<'_>, ty: &TypeRef) -> bool {
    *cx.resolved(ty) == TypeRef::Json
}

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

fn is_plain_bool(cx: &EmitCx<'_>, member: &Member<'_>) -> bool {
    member.how == How::Required && *cx.resolved(&member.field.ty) == TypeRef::Scalar(Scalar::Bool)
}

/// The type of a property's value, boxed if it has to be.
pub(super) fn value_ty(cx: &EmitCx<'_>, member: &Member<'_>) -> TokenStream {
    let ty = super::ty(cx, &member.field.ty);
    if member.boxed { quote!(Box<#ty>) } else { ty }
}

/// The type of the field.
pub(super) fn field_ty(cx: &EmitCx<'_>, member: &Member<'_>) -> TokenStream {
    let ty = value_ty(cx, member);
    match member.how {
        How::Required => ty,
        How::Nullable | How::Optional => quote!(Option<#ty>),
        How::Tristate => quote!(runtime::model::Nullable<#ty>),
    }
}

pub(super) fn extra_ty(cx: &EmitCx<'_>, shape: &StructShape) -> TokenStream {
    if shape.additional == TypeRef::Json {
        return quote!(runtime::model::Extra);
    }
    let ty = super::ty(cx, &shape.additional);
    quote!(runtime::model::Extra<#ty>)
}

fn field_docs(cx: &EmitCx<'_>, field: &Field) -> Doc {
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

fn codec(cx: &EmitCx<'_>, id: TypeId, shape: &StructShape, members: &[Member<'_>]) -> TokenStream {
    let name = cx.type_ident(id);
    let text = cx.names.types[id].item.trim_start_matches("r#");
    let wires = members.iter().map(|member| &member.field.wire);
    let additional = (shape.additional != TypeRef::Json).then(|| super::ty(cx, &shape.additional));
    let declares_others = additional.as_ref().map(|_| {
        quote!(
            const DECLARES_OTHERS: bool = true;
        )
    });
    let (object, fields) = match &additional {
        None => (
            quote!(runtime::model::Object),
            quote!(runtime::model::Fields<'de, M>),
        ),
        Some(ty) => (
            quote!(runtime::model::Object<#ty>),
            quote!(runtime::model::Fields<'de, M, #ty>),
        ),
    };
    let has_default = cx.facts.has_default[id];
    let reader = local("fields", members);
    let decode = decode(members, has_default, &reader);
    let writes = members.iter().map(write);
    let allow = (members.len() >= MANY_FIELDS).then(|| {
        quote!(#[allow(clippy::too_many_lines, reason = "a few lines for each property of the document")])
    });
    let similar = (members.len() > 1 && !has_default)
        .then(|| quote!(#[allow(clippy::similar_names, reason = "the names are the document's")]));
    quote! {
        impl #object for #name {
            const NAME: &'static str = #text;
            const FIELDS: &'static [&'static str] = &[#(#wires),*];
            #declares_others

            #allow
            #similar
            fn decode<'de, M: runtime::model::MapAccess<'de>>(
                #reader: &mut #fields,
            ) -> Result<Self, M::Error> {
                #decode
            }

            #allow
            fn encode<S: runtime::model::SerializeMap>(
                &self,
                object: &mut runtime::model::ObjectWriter<'_, S>,
            ) -> Result<(), S::Error> {
                #(#writes)*
                object.extra(&self.extra)
            }
        }
    }
}

/// A name for a local of ours that no property's local hides.
fn local(name: &str, members: &[Member<'_>]) -> Ident {
    let mut name = name.to_owned();
    while members.iter().any(|member| member.ident == name) {
        name.push('_');
    }
    ident(&name)
}

fn decode(members: &[Member<'_>], has_default: bool, fields: &Ident) -> TokenStream {
    let field = local("field", members);
    let slot = |member: &Member<'_>| {
        let ident = &member.ident;
        if has_default {
            quote!(new.#ident)
        } else {
            quote!(#ident)
        }
    };
    let read = |member: &Member<'_>| {
        let slot = slot(member);
        match member.how {
            How::Required | How::Nullable => quote!(#fields.value(&mut #slot)?),
            How::Optional if member.is_text => quote!(#fields.text(&mut #slot)?),
            How::Optional if member.is_object && !member.boxed => {
                quote!(#fields.object(&mut #slot)?)
            }
            How::Optional => quote!(#fields.optional(&mut #slot)?),
            How::Tristate => quote!(#fields.tristate(&mut #slot)?),
        }
    };
    let last = members.len().saturating_sub(1);
    let arms = members.iter().enumerate().map(|(n, member)| {
        let read = read(member);
        let n = Literal::usize_unsuffixed(n);
        if *n.to_string() == last.to_string() {
            quote!(_ => #read,)
        } else {
            quote!(#n => #read,)
        }
    });
    let all = match members {
        [] => quote!(while #fields.next()?.is_some() {}),
        [only] => {
            let read = read(only);
            quote!(while #fields.next()?.is_some() { #read; })
        }
        _ => quote! {
            while let Some(#field) = #fields.next()? {
                match #field {
                    #(#arms)*
                }
            }
        },
    };
    if has_default {
        return quote! {
            let mut new = Self::default();
            #all
            new.extra = #fields.extra();
            Ok(new)
        };
    }
    let idents = members.iter().map(|member| &member.ident);
    let starts = members.iter().map(|member| match member.how {
        How::Required | How::Nullable | How::Optional => quote!(None),
        How::Tristate => quote!(runtime::model::Nullable::Absent),
    });
    let ends = members.iter().map(|member| {
        let ident = &member.ident;
        let wire = &member.field.wire;
        match member.how {
            How::Required => quote!(#ident: #fields.required(#wire, #ident)?),
            How::Nullable => quote!(#ident: #fields.nullable(#wire, #ident)),
            How::Optional | How::Tristate => quote!(#ident),
        }
    });
    quote! {
        #(let mut #idents = #starts;)*
        #all
        Ok(Self {
            #(#ends,)*
            extra: #fields.extra(),
        })
    }
}

fn write(member: &Member<'_>) -> TokenStream {
    let ident = &member.ident;
    let wire = &member.field.wire;
    match member.how {
        How::Required => quote!(object.value(#wire, &self.#ident)?;),
        How::Nullable => quote!(object.nullable(#wire, &self.#ident)?;),
        How::Optional => quote!(object.optional(#wire, &self.#ident)?;),
        How::Tristate => quote!(object.tristate(#wire, &self.#ident)?;),
    }
}
