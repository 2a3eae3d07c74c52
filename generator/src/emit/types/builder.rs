//! Builders of structs. What is required is a type parameter of the builder, so that `build` is there only once it has
//! been given. A required property that can be null has the setters of an optional one, `x`, `maybe_x` and `x_null`, and
//! each of them counts as giving it. Where nothing is, the builder holds the model itself, which is far less to compile.
//!
//! ```text
//! /// The builder of [`Item`]; made by [`Item::builder`].
//! #[derive(Clone, Debug)]
//! #[must_use = "a builder does nothing until `build`"]
//! pub struct ItemBuilder<HasId = runtime::model::Missing> {
//!     id: HasId,
//!     name: Option<String>,
//!     extra: runtime::model::Extra,
//! }
//!
//! impl<HasId> ItemBuilder<HasId> {
//!     pub fn id(self, id: impl Into<String>) -> ItemBuilder<String> { … }
//!     pub fn name(mut self, name: impl Into<String>) -> Self { … }
//!     pub fn maybe_name(mut self, name: Option<String>) -> Self { … }
//!     pub fn build(self) -> Item where HasId: runtime::model::Required<String> { … }
//! }
//! ```

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::super::docs::Doc;
use super::super::print::{Head, Place, function, ident, ty, value};
use crate::rust::{Field, Fn, Presence, Struct};

