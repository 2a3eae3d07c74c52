//! Parameters: arguments where they are required, setters where they are not.
//!
//! ```text
//! /// Max number of results. From 0 to 250. Default: `250`.
//! pub fn limit(mut self, limit: i32) -> Self {
//!     self.call.query("limit", limit);
//!     self
//! }
//!
//! /// Sets [`limit`](Self::limit) if there is a value.
//! pub fn maybe_limit(self, limit: Option<i32>) -> Self {
//!     match limit {
//!         Some(limit) => self.limit(limit),
//!         None => self,
//!     }
//! }
//! ```
#![allow(
    clippy::wildcard_enum_match_arm,
    reason = "most styles are those of a list"
)]

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::super::cx::EmitCx;
use super::super::docs::{Doc, code};
use super::super::print::{Head, Place, function, ident, ty, value};
use super::example;
use crate::model::{self, OperationId, ParamStyle, QueryPart, TypeRef};
use crate::rust::{Form, Input, Location, Operation, Param, Ty, Value};

/// Puts the arguments of the method into the call.
pub(super) fn fills(cx: &EmitCx<'_>, operation: &Operation<'_>) -> Vec<TokenStream> {
    let call = quote!(call);
    let params = operation.params.iter().filter(|it| it.is_argument);
    let parts = operation.parts.iter().filter(|it| it.is_argument);
    let params = params.map(|it| fill(cx, &call, it, Place::Operation));
    let parts = parts.map(|it| super::body::part_fill(cx, &call, it, operation, Place::Operation));
    let fixed = of_path(operation.model).into_iter();
    fixed.chain(params).chain(parts).collect()
}

/// The setters of everything else.
pub(super) fn setters(
    cx: &EmitCx<'_>,
    id: OperationId,
    operation: &Operation<'_>,
) -> Vec<TokenStream> {
    let params = operation.params.iter().filter(|it| !it.is_argument);
    let setters = params.map(|param| {
        let fill = fill(cx, &quote!(self.call), param, Place::Operation);
        setter(param, &fill, &param_docs(cx, id, param.model.model))
    });
    setters.collect()
}

