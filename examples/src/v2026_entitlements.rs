//! The part of the tour through the entitlements of v2026.

use sailpoint_isc::v2026::entitlements::fields::list_entitlements as f;
use sailpoint_isc::v2026::entitlements::{EntitlementV2Patch, Entitlements};
use sailpoint_isc::v2026::models::{
    EntitlementAccessRequestConfig, EntitlementBulkUpdateRequest, EntitlementId,
    EntitlementRequestConfig, EntitlementV2, PrivilegeLevel,
};
use sailpoint_isc::{File, JsonPatch, Result};

use crate::{Session, or_dash, table};

/// An account, a source and a task of the tenant on this machine.
const ACCOUNT: &str = "0e7b35d9c1f8462aa4d90b6e2f7c8135";
const SOURCE: &str = "7d1c40e2b9584f0aa6c3e85f21907b64";
const TASK: &str = "f80c2d6b5e9147a3b7140e6a9d38c5f1";

/// Calls every operation of the group; if changes are not allowed, only those that read.
///
/// # Errors
/// The first error of an operation.
pub async fn walk(session: &Session) -> Result<()> {
    let entitlements = session.client.v2026().entitlements();
    println!("\n== v2026: list_entitlements, list_entitlements_by_account\n");
    let all = entitlements.list_entitlements().sorters([f::ID.asc()]);
    let mut all = all.items().max_items(10);
    let mut found = Vec::new();
    while let Some(entitlement) = all.try_next().await? {
        found.push(entitlement);
    }
    table(
        ["id", "name", "privilege"],
        found.iter().map(|it| {
            [
                or_dash(it.id.as_ref()),
                or_dash(it.name.as_ref()),
                level(it),
            ]
        }),
    );
    let Some(id) = found.first().and_then(|it| it.id.clone()) else {
        println!("The tenant has no entitlement to look at.");
        return Ok(());
    };
    if session.tenant().is_some() {
        let of_account = entitlements.list_entitlements_by_account(ACCOUNT);
        println!("{} of one account", of_account.send().await?.len());
    }
    read(&entitlements, &id).await?;
    println!("\n== v2026: what changes something\n");
    if session.may_write() {
        change(&entitlements, &id).await?;
        let tasks = session.client.v2026().task_management();
        let task = tasks.get_task_status(TASK).send().await?;
        println!("task:       {} percent", task.percent_complete);
    }
    Ok(())
}

fn level(entitlement: &EntitlementV2) -> String {
    let level = entitlement.privilege_level.as_ref();
    or_dash(level.and_then(|it| it.effective.as_ref()))
}

async fn read(entitlements: &Entitlements, id: &EntitlementId) -> Result<()> {
    println!("\n== v2026: one entitlement, its parents and children, and how it is requested\n");
    let one = entitlements.get_entitlement(id).send().await?;
    let parents = entitlements.list_entitlement_parents(id).send().await?;
    let children = entitlements.list_entitlement_children(id).send().await?;
    println!(
        "{}: {} parents, {} children",
        or_dash(one.name.as_ref()),
        parents.len(),
        children.len()
    );
    let config = entitlements
        .get_entitlement_request_config(id)
        .send()
        .await?;
    let access = config.access_request_config.as_ref();
    println!(
        "a request needs a comment: {}",
        or_dash(access.and_then(|it| it.request_comment_required.as_ref()))
    );
    Ok(())
}

async fn change(entitlements: &Entitlements, id: &EntitlementId) -> Result<()> {
    let patch = EntitlementV2Patch::new()
        .requestable(true)
        .privilege_override_level(PrivilegeLevel::Medium);
    let patched = entitlements.patch_entitlement(id).body(patch);
    println!("patched:    status {}", patched.send().await?.status());

    let access = EntitlementAccessRequestConfig::builder()
        .request_comment_required(true)
        .build();
    let config = EntitlementRequestConfig::builder()
        .access_request_config(access)
        .build();
    let config = entitlements.put_entitlement_request_config(id).body(config);
    println!("configured: status {}", config.send().await?.status());

    let (key, value) = ("safetyClass", "vital");
    let tagged = entitlements.create_access_model_metadata_for_entitlement(id, key, value);
    println!("tagged:     status {}", tagged.send().await?.status());
    let untagged = entitlements.delete_access_model_metadata_from_entitlement(id, key, value);
    println!("untagged:   status {}", untagged.send().await?.status());

    let body = EntitlementBulkUpdateRequest::builder()
        .entitlement_ids([id])
        .json_patch(JsonPatch::new().replace("/requestable", false))
        .build();
    let many = entitlements.update_entitlements_in_bulk().body(body);
    println!("in bulk:    status {}", many.send().await?.status());

    let file = File::from_bytes("crews.csv", "id,name\n1,Night crew\n");
    #[allow(
        deprecated,
        reason = "the service has no other way to send a file of entitlements"
    )]
    let load = entitlements
        .import_entitlements_by_source(SOURCE)
        .csv_file(file);
    println!("loaded:     status {}", load.send().await?.status());
    let reset = entitlements.reset_source_entitlements(SOURCE);
    println!("emptied:    status {}", reset.send().await?.status());
    Ok(())
}
