//! Changes one record: a patch with a method for each patchable property.

#![allow(clippy::print_stdout, reason = "an example prints its steps")]

use examples::{Session, or_dash, table};
use sailpoint_isc::isc::entitlements::EntitlementV2Patch;
use sailpoint_isc::isc::models::EntitlementV2;
use sailpoint_isc::{JsonPatch, Result};

#[tokio::main]
async fn main() -> Result<()> {
    let session = Session::start().await?;
    let entitlements = session.client.isc().entitlements();
    let page = entitlements.list_entitlements_v1().limit(1).send().await?;
    let before = page.first();
    let Some((before, id)) = before.and_then(|it| Some((it, it.id.clone()?))) else {
        println!("The tenant has no entitlement.");
        return Ok(());
    };
    let patch = EntitlementV2Patch::new()
        .requestable(false)
        .clear_description()
        .segments(["2f9e6b0c-71d4-4a58-93ce-d08b5f47a1e6"]);
    println!("The patch: {}\n", json(&JsonPatch::from(patch.clone())));
    if !session.may_write() {
        return Ok(());
    }
    let after = entitlements
        .patch_entitlement_v1(id.clone())
        .body(patch)
        .send()
        .await?;
    table(
        ["property", "before", "after"],
        [
            row("requestable", before, &after, |it| {
                or_dash(it.requestable.as_ref())
            }),
            row("description", before, &after, |it| json(&it.description)),
            row("segments", before, &after, |it| json(&it.segments)),
        ],
    );

    // Other operations are JSON Patch; here the second operation depends on the first.
    let careful = JsonPatch::new()
        .test("/requestable", false)
        .replace("/requestable", true);
    let again = entitlements
        .patch_entitlement_v1(id)
        .body(careful)
        .send()
        .await?;
    println!(
        "\nAnd back: requestable is {}.",
        or_dash(again.requestable.as_ref())
    );
    Ok(())
}

fn row(
    name: &str,
    before: &EntitlementV2,
    after: &EntitlementV2,
    shown: impl Fn(&EntitlementV2) -> String,
) -> [String; 3] {
    [name.to_owned(), shown(before), shown(after)]
}

fn json(value: &impl sailpoint_isc::runtime::serde::Serialize) -> String {
    serde_json::to_string(value).expect("a model can be JSON")
}