/// A setter and its companion for a value that may be missing.
pub(super) fn setter<T>(input: &Input<'_, T>, fill: &TokenStream, docs: &Doc) -> TokenStream {
    let name = ident(input.name);
    let bare = input.name.trim_start_matches("r#");
    let maybe_docs = Doc::new()
        .line(format!(
            "Sets [`{bare}`](Self::{bare}) if there is a value."
        ))
        .outer();
    let (setter, maybe) = (input.setter(), input.maybe());
    let allow = maybe.is_deprecated.then(|| quote!(#[allow(deprecated, reason = "one setter of what is deprecated calls the other")]));
    let setter = function(
        Head::new(docs.outer()).mutable(),
        &setter,
        Place::Operation,
        &quote!(#fill self),
    );
    let maybe = function(
        Head::new(maybe_docs).allow(allow),
        &maybe,
        Place::Operation,
        &quote! {
            match #name {
                Some(#name) => self.#name(#name),
                None => self,
            }
        },
    );
    quote!(#setter #maybe)
}

fn param_docs(cx: &EmitCx<'_>, id: OperationId, param: &model::Param) -> Doc {
    let doc = Doc::new().words(cx, &param.docs);
    let doc = if doc.is_empty() {
        let wire = code(&param.wire).unwrap_or_else(|| "A parameter".to_owned());
        Doc::new().line(format!("{wire}."))
    } else {
        doc
    };
    let what = if param.style == ParamStyle::Filter {
        Some("filter")
    } else if param.style == ParamStyle::Sorters {
        Some("sort")
    } else {
        None
    };
    let doc = match what {
        Some(what) => {
            let module = &cx.rust.operations[id].module;
            doc.line(format!(
                "The fields that {what}, here imported as `f`: [`fields::{module}`](super::fields::{module})."
            ))
        }
        None => doc,
    };
    doc.facts(cx, &param.constraints, &|value| {
        example::literal(cx, id, param, value)
    })
}

/// What the path of the document says of the query.
fn of_path(operation: &model::Operation) -> Vec<TokenStream> {
    let literal = |(name, value): &(String, QueryPart)| match value {
        QueryPart::Literal(value) => Some(quote!(call.query(#name, #value);)),
        QueryPart::Param(_) => None,
    };
    operation.path.query.iter().filter_map(literal).collect()
}

/// Puts the value of a parameter, called as its setter, into the call.
pub(in crate::emit) fn fill(
    cx: &EmitCx<'_>,
    call: &TokenStream,
    param: &Input<'_, Param<'_>>,
    place: Place,
) -> TokenStream {
    let Param { model, location } = param.model;
    let (wire, name) = (&model.wire, ident(param.name));
    match (location, model.style) {
        (_, ParamStyle::Filter) => quote!(#call.query_filter(#wire, #name);),
        (_, ParamStyle::Single | ParamStyle::AnyForm | ParamStyle::AnyDeep)
            if location != Location::Query || model.style == ParamStyle::Single =>
        {
            let Text { before, text } = scalar_text(cx, &name, &model.ty, &param.value, place);
            let put = put(call, location, wire, &text);
            quote!(#before #put)
        }
        (
            _,
            ParamStyle::Json
            | ParamStyle::AnyForm
            | ParamStyle::AnyDeep
            | ParamStyle::DeepObject
            | ParamStyle::FormObject
            | ParamStyle::Flat,
        ) => {
            let (held, value) = (ty(&param.value.ty, place), value(&name, &param.value.form));
            let put = whole(call, location, wire, model.style);
            quote! {{
                let value: #held = #value;
                #put
            }}
        }
        (_, style) => {
            let items = match style {
                ParamStyle::Sorters => {
                    let sorter = ty(item_ty(&param.value), place);
                    quote!(#name.into_iter().map(Into::<#sorter>::into))
                }
                _ => items_text(cx, &name, &model.ty, &param.value, place),
            };
            list(call, location, wire, style, &items)
        }
    }
}

/// Puts the local `value`, which is an object or anything, into the call.
fn whole(call: &TokenStream, location: Location, wire: &str, style: ParamStyle) -> TokenStream {
    match style {
        ParamStyle::Json => put(
            call,
            location,
            wire,
            &quote!(runtime::codegen::param::json(&value)),
        ),
        ParamStyle::Flat => {
            let items = quote!(runtime::codegen::param::flat(&value));
            list(call, location, wire, style, &items)
        }
        ParamStyle::FormObject => {
            quote!(#call.query_object(#wire, runtime::codegen::ObjectStyle::Form, runtime::codegen::param::pairs(&value));)
        }
        style => {
            let style = if style == ParamStyle::AnyForm {
                quote!(Form)
            } else {
                quote!(DeepObject)
            };
            quote!(#call.query_value(#wire, runtime::codegen::ObjectStyle::#style, &value);)
        }
    }
}

fn list(
    call: &TokenStream,
    location: Location,
    wire: &str,
    style: ParamStyle,
    items: &TokenStream,
) -> TokenStream {
    let style = match style {
        ParamStyle::Comma | ParamStyle::Flat | ParamStyle::Sorters => quote!(Comma),
        ParamStyle::Space => quote!(Space),
        ParamStyle::Pipe => quote!(Pipe),
        ParamStyle::Multi
        | ParamStyle::Single
        | ParamStyle::FormObject
        | ParamStyle::DeepObject
        | ParamStyle::AnyForm
        | ParamStyle::AnyDeep
        | ParamStyle::Filter
        | ParamStyle::Json => quote!(Multi),
    };
    match location {
        Location::Path => quote!(#call.path_list(#wire, #items);),
        Location::Header => {
            quote!(#call.header_param(#wire, runtime::codegen::param::list(#items));)
        }
        Location::Query => quote!(#call.query_list(#wire, runtime::ListStyle::#style, #items);),
    }
}

fn put(call: &TokenStream, location: Location, wire: &str, text: &TokenStream) -> TokenStream {
    match location {
        Location::Path => quote!(#call.path(#wire, #text);),
        Location::Query => quote!(#call.query(#wire, #text);),
        Location::Header => quote!(#call.header_param(#wire, #text);),
    }
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
    let displays = match cx.resolved(model) {
        TypeRef::Scalar(_) => true,
        TypeRef::Named(id) => cx.api.types[*id].shape.is_scalar(),
        TypeRef::List(_)
        | TypeRef::Map(_)
        | TypeRef::Nullable(_)
        | TypeRef::Object
        | TypeRef::Json
        | TypeRef::JsonPatch
        | TypeRef::JsonPatchOperation => false,
    };
    let text = if displays {
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
    let item = match cx.resolved(model) {
        TypeRef::List(item) => item,
        _ => model,
    };
    let written = ty(item_ty(value), place);
    let resolved = cx.resolved(item);
    let displays = matches!(resolved, TypeRef::Scalar(_))
        || matches!(resolved, TypeRef::Named(id) if cx.api.types[*id].shape.is_scalar());
    if displays {
        quote!(#name.into_iter().map(Into::<#written>::into))
    } else {
        quote!(#name.into_iter().map(|item| runtime::codegen::param::text(&Into::<#written>::into(item))))
    }
}

/// The type of the items that a setter takes.
fn item_ty<'v, 'a>(value: &'v Value<'a>) -> &'v Ty<'a> {
    match &value.form {
        Form::Items(item) | Form::ExactItems(item) | Form::Pairs(item) => item,
        Form::Exact | Form::Into => &value.ty,
    }
}
