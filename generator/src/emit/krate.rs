//! The root of the crate and its client.
//!
//! ```text
//! pub use openapi_client_runtime as runtime;
//!
//! mod client;
//! mod service_facts;
//! pub use client::Client;
//!
//! #[cfg(feature = "beta")]
//! pub mod beta;
//! ```

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::Doc;
use super::front;
use super::print::reexports;
use super::print::{Head, Place, function, ident, uses};
use super::{security, settings};
use crate::rust::{Api, Crate, Kind, imports};

/// `lib.rs`.
pub(super) fn lib(krate: &Crate<'_>) -> TokenStream {
    let head = front::docs(krate);
    let modules = krate.apis.iter().map(|api| {
        let (features, module) = (api.features.of_module(), ident(api.module));
        let gate = match &features[..] {
            [feature] => quote!(feature = #feature),
            features => quote!(any(#(feature = #features),*)),
        };
        quote! {
            #[cfg(#gate)]
            pub mod #module;
        }
    });
    let allow =
        krate.apis.iter().any(has_placeholder).then(
            || quote!(#![allow(clippy::disallowed_names, reason = "the document calls it so")]),
        );
    let whole = krate.apis.iter().map(|api| api.module);
    // Documentation of one API, or of one group, links to what the others have.
    let links = quote! {
        #![cfg_attr(not(all(#(feature = #whole),*)), allow(rustdoc::broken_intra_doc_links, reason = "links may lead into a module whose feature is off"))]
    };
    let config = krate.has_config().then(|| {
        quote!(
            pub use service_facts::Config;
        )
    });
    let reexports = reexports(&krate.reexports());
    let choices = krate.settings.choices().map(|it| ident(it.name));
    let mut exports: Vec<_> = [ident("Client"), ident("ClientBuilder")]
        .into_iter()
        .chain(choices)
        .collect();
    exports.sort();
    let exports = quote!({#(#exports),*});
    let has_schemes = !krate.settings.schemes.is_empty();
    let security = has_schemes.then(|| {
        quote!(
            mod security;
        )
    });
    quote! {
        #head
        #![forbid(unsafe_code)]
        // Lists in lists take three steps each when the compiler finds out whether a future can be sent.
        #![recursion_limit = "256"]
        #links
        #allow

        mod client;
        #security
        #(#modules)*
        mod service_facts;
        #[cfg(feature = "test-util")]
        pub mod testing;

        pub use client::#exports;
        #config
        pub use openapi_client_runtime as runtime;
        pub use openapi_client_runtime::#reexports;
    }
}

/// Whether something is called by one of the words that clippy takes for a placeholder.
fn has_placeholder(api: &Api<'_>) -> bool {
    let is = |name: &str| matches!(name, "foo" | "baz" | "quux");
    let mut types = api.types.iter();
    let mut operations = api.operations.iter();
    types.any(|(_, ty)| match &ty.kind {
        Kind::Struct(it) => it.fields.iter().any(|field| is(field.name)),
        Kind::StringEnum(_) | Kind::IntegerEnum(_) | Kind::Union(_) | Kind::Id | Kind::Alias(_) => {
            false
        }
    }) || operations.any(|(_, operation)| {
        let patch = operation.patch.iter().flat_map(|patch| &patch.fields);
        operation.params.iter().any(|it| is(it.name))
            || operation.parts.iter().any(|it| is(it.name))
            || patch.map(|it| it.set.name).any(is)
    })
}

/// The methods of the builder that this crate adds to those of the runtime.
fn builder_methods(krate: &Crate<'_>) -> Option<TokenStream> {
    let config = krate.has_config().then(|| {
        quote! {
            /// Takes base URL and credentials from a configuration.
            pub fn config(mut self, config: crate::Config) -> Self {
                self.settings.config(config);
                self
            }
        }
    });
    let variables = settings::methods(krate);
    let schemes = security::methods(krate);
    let methods = quote!(#config #variables #schemes);
    (!methods.is_empty()).then(|| {
        quote! {
            impl ClientBuilder {
                #methods
            }
        }
    })
}

/// The features that a missing method or module needs: they are not in the documentation of a build without them.
fn features(krate: &Crate<'_>) -> Doc {
    let rows = krate.apis.iter();
    let rows = rows.map(|api| format!("* `{}()`: {}", api.module, bringing(api)));
    Doc::new()
        .line("What the compiler does not find may belong to a feature of this crate that is off:")
        .block(rows.chain([
            "* `send_blocking` of requests, `block_on`: `blocking`".to_owned(),
            "* the module `testing`: `test-util`".to_owned(),
            "* conversions of date-times: `jiff`, `chrono` or `time`".to_owned(),
        ]))
}

/// The features that bring the module of an API.
fn bringing(api: &Api<'_>) -> String {
    let whole = api.features.whole;
    match api.features.of_groups().first() {
        Some(first) => {
            format!("`{whole}`, or the features of some of its groups, such as `{first}`")
        }
        None => format!("`{whole}`"),
    }
}

/// The message for a method whose feature is off: `gate` decides whether the method is there, `features` bring it.
pub(super) fn off(of: &str, method: &str, gate: &str, features: &str) -> TokenStream {
    let message = format!("`{method}()` needs the cargo feature {features}");
    let (of, method) = (ident(of), ident(method));
    quote! {
        #[cfg(not(feature = #gate))]
        runtime::codegen::feature_is_off!(#of, #method, #message);
    }
}

/// `client.rs`.
pub(super) fn client(krate: &Crate<'_>) -> TokenStream {
    let handles = krate.apis.iter().map(|api| {
        let (module, handle) = (ident(api.module), ident(api.handle));
        let model = api.model;
        let docs = Doc::new()
            .markdown(&format!("{}, version {}.", model.title, model.version))
            .line(format!("Needs the feature `{}`.", api.features.whole))
            .outer();
        let body = quote!(crate::#module::#handle { client: self.client.clone() });
        function(Head::new(docs), &api.method(), Place::Api, &body)
    });
    let new = krate.has_config().then(|| {
        quote! {
            /// A client for a configuration, with every other setting at its default.
            ///
            /// # Errors
            /// When the configuration holds no usable base URL.
            pub fn new(config: crate::Config) -> runtime::Result<Self> {
                Self::builder().config(config).build()
            }
        }
    });
    let modules = krate.apis.iter().map(|api| ident(api.module));
    let off = krate.apis.iter().map(|api| {
        let (module, gate) = (api.module, &api.features.any);
        off("Client", module, gate, &bringing(api))
    });
    let apis = krate.apis.iter().map(|api| {
        let (feature, module) = (&api.features.any, ident(api.module));
        quote!(#[cfg(feature = #feature)] &crate::#module::API)
    });
    let builder = builder_methods(krate);
    let features = features(krate).outer();
    let choices = settings::choices(krate);
    let imports = uses(&[imports::runtime()]);
    quote! {
        //! The client.

        #imports

        /// The client: connections, tokens, limits and retries, shared by everything that is made from it.
        ///
        /// Cheap to clone; a clone shares all of that. It dereferences to the runtime's client, whose `get`, `post` and
        /// `request` reach operations that this crate does not know.
        ///
        #features
        #[derive(Clone, Debug)]
        pub struct Client {
            client: runtime::Client,
        }

        impl Client {
            #new

            /// Returns the settings of a client, all at their defaults.
            pub fn builder() -> ClientBuilder {
                ClientBuilder {
                    settings: runtime::codegen::Settings::new(
                        env!("CARGO_PKG_NAME"),
                        env!("CARGO_PKG_VERSION"),
                        APIS,
                    )
                    .of_service(&crate::service_facts::SERVICE),
                }
            }

            #(#handles)*
        }

        #(#off)*

        /// The APIs that the client calls.
        static APIS: &[&runtime::codegen::Api] = &[#(#apis),*];

        /// The settings of a [`Client`]; made by [`Client::builder`].
        ///
        /// It never reads the environment.
        #[derive(Debug)]
        #[must_use = "a builder does nothing until it is built"]
        pub struct ClientBuilder {
            pub(crate) settings: runtime::codegen::Settings,
        }

        #builder

        runtime::codegen::client_builder!(ClientBuilder => Client);
        runtime::codegen::to_builder!(ClientBuilder => Client);
        runtime::codegen::build_first!(ClientBuilder: #(#modules),*);

        #choices

        impl From<runtime::Client> for Client {
            fn from(client: runtime::Client) -> Self {
                Self { client }
            }
        }

        impl std::ops::Deref for Client {
            type Target = runtime::Client;

            fn deref(&self) -> &runtime::Client {
                &self.client
            }
        }
    }
}
