//! The mock tenant of the crate: expectations and calls for each operation, and a description of it as data.
//!
//! ```text
//! src/testing.rs                   MockTenant, and the names that stand for one operation in the whole crate
//! src/beta/testing.rs              MockBeta, which has them for this API, whatever other APIs call theirs
//! src/beta/testing.json            what the mock tenant knows of the operations: never Rust, so it costs no compiling
//! src/beta/entitlements/testing.rs an expectation and a call for each operation of the group
//! ```
//!
//! All of it stands under the feature `test-util`.

mod describe;
mod group;

use std::collections::BTreeMap;

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::Plan;
use super::cx::{EmitCx, affixed, ident};
use super::docs::Doc;
use super::features;
use crate::config::Package;
use crate::model::OperationId;

pub(super) use describe::describe;
pub(super) use group::{Top, module as group};

/// The operations that have their names in the crate's `MockTenant` too, by the API's module: for each name, the one of the
/// first API that has it. So a later API never takes a name away.
pub(super) fn tops(plans: &[Plan]) -> BTreeMap<&str, Top> {
    let mut taken: Vec<&str> = Vec::new();
    let mut tops: BTreeMap<&str, Top> = BTreeMap::new();
    for plan in plans {
        let names = &plan.names;
        let mut of_api: BTreeMap<&str, OperationId> = BTreeMap::new();
        for (id, operation) in names.operations.iter() {
            of_api.entry(bare(&operation.method)).or_insert(id);
        }
        let hidden = |name: &str| {
            plans
                .iter()
                .any(|it| it.names.module == format!("on_{name}"))
        };
        of_api.retain(|name, _| !taken.contains(name) && !hidden(name));
        taken.extend(of_api.keys());
        tops.insert(&names.module, Top(of_api.into_values().collect()));
    }
    tops
}

/// A method's name without the mark of a raw identifier.
fn bare(method: &str) -> &str {
    method.trim_start_matches("r#")
}

/// `MockBeta`
fn mock(cx: &EmitCx<'_>) -> Ident {
    affixed("Mock", &cx.names.handle, "")
}

/// `BetaCalls`
fn calls(cx: &EmitCx<'_>) -> Ident {
    affixed("", &cx.names.handle, "Calls")
}

/// `src/testing.rs`.
pub(super) fn krate(plans: &[Plan], package: &Package) -> TokenStream {
    let descriptions = plans.iter().map(|plan| {
        let cx = EmitCx::new(plan, package);
        let feature = features::any(&cx);
        let module = cx.module();
        quote! {
            #[cfg(feature = #feature)]
            crate::#module::testing::DESCRIPTION,
        }
    });
    let handles = plans.iter().map(|plan| {
        let cx = EmitCx::new(plan, package);
        let feature = features::any(&cx);
        let module = cx.module();
        let mock = mock(&cx);
        let docs = Doc::new()
            .line(format!(
                "The operations of `{}` alone, by names that no other API can take.",
                cx.names.module
            ))
            .outer();
        quote! {
            #docs
            #[cfg(feature = #feature)]
            pub fn #module(&self) -> crate::#module::testing::#mock {
                crate::#module::testing::#mock::new(self.tenant.clone())
            }
        }
    });
    let head = head(plans, package).inner();
    quote! {
        #head

        use crate::runtime;

        pub use runtime::testing::{Answer, Builder, Calls, ManualClock, OnPath, Part, Received, Tenant};

        /// What the tenant knows of the operations.
        const DESCRIPTIONS: &[&str] = &[#(#descriptions)*];

        /// A tenant of one's own, on this machine: a server on loopback with the token endpoint and every operation of this crate.
        ///
        /// Made by [`start`](Self::start), [`stateful`](Self::stateful) or [`start_with`](Self::start_with); clients of it are made
        /// by [`client`](Self::client). It dereferences to the [`Tenant`], which has what does not depend on an operation. Dropped, it panics where a call
        /// came that nothing expected, or one did not come that had to.
        #[derive(Debug)]
        pub struct MockTenant {
            pub(crate) tenant: runtime::testing::Tenant,
        }

        impl MockTenant {
            /// Starts a tenant that knows only what it is told to expect.
            ///
            /// # Panics
            /// Outside of a tokio runtime, and where this machine gives no port.
            pub async fn start() -> Self {
                Self::start_with(Builder::new()).await
            }

            /// Starts a tenant that keeps records, at first those that the documentation shows: what is changed stays changed.
            ///
            /// # Panics
            /// As [`start`](Self::start).
            pub async fn stateful() -> Self {
                Self::start_with(Builder::new().stateful()).await
            }

            /// Starts a tenant with settings of its own.
            ///
            /// # Panics
            /// As [`start`](Self::start).
            pub async fn start_with(settings: Builder) -> Self {
                Self { tenant: settings.start(DESCRIPTIONS).await }
            }

            /// A client of the tenant, with credentials that it takes and with the tenant's [clock](Tenant::clock): waiting
            /// does not wait.
            pub fn client(&self) -> crate::Client {
                self.tenant.client_of(crate::Client::builder())
            }

            /// The settings of such a client, for changing them.
            pub fn client_builder(&self) -> runtime::ClientBuilder<crate::Client> {
                self.tenant.settings_of(crate::Client::builder())
            }

            /// What has come for each operation.
            pub fn calls(&self) -> TenantCalls {
                TenantCalls { tenant: self.tenant.clone() }
            }

            #(#handles)*
        }

        impl std::ops::Deref for MockTenant {
            type Target = runtime::testing::Tenant;

            fn deref(&self) -> &runtime::testing::Tenant {
                &self.tenant
            }
        }

        impl Drop for MockTenant {
            fn drop(&mut self) {
                self.tenant.finish();
            }
        }

        /// What has come for each operation; made by [`MockTenant::calls`].
        #[derive(Clone, Debug)]
        pub struct TenantCalls {
            #[allow(dead_code, reason = "without an operation nothing reads it")]
            pub(crate) tenant: runtime::testing::Tenant,
        }
    }
}

