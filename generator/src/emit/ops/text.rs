//! A value of a parameter as text.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::super::cx::EmitCx;
use super::super::print::{Place, ty, value};
use crate::model::TypeRef;
use crate::rust::{Form, Ty, Value};

/// Returns whether every value of a type is one text, null included.
pub(super) fn is_text(cx: &EmitCx<'_>, ty: &TypeRef) -> bool {
    if let TypeRef::Nullable(inner) = cx.resolved(ty) {
        is_text(cx, inner)
    } else {
        displays(cx, ty)
    }
}

/// Returns whether values of a type display themselves as they are sent.
pub(super) fn displays(cx: &EmitCx<'_>, ty: &TypeRef) -> bool {
    cx.api.is_scalar(ty)
}

/// A value that can be displayed as it is sent, and the statement that makes it of the argument.
pub(super) struct Text {
    pub(super) before: TokenStream,
    pub(super) text: TokenStream,
}

pub(super) fn scalar_text(
    cx: &EmitCx<'_>,
    name: &Ident,
    model: &TypeRef,
    value: &Value<'_>,
    place: Place,
) -> Text {
    let held = ty(&value.ty, place);
    let made = self::value(name, &value.form);
    let before = match value.form {
        Form::Exact => TokenStream::new(),
        Form::Into | Form::Items(_) | Form::ExactItems(_) | Form::Pairs(_) => {
            quote!(let #name: #held = #made;)
        }
    };
    let text = if displays(cx, model) {
        quote!(#name)
    } else {
        quote!(runtime::codegen::param::text(&#name))
    };
    Text { before, text }
}

/// The items of a list, each of them to be displayed.
pub(super) fn items_text(
    cx: &EmitCx<'_>,
    name: &Ident,
    model: &TypeRef,
    value: &Value<'_>,
    place: Place,
) -> TokenStream {
    let item = if let TypeRef::List(item) = cx.resolved(model) {
        item
    } else {
        model
    };
    let written = ty(item_ty(value), place);
    if displays(cx, item) {
        quote!(#name.into_iter().map(Into::<#written>::into))
    } else {
        quote!(#name.into_iter().map(|item| runtime::codegen::param::text(&Into::<#written>::into(item))))
    }
}

/// The type of the items that a setter takes.
pub(super) fn item_ty<'v, 'a>(value: &'v Value<'a>) -> &'v Ty<'a> {
    match &value.form {
        Form::Items(item) | Form::ExactItems(item) | Form::Pairs(item) => item,
        Form::Exact | Form::Into => &value.ty,
    }
}
