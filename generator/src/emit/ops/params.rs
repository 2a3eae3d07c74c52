//! Parameters: arguments where they are required, setters where they are not or have a value that is sent otherwise.
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

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value as Json;

use super::super::cx::EmitCx;
use super::super::docs::{Doc, code, facts};
use super::super::print::{Head, Place, function, ident, ty, value};
use super::example;
use super::text::{Text, is_text, items_text, scalar_text};
use crate::model::{self, Composite, FieldStyle, OperationId, ParamStyle, QueryPart, TypeRef};
use crate::rust::{Input, Location, Operation, Param};

/// The setters of everything else.
pub(super) fn setters(
    cx: &EmitCx<'_>,
    id: OperationId,
    operation: &Operation<'_>,
) -> Vec<TokenStream> {
    let params = operation.params.iter().filter(|it| !it.is_argument);
    let setters = params.map(|param| {
        let fill = fill(cx, &quote!(self.call), param, Place::Operation);
        setter(param, &fill, &param_docs(cx, id, &param.model))
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

/// Returns whether the document says that filters of an operation can be joined by `and`.
fn joins_filters(cx: &EmitCx<'_>, id: OperationId) -> bool {
    let fields = cx.api.operations[id].fields.as_ref();
    fields.is_some_and(|table| table.composites.contains(&Composite::And))
}

fn param_docs(cx: &EmitCx<'_>, id: OperationId, input: &Param<'_>) -> Doc {
    let param = input.model;
    let doc = Doc::new().words(cx, &param.docs);
    let doc = if doc.is_empty() {
        let wire = code(&param.wire).unwrap_or_else(|| "A parameter".to_owned());
        Doc::new().line(format!("{wire}."))
    } else {
        doc
    };
    let what = match param.style {
        ParamStyle::Filter if joins_filters(cx, id) => {
            Some(("filter", "A second call narrows: both filters hold."))
        }
        ParamStyle::Filter => Some((
            "filter",
            "A second call joins both filters by `and`, which the document does not mention here.",
        )),
        ParamStyle::Sorters => Some(("sort", "A second call adds to the sorters of the first.")),
        _ => None,
    };
    let doc = match what {
        Some((what, again)) => {
            let module = &cx.rust.operations[id].module;
            doc.line(format!(
                "The fields that {what}, here imported as `f`: [`fields::{module}`](super::fields::{module}). {again}"
            ))
        }
        None => doc,
    };
    let facts = param_facts(cx, id, input);
    if facts.is_empty() {
        doc
    } else {
        doc.line(facts.join(" "))
    }
}

/// The documented values of a parameter, and the value that is sent unless the caller sets another.
pub(super) fn param_facts(cx: &EmitCx<'_>, id: OperationId, param: &Param<'_>) -> Vec<String> {
    let literal = |value: &Json| example::literal(cx, id, param.model, value);
    let mut facts = facts(cx, &param.model.constraints, &literal);
    if let Some(preset) = &param.preset {
        let value = literal(preset).unwrap_or_else(|| preset.to_string());
        let value = code(&value).unwrap_or_else(|| "a default".to_owned());
        facts.push(format!("Sends {value} unless set."));
    }
    facts
}

/// The query in the path of the document.
pub(super) fn of_path(operation: &model::Operation) -> Vec<TokenStream> {
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
    let Param {
        model, location, ..
    } = &param.model;
    let (wire, name) = (&model.wire, ident(param.name));
    match writing(cx, *location, model) {
        Writing::Filter => quote!(#call.query_filter(#wire, #name);),
        Writing::Sorters => quote!(#call.query_sorters(#wire, #name);),
        Writing::Text => {
            let Text { before, text } = scalar_text(cx, &name, &model.ty, &param.value, place);
            let put = put(call, *location, wire, &text);
            quote!(#before #put)
        }
        Writing::Items(style) => {
            let items = items_text(cx, &name, &model.ty, &param.value, place);
            list(call, *location, wire, &style, &items)
        }
        Writing::Json => {
            let (held, value) = (ty(&param.value.ty, place), value(&name, &param.value.form));
            let put = put(
                call,
                *location,
                wire,
                &quote!(runtime::codegen::param::json(&value)),
            );
            quote! {{
                let value: #held = #value;
                #put
            }}
        }
        Writing::Styled => {
            let (held, value) = (ty(&param.value.ty, place), value(&name, &param.value.form));
            let described = described(*location, model);
            quote! {{
                let value: #held = #value;
                #call.param(&#described, &value);
            }}
        }
    }
}

/// Puts the value into the call that is sent unless the caller sets another.
pub(super) fn preset(call: &TokenStream, param: &Param<'_>, preset: &Json) -> TokenStream {
    let (location, model) = (param.location, param.model);
    let text = |value: &Json| match value {
        Json::String(text) => text.clone(),
        other => other.to_string(),
    };
    let described = || described(location, model);
    match preset {
        Json::Array(items) => {
            let items = items.iter().map(text);
            let described = described();
            quote!(#call.param(&#described, &[#(#items),*]);)
        }
        value => {
            let text = text(value);
            match model.style {
                ParamStyle::Form | ParamStyle::Simple if !model.allow_reserved => {
                    put(call, location, &model.wire, &quote!(#text))
                }
                ParamStyle::Json => {
                    let text = value.to_string();
                    put(call, location, &model.wire, &quote!(#text))
                }
                _ => {
                    let described = described();
                    quote!(#call.param(&#described, #text);)
                }
            }
        }
    }
}

/// Which method of a call takes a parameter.
enum Writing {
    Filter,
    Sorters,
    /// That of one value that displays itself.
    Text,
    /// That of a list of such values, in a style of the runtime's lists.
    Items(TokenStream),
    /// That of one value, as JSON text.
    Json,
    /// The one for every style.
    Styled,
}

fn writing(cx: &EmitCx<'_>, location: Location, param: &model::Param) -> Writing {
    match param.style {
        ParamStyle::Filter => return Writing::Filter,
        ParamStyle::Sorters => return Writing::Sorters,
        _ => {}
    }
    let is_list = matches!(cx.resolved(&param.ty), TypeRef::List(_));
    let is_one = !is_list && is_text(cx, &param.ty);
    let is_items = match cx.resolved(&param.ty) {
        TypeRef::List(item) => is_text(cx, item) || **item == TypeRef::Json,
        _ => false,
    };
    let is_special = param.allow_reserved || is_list && param.allow_empty;
    match (location, param.style, param.explode) {
        _ if is_special => Writing::Styled,
        (_, ParamStyle::Json, _) => Writing::Json,
        (_, ParamStyle::Form | ParamStyle::Simple, _) if is_one => Writing::Text,
        (_, ParamStyle::Text, _) if location != Location::Cookie => Writing::Text,
        (Location::Path | Location::Header, ParamStyle::Simple, _) if is_items => {
            Writing::Items(quote!(Comma))
        }
        (Location::Query, ParamStyle::Form | ParamStyle::Space | ParamStyle::Pipe, true)
            if is_items =>
        {
            Writing::Items(quote!(Multi))
        }
        (Location::Query, ParamStyle::Form, false) if is_items => Writing::Items(quote!(Comma)),
        (Location::Query, ParamStyle::Space, false) if is_items => Writing::Items(quote!(Space)),
        (Location::Query, ParamStyle::Pipe, false) if is_items => Writing::Items(quote!(Pipe)),
        _ => Writing::Styled,
    }
}

/// The parameter as the runtime's data.
fn described(location: Location, param: &model::Param) -> TokenStream {
    let wire = &param.wire;
    let (of_location, usual) = match location {
        Location::Path => (quote!(path), (ParamStyle::Simple, false)),
        Location::Query => (quote!(query), (ParamStyle::Form, true)),
        Location::Header => (quote!(header), (ParamStyle::Simple, false)),
        Location::Cookie => (quote!(cookie), (ParamStyle::Form, true)),
    };
    let style = style(param.style);
    let explode = param.explode;
    let style = ((param.style, explode) != usual)
        .then(|| quote!(.style(runtime::codegen::Style::#style, #explode)));
    let reserved = param.allow_reserved.then(|| quote!(.allow_reserved()));
    let empty = param.allow_empty.then(|| quote!(.allow_empty()));
    quote!(runtime::codegen::Param::#of_location(#wire) #style #reserved #empty)
}

/// A field of a form with a style, as the runtime's data.
pub(super) fn field(wire: &str, field: FieldStyle) -> TokenStream {
    let (style, explode) = (style(field.style), field.explode);
    let reserved = field.allow_reserved.then(|| quote!(.allow_reserved()));
    quote!(runtime::codegen::Param::query(#wire).style(runtime::codegen::Style::#style, #explode) #reserved)
}

/// The name of a style in the runtime.
fn style(style: ParamStyle) -> TokenStream {
    match style {
        ParamStyle::Simple => quote!(Simple),
        ParamStyle::Label => quote!(Label),
        ParamStyle::Matrix => quote!(Matrix),
        ParamStyle::Form => quote!(Form),
        ParamStyle::Space => quote!(Space),
        ParamStyle::Pipe => quote!(Pipe),
        ParamStyle::Deep => quote!(Deep),
        ParamStyle::Json => quote!(Json),
        ParamStyle::Text | ParamStyle::Filter | ParamStyle::Sorters => quote!(Text),
    }
}

fn list(
    call: &TokenStream,
    location: Location,
    wire: &str,
    style: &TokenStream,
    items: &TokenStream,
) -> TokenStream {
    match location {
        Location::Path => quote!(#call.path_list(#wire, #items);),
        Location::Header => {
            quote!(#call.header_param(#wire, runtime::codegen::param::list(#items));)
        }
        Location::Query | Location::Cookie => {
            quote!(#call.query_list(#wire, runtime::ListStyle::#style, #items);)
        }
    }
}

fn put(call: &TokenStream, location: Location, wire: &str, text: &TokenStream) -> TokenStream {
    match location {
        Location::Path => quote!(#call.path(#wire, #text);),
        Location::Query => quote!(#call.query(#wire, #text);),
        Location::Header => quote!(#call.header_param(#wire, #text);),
        Location::Cookie => quote!(#call.cookie(#wire, #text);),
    }
}
