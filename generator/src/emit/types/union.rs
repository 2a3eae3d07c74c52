//! `oneOf` and `anyOf`: an enum with a variant for each branch.
//!
//! ```text
//! #[derive(Clone, Debug, PartialEq)]
//! #[non_exhaustive]
//! pub enum Shape {
//!     Circle(Box<Circle>),
//!     Text(String),
//!     /// A value that none of the types above fits.
//!     Unrecognized(runtime::serde_json::Value),
//! }
//!
//! impl runtime::model::Union for Shape {
//!     const NAME: &'static str = "Shape";
//!     fn decode(json: &mut runtime::model::UnionReader<Self>) {
//!         match json.tag("kind") {
//!             Some("circle") => json.arm(|it| Self::Circle(Box::new(it))),
//!             _ => {}
//!         }
//!     }
//!     …
//! }
//!
//! runtime::serde_union!(Shape);
//!
//! impl From<Circle> for Shape { … }
//! ```

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::super::cx::{EmitCx, ident};
use super::super::docs::{Doc, code};
use crate::model::{TypeId, UnionShape};

/// A branch with everything that the parts of the item need to know of it.
struct Arm<'a> {
    variant: Ident,
    /// Without the box.
    ty: TokenStream,
    boxed: bool,
    tags: &'a [String],
    docs: TokenStream,
}

pub(super) fn item(cx: &EmitCx<'_>, id: TypeId, shape: &UnionShape) -> TokenStream {
    let docs = super::type_docs(cx, id);
    let docs = match shape.discriminator.as_deref().and_then(code) {
        Some(property) => docs.line(format!("The property {property} tells which one it is.")),
        None => docs,
    };
    let docs = docs.outer();
    let name = cx.type_ident(id);
    let text = cx.names.types[id].item.trim_start_matches("r#");
    let arms: Vec<Arm<'_>> = shape
        .branches
        .iter()
        .zip(&cx.names.types[id].members)
        .enumerate()
        .map(|(n, (branch, member))| Arm {
            variant: ident(member),
            ty: super::ty(cx, &branch.ty),
            boxed: cx.facts.boxed.contains(&(id, n)),
            tags: &branch.tags,
            docs: arm_docs(cx, branch),
        })
        .collect();
    let decode = decode(shape, &arms);
    let variants = arms.iter().map(|arm| {
        let Arm {
            variant, ty, docs, ..
        } = arm;
        if arm.boxed {
            quote!(#docs #variant(Box<#ty>))
        } else {
            quote!(#docs #variant(#ty))
        }
    });
    let names = arms.iter().map(|arm| &arm.variant);
    // Two variants may hold what is one type in Rust, which then does not tell the variant.
    let types: Vec<_> = shape
        .branches
        .iter()
        .map(|branch| cx.canonical(&branch.ty))
        .collect();
    let tells = |ty: &crate::model::TypeRef| types.iter().filter(|other| *other == ty).count() == 1;
    let conversions = arms
        .iter()
        .zip(&types)
        .filter(|(_, ty)| tells(ty))
        .map(|(arm, _)| conversion(&name, arm));
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            /// A value that none of the other variants fits. It is kept as it came, and sent back so.
            Unrecognized(runtime::serde_json::Value),
        }

        impl runtime::model::Union for #name {
            const NAME: &'static str = #text;

            fn decode(json: &mut runtime::model::UnionReader<Self>) {
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

        runtime::serde_union!(#name);

        #(#conversions)*
    }
}

/// By the discriminator, for as far as its values are known; all arms on trial where it says nothing of them.
fn decode(shape: &UnionShape, arms: &[Arm<'_>]) -> TokenStream {
    let offers = arms.iter().map(|arm| {
        let offer = offer(arm);
        quote!(#offer;)
    });
    let tagged: Vec<&Arm<'_>> = arms.iter().filter(|arm| !arm.tags.is_empty()).collect();
    let Some(property) = shape.discriminator.as_ref().filter(|_| !tagged.is_empty()) else {
        return quote!(#(#offers)*);
    };
    let matches = tagged.iter().map(|arm| {
        let tags = arm.tags;
        let offer = offer(arm);
        quote!(Some(#(#tags)|*) => #offer,)
    });
    let untagged = arms.iter().filter(|arm| arm.tags.is_empty()).map(|arm| {
        let offer = offer(arm);
        quote!(#offer;)
    });
    quote! {
        match json.tag(#property) {
            #(#matches)*
            _ => { #(#untagged)* }
        }
    }
}

fn offer(arm: &Arm<'_>) -> TokenStream {
    let Arm { variant, boxed, .. } = arm;
    if *boxed {
        quote!(json.arm(|it| Self::#variant(Box::new(it))))
    } else {
        quote!(json.arm(Self::#variant))
    }
}

fn conversion(name: &Ident, arm: &Arm<'_>) -> TokenStream {
    let Arm {
        variant, ty, boxed, ..
    } = arm;
    let value = if *boxed {
        quote!(Box::new(value))
    } else {
        quote!(value)
    };
    quote! {
        impl From<#ty> for #name {
            fn from(value: #ty) -> Self {
                Self::#variant(#value)
            }
        }
    }
}

fn arm_docs(cx: &EmitCx<'_>, branch: &crate::model::Branch) -> TokenStream {
    let doc = Doc::new().words(cx, &branch.docs);
    let doc = if doc.is_empty() {
        Doc::new().line("One of the types that the value may have.")
    } else {
        doc
    };
    let tags: Vec<String> = branch.tags.iter().filter_map(|tag| code(tag)).collect();
    if tags.is_empty() {
        doc.outer()
    } else {
        doc.line(format!("Told by {}.", tags.join(", "))).outer()
    }
}
