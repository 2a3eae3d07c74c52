//! Open enumerations of integers: as those of strings, with `IntegerEnum` and numbers.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::super::cx::{EmitCx, ident};
use super::string_enum::variant_docs;
use crate::model::{EnumValue, TypeId};

pub(super) fn item(cx: &EmitCx<'_>, id: TypeId, values: &[EnumValue<i64>]) -> TokenStream {
    let docs = super::type_docs(cx, id).outer();
    let name = cx.type_ident(id);
    let variants: Vec<_> = cx.names.types[id]
        .members
        .iter()
        .map(|name| ident(name))
        .collect();
    let wires: Vec<Literal> = values
        .iter()
        .map(|value| Literal::i64_unsuffixed(value.wire))
        .collect();
    let variant_docs = values
        .iter()
        .map(|value| variant_docs(cx, &value.wire.to_string(), value));
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#variant_docs #variants,)*
            /// A value that this version of the crate does not know. It is kept as it came, and sent back so.
            Unrecognized(runtime::model::UnknownInteger),
        }

        impl runtime::model::IntegerEnum for #name {
            const KNOWN: &'static [Self] = &[#(Self::#variants),*];

            fn from_wire(value: i64) -> Option<Self> {
                let known = match value {
                    #(#wires => Self::#variants,)*
                    _ => return None,
                };
                Some(known)
            }

            fn unrecognized(value: runtime::model::UnknownInteger) -> Self {
                Self::Unrecognized(value)
            }

            fn wire(&self) -> i64 {
                match self {
                    #(Self::#variants => #wires,)*
                    Self::Unrecognized(value) => value.get(),
                }
            }
        }

        runtime::integer_enum!(#name);
    }
}
