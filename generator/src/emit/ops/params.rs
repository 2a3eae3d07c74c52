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

use proc_macro2::{Group, Ident, TokenStream, TokenTree};
use quote::quote;

use super::super::cx::{Argument, EmitCx, From, affixed, allow_name};
use super::super::docs::{Doc, code};
use super::{example, idents};
use crate::model::{
    BodyContent, Operation, OperationId, Param, ParamStyle, QueryPart, Scalar, TypeRef,
};

/// A parameter that has to be given.
pub(super) struct Required {
    pub(super) name: Ident,
    pub(super) argument: TokenStream,
    /// Puts the argument into `call`.
    pub(super) fill: TokenStream,
}

/// Where a parameter stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::emit) enum Place {
    Path,
    Query,
    Header,
}

/// A parameter, whether it is required or not.
pub(in crate::emit) struct AnyParam<'a> {
    pub(in crate::emit) wire: &'a str,
    pub(in crate::emit) place: Place,
    pub(in crate::emit) name: Ident,
    /// What a setter takes.
    pub(in crate::emit) ty: TokenStream,
    /// What a variable holds.
    pub(in crate::emit) plain: TokenStream,
    /// Whether it is text in the service's own language, of which a type of the runtime is made.
    pub(in crate::emit) is_expression: bool,
    /// Puts the value called `name` into the call.
    pub(in crate::emit) fill: TokenStream,
}

/// All parameters, those of the path first.
pub(in crate::emit) fn every_param<'a>(
    cx: &'a EmitCx<'_>,
    id: OperationId,
    operation: &'a Operation,
    call: &TokenStream,
) -> Vec<AnyParam<'a>> {
    all(cx, id, operation)
        .map(|(place, name, param)| AnyParam {
            wire: &param.wire,
            place,
            ty: outside(&argument(cx, id, &name, param).ty, cx, id),
            plain: outside(&plain(cx, id, param), cx, id),
            is_expression: matches!(param.style, ParamStyle::Filter | ParamStyle::Sorters),
            fill: outside(&fill(cx, id, call, place, &name, param), cx, id),
            name,
        })
        .collect()
}

/// Tokens as a module below the group's writes them, where the request is not at hand by its name alone.
fn outside(tokens: &TokenStream, cx: &EmitCx<'_>, id: OperationId) -> TokenStream {
    let item = cx.operation_ident(id);
    tokens
        .clone()
        .into_iter()
        .flat_map(|token| match token {
            TokenTree::Ident(ident) if ident == item => quote!(super::#ident),
            TokenTree::Group(group) => {
                let inner = outside(&group.stream(), cx, id);
                TokenTree::Group(Group::new(group.delimiter(), inner)).into()
            }
            token @ (TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_)) => {
                token.into()
            }
        })
        .collect()
}

