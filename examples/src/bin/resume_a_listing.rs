//! Stops in the middle of a list, and resumes later from a cursor, which serializes to JSON.

#![allow(clippy::print_stdout, reason = "an example prints its steps")]

use examples::Session;
use sailpoint_isc::{Cursor, Result};

#[tokio::main]
async fn main() -> Result<()> {
    let session = Session::start().await?;
    let list = || session.client.isc().entitlements().list_entitlements_v1();

    let mut items = list().items();
    let mut seen = 0;
    while seen < 3
        && let Some(entitlement) = items.try_next().await?
    {
        seen += 1;
        println!("{seen}: {}", entitlement.name.unwrap_or_default());
    }
    // A program would save it in a file.
    let saved = serde_json::to_string(&items.cursor()).expect("a cursor can be JSON");
    drop(items);
    println!("\nStopped after record {seen}, and saved: {saved}\n");

    let cursor: Cursor = serde_json::from_str(&saved).expect("it was kept just now");
    let mut items = list().items().resume_from(cursor)?.max_items(3);
    while let Some(entitlement) = items.try_next().await? {
        seen += 1;
        println!("{seen}: {}", entitlement.name.unwrap_or_default());
    }
    Ok(())
}
