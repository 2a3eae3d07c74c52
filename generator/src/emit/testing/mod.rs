//! The mock server of the crate: expectations and calls for each operation, and a description of it as data.
//!
//! ```text
//! src/testing.rs                   MockServer, and the names that are unique in the whole crate
//! src/beta/testing.rs              MockBeta, which has them for this API, whatever other APIs call theirs
//! src/beta/testing.json            what the mock server knows of the operations: never Rust, so it costs no compiling
//! src/beta/entitlements/testing.rs an expectation and a call for each operation of the group
//! ```
//!
//! All of it is behind the feature `test-util`.

mod describe;
mod describe_body;
mod describe_type;
mod group;

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::cx::EmitCx;
use super::docs::Doc;
use super::print::reexports;
use super::print::{Head, Place, function, ident, ty, uses};
use crate::rust::{Crate, imports, testing as rust_testing};

pub(super) use describe::describe;
pub(super) use group::module as group;

/// A method's name without the mark of a raw identifier.
fn bare(method: &str) -> &str {
    method.trim_start_matches("r#")
}

/// `MockBeta`
fn mock(cx: &EmitCx<'_>) -> Ident {
    ident(&rust_testing::mock(cx.rust.handle))
}

/// `BetaCalls`
fn calls(cx: &EmitCx<'_>) -> Ident {
    ident(&rust_testing::calls(cx.rust.handle))
}

fn aliases(krate: &Crate<'_>) -> TokenStream {
    krate
        .mock_aliases()
        .map(|(alias, name)| {
            let docs = format!(" Another name of [`{name}`].");
            let (alias, name) = (ident(alias), ident(name));
            quote! {
                #[doc = #docs]
                pub type #alias = #name;
            }
        })
        .collect()
}

