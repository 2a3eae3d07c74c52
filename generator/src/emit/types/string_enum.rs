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
//! impl runtime::model::StringEnum for ConnectionType {
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
//! runtime::string_enum!(ConnectionType);
//! ```

use proc_macro2::TokenStream;
use quote::quote;

use super::super::cx::{EmitCx, ident};
use super::super::docs::{Doc, code};
use crate::model::{EnumValue, TypeId};

pub(super) fn item(cx: &EmitCx<'_>, id: TypeId, values: &[EnumValue<String>]) -> TokenStream {
    let docs = super::type_docs(cx, id).outer();
    let name = cx.type_ident(id);
    let variants: Vec<_> = cx.names.types[id]
        .members
        .iter()
        .map(|name| ident(name))
        .collect();
    let wires: Vec<&String> = values.iter().map(|value| &value.wire).collect();
    let variant_docs = values
        .iter()
        .map(|value| variant_docs(cx, &value.wire, value));
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#variant_docs #variants,)*
            /// A value that this version of the crate does not know. It is kept as it came, and sent back so.
            Unrecognized(runtime::model::UnknownValue),
        }

        impl runtime::model::StringEnum for #name {
            const KNOWN: &'static [Self] = &[#(Self::#variants),*];

            fn from_wire(value: &str) -> Option<Self> {
                let known = match value {
                    #(#wires => Self::#variants,)*
                    _ => return None,
                };
                Some(known)
            }

            fn unrecognized(value: runtime::model::UnknownValue) -> Self {
                Self::Unrecognized(value)
            }

            fn wire(&self) -> &str {
                match self {
                    #(Self::#variants => #wires,)*
                    Self::Unrecognized(value) => value.as_str(),
                }
            }
        }

        runtime::string_enum!(#name);
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
    // Words are put behind the value; what is no paragraph, such as a list, stays below it.
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