/// The documentation of the crate's module, with an example of the first list that there is.
fn head(plans: &[Plan], package: &Package) -> Doc {
    let doc = Doc::new()
        .line("A tenant for tests: no account, no network, no waiting.")
        .line(
            "Each operation has an expectation, `on_…` and its name: what it is called with, which is checked where it is told, \
             and what it is answered with, one answer after another. What has come is in [`calls`](MockTenant::calls).",
        );
    let example = example(plans, package);
    let fences = ["```no_run", "```"].map(|it| [it.to_owned()]);
    let [start, end] = fences;
    let doc = doc.block(start.into_iter().chain(example).chain(end));
    let handle = plans.first().map_or("api", |plan| &plan.names.module);
    doc.block(
        [
            "* A later expectation goes before an earlier one, so that a test can change what its set-up says. The last answer is \
             given for ever, unless it is bounded by `times`.",
            "* Every request is held against the document first: parameters, types, bounds, media type and body. One that breaks \
             it gets a 400 in the service's own form.",
            "* A call that nothing expects gets a 501, whose text shows the expectation that comes nearest; the tenant panics \
             with it when it is dropped.",
            "* Time is the tenant's [clock](Tenant::clock), which goes forward by sleeping: a `Retry-After` of minutes takes none.",
            "* [`MockTenant::stateful`] keeps records instead, which operations list, find and change. Expectations go before it.",
        ]
        .into_iter()
        .map(str::to_owned)
        .chain([format!(
            "* Where two APIs have an operation of one name, the first API's stands in [`MockTenant`]; each API has all of its \
             own in a handle, such as `tenant.{handle}()`."
        )]),
    )
}

/// A test, of the first list where there is one, without the marks around it.
pub(super) fn example(plans: &[Plan], package: &Package) -> Vec<String> {
    let krate = package.name.replace('-', "_");
    let mut lines = vec![
        format!("# async fn example() -> {krate}::Result<()> {{"),
        format!("use {krate}::testing::MockTenant;"),
        String::new(),
        "let tenant = MockTenant::start().await;".to_owned(),
    ];
    lines.extend(test_of_list(plans).unwrap_or_default());
    lines.extend(["# Ok(())", "# }"].map(str::to_owned));
    lines
}

fn test_of_list(plans: &[Plan]) -> Option<Vec<String>> {
    plans.iter().find_map(|plan| {
        let (id, operation) = plan.api.operations.iter().find(|(_, operation)| {
            operation.paging.is_some()
                && operation.path_params.is_empty()
                && operation.query_params.iter().all(|param| !param.required)
        })?;
        let names = &plan.names;
        let method = bare(&names.operations[id].method);
        let (module, group) = (&names.module, &names.groups[operation.group].module);
        Some(vec![
            format!("tenant.{module}().on_{method}().drops_connection().then_ok(vec![]);"),
            String::new(),
            "let client = tenant.client();".to_owned(),
            format!("let records = client.{module}().{group}().{method}().send().await?;"),
            "assert_eq!(records.len(), 0);".to_owned(),
            format!("assert_eq!(tenant.{module}().calls().{method}(), 2);"),
        ])
    })
}

/// `src/<api>/testing.rs`.
pub(super) fn api(cx: &EmitCx<'_>) -> TokenStream {
    let (mock, calls) = (mock(cx), calls(cx));
    let module = &cx.names.module;
    let head = Doc::new()
        .line(format!(
            "The operations of `{module}` in a [`MockTenant`](crate::testing::MockTenant)."
        ))
        .inner();
    let docs = Doc::new()
        .line(format!(
            "Expectations of `{module}`; made by [`MockTenant::{module}`](crate::testing::MockTenant::{module})."
        ))
        .outer();
    let include = ident("include_str");
    let calls_docs = Doc::new()
        .line(format!(
            "What has come for each operation of `{module}`; made by [`{mock}::calls`]."
        ))
        .outer();
    quote! {
        #head

        use crate::runtime;

        /// The operations, their parameters and what they answer with, as JSON.
        pub(crate) const DESCRIPTION: &str = #include!("testing.json");

        #docs
        #[derive(Clone, Debug)]
        pub struct #mock {
            pub(crate) tenant: runtime::testing::Tenant,
        }

        impl #mock {
            pub(crate) fn new(tenant: runtime::testing::Tenant) -> Self {
                Self { tenant }
            }

            /// What has come for each operation.
            pub fn calls(&self) -> #calls {
                #calls { tenant: self.tenant.clone() }
            }
        }

        #calls_docs
        #[derive(Clone, Debug)]
        pub struct #calls {
            #[allow(dead_code, reason = "without an operation nothing reads it")]
            pub(crate) tenant: runtime::testing::Tenant,
        }
    }
}

/// `ListEntitlementsExpectation`
fn expectation_ident(cx: &EmitCx<'_>, id: OperationId) -> Ident {
    affixed("", &cx.names.operations[id].item, "Expectation")
}

/// `ListEntitlementsCall`
fn call_ident(cx: &EmitCx<'_>, id: OperationId) -> Ident {
    affixed("", &cx.names.operations[id].item, "Call")
}

/// The method of [`MockTenant`] for an operation.
fn on_ident(cx: &EmitCx<'_>, id: OperationId) -> Ident {
    ident(&format!("on_{}", bare(&cx.names.operations[id].method)))
}
