//! The part of the tour through the module `isc`.

use sailpoint_isc::isc::entitlements::fields::list_entitlements_v1 as f;
use sailpoint_isc::isc::entitlements::{EntitlementV2Patch, Entitlements};
use sailpoint_isc::isc::models::{
    ConnectionType, EntitlementAccessRequestConfig, EntitlementBulkUpdateRequest,
    EntitlementConnectionBulkUpdateItem, EntitlementId, EntitlementRequestConfig, EntitlementV2,
    PrivilegeLevel, TargetConnectionType,
};
use sailpoint_isc::{File, JsonPatch, Result};

use crate::{Session, or_dash, table};

/// An account of the tenant on this machine.
const ACCOUNT: &str = "0e7b35d9c1f8462aa4d90b6e2f7c8135";
const SOURCE: &str = "7d1c40e2b9584f0aa6c3e85f21907b64";

/// Calls every operation of the module; if changes are not allowed, only those that read.
///
/// # Errors
/// The first error of an operation.
pub async fn walk(session: &Session) -> Result<()> {
    let entitlements = session.client.isc().entitlements();
    println!("\n== isc: list_entitlements_v1, list_entitlements_by_account_v1\n");
    let all = entitlements.list_entitlements_v1().sorters([f::ID.asc()]);
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
        let of_account = entitlements.list_entitlements_by_account_v1(ACCOUNT);
        println!("{} of one account", of_account.send().await?.len());
    }
    read(&entitlements, &id).await?;
    println!("\n== isc: what changes something\n");
    if session.may_write() {
        change(&entitlements, &id).await?;
        tasks(session).await?;
    }
    connections(session).await
}

fn level(entitlement: &EntitlementV2) -> String {
    let level = entitlement.privilege_level.as_ref();
    or_dash(level.and_then(|it| it.effective.as_ref()))
}

async fn read(entitlements: &Entitlements, id: &EntitlementId) -> Result<()> {
    println!("\n== isc: one entitlement, its parents and children, and how it is requested\n");
    let one = entitlements.get_entitlement_v1(id).send().await?;
    let parents = entitlements.list_entitlement_parents_v1(id).send().await?;
    let children = entitlements.list_entitlement_children_v1(id).send().await?;
    println!(
        "{}: {} parents, {} children",
        or_dash(one.name.as_ref()),
        parents.len(),
        children.len()
    );
    let config = entitlements
        .get_entitlement_request_config_v1(id)
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
    let patched = entitlements.patch_entitlement_v1(id).body(patch);
    println!("patched:    status {}", patched.send().await?.status());

    let access = EntitlementAccessRequestConfig::builder()
        .request_comment_required(true)
        .build();
    let config = EntitlementRequestConfig::builder()
        .access_request_config(access)
        .build();
    let config = entitlements
        .put_entitlement_request_config_v1(id)
        .body(config);
    println!("configured: status {}", config.send().await?.status());

    let (key, value) = ("safetyClass", "vital");
    let tagged = entitlements.create_access_model_metadata_for_entitlement_v1(id, key, value);
    println!("tagged:     status {}", tagged.send().await?.status());
    let untagged = entitlements.delete_access_model_metadata_from_entitlement_v1(id, key, value);
    println!("untagged:   status {}", untagged.send().await?.status());

    let body = EntitlementBulkUpdateRequest::builder()
        .entitlement_ids([id])
        .json_patch(JsonPatch::new().replace("/requestable", false))
        .build();
    let many = entitlements.update_entitlements_in_bulk_v1().body(body);
    println!("in bulk:    status {}", many.send().await?.status());

    Ok(())
}

/// Starts both tasks that the entitlements have, and reads how far one is.
async fn tasks(session: &Session) -> Result<()> {
    let entitlements = session.client.isc().entitlements();
    let file = File::from_bytes("crews.csv", "id,name\n1,Night crew\n");
    #[allow(
        deprecated,
        reason = "the service has no other way to send a file of entitlements"
    )]
    let load = entitlements
        .import_entitlements_by_source_v1(SOURCE)
        .csv_file(file);
    let task = load.send().await?;
    println!("loaded:     status {}", task.status());
    let reset = entitlements.reset_source_entitlements_v1(SOURCE);
    println!("emptied:    status {}", reset.send().await?.status());
    if let Some(id) = &task.id {
        let status = session.client.isc().task_management();
        let status = status.get_task_status_v1(id).send().await?;
        println!("task:       {} percent", status.percent_complete);
    }
    Ok(())
}

/// Lists the connections, and changes their types.
async fn connections(session: &Session) -> Result<()> {
    println!("\n== isc: entitlement connections\n");
    let connections = session.client.isc().entitlement_connections();
    let hits = connections.list_entitlement_connections_v1().send().await?;
    println!("{} of the tenant", hits.len());
    // The service answers so only to those who are identities themselves, and not to every kind of token.
    let own = connections.list_entitlement_connections_for_current_identity_v1();
    match own.send().await {
        Ok(own) => println!("{} of the caller", own.len()),
        Err(error) => println!("{error}"),
    }
    if !session.may_write() {
        return Ok(());
    }
    let hit = hits
        .iter()
        .find(|it| it.r#type == Some(ConnectionType::Jit));
    if let Some(hit) = hit
        && let Some(id) = &hit.id
        && let Some(entitlement) = hit.entitlement.as_ref().and_then(|it| it.id.clone())
        && let Some(identity) = hit.identity.as_ref().and_then(|it| it.id.clone())
        && let Some(account) = hit.account.as_ref().and_then(|it| it.id.clone())
    {
        let to = |kind: &str| JsonPatch::new().replace("/type", kind);
        let request = connections.patch_entitlement_connection_by_id_v1(id);
        let patched = request.body(to("STANDING")).send().await?;
        println!("by its id:        {}", or_dash(patched.r#type.as_ref()));
        let request =
            connections.patch_entitlement_connection_by_query_v1(entitlement, identity, account);
        let patched = request.body(to("JIT")).send().await?;
        println!("by what it ties:  {}", or_dash(patched.r#type.as_ref()));
    }
    let items = hits.iter().filter_map(|it| it.id.as_ref()).map(|id| {
        EntitlementConnectionBulkUpdateItem::builder()
            .connection_id(id.to_string())
            .r#type(TargetConnectionType::Standing)
            .build()
    });
    let request = connections.update_entitlement_connections_bulk_v1();
    let outcome = request.body(items).send_all().await?;
    println!(
        "in bulk:          {} of {}",
        outcome.succeeded().count(),
        outcome.items()
    );
    Ok(())
}
