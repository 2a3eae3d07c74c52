//! The part of the tour through the entitlement connections of v2026.

use sailpoint_isc::v2026::entitlement_connections::fields::list_entitlement_connections as cf;
use sailpoint_isc::v2026::models::{
    ConnectionType, EntitlementConnectionBulkUpdateItem, EntitlementConnectionSearchHit,
    TargetConnectionType,
};
use sailpoint_isc::{JsonPatch, Result};

use crate::{Session, or_dash, table};

/// Calls every operation of the group; if changes are not allowed, only those that read.
///
/// # Errors
/// The first error of an operation.
pub async fn walk(session: &Session) -> Result<()> {
    let hits = list_connections(session).await?;
    change_connections(session, &hits).await
}

fn step(title: &str) {
    println!("\n== {title}\n");
}

/// `list_entitlement_connections` and `list_entitlement_connections_for_current_identity`
async fn list_connections(session: &Session) -> Result<Vec<EntitlementConnectionSearchHit>> {
    let connections = session.client.v2026().entitlement_connections();
    step("list_entitlement_connections: who has which access, and how");
    let mut hits = connections
        .list_entitlement_connections()
        .sorters([cf::ID.asc()])
        .items()
        .max_items(10);
    let mut found = Vec::new();
    while let Some(hit) = hits.try_next().await? {
        found.push(hit);
    }
    table(
        ["identity", "entitlement", "type", "state"],
        found.iter().map(|hit| {
            let identity = hit.identity.as_ref().and_then(|it| it.name.as_ref());
            let entitlement = hit
                .entitlement
                .as_ref()
                .and_then(|it| it.display_name.as_ref());
            let state = hit.state.as_ref().and_then(|it| it.value.as_ref());
            [
                or_dash(identity),
                or_dash(entitlement),
                or_dash(hit.r#type.as_ref()),
                or_dash(state),
            ]
        }),
    );
    step("list_entitlement_connections_for_current_identity: those of the caller, just in time");
    let own = connections.list_entitlement_connections_for_current_identity();
    let own = own.filters(
        sailpoint_isc::v2026::entitlement_connections::fields::list_entitlement_connections_for_current_identity::TYPE
            .eq(ConnectionType::Jit),
    );
    // The service answers so only to those who are identities themselves, and not to every kind of token.
    match own.send().await {
        Ok(own) => println!("{} of them", own.len()),
        Err(error) => println!("{error}"),
    }
    Ok(found)
}

/// The patches of a connection, and the bulk update.
async fn change_connections(
    session: &Session,
    hits: &[EntitlementConnectionSearchHit],
) -> Result<()> {
    let connections = session.client.v2026().entitlement_connections();
    step("patch_entitlement_connection_by_id, patch_entitlement_connection_by_query");
    let jit = hits
        .iter()
        .find(|hit| hit.r#type == Some(ConnectionType::Jit));
    if session.may_write()
        && let Some(hit) = jit
        && let Some(id) = hit.id.clone()
    {
        let to = |kind: &str| JsonPatch::new().replace("/type", kind);
        let patched = connections
            .patch_entitlement_connection_by_id(id)
            .body(to("STANDING"))
            .send()
            .await?;
        println!("by its id:        {}", or_dash(patched.r#type.as_ref()));
        let request = connections.patch_entitlement_connection_by_query(
            text(hit.entitlement.as_ref().and_then(|it| it.id.as_ref())),
            text(hit.identity.as_ref().and_then(|it| it.id.as_ref())),
            text(hit.account.as_ref().and_then(|it| it.id.as_ref())),
        );
        let patched = request.body(to("JIT")).send().await?;
        println!("by what it ties:  {}", or_dash(patched.r#type.as_ref()));
    }
    change_many(session, hits).await
}

fn text<T: ToString>(id: Option<&T>) -> String {
    id.map(ToString::to_string).unwrap_or_default()
}

/// `update_entitlement_connections_bulk`
async fn change_many(session: &Session, hits: &[EntitlementConnectionSearchHit]) -> Result<()> {
    let connections = session.client.v2026().entitlement_connections();
    step("update_entitlement_connections_bulk: a row for each item");
    if session.may_write() {
        let item = |id: String, to: TargetConnectionType| {
            EntitlementConnectionBulkUpdateItem::builder()
                .connection_id(id)
                .r#type(to)
                .build()
        };
        let ids = hits
            .iter()
            .filter_map(|hit| hit.id.as_ref())
            .map(ToString::to_string);
        let mut items: Vec<_> = ids
            .map(|id| item(id, TargetConnectionType::Standing))
            .collect();
        items.extend(items.first().cloned());
        items.push(item(
            "c41f6b0893de4a758b2ed70a51e9f364".to_owned(),
            TargetConnectionType::Jit,
        ));
        let outcome = connections
            .update_entitlement_connections_bulk()
            .body(items)
            .send_all()
            .await?;
        table(
            ["connection", "status", "what the service says"],
            outcome.rows().iter().map(|row| {
                let id = row.connection_id.as_ref();
                [
                    or_dash(id),
                    or_dash(row.status.as_ref()),
                    or_dash(row.description.as_ref()),
                ]
            }),
        );
        println!(
            "\n{} failed of {}.",
            outcome.failed().count(),
            outcome.items()
        );
    }
    Ok(())
}