/// `src/testing.rs`.
pub(super) fn krate(krate: &Crate<'_>) -> TokenStream {
    let descriptions = krate.apis.iter().map(|api| {
        let (feature, module) = (&api.features.any, ident(api.module));
        quote! {
            #[cfg(feature = #feature)]
            crate::#module::testing::DESCRIPTION,
        }
    });
    let handles = krate.apis.iter().map(|api| {
        let docs = Doc::new()
            .line(format!(
                "Only the operations of `{}`, by names that no other API can take.",
                api.module
            ))
            .outer();
        let method = api.mock_method();
        let mock = ty(&method.output, Place::Api);
        let body = quote!(#mock::new(self.server.clone()));
        function(Head::new(docs), &method, Place::Api, &body)
    });
    let head = head(krate).inner();
    let aliases = aliases(krate);
    let reexports = reexports(crate::config::check::TESTING_REEXPORTS);
    let imports = uses(&[imports::runtime()]);
    quote! {
        #head

        #imports

        pub use runtime::testing::#reexports;

        /// What the server knows of the operations.
        const DESCRIPTIONS: &[&str] = &[#(#descriptions)*];

        /// A mock server on this machine: a server on loopback with the token endpoint and every operation of this crate.
        ///
        /// Made by [`start`](Self::start), [`stateful`](Self::stateful) or [`start_with`](Self::start_with); clients of it are made
        /// by [`client`](Self::client). It dereferences to the [`Server`], which has what does not depend on an operation. Dropped, it panics where a call
        /// came that nothing expected, or one did not come that had to.
        #[derive(Debug)]
        pub struct MockServer {
            pub(crate) server: runtime::testing::Server,
        }

        impl MockServer {
            /// Starts a server that answers only the calls that a test expects.
            ///
            /// # Panics
            /// Outside of a tokio runtime, and where this machine gives no port.
            pub async fn start() -> Self {
                Self::start_with(Builder::new()).await
            }

            /// Starts a server that keeps records, at first those that the documentation shows: what is changed stays changed.
            ///
            /// # Panics
            /// As [`start`](Self::start).
            pub async fn stateful() -> Self {
                Self::start_with(Builder::new().stateful()).await
            }

            /// Starts a server with settings of its own.
            ///
            /// # Panics
            /// As [`start`](Self::start).
            pub async fn start_with(settings: Builder) -> Self {
                Self { server: settings.start(DESCRIPTIONS, &crate::service_facts::SERVICE).await }
            }

            /// Returns a client of the server, with credentials that it takes and with the server's [clock](Server::clock): waiting
            /// does not wait.
            pub fn client(&self) -> crate::Client {
                self.server.built(self.client_builder().build())
            }

            /// Returns the settings of such a client, for changing them.
            pub fn client_builder(&self) -> crate::ClientBuilder {
                let mut builder = crate::Client::builder();
                self.server.prepare(&mut builder.settings);
                builder
            }

            /// Returns the received calls of each operation.
            pub fn calls(&self) -> ServerCalls {
                ServerCalls { server: self.server.clone() }
            }

            #(#handles)*
        }

        impl std::ops::Deref for MockServer {
            type Target = runtime::testing::Server;

            fn deref(&self) -> &runtime::testing::Server {
                &self.server
            }
        }

        impl Drop for MockServer {
            fn drop(&mut self) {
                self.server.finish();
            }
        }

        /// The received calls of each operation; made by [`MockServer::calls`].
        #[derive(Clone, Debug)]
        pub struct ServerCalls {
            #[allow(dead_code, reason = "without an operation nothing reads it")]
            pub(crate) server: runtime::testing::Server,
        }

        #aliases
    }
}

/// The documentation of the crate's module, with an example of the first list that there is.
fn head(krate: &Crate<'_>) -> Doc {
    let doc = Doc::new()
        .line("A server for tests: no account, no network, no waiting.")
        .line(
            "Each operation has an expectation, `on_…` and its name: the values of the call, which are checked at once, \
             and its responses, in order. The received calls are in [`calls`](MockServer::calls).",
        );
    let example = example(krate);
    let fences = ["```no_run", "```"].map(|it| [it.to_owned()]);
    let [start, end] = fences;
    let doc = doc.block(start.into_iter().chain(example).chain(end));
    let handle = krate.for_front().next().map_or("api", |api| api.module);
    doc.block(
        [
            "* A later expectation takes precedence over an earlier one, so a test can override its set-up. The last response is \
             repeated, unless `times` limits it.",
            "* Every request is first checked against the document: parameters, types, bounds, media type and body. An invalid one \
             gets a 400 in the service's error format.",
            "* An unexpected call gets a 501, whose text shows the closest expectation; the server panics \
             with it when it is dropped.",
            "* Time is the server's [clock](Server::clock), which sleeping advances: a `Retry-After` of minutes does not wait.",
            "* [`MockServer::stateful`] keeps records instead, which operations list, find and change. Expectations take precedence.",
        ]
        .into_iter()
        .map(str::to_owned)
        .chain([format!(
            "* If two APIs have an operation of the same name, [`MockServer`] has the first API's; each API has all of its \
             operations in a handle, such as `server.{handle}()`."
        )]),
    )
}

/// A test, of the first list where there is one, without the marks around it.
pub(super) fn example(krate: &Crate<'_>) -> Vec<String> {
    let name = &krate.name;
    let mut lines = vec![
        format!("# async fn example() -> {name}::Result<()> {{"),
        format!("use {name}::testing::MockServer;"),
        String::new(),
        "let server = MockServer::start().await;".to_owned(),
    ];
    lines.extend(test_of_list(krate).unwrap_or_default());
    lines.extend(["# Ok(())", "# }"].map(str::to_owned));
    lines
}

fn test_of_list(krate: &Crate<'_>) -> Option<Vec<String>> {
    krate.for_front().find_map(|api| {
        let (_, operation) = api.operations.iter().find(|(_, operation)| {
            let model = operation.model;
            model.paging.is_some() && operation.params.iter().all(|param| !param.is_argument)
        })?;
        let method = bare(operation.method);
        let (module, group) = (api.module, operation.group);
        Some(vec![
            format!(
                "server.{module}().{}().drops_connection().then_ok(vec![]);",
                operation.on()
            ),
            String::new(),
            "let client = server.client();".to_owned(),
            format!("let records = client.{module}().{group}().{method}().send().await?;"),
            "assert_eq!(records.len(), 0);".to_owned(),
            format!(
                "assert_eq!(server.{module}().calls().{}(), 2);",
                operation.mocked
            ),
        ])
    })
}

/// `src/<api>/testing.rs`.
pub(super) fn api(cx: &EmitCx<'_>) -> TokenStream {
    let (mock, calls) = (mock(cx), calls(cx));
    let module = &cx.rust.module;
    let head = Doc::new()
        .line(format!(
            "The operations of `{module}` in a [`MockServer`](crate::testing::MockServer)."
        ))
        .inner();
    let docs = Doc::new()
        .line(format!(
            "Expectations of `{module}`; made by [`MockServer::{module}`](crate::testing::MockServer::{module})."
        ))
        .outer();
    let include = ident("include_str");
    let calls_docs = Doc::new()
        .line(format!(
            "The received calls of each operation of `{module}`; made by [`{mock}::calls`]."
        ))
        .outer();
    let imports = uses(&[imports::runtime()]);
    quote! {
        #head

        #imports

        /// The operations, their parameters and what they answer with, as JSON.
        pub(crate) const DESCRIPTION: &str = #include!("testing.json");

        #docs
        #[derive(Clone, Debug)]
        pub struct #mock {
            pub(crate) server: runtime::testing::Server,
        }

        impl #mock {
            pub(crate) fn new(server: runtime::testing::Server) -> Self {
                Self { server }
            }

            /// Returns the received calls of each operation.
            pub fn calls(&self) -> #calls {
                #calls { server: self.server.clone() }
            }
        }

        #calls_docs
        #[derive(Clone, Debug)]
        pub struct #calls {
            #[allow(dead_code, reason = "without an operation nothing reads it")]
            pub(crate) server: runtime::testing::Server,
        }
    }
}