/// The builder of a struct, whose fields have these docs.
pub(super) fn item(shape: &Struct<'_>, field_docs: &[TokenStream]) -> TokenStream {
    let builder = &shape.builder;
    let (model, name) = (ident(builder.model), ident(builder.name));
    let (fields, empty) = if builder.states.is_empty() {
        (quote!(model: #model,), quote!(model: #model::default(),))
    } else {
        single_fields(shape)
    };
    let states: Vec<Ident> = builder.states.iter().map(|state| ident(state)).collect();
    let defaults = (!states.is_empty()).then(|| quote!(<#(#states = runtime::model::Missing),*>));
    let generics = (!states.is_empty()).then(|| quote!(<#(#states),*>));
    let setters = shape.fields.iter().zip(field_docs);
    let setters = setters.map(|(field, docs)| setters_of(shape, field, docs));
    let extra_setter = extra_setter(shape);
    let docs = Doc::new()
        .line(format!(
            "The builder of [`{model}`]; made by [`{model}::builder`]."
        ))
        .outer();
    let start = Doc::new()
        .line(format!(
            "A builder without values{}.",
            if states.is_empty() {
                ""
            } else {
                "; `build` is there when everything required is"
            }
        ))
        .outer();
    let start = function(
        Head::new(start),
        &shape.start(),
        Place::Models,
        &quote!(#name { #empty }),
    );
    let open = ty(&builder.ty(), Place::Models);
    let build = build(shape, &states);
    quote! {
        impl #model {
            #start
        }

        #docs
        #[derive(Clone, Debug)]
        #[must_use = "a builder does nothing until `build`"]
        pub struct #name #defaults { #fields }

        impl #generics #open {
            #(#setters)*
            #extra_setter
            #build
        }
    }
}

/// The fields of a builder that can't hold the model because something required may be missing; and how they start.
fn single_fields(shape: &Struct<'_>) -> (TokenStream, TokenStream) {
    let fields = shape.fields.iter().map(|field| {
        let name = ident(field.name);
        if let Some(state) = field.state {
            let state = ident(&shape.builder.states[state]);
            quote!(#name: #state)
        } else {
            let ty = ty(&field.ty(), Place::Models);
            quote!(#name: #ty)
        }
    });
    let empty = shape.fields.iter().map(|field| {
        let name = ident(field.name);
        match field.presence {
            Presence::Required | Presence::Nullable => quote!(#name: runtime::model::Missing),
            Presence::Optional => quote!(#name: None),
            Presence::Tristate => quote!(#name: runtime::model::Nullable::Absent),
        }
    });
    let extra = ty(&shape.extra(), Place::Models);
    (
        quote!(#(#fields,)* extra: #extra,),
        quote!(#(#empty,)* extra: runtime::model::Extra::default(),),
    )
}

/// Where the values of a builder are.
fn values(shape: &Struct<'_>) -> TokenStream {
    if shape.builder.states.is_empty() {
        quote!(self.model)
    } else {
        quote!(self)
    }
}

/// The setters of a field.
fn setters_of(shape: &Struct<'_>, field: &Field<'_>, docs: &TokenStream) -> TokenStream {
    let name = ident(field.name);
    let value = value(&name, &field.value.form);
    let value = if field.is_boxed {
        quote!(Box::new(#value))
    } else {
        value
    };
    let boxed = if field.is_boxed {
        quote!(#name.map(Box::new))
    } else {
        quote!(#name)
    };
    let bare = field.name.trim_start_matches("r#");
    let more = |what: &str| {
        let line = format!("Sets [`{bare}`](Self::{bare}){what}.");
        Doc::new().line(line).outer()
    };
    // The values for each of the setters, and the words on the last two.
    let (set, maybe, null, words) = match field.presence {
        Presence::Required => (value, boxed, quote!(None), ["", ""]),
        Presence::Nullable => (
            quote!(Some(#value)),
            boxed,
            quote!(None),
            [", or null if there is no value", " to null"],
        ),
        Presence::Optional => (
            quote!(Some(#value)),
            boxed,
            quote!(None),
            [" if there is a value", ""],
        ),
        Presence::Tristate => (
            quote!(runtime::model::Nullable::Value(#value)),
            if field.is_boxed {
                quote!(#name.map_or(runtime::model::Nullable::Absent, |it| runtime::model::Nullable::Value(Box::new(it))))
            } else {
                quote!(#name.map_or(runtime::model::Nullable::Absent, runtime::model::Nullable::Value))
            },
            quote!(runtime::model::Nullable::Null),
            [
                " if there is a value",
                " to null, which differs from omitting it",
            ],
        ),
    };
    let builder = &shape.builder;
    let set = setter(shape, field, docs.clone(), &builder.setter(field), &set);
    let maybe = builder
        .maybe(field)
        .map(|it| setter(shape, field, more(words[0]), &it, &maybe));
    let null = builder
        .null(field)
        .map(|it| setter(shape, field, more(words[1]), &it, &null));
    quote!(#set #maybe #null)
}

/// A setter that gives the field a value, and the builder another type where the field is required.
fn setter(
    shape: &Struct<'_>,
    field: &Field<'_>,
    docs: TokenStream,
    signature: &Fn<'_>,
    value: &TokenStream,
) -> TokenStream {
    let name = ident(field.name);
    if field.state.is_none() {
        let values = values(shape);
        let body = quote!(#values.#name = #value; self);
        return function(Head::new(docs).mutable(), signature, Place::Models, &body);
    }
    let builder = ident(shape.builder.name);
    let moved = shape.fields.iter().map(|other| {
        let other_name = ident(other.name);
        if other.name != field.name {
            quote!(#other_name: self.#other_name)
        } else if is_moved(field, signature) {
            quote!(#name)
        } else {
            quote!(#name: #value)
        }
    });
    let body = quote! {
        #builder {
            #(#moved,)*
            extra: self.extra,
        }
    };
    let complex = (shape.builder.states.len() > 3).then(|| {
        quote!(#[allow(clippy::type_complexity, reason = "a parameter for each required property")])
    });
    function(
        Head::new(docs).allow(complex),
        signature,
        Place::Models,
        &body,
    )
}

/// Whether the argument is the field's value itself.
fn is_moved(field: &Field<'_>, signature: &Fn<'_>) -> bool {
    let mut arguments = signature.arguments.iter();
    arguments.any(|argument| argument.ty == field.ty())
}

fn extra_setter(shape: &Struct<'_>) -> TokenStream {
    let values = values(shape);
    let docs = if shape.additional.is_none() {
        "Adds an unknown property."
    } else {
        "Adds an additional property."
    };
    let docs = Doc::new().line(docs).outer();
    function(
        Head::new(docs).mutable(),
        &shape.extra_setter(),
        Place::Models,
        &quote!(#values.extra.insert(name.into(), value.into()); self),
    )
}

/// A bound for each required property, not a type with all of them: the compiler then names those that are missing.
fn build(shape: &Struct<'_>, states: &[Ident]) -> TokenStream {
    let model = ident(shape.builder.model);
    let fields = shape.fields.iter().map(|field| {
        let name = ident(field.name);
        let value = field.state.map(|_| quote!(.value()));
        quote!(#name: self.#name #value)
    });
    let body = if states.is_empty() {
        quote!(self.model)
    } else {
        quote!(#model { #(#fields,)* extra: self.extra })
    };
    let given = shape.builder.given.iter().map(|it| ty(it, Place::Models));
    let bounds =
        (!states.is_empty()).then(|| quote!(where #(#states: runtime::model::Required<#given>),*));
    let docs = Doc::new().line("Builds the value.").outer();
    function(
        Head::new(docs).bounds(bounds),
        &shape.builder.build(),
        Place::Models,
        &body,
    )
}
