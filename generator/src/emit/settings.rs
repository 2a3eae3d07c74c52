//! Servers: as data for the runtime, as methods of the builder, and as enums to choose from.
//!
//! ```text
//! pub(crate) static API: runtime::codegen::Api = runtime::codegen::Api::new(
//!     "beta",
//!     &[runtime::codegen::Server::new(
//!         "https://{tenant}.example.com/beta",
//!         &[runtime::codegen::Variable::new("tenant", "tenant")],
//!     )],
//! );
//!
//! pub fn tenant(mut self, tenant: impl Into<String>) -> Self {
//!     self.settings.variable("tenant", tenant);
//!     self
//! }
//! ```

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::{Doc, code};
use super::markdown::summary_line;
use super::print::{Head, Place, function, ident};
use crate::model::{Server, ServerVariable};
use crate::rust::{Choice, Crate, Operation, Settings, Variable};

/// The servers of an API or an operation.
pub(super) fn servers(settings: &Settings<'_>, servers: &[Server]) -> TokenStream {
    let servers = servers.iter().map(|server| {
        let url = &server.url;
        let variables = server.variables.iter().map(|it| variable(settings, it));
        quote!(runtime::codegen::Server::new(#url, &[#(#variables),*]))
    });
    quote!(&[#(#servers),*])
}

fn variable(settings: &Settings<'_>, variable: &ServerVariable) -> TokenStream {
    let name = &variable.name;
    let known = settings.variables.iter().find(|it| it.model.name == *name);
    let method = known.map_or(name.as_str(), |it| it.method);
    let default = variable.default.as_ref().filter(|_| !variable.is_required);
    let default = default.map(|default| quote!(.or(#default)));
    let values = &variable.values;
    let values = (!values.is_empty()).then(|| quote!(.among(&[#(#values),*])));
    quote!(runtime::codegen::Variable::new(#name, #method) #values #default)
}

/// The methods of the builder.
pub(super) fn methods(krate: &Crate<'_>) -> TokenStream {
    let variables = krate.settings.methods().map(|(setter, variable)| {
        let (name, method) = (&variable.model.name, ident(variable.method));
        let value = if variable.values.is_some() {
            quote!(#method.value())
        } else {
            quote!(#method)
        };
        let body = quote!(self.settings.variable(#name, #value); self);
        function(
            Head::new(docs(variable)).mutable(),
            &setter,
            Place::Api,
            &body,
        )
    });
    let server = krate.settings.servers.iter().map(|_| {
        quote! {
            /// Selects a server. Default: the first of each document that has the variables that are set.
            pub fn server(mut self, server: Server) -> Self {
                self.settings.server(server.urls());
                self
            }
        }
    });
    quote!(#(#server)* #(#variables)*)
}

fn docs(variable: &Variable<'_>) -> TokenStream {
    let doc = match variable.description {
        Some(text) => Doc::new().markdown(text),
        None => Doc::new().line("Sets a variable of the server's URL."),
    };
    let of = [&variable.model.name, &variable.server.url].map(|it| code(it).unwrap_or_default());
    let mut facts = format!("The variable {} of the server {}.", of[0], of[1]);
    match &variable.model.default {
        Some(default) if !variable.model.is_required => {
            if let Some(default) = code(default) {
                facts = format!("{facts} Default: {default}.");
            }
        }
        _ => facts = format!("{facts} It must be set if that server is used."),
    }
    let listed = variable.listed.iter().filter_map(|it| code(it));
    let listed: Vec<String> = listed.collect();
    if !listed.is_empty() {
        facts = format!("{facts} Documented values: {}.", listed.join(", "));
    }
    doc.line(facts).outer()
}

/// The URLs of servers with their descriptions, as a list.
pub(super) fn list(servers: &[Server]) -> Vec<String> {
    let item = |server: &Server| {
        let url = code(&server.url)?;
        let words = server.description.as_deref().map(summary_line);
        Some(match words.filter(|it| !it.is_empty()) {
            Some(words) => format!("* {url}: {words}"),
            None => format!("* {url}"),
        })
    };
    servers.iter().filter_map(item).collect()
}

/// An enum of strings; `method` returns the string of a variant.
pub(super) fn choice(choice: &Choice<'_>, docs: &str, is_server: bool) -> TokenStream {
    let name = ident(choice.name);
    let variants = choice.variants.iter().map(|variant| {
        let name = ident(variant.name);
        let doc = match variant.description {
            Some(text) => Doc::new().markdown(text),
            None => Doc::new(),
        };
        let texts = variant.texts.iter().filter_map(|it| code(it));
        let doc = doc.line(texts.collect::<Vec<_>>().join(", ")).outer();
        quote!(#doc #name)
    });
    let arms = choice.variants.iter().map(|variant| {
        let (name, texts) = (ident(variant.name), &variant.texts);
        if is_server {
            quote!(Self::#name => &[#(#texts),*])
        } else {
            quote!(Self::#name => #(#texts)*)
        }
    });
    let (method, output) = if is_server {
        (quote!(urls), quote!(&'static [&'static str]))
    } else {
        (quote!(value), quote!(&'static str))
    };
    let docs = Doc::new().line(docs).outer();
    quote! {
        #docs
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
        }

        impl #name {
            fn #method(self) -> #output {
                match self {
                    #(#arms,)*
                }
            }
        }
    }
}

/// The setter of an operation's own servers.
pub(super) fn selection(operation: &Operation<'_>) -> Option<TokenStream> {
    let method = operation.server_setter()?;
    let docs = Doc::new().line("Selects a server of the operation. Default: the first.");
    let body = quote!(self.call.server(server.urls()); self);
    let head = Head::new(docs.outer()).mutable();
    Some(function(head, &method, Place::Operation, &body))
}

/// The enums of the client.
pub(super) fn choices(krate: &Crate<'_>) -> TokenStream {
    let servers = krate.settings.servers.iter();
    let servers = servers.map(|it| choice(it, "A server of the service.", true));
    let values = krate.settings.variables.iter().filter_map(|variable| {
        let docs = format!(
            "A value of the server variable {}.",
            code(&variable.model.name).unwrap_or_default()
        );
        Some(choice(variable.values.as_ref()?, &docs, false))
    });
    quote!(#(#servers)* #(#values)*)
}
