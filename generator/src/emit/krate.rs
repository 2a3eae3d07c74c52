//! The root of the crate and its client.
//!
//! ```text
//! pub use sailpoint_isc_runtime as runtime;
//!
//! mod client;
//! pub use client::Client;
//!
//! #[cfg(feature = "beta")]
//! pub mod beta;
//! ```

use proc_macro2::TokenStream;
use quote::quote;

use super::cx::{EmitCx, ident};
use super::docs::Doc;
use super::features;
use super::{Plan, front};
use crate::config::Package;
use crate::name::Names;

/// `lib.rs`.
pub(super) fn lib(plans: &[Plan], package: &Package) -> TokenStream {
    let head = front::docs(plans, package);
    let modules = plans.iter().map(|plan| {
        let cx = EmitCx::new(plan, package);
        let feature = features::any(&cx);
        let module = cx.module();
        quote! {
            #[cfg(feature = #feature)]
            pub mod #module;
        }
    });
    let allow = plans
        .iter()
        .any(|plan| has_placeholder(&plan.names))
        .then(|| quote!(#![allow(clippy::disallowed_names, reason = "the document calls it so")]));
    let whole = plans.iter().map(|plan| &plan.names.module);
    // Documentation of one API, or of one group, links to what the others have.
    let links = quote! {
        #![cfg_attr(not(all(#(feature = #whole),*)), allow(rustdoc::broken_intra_doc_links))]
    };
    quote! {
        #head
        #![forbid(unsafe_code)]
        #links
        #allow

        mod client;
        #(#modules)*
        #[cfg(feature = "test-util")]
        pub mod testing;

        pub use client::Client;
        pub use sailpoint_isc_runtime as runtime;
        pub use sailpoint_isc_runtime::{
            AccessToken, ApiError, BadItem, BulkFailure, BulkOutcome, BulkReason, BulkRow, CallInfo, ClientBuilder,
            Clock, Config, ConfigSource, Credentials, Cursor, DecodeError, Error, ErrorMessage, Failed, File, Filter,
            Items, Limiter, LimiterFuture, Middleware, MiddlewareFuture, Next, Pages, RateLimit, RawCall, RefreshToken,
            RefreshTokenStore, Reply, Request, Response, ResponseParts, Result, Retry, RetryPolicy, Sending,
            Sleep, Sorter, StoreFuture, SystemClock, TimeoutPolicy, Timeouts, TokenFuture, TokenProvider,
            Unlimited,
            model::{Extra, Nullable}, patch::{JsonPatch, JsonPatchOperation},
            timestamp::Timestamp,
        };
    }
}

/// Whether something is called by one of the words that clippy takes for a placeholder.
fn has_placeholder(names: &Names) -> bool {
    let of_types = names.types.iter().flat_map(|(_, it)| &it.members);
    let of_operations = names.operations.iter().flat_map(|(_, it)| {
        let setters = it.patch_setters.iter().map(|it| &it.set);
        let params = [&it.path, &it.query, &it.header, &it.parts];
        params.into_iter().flatten().chain(setters)
    });
    of_types
        .chain(of_operations)
        .any(|name| matches!(&**name, "foo" | "baz" | "quux"))
}

/// `client.rs`.
pub(super) fn client(plans: &[Plan], package: &Package) -> TokenStream {
    let handles = plans.iter().map(|plan| {
        let cx = EmitCx::new(plan, package);
        let feature = features::any(&cx);
        let module = cx.module();
        let handle = ident(&cx.names.handle);
        let docs = Doc::new()
            .markdown(&format!("{}, version {}.", cx.api.title, cx.api.version))
            .outer();
        quote! {
            #docs
            #[cfg(feature = #feature)]
            pub fn #module(&self) -> crate::#module::#handle {
                crate::#module::#handle { client: self.client.clone() }
            }
        }
    });
    quote! {
        //! The client.

        use crate::runtime;

        /// The client: connections, tokens, limits and retries, shared by everything that is made from it.
        ///
        /// Cheap to clone; a clone shares all of that. It dereferences to the runtime's client, whose `get`, `post` and
        /// `request` reach operations that this crate does not know.
        #[derive(Clone, Debug)]
        pub struct Client {
            client: runtime::Client,
        }

        impl Client {
            /// A client for a configuration, with every other setting at its default.
            ///
            /// # Errors
            /// When the configuration holds no usable base URL.
            pub fn new(config: runtime::Config) -> runtime::Result<Self> {
                Self::builder().config(config).build()
            }

            /// The settings of a client, all at their defaults.
            pub fn builder() -> runtime::ClientBuilder<Self> {
                runtime::ClientBuilder::new().product(env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"))
            }

            #(#handles)*
        }

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
