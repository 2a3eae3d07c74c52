//! Marks entitlements as privileged and closes them for requests, with `v2026()`.

use sailpoint_isc::v2026::entitlements::EntitlementV2Patch;
use sailpoint_isc::v2026::entitlements::fields::list_entitlements as f;
use sailpoint_isc::v2026::models::{EntitlementBulkUpdateRequest, EntitlementId, PrivilegeLevel};
use sailpoint_isc::{Client, JsonPatch, Result};

use super::Closed;

/// Finds all entitlements that are requestable and not privileged, patches each to be privileged, and closes all of them in bulk.
///
/// # Errors
/// The first error of a call; entitlements that were patched before stay privileged.
pub async fn close(client: &Client) -> Result<Closed> {
    let entitlements = client.v2026().entitlements();
    let mut open = entitlements
        .list_entitlements()
        .filters(f::REQUESTABLE.eq(true))
        .items();
    let mut found: Vec<EntitlementId> = Vec::new();
    let mut closed = Closed::default();
    while let Some(entitlement) = open.try_next().await? {
        let level = entitlement.privilege_level.and_then(|it| it.effective);
        let (Some(id), None | Some(PrivilegeLevel::None)) = (entitlement.id, level) else {
            continue;
        };
        found.push(id);
        closed.found.extend(entitlement.name);
    }
    for id in &found {
        let patch = EntitlementV2Patch::new().privilege_override_level(PrivilegeLevel::High);
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
