//! Marks entitlements as privileged and closes them for requests, with `beta()`.

use sailpoint_isc::beta::entitlements::EntitlementPatch;
use sailpoint_isc::beta::entitlements::fields::list_entitlements as f;
use sailpoint_isc::beta::models::{EntitlementBulkUpdateRequest, EntitlementId};
use sailpoint_isc::{Client, JsonPatch, Result};

use super::Closed;

/// Finds all entitlements that are requestable and not privileged, patches each to be privileged, and closes all of them in bulk.
///
/// # Errors
/// The first error of a call; entitlements that were patched before stay privileged.
pub async fn close(client: &Client) -> Result<Closed> {
    let entitlements = client.beta().entitlements();
    let mut open = entitlements
        .list_entitlements()
        .filters(f::REQUESTABLE.eq(true))
        .items();
    let mut found: Vec<EntitlementId> = Vec::new();
    let mut closed = Closed::default();
    while let Some(entitlement) = open.try_next().await? {
        let (Some(id), Some(false)) = (entitlement.id, entitlement.privileged) else {
            continue;
        };
        found.push(id);
        closed.found.extend(entitlement.name);
    }
    for id in &found {
        let patch = EntitlementPatch::new().privileged(true);
        let request = entitlements.patch_entitlement(id).body(patch);
        request.send().await?;
    }
    let body = EntitlementBulkUpdateRequest::builder()
        .entitlement_ids(found)
        .json_patch(JsonPatch::new().replace("/requestable", false))
        .build();
    // Any number of them: they are sent in blocks of the maximum size.
    let request = entitlements.update_entitlements_in_bulk().body(body);
    let outcome = request.send_all().await?;
    closed.failures = outcome.failed().map(|it| it.to_string()).collect();
    Ok(closed)
}