pub(super) fn required(cx: &EmitCx<'_>, id: OperationId, operation: &Operation) -> Vec<Required> {
    let call = quote!(call);
    let mut required: Vec<Required> = all(cx, id, operation)
        .filter(|(_, _, param)| param.required)
        .map(|(place, name, param)| {
            let Argument { ty, .. } = argument(cx, id, &name, param);
            Required {
                argument: quote!(#name: #ty),
                fill: fill(cx, id, &call, place, &name, param),
                name,
            }
        })
        .collect();
    if let Some(body) = &operation.body
        && body.required
        && let BodyContent::Form { fields: parts } | BodyContent::Multipart { parts } =
            &body.content
    {
        let names = idents(&cx.names.operations[id].parts);
        required.extend(
            parts
                .iter()
                .zip(names)
                .filter(|(part, _)| part.required)
                .map(|(part, name)| {
                    let Argument { ty, .. } = super::body::part_argument(cx, &name, part);
                    let fill = super::body::part_fill(cx, &call, &name, part, body);
                    Required {
                        argument: quote!(#name: #ty),
                        fill,
                        name,
                    }
                }),
        );
    }
    required
}

/// The setters of everything else.
pub(super) fn optional(
    cx: &EmitCx<'_>,
    id: OperationId,
    operation: &Operation,
) -> Vec<TokenStream> {
    all(cx, id, operation)
        .filter(|(_, _, param)| !param.required)
        .map(|(place, name, param)| {
            let Argument { ty, .. } = argument(cx, id, &name, param);
            let fill = fill(cx, id, &quote!(self.call), place, &name, param);
            let plain = plain(cx, id, param);
            setter(
                &name,
                &ty,
                &plain,
                &fill,
                &param_docs(cx, id, param),
                param.docs.deprecated,
            )
        })
        .collect()
}

/// A setter and its companion for a value that may not be there.
pub(super) fn setter(
    name: &Ident,
    ty: &TokenStream,
    plain: &TokenStream,
    fill: &TokenStream,
    docs: &Doc,
    deprecated: bool,
) -> TokenStream {
    let text = name.to_string();
    let bare = text.trim_start_matches("r#");
    let maybe = affixed("maybe_", &text, "");
    let docs = docs.outer();
    let maybe_docs = Doc::new()
        .line(format!(
            "Sets [`{bare}`](Self::{bare}) if there is a value."
        ))
        .outer();
    let allow = deprecated.then(|| quote!(#[allow(deprecated, reason = "one setter of what is deprecated calls the other")]));
    let deprecated = deprecated
        .then(|| quote!(#[deprecated(note = "the API deprecates it; see its documentation")]));
    let called = allow_name(name);
    quote! {
        #docs
        #deprecated
        #called
        pub fn #name(mut self, #name: #ty) -> Self {
            #fill
            self
        }

        #maybe_docs
        #deprecated
        #allow
        pub fn #maybe(self, #name: Option<#plain>) -> Self {
            match #name {
                Some(#name) => self.#name(#name),
                None => self,
            }
        }
    }
}

fn param_docs(cx: &EmitCx<'_>, id: OperationId, param: &Param) -> Doc {
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
            let module = &cx.names.operations[id].module;
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

fn all<'a>(
    cx: &'a EmitCx<'_>,
    id: OperationId,
    operation: &'a Operation,
) -> impl Iterator<Item = (Place, Ident, &'a Param)> {
    let names = &cx.names.operations[id];
    let path = operation
        .path_params
        .iter()
        .zip(idents(&names.path))
        .map(|(param, name)| (Place::Path, name, param));
    let query = operation
        .query_params
        .iter()
        .zip(idents(&names.query))
        .map(|(param, name)| (Place::Query, name, param));
    let header = operation
        .header_params
        .iter()
        .zip(idents(&names.header))
        .map(|(param, name)| (Place::Header, name, param));
    path.chain(query).chain(header)
}

fn argument(cx: &EmitCx<'_>, id: OperationId, name: &Ident, param: &Param) -> Argument {
    let item = cx.operation_ident(id);
    if param.style == ParamStyle::Filter {
        Argument {
            ty: quote!(runtime::Filter<#item>),
            value: quote!(#name),
        }
    } else if param.style == ParamStyle::Sorters {
        Argument {
            ty: quote!(impl IntoIterator<Item: Into<runtime::Sorter<#item>>>),
            value: quote!(#name.into_iter().map(Into::<runtime::Sorter<#item>>::into)),
        }
    } else {
        cx.argument(name, &param.ty, From::Elsewhere)
    }
}

/// The type of a value as a variable holds it.
fn plain(cx: &EmitCx<'_>, id: OperationId, param: &Param) -> TokenStream {
    let item = cx.operation_ident(id);
    if param.style == ParamStyle::Filter {
        quote!(runtime::Filter<#item>)
    } else if param.style == ParamStyle::Sorters {
        quote!(Vec<runtime::Sorter<#item>>)
    } else {
        cx.ty(&param.ty, From::Elsewhere)
    }
}

/// What the path of the document says of the query.
pub(super) fn of_path(operation: &Operation) -> Vec<TokenStream> {
    let literal = |(name, value): &(String, QueryPart)| match value {
        QueryPart::Literal(value) => Some(quote!(call.query(#name, #value);)),
        QueryPart::Param(_) => None,
    };
    operation.path.query.iter().filter_map(literal).collect()
}

/// Puts the value called `name` into the call.
fn fill(
    cx: &EmitCx<'_>,
    id: OperationId,
    call: &TokenStream,
    place: Place,
    name: &Ident,
    param: &Param,
) -> TokenStream {
    let wire = &param.wire;
    let text = scalar_text(cx, name, &param.ty);
    match (place, param.style) {
        (_, ParamStyle::Filter) => quote!(#call.query_filter(#wire, #name);),
        (_, ParamStyle::Sorters) => {
            let Argument { value, .. } = argument(cx, id, name, param);
            quote!(#call.query_list(#wire, runtime::ListStyle::Comma, #value);)
        }
        (_, ParamStyle::Json) => {
            let Argument { value, .. } = argument(cx, id, name, param);
            let ty = cx.ty(&param.ty, From::Elsewhere);
            let put = put(call, place, wire, &quote!(runtime::param::json(&value)));
            quote! {{
                let value: #ty = #value;
                #put
            }}
        }
        (Place::Query, ParamStyle::AnyForm | ParamStyle::AnyDeep | ParamStyle::DeepObject) => {
            let Argument { value, .. } = argument(cx, id, name, param);
            let ty = cx.ty(&param.ty, From::Elsewhere);
            let style = if param.style == ParamStyle::AnyForm {
                quote!(Form)
            } else {
                quote!(DeepObject)
            };
            quote! {{
                let value: #ty = #value;
                #call.query_value(#wire, runtime::ObjectStyle::#style, &value);
            }}
        }
        (_, ParamStyle::Single | ParamStyle::AnyForm | ParamStyle::AnyDeep) => {
            put(call, place, wire, &text)
        }
        (Place::Query, ParamStyle::FormObject) => {
            let Argument { value, .. } = argument(cx, id, name, param);
            let ty = cx.ty(&param.ty, From::Elsewhere);
            quote! {{
                let value: #ty = #value;
                #call.query_object(#wire, runtime::ObjectStyle::Form, runtime::param::pairs(&value));
            }}
        }
        (_, ParamStyle::Flat) => {
            let Argument { value, .. } = argument(cx, id, name, param);
            let ty = cx.ty(&param.ty, From::Elsewhere);
            let items = quote!(runtime::param::flat(&value));
            let put = match place {
                Place::Path => quote!(#call.path_list(#wire, #items);),
                Place::Header => quote!(#call.header_param(#wire, runtime::param::list(#items));),
                Place::Query => quote!(#call.query_list(#wire, runtime::ListStyle::Comma, #items);),
            };
            quote! {{
                let value: #ty = #value;
                #put
            }}
        }
        (_, style) => {
            let items = items_text(cx, name, &param.ty);
            match place {
                Place::Path => quote!(#call.path_list(#wire, #items);),
                Place::Header => quote!(#call.header_param(#wire, runtime::param::list(#items));),
                Place::Query => {
                    let style = match style {
                        ParamStyle::Comma => quote!(Comma),
                        ParamStyle::Space => quote!(Space),
                        ParamStyle::Pipe => quote!(Pipe),
                        ParamStyle::Multi
                        | ParamStyle::Single
                        | ParamStyle::FormObject
                        | ParamStyle::Flat
                        | ParamStyle::DeepObject
                        | ParamStyle::AnyForm
                        | ParamStyle::AnyDeep
                        | ParamStyle::Filter
                        | ParamStyle::Sorters
                        | ParamStyle::Json => quote!(Multi),
                    };
                    quote!(#call.query_list(#wire, runtime::ListStyle::#style, #items);)
                }
            }
        }
    }
}

fn put(call: &TokenStream, place: Place, wire: &str, text: &TokenStream) -> TokenStream {
    match place {
        Place::Path => quote!(#call.path(#wire, #text);),
        Place::Query => quote!(#call.query(#wire, #text);),
        Place::Header => quote!(#call.header_param(#wire, #text);),
    }
}

/// A value that can be displayed as it goes into the request.
pub(super) fn scalar_text(cx: &EmitCx<'_>, name: &Ident, ty: &TypeRef) -> TokenStream {
    let written = cx.ty(ty, From::Elsewhere);
    match cx.resolved(ty) {
        TypeRef::Scalar(Scalar::Bool | Scalar::I32 | Scalar::I64 | Scalar::U64) => quote!(#name),
        TypeRef::Scalar(Scalar::Number | Scalar::String | Scalar::Timestamp | Scalar::Binary) => {
            quote!(Into::<#written>::into(#name))
        }
        TypeRef::Named(id) if cx.api.types[*id].shape.is_scalar() => {
            quote!(Into::<#written>::into(#name))
        }
        TypeRef::Object => quote!(runtime::param::text(&#name)),
        TypeRef::List(_) | TypeRef::Map(_) => {
            let Argument { value, .. } = cx.argument(name, ty, From::Elsewhere);
            quote!(runtime::param::text::<#written>(&#value))
        }
        TypeRef::Named(_)
        | TypeRef::Nullable(_)
        | TypeRef::Json
        | TypeRef::JsonPatch
        | TypeRef::JsonPatchOperation => {
            quote!(runtime::param::text(&Into::<#written>::into(#name)))
        }
    }
}

/// The items of a list, each of them to be displayed.
pub(super) fn items_text(cx: &EmitCx<'_>, name: &Ident, ty: &TypeRef) -> TokenStream {
    let item = if let TypeRef::List(item) = cx.resolved(ty) {
        item
    } else {
        ty
    };
    let written = cx.ty(item, From::Elsewhere);
    let resolved = cx.resolved(item);
    let displays = matches!(resolved, TypeRef::Scalar(_))
        || matches!(resolved, TypeRef::Named(id) if cx.api.types[*id].shape.is_scalar());
    if displays {
        quote!(#name.into_iter().map(Into::<#written>::into))
    } else {
        quote!(#name.into_iter().map(|item| runtime::param::text(&Into::<#written>::into(item))))
    }
}
