//! The harness of the tests that look at the workspace as a whole: from a fixture to a text to compare.
//!
//! A fixture is a piece of an OpenAPI document that shows one idea. [`fixture`] reads it and makes a document of it,
//! [`run`] passes it to the generator, [`show`] renders the output, and [`snapshot`] compares it with the accepted
//! snapshot. [`formatting`] compares emitted files with the formatter's output, [`shuffle`] writes a document in another order, and [`tree`] walks the checkout.
//!
//! [`sample`] decides how much of a long sweep runs, [`external`] finds data that is not part of the project, and [`nested`]
//! runs cargo on a crate that a test has written. [`conformance`] compares a generated crate with its document.

pub mod conformance;
pub mod external;
pub mod fixture;
pub mod formatting;
pub mod imports;
pub mod mutation;
pub mod nested;
pub mod pair;
pub mod probe;
pub mod random;
pub mod round_trip;
pub mod run;
pub mod sample;
pub mod scratch;
pub mod show;
pub mod shuffle;
pub mod snapshot;
pub mod tree;
pub mod vendor;
pub mod verdict;
pub mod whole;

/// The example of the front page compiles.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct FrontPage;

/// So do those of the page about streams.
#[cfg(doctest)]
#[doc = include_str!("../../docs/streams.md")]
struct Streams;

/// An id, or a plain string, identifies a resource:
///
/// ```
/// # use sailpoint_isc::{Client, beta::models::{AccountId, EntitlementId}};
/// # fn example(client: &Client, id: &EntitlementId, account: AccountId) {
/// let _ = client.beta().entitlements().get_entitlement(id);
/// let _ = client.beta().entitlements().get_entitlement("e07a");
/// # #[allow(deprecated)]
/// let _ = client.beta().entitlements().list_entitlements().account_id(account);
/// # }
/// ```
///
/// The id of another resource does not, neither in a path
///
/// ```compile_fail,E0277
/// # use sailpoint_isc::{Client, beta::models::IdentityId};
/// # fn example(client: &Client, id: IdentityId) {
/// let _ = client.beta().entitlements().get_entitlement(id);
/// # }
/// ```
///
/// nor in a query
///
/// ```compile_fail,E0277
/// # use sailpoint_isc::{Client, v2026::models::{AccountId, EntitlementId, IdentityId}};
/// # fn example(client: &Client, entitlement: EntitlementId, identity: IdentityId, account: AccountId) {
/// let connections = client.v2026().entitlement_connections();
/// let _ = connections.patch_entitlement_connection_by_query(entitlement, account, identity);
/// # }
/// ```
///
/// nor in a model.
///
/// ```compile_fail,E0308
/// # use sailpoint_isc::v2026::models::{EntitlementConnection, EntitlementId};
/// # fn example(mut connection: EntitlementConnection, id: EntitlementId) {
/// connection.identity_id = Some(id);
/// # }
/// ```
#[cfg(doctest)]
struct Swapped;
