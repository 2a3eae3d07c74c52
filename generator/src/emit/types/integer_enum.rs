//! Open enumerations of integers: as those of strings, with `IntegerEnum` and numbers.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::super::cx::EmitCx;
use super::super::print::ident;
use super::string_enum::variant_docs;
use crate::rust::{EnumVariant, Type};

pub(super) fn item(cx: &EmitCx<'_>, ty: &Type<'_>, values: &[EnumVariant<'_, i64>]) -> TokenStream {
    let docs = super::type_docs(cx, ty).outer();
    let name = ident(ty.name);
    let variants: Vec<_> = values.iter().map(|it| ident(it.name)).collect();
    let wires = values
        .iter()
        .map(|it| Literal::i64_unsuffixed(it.model.wire));
    let wires: Vec<Literal> = wires.collect();
    let variant_docs = values
        .iter()
        .map(|it| variant_docs(cx, &it.model.wire.to_string(), it.model));
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#variant_docs #variants,)*
            /// An unknown value, preserved on round trips.
            Unrecognized(runtime::model::UnknownInteger),
        }

        impl runtime::codegen::IntegerEnum for #name {
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

        runtime::codegen::integer_enum!(#name);
    }
}
