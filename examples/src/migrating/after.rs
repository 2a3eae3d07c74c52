//! Closes entitlements for requests and marks them as privileged, with `v2026()`.

use sailpoint_isc::v2026::entitlements::EntitlementV2Patch;
use sailpoint_isc::v2026::entitlements::fields::list_entitlements as f;
use sailpoint_isc::v2026::models::PrivilegeLevel;
use sailpoint_isc::{Client, Result};

/// Changes all entitlements that are requestable and not privileged; returns their names.
///
/// # Errors
/// The first error of a call; entitlements that were closed before stay closed.
pub async fn close(client: &Client) -> Result<Vec<String>> {
    let entitlements = client.v2026().entitlements();
    let mut open = entitlements
        .list_entitlements()
        .filters(f::REQUESTABLE.eq(true))
        .items();
    let mut closed = Vec::new();
    while let Some(entitlement) = open.try_next().await? {
        let level = entitlement.privilege_level.and_then(|it| it.effective);
        let (Some(id), None | Some(PrivilegeLevel::None)) = (entitlement.id, level) else {
            continue;
        };
        let patch = EntitlementV2Patch::new()
            .privilege_override_level(PrivilegeLevel::High)
            .requestable(false);
        let after = entitlements
            .patch_entitlement(&id)
            .body(patch)
            .send()
            .await?;
        closed.extend(after.into_inner().name);
    }
    Ok(closed)
}
