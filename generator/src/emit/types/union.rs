//! `oneOf` and `anyOf`: an enum with a variant for each branch.
//!
//! ```text
//! #[derive(Clone, Debug, PartialEq)]
//! #[non_exhaustive]
//! pub enum Shape {
//!     Circle(Box<Circle>),
//!     Text(String),
//!     /// A value that fits none of the types above.
//!     Unrecognized(runtime::serde_json::Value),
//! }
//!
//! impl runtime::codegen::Union for Shape {
//!     const NAME: &'static str = "Shape";
//!     fn decode(json: &mut runtime::codegen::UnionReader<Self>) {
//!         match json.tag("kind") {
//!             Some("circle") => json.arm(|it| Self::Circle(Box::new(it))),
//!             _ => {}
//!         }
//!     }
//!     …
//! }
//!
//! runtime::codegen::serde_union!(Shape);
//!
//! impl From<Circle> for Shape { … }
//! ```

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;
use serde_json::{Number, Value};

use super::super::cx::EmitCx;
use super::super::docs::{Doc, code};
use super::super::print::{Place, ident, ty};
use crate::model::{Fallback, tag_text};
use crate::rust::{Type, Union, Variant};

pub(super) fn item(cx: &EmitCx<'_>, union: &Type<'_>, shape: &Union<'_>) -> TokenStream {
    let docs = super::type_docs(cx, union);
    let docs = match shape.model.discriminator.as_deref().and_then(code) {
        Some(property) => docs.line(format!("The property {property} selects the type.")),
        None => docs,
    };
    let docs = docs.facts(cx, &union.model.constraints, &|_| None).outer();
    let name = ident(union.name);
    let text = union.name.trim_start_matches("r#");
    let decode = decode(shape);
    let variants = shape.variants.iter().map(|variant| {
        let (docs, held) = (
            variant_docs(cx, variant),
            ty(&variant.held(), Place::Models),
        );
        let variant = ident(variant.name);
        quote!(#docs #variant(#held))
    });
    let names = shape.variants.iter().map(|variant| ident(variant.name));
    let conversions = shape.variants.iter().filter(|variant| variant.converts);
    let conversions = conversions.map(|variant| conversion(&name, variant));
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            /// A value that fits no other variant, preserved on round trips.
            Unrecognized(runtime::serde_json::Value),
        }

        impl runtime::codegen::Union for #name {
            const NAME: &'static str = #text;

            fn decode(json: &mut runtime::codegen::UnionReader<Self>) {
                #decode
            }

            fn unrecognized(json: runtime::serde_json::Value) -> Self {
                Self::Unrecognized(json)
            }

            fn encode<S: runtime::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                use runtime::serde::Serialize as _;

                match self {
                    #(Self::#names(it) => it.serialize(serializer),)*
                    Self::Unrecognized(json) => json.serialize(serializer),
                }
            }
        }

        runtime::codegen::serde_union!(#name);

        #(#conversions)*
    }
}

