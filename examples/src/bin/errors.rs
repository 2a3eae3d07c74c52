//! Errors, and how to distinguish them.

#![allow(clippy::print_stdout, reason = "an example prints its steps")]

use std::time::Duration;

use examples::{Session, or_dash};
use sailpoint_isc::{Error, Result};

#[tokio::main]
async fn main() -> Result<()> {
    let session = Session::start().await?;
    if let Some(tenant) = session.tenant() {
        // The mock server returns these errors on request; a real tenant returns them by itself.
        tenant
            .on_list_entitlements_v1()
            .rate_limited(Duration::from_mins(5))
            .times(1);
        tenant
            .on_get_entitlement_v1()
            .with_id("not-mine")
            .then_error(403)
            .times(1);
    }
    let entitlements = session.client.isc().entitlements();

    println!("An id that does not exist:");
    if let Err(error) = entitlements.get_entitlement_v1("no-such-id").send().await {
        explain(&error);
    }
    println!("A record that the caller may not read:");
    if let Err(error) = entitlements.get_entitlement_v1("not-mine").send().await {
        explain(&error);
    }
    println!("A rate limit with a longer wait than the client accepts:");
    if let Err(error) = entitlements.list_entitlements_v1().send().await {
        explain(&error);
    }
    println!("A parameter that the service rejects:");
    if let Err(error) = entitlements
        .list_entitlements_v1()
        .limit(1_000)
        .send()
        .await
    {
        explain(&error);
    }
    println!("A request that can't be sent:");
    if let Err(error) = entitlements.get_entitlement_v1("").send().await {
        explain(&error);
    }
    Ok(())
}

/// Prints an error, and what a program would do about it.
fn explain(error: &Error) {
    println!("  {error}");
    let todo = if error.is_not_found() {
        "the record does not exist".to_owned()
    } else if error.is_rate_limited() {
        let wait = error.retry_after().unwrap_or_default();
        format!("try again in {} s", wait.as_secs())
    } else if error.is_forbidden() {
        "ask for a scope or a user level".to_owned()
    } else if error.is_request() {
        "fix the program".to_owned()
    } else {
        "look at the status and the message".to_owned()
    };
    println!(
        "  status {}, tracking id {}, attempts {}: {todo}\n",
        or_dash(error.status().map(|it| it.as_u16()).as_ref()),
        or_dash(error.tracking_id().as_ref()),
        error.attempts()
    );
}
