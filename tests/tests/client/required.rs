//! Proof at compile time that nothing can be sent without its required parts. `tests/tests/refused.rs` has builders.

use crate::support;

/// The result for a value without its own method.
struct NotThere;

/// Gives every type `send`. If a type has its own, that one is called, and returns another type.
trait Fallback: Sized {
    fn send(self) -> NotThere {
        NotThere
    }
}

impl<T> Fallback for T {}

#[tokio::test]
async fn incomplete_requests_have_no_send() {
    let (_server, client) = support::answering([]).await;
    let beta = client.beta().entitlements();
    let connections = client.v2026().entitlement_connections();
    let _: [NotThere; 4] = [
        beta.update_entitlements_in_bulk().send(),
        beta.put_entitlement_request_config("2c91").send(),
        connections.update_entitlement_connections_bulk().send(),
        connections
            .patch_entitlement_connection_by_id("2ad9")
            .send(),
    ];
}
