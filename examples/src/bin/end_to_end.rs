//! One task from beginning to end with each module: find entitlements, patch each, and close all of them in bulk.

#![allow(clippy::print_stdout, reason = "an example prints its steps")]

use examples::tasks::{Closed, beta, isc, v2026};
use examples::{Session, table};
use sailpoint_isc::Result;

#[tokio::main]
async fn main() -> Result<()> {
    let session = Session::start().await?;
    if !session.may_write() {
        return Ok(());
    }
    if let Some(tenant) = session.tenant() {
        // Few enough for the rate limit.
        for path in ["/beta/entitlements", "/entitlements/v1"] {
            let mut records = tenant.records(path);
            records.truncate(20);
            tenant.set_records(path, records);
        }
    }
    let client = &session.client;
    let row = |module: &str, closed: &Closed| {
        [
            module.to_owned(),
            closed.found.len().to_string(),
            closed.failures.len().to_string(),
        ]
    };
    table(
        ["module", "found", "still open"],
        [
            row("beta", &beta::close(client).await?),
            row("v2026", &v2026::close(client).await?),
            row("isc", &isc::close(client).await?),
        ],
    );
    Ok(())
}