/// By the discriminator as far as its values are known; by shape where a value does not have it.
fn decode(shape: &Union<'_>) -> TokenStream {
    let variants = || shape.variants.iter();
    let tagged = || variants().filter(|it| !it.model.tags.is_empty());
    let property = shape.model.discriminator.as_ref();
    let Some(property) = property.filter(|_| tagged().next().is_some()) else {
        let offers = variants().map(offer);
        return quote!(#(#offers;)*);
    };
    let is_text = tagged().flat_map(|it| &it.model.tags).all(Value::is_string);
    let matches = arms(shape).into_iter().map(|(tags, variants)| {
        let tags = tags.into_iter().map(|tag| pattern(tag, is_text));
        let offers = variants.into_iter().map(|n| offer(&shape.variants[n]));
        let offers: Vec<_> = offers.collect();
        match &offers[..] {
            [only] => quote!(Some(#(#tags)|*) => #only,),
            several => quote!(Some(#(#tags)|*) => { #(#several;)* }),
        }
    });
    let of = |wanted: Fallback| variants().filter(move |it| it.model.fallback == wanted);
    let base: Vec<TokenStream> = of(Fallback::Base).map(offer).collect();
    let others = variants().filter(|it| it.model.fallback != Fallback::Base);
    let others = others.map(offer);
    let (guessed, untagged): (Vec<_>, Vec<_>) =
        of(Fallback::Shape).partition(|it| !it.model.tags.is_empty());
    let untagged = untagged.into_iter().map(offer);
    let guessed: Vec<TokenStream> = guessed.into_iter().map(offer).collect();
    let guess = (!guessed.is_empty()).then(|| quote!(json.guess();));
    let last = of(Fallback::Base).map(|variant| {
        let arm = constructor(variant);
        quote!(json.otherwise(#arm);)
    });
    let tag = if is_text {
        quote!(json.tag(#property))
    } else {
        quote!(json.scalar_tag(#property))
    };
    let import = (!is_text).then(|| {
        quote!(
            use runtime::codegen::Tag;
        )
    });
    // The shape decides if the property is missing.
    quote! {
        #import

        match #tag {
            #(#matches)*
            None => { #(#base;)* #(#others;)* }
            Some(_) => { #(#base;)* #(#untagged;)* #guess #(#guessed;)* }
        }
        #(#last)*
    }
}

/// The tags that mean the same variants. Variants that have a tag in common are all on trial for it.
fn arms<'a>(shape: &Union<'a>) -> Vec<(Vec<&'a Value>, Vec<usize>)> {
    let mut arms: Vec<(Vec<&Value>, Vec<usize>)> = Vec::new();
    for tag in shape.variants.iter().flat_map(|it| &it.model.tags) {
        let variants = shape.variants.iter().enumerate();
        let variants = variants.filter(|(_, it)| it.model.tags.contains(tag));
        let variants: Vec<usize> = variants.map(|(n, _)| n).collect();
        match arms.iter_mut().find(|(_, known)| *known == variants) {
            Some((tags, _)) if tags.contains(&tag) => {}
            Some((tags, _)) => tags.push(tag),
            None => arms.push((vec![tag], variants)),
        }
    }
    arms
}

/// The pattern of a tag, where all tags of the union are texts or not.
fn pattern(tag: &Value, is_text: bool) -> TokenStream {
    match (tag, tag.as_number().and_then(Number::as_i128)) {
        (Value::String(text), _) if is_text => quote!(#text),
        (Value::Bool(value), _) => quote!(Tag::Bool(#value)),
        (_, Some(number)) => {
            let number = Literal::i128_unsuffixed(number);
            quote!(Tag::Integer(#number))
        }
        (tag, None) => {
            let text = tag_text(tag);
            quote!(Tag::Text(#text))
        }
    }
}

fn offer(variant: &Variant<'_>) -> TokenStream {
    let constructor = constructor(variant);
    quote!(json.arm(#constructor))
}

fn constructor(variant: &Variant<'_>) -> TokenStream {
    let name = ident(variant.name);
    if variant.is_boxed {
        quote!(|it| Self::#name(Box::new(it)))
    } else {
        quote!(Self::#name)
    }
}

fn conversion(name: &Ident, variant: &Variant<'_>) -> TokenStream {
    let ty = ty(&variant.ty, Place::Models);
    let value = if variant.is_boxed {
        quote!(Box::new(value))
    } else {
        quote!(value)
    };
    let variant = ident(variant.name);
    quote! {
        impl From<#ty> for #name {
            fn from(value: #ty) -> Self {
                Self::#variant(#value)
            }
        }
    }
}

fn variant_docs(cx: &EmitCx<'_>, variant: &Variant<'_>) -> TokenStream {
    let doc = Doc::new().words(cx, &variant.model.docs);
    let doc = if doc.is_empty() {
        Doc::new().line("A type of the value.")
    } else {
        doc
    };
    let doc = doc.constraints(cx, &variant.model.ty, &variant.model.constraints);
    let tags = variant.model.tags.iter();
    let tags = tags.filter_map(|tag| code(&tag_text(tag)));
    let tags: Vec<String> = tags.collect();
    if tags.is_empty() {
        doc.outer()
    } else {
        doc.line(format!("Selected by {}.", tags.join(", ")))
            .outer()
    }
}
