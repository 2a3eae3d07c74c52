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
//! }
//!
//! impl ItemBuilder<String> {
//!     pub fn build(self) -> Item { … }
//! }
//! ```

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::super::cx::{Argument, EmitCx, From, affixed, allow_name, ident};
use super::super::docs::Doc;
use super::struct_::{How, Member, extra_ty, field_ty, value_ty};
use crate::model::{StructShape, TypeId, TypeRef};

pub(super) fn item(
    cx: &EmitCx<'_>,
    id: TypeId,
    shape: &StructShape,
    members: &[Member<'_>],
) -> TokenStream {
    let parts = Parts::new(cx, id, members);
    let Parts {
        model,
        builder,
        states,
        ..
    } = &parts;
    let (fields, empty) = if states.is_empty() {
        (quote!(model: #model,), quote!(model: #model::default(),))
    } else {
        single_fields(cx, shape, &parts, members)
    };
    let setters = members
        .iter()
        .map(|member| setter(cx, &parts, members, member));
    let defaults = angled(
        states
            .iter()
            .map(|state| quote!(#state = runtime::model::Missing)),
    );
    let generics = angled(states.iter().map(|state| quote!(#state)));
    let extra_setter = extra_setter(cx, &parts, shape);
    let build = build(cx, &parts, members);
    let docs = Doc::new()
        .line(format!(
            "The builder of [`{model}`]; made by [`{model}::builder`]."
        ))
        .outer();
    let start = Doc::new()
        .line(format!(
            "A builder with nothing given yet{}.",
            if states.is_empty() {
                ""
            } else {
                "; `build` is there when everything required is"
            }
        ))
        .outer();
    quote! {
        impl #model {
            #start
            pub fn builder() -> #builder {
                #builder { #empty }
            }
        }

        #docs
        #[derive(Clone, Debug)]
        #[must_use = "a builder does nothing until `build`"]
        pub struct #builder #defaults { #fields }

        impl #generics #builder #generics {
            #(#setters)*
            #extra_setter
        }

        #build
    }
}

/// The fields of a builder that can't hold the model because something required may be missing; and how they start.
fn single_fields(
    cx: &EmitCx<'_>,
    shape: &StructShape,
    parts: &Parts,
    members: &[Member<'_>],
) -> (TokenStream, TokenStream) {
    let fields = members.iter().map(|member| {
        let ident = &member.ident;
        if let Some(state) = parts.state(member) {
            quote!(#ident: #state)
        } else {
            let ty = field_ty(cx, member);
            quote!(#ident: #ty)
        }
    });
    let empty = members.iter().map(|member| {
        let ident = &member.ident;
        match member.how {
            How::Required | How::Nullable => quote!(#ident: runtime::model::Missing),
            How::Optional => quote!(#ident: None),
            How::Tristate => quote!(#ident: runtime::model::Nullable::Absent),
        }
    });
    let extra = extra_ty(cx, shape);
    (
        quote!(#(#fields,)* extra: #extra,),
        quote!(#(#empty,)* extra: runtime::model::Extra::default(),),
    )
}

/// The names that the parts of the item share.
struct Parts {
    model: Ident,
    builder: Ident,
    /// A type parameter for each required property, in the order of the properties.
    states: Vec<Ident>,
    /// The required properties.
    required: Vec<Ident>,
}

impl Parts {
    fn new(cx: &EmitCx<'_>, id: TypeId, members: &[Member<'_>]) -> Self {
        let names = &cx.names.types[id];
        Self {
            model: cx.type_ident(id),
            builder: ident(&names.builder),
            states: names.states.iter().map(|name| ident(name)).collect(),
            required: members
                .iter()
                .filter(|member| is_required(member))
                .map(|member| member.ident.clone())
                .collect(),
        }
    }

    /// Where the values of a builder are.
    fn values(&self) -> TokenStream {
        if self.states.is_empty() {
            quote!(self.model)
        } else {
            quote!(self)
        }
    }

    fn state(&self, member: &Member<'_>) -> Option<&Ident> {
        let n = self
            .required
            .iter()
            .position(|ident| *ident == member.ident)?;
        self.states.get(n)
    }

    /// The builder's type arguments once a required property has been given.
    fn given(&self, member: &Member<'_>, ty: &TokenStream) -> TokenStream {
        let arguments = self
            .states
            .iter()
            .zip(&self.required)
            .map(|(state, required)| {
                if *required == member.ident {
                    ty.clone()
                } else {
                    quote!(#state)
                }
            });
        angled(arguments)
    }
}

/// Generic parameters or arguments; nothing at all where there are none.
fn angled(list: impl Iterator<Item = TokenStream>) -> TokenStream {
    let list: Vec<TokenStream> = list.collect();
    if list.is_empty() {
        TokenStream::new()
    } else {
        quote!(<#(#list),*>)
    }
}

fn is_required(member: &Member<'_>) -> bool {
    matches!(member.how, How::Required | How::Nullable)
}

fn deprecated(member: &Member<'_>) -> Option<TokenStream> {
    let note = quote!(#[deprecated(note = "the API deprecates it; see its documentation")]);
    member.field.docs.deprecated.then_some(note)
}

/// A setter that gives the builder another type.
struct TypedSetter {
    docs: TokenStream,
    name: Ident,
    /// The parameter after `self`.
    parameter: Option<TokenStream>,
    /// The value of the field.
    value: TokenStream,
}

/// The setters of a required property: one for a value and, where the property can be null, `maybe_x` and `x_null`.
fn required_setters(
    cx: &EmitCx<'_>,
    parts: &Parts,
    members: &[Member<'_>],
    member: &Member<'_>,
) -> TokenStream {
    let ident = &member.ident;
    let Argument { ty, value } = cx.argument(ident, &member.field.ty, From::Models);
    let value = if member.boxed {
        quote!(Box::new(#value))
    } else {
        value
    };
    let is_nullable = member.how == How::Nullable;
    let set = TypedSetter {
        docs: member.docs.clone(),
        name: ident.clone(),
        parameter: Some(quote!(#ident: #ty)),
        value: if is_nullable {
            quote!(Some(#value))
        } else {
            value
        },
    };
    let mut setters = vec![set];
    if is_nullable {
        let plain = super::ty(cx, &member.field.ty);
        let bare = member.name.trim_start_matches("r#");
        let docs = |what: &str| {
            let line = format!("Sets [`{bare}`](Self::{bare}){what}.");
            Doc::new().line(line).outer()
        };
        setters.push(TypedSetter {
            docs: docs(", or null if there is no value"),
            name: affixed("maybe_", member.name, ""),
            parameter: Some(quote!(#ident: Option<#plain>)),
            value: if member.boxed {
                quote!(#ident.map(Box::new))
            } else {
                quote!(#ident)
            },
        });
        setters.push(TypedSetter {
            docs: docs(" to null"),
            name: affixed("", member.name, "_null"),
            parameter: None,
            value: quote!(None),
        });
    }
    let setters = setters.iter();
    setters
        .map(|setter| typed_setter(cx, parts, members, member, setter))
        .collect()
}

fn typed_setter(
    cx: &EmitCx<'_>,
    parts: &Parts,
    members: &[Member<'_>],
    member: &Member<'_>,
    setter: &TypedSetter,
) -> TokenStream {
    let TypedSetter {
        docs,
        name,
        parameter,
        value,
    } = setter;
    let ident = &member.ident;
    let deprecated = deprecated(member);
    let builder = &parts.builder;
    let given = parts.given(member, &field_ty(cx, member));
    let is_moved = *ident == value.to_string();
    let moved = members.iter().map(|other| {
        let other = &other.ident;
        if other != ident {
            quote!(#other: self.#other)
        } else if is_moved {
            quote!(#ident)
        } else {
            quote!(#ident: #value)
        }
    });
    let complex = (parts.states.len() > 3).then(|| {
        quote!(#[allow(clippy::type_complexity, reason = "a parameter for each required property")])
    });
    let allow = allow_name(name);
    let parameter = parameter.iter();
    quote! {
        #docs
        #deprecated
        #complex
        #allow
        pub fn #name(self #(, #parameter)*) -> #builder #given {
            #builder {
                #(#moved,)*
                extra: self.extra,
            }
        }
    }
}

fn setter(
    cx: &EmitCx<'_>,
    parts: &Parts,
    members: &[Member<'_>],
    member: &Member<'_>,
) -> TokenStream {
    let Member { docs, ident, .. } = member;
    let deprecated = deprecated(member);
    let Argument { ty, value } = cx.argument(ident, &member.field.ty, From::Models);
    let boxed = |value: TokenStream| {
        if member.boxed {
            quote!(Box::new(#value))
        } else {
            value
        }
    };
    if is_required(member) {
        return required_setters(cx, parts, members, member);
    }
    let values = parts.values();
    let maybe = affixed("maybe_", member.name, "");
    let plain = super::ty(cx, &member.field.ty);
    let maybe_docs = Doc::new()
        .line(format!(
            "Sets [`{0}`](Self::{0}) if there is a value.",
            member.name.trim_start_matches("r#")
        ))
        .outer();
    let value = boxed(value);
    let (given, maybe_given) = match member.how {
        How::Tristate => (
            quote!(runtime::model::Nullable::Value(#value)),
            if member.boxed {
                quote!(#ident.map_or(runtime::model::Nullable::Absent, |it| runtime::model::Nullable::Value(Box::new(it))))
            } else {
                quote!(#ident.map_or(runtime::model::Nullable::Absent, runtime::model::Nullable::Value))
            },
        ),
        How::Required | How::Nullable | How::Optional => (
            quote!(Some(#value)),
            if member.boxed {
                quote!(#ident.map(Box::new))
            } else {
                quote!(#ident)
            },
        ),
    };
    let null = (member.how == How::Tristate).then(|| {
        let null = affixed("", member.name, "_null");
        let docs = Doc::new()
            .line(format!(
                "Sets [`{0}`](Self::{0}) to null, which is not the same as leaving it out.",
                member.name.trim_start_matches("r#")
            ))
            .outer();
        quote! {
            #docs
            #deprecated
            pub fn #null(mut self) -> Self {
                #values.#ident = runtime::model::Nullable::Null;
                self
            }
        }
    });
    let allow = allow_name(ident);
    quote! {
        #docs
        #deprecated
        #allow
        pub fn #ident(mut self, #ident: #ty) -> Self {
            #values.#ident = #given;
            self
        }

        #maybe_docs
        #deprecated
        pub fn #maybe(mut self, #ident: Option<#plain>) -> Self {
            #values.#ident = #maybe_given;
            self
        }

        #null
    }
}

fn extra_setter(cx: &EmitCx<'_>, parts: &Parts, shape: &StructShape) -> TokenStream {
    let values = parts.values();
    let ty = super::ty(cx, &shape.additional);
    let docs = if shape.additional == TypeRef::Json {
        " Adds a property that this version of the crate does not know."
    } else {
        " Adds a further property."
    };
    quote! {
        #[doc = #docs]
        pub fn extra(mut self, name: impl Into<String>, value: impl Into<#ty>) -> Self {
            #values.extra.insert(name.into(), value.into());
            self
        }
    }
}

fn build(cx: &EmitCx<'_>, parts: &Parts, members: &[Member<'_>]) -> TokenStream {
    let Parts { model, builder, .. } = parts;
    let given = members
        .iter()
        .filter(|member| is_required(member))
        .map(|member| match member.how {
            How::Nullable => field_ty(cx, member),
            How::Required | How::Optional | How::Tristate => value_ty(cx, member),
        });
    let fields = members.iter().map(|member| {
        let ident = &member.ident;
        quote!(#ident: self.#ident)
    });
    let given = angled(given);
    let finished = if parts.states.is_empty() {
        quote!(self.model)
    } else {
        quote!(#model { #(#fields,)* extra: self.extra })
    };
    quote! {
        impl #builder #given {
            /// The finished value.
            pub fn build(self) -> #model {
                #finished
            }
        }
    }
}
