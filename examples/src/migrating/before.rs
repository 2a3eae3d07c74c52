//! Closes entitlements for requests and marks them as privileged, with `beta()`.

use sailpoint_isc::beta::entitlements::EntitlementPatch;
use sailpoint_isc::beta::entitlements::fields::list_entitlements as f;
use sailpoint_isc::{Client, Result};

/// Changes all entitlements that are requestable and not privileged; returns their names.
///
/// # Errors
/// The first error of a call; entitlements that were closed before stay closed.
pub async fn close(client: &Client) -> Result<Vec<String>> {
    let entitlements = client.beta().entitlements();
    let mut open = entitlements
        .list_entitlements()
        .filters(f::REQUESTABLE.eq(true))
        .items();
    let mut closed = Vec::new();
    while let Some(entitlement) = open.try_next().await? {
        let (Some(id), Some(false)) = (entitlement.id, entitlement.privileged) else {
            continue;
        };
        let patch = EntitlementPatch::new().privileged(true).requestable(false);
        let after = entitlements
            .patch_entitlement(&id)
            .body(patch)
            .send()
            .await?;
        closed.extend(after.into_inner().name);
    }
    Ok(closed)
}
