//! Changes many records at once, and prints the outcome of each.

#![allow(clippy::print_stdout, reason = "an example prints its steps")]

use examples::{Session, or_dash, table};
use sailpoint_isc::v2026::models::{EntitlementConnectionBulkUpdateItem, TargetConnectionType};
use sailpoint_isc::{BulkReason, Result};

#[tokio::main]
async fn main() -> Result<()> {
    let session = Session::start().await?;
    let connections = session.client.v2026().entitlement_connections();
    let page = connections.list_entitlement_connections().send().await?;
    let known = page.iter().filter_map(|it| it.id.as_ref());
    // An unknown id, to show a failure.
    let ids = known
        .map(ToString::to_string)
        .chain(["c41f6b0893de4a758b2ed70a51e9f364".to_owned()]);
    let items: Vec<_> = ids
        .map(|id| {
            EntitlementConnectionBulkUpdateItem::builder()
                .connection_id(id)
                .r#type(TargetConnectionType::Standing)
                .build()
        })
        .collect();
    println!("{} connections are to become STANDING.", items.len());
    if !session.may_write() {
        return Ok(());
    }
    // Any number: they are sent in blocks of the maximum size.
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
        "{} changed, in {} request(s).",
        outcome.succeeded().count(),
        outcome.requests()
    );
    for failure in outcome.failed() {
        let why = if let BulkReason::Row(row) = &failure.reason {
            or_dash(row.description.as_ref())
        } else {
            failure.to_string()
        };
        println!("Item {} failed: {why}.", failure.index);
    }
    Ok(())
}
