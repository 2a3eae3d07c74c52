//! Open enumerations of strings.
//!
//! ```text
//! /// How a connection is held.
//! #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
//! #[non_exhaustive]
//! pub enum ConnectionType {
//!     /// `JIT`: just in time.
//!     Jit,
//!     /// A value that this version doesn't know.
//!     Unrecognized(runtime::model::UnknownValue),
//! }
//!
//! impl runtime::codegen::StringEnum for ConnectionType {
//!     const KNOWN: &'static [Self] = &[Self::Jit];
//!     fn from_wire(value: &str) -> Option<Self> {
//!         let known = match value {
//!             "JIT" => Self::Jit,
//!             _ => return None,
//!         };
//!         Some(known)
//!     }
//!     fn unrecognized(value: runtime::model::UnknownValue) -> Self {
//!         Self::Unrecognized(value)
//!     }
//!     fn wire(&self) -> &str {
//!         match self {
//!             Self::Jit => "JIT",
//!             Self::Unrecognized(value) => value.as_str(),
//!         }
//!     }
//! }
//!
//! runtime::codegen::string_enum!(ConnectionType);
//! ```

use proc_macro2::TokenStream;
use quote::quote;

use super::super::cx::EmitCx;
use super::super::docs::{Doc, code};
use super::super::print::ident;
use crate::model::EnumValue;
use crate::rust::{EnumVariant, Type};

pub(super) fn item(
    cx: &EmitCx<'_>,
    ty: &Type<'_>,
    values: &[EnumVariant<'_, String>],
) -> TokenStream {
    let docs = super::type_docs(cx, ty).outer();
    let name = ident(ty.name);
    let variants: Vec<_> = values.iter().map(|it| ident(it.name)).collect();
    let wires = values.iter().map(|it| &it.model.wire);
    let wires: Vec<&String> = wires.collect();
    let variant_docs = values
        .iter()
        .map(|it| variant_docs(cx, &it.model.wire, it.model));
    let last = ident(ty.model.last_variant());
    let (others, allows) = if ty.model.allows_others {
        (
            " Any other string.",
            quote!(
                const ALLOWS_OTHERS: bool = true;
            ),
        )
    } else {
        (" An unknown value, preserved on round trips.", quote!())
    };
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#variant_docs #variants,)*
            #[doc = #others]
            #last(runtime::model::UnknownValue),
        }

        impl runtime::codegen::StringEnum for #name {
            const KNOWN: &'static [Self] = &[#(Self::#variants),*];
            #allows

            fn from_wire(value: &str) -> Option<Self> {
                let known = match value {
                    #(#wires => Self::#variants,)*
                    _ => return None,
                };
                Some(known)
            }

            fn unrecognized(value: runtime::model::UnknownValue) -> Self {
                Self::#last(value)
            }

            fn wire(&self) -> &str {
                match self {
                    #(Self::#variants => #wires,)*
                    Self::#last(value) => value.as_str(),
                }
            }
        }

        runtime::codegen::string_enum!(#name);
    }
}

pub(super) fn variant_docs<T>(cx: &EmitCx<'_>, wire: &str, value: &EnumValue<T>) -> TokenStream {
    let wire = if wire.is_empty() {
        Some("The empty string".to_owned())
    } else {
        code(wire)
    };
    let wire = wire.unwrap_or_else(|| "A value of the document".to_owned());
    let words = value.docs.description.as_deref().unwrap_or_default();
    // Words are put behind the value; what is not a paragraph, such as a list, stays below it.
    if words.starts_with(char::is_alphanumeric) {
        Doc::new()
            .description(cx, &format!("{wire}: {words}"))
            .outer()
    } else {
        Doc::new()
            .line(format!("{wire}."))
            .words(cx, &value.docs)
            .outer()
    }
}
