//! Audits a source: lists its entitlements, and prints those whose privileges need attention.
//!
//! `cargo run -p examples --bin audit -- SOURCE_ID` audits a source of the tenant that the environment names.

#![allow(clippy::print_stdout, reason = "an example prints its steps")]

use examples::{SOURCE, Session, or_dash, table};
use sailpoint_isc::Result;
use sailpoint_isc::isc::entitlements::fields::list_entitlements_v1 as f;
use sailpoint_isc::isc::models::{EntitlementV2, PrivilegeLevel};

#[tokio::main]
async fn main() -> Result<()> {
    let session = Session::start().await?;
    let source = std::env::args().nth(1).unwrap_or_else(|| SOURCE.to_owned());
    let mut entitlements = session
        .client
        .isc()
        .entitlements()
        .list_entitlements_v1()
        .filters(f::SOURCE_ID.eq(source.as_str()))
        .sorters([f::NAME.asc()])
        .items();

    let (mut count, mut rows) = (0, Vec::new());
    while let Some(entitlement) = entitlements.try_next().await? {
        count += 1;
        let findings = findings(&entitlement);
        if !findings.is_empty() {
            let name = or_dash(entitlement.name.as_ref());
            rows.push([name, findings.join(", ")]);
        }
    }
    println!("{} of {count} entitlements need attention:", rows.len());
    table(["name", "findings"], rows);
    Ok(())
}

/// The problems of a privileged entitlement. One without a level is not privileged.
fn findings(entitlement: &EntitlementV2) -> Vec<&'static str> {
    let level = entitlement.privilege_level.as_ref();
    let level = level.and_then(|it| it.effective.as_ref());
    let mut findings = Vec::new();
    if level == Some(&PrivilegeLevel::High) {
        if entitlement.owner.is_none() {
            findings.push("no owner");
        }
        if entitlement.requestable == Some(true) {
            findings.push("anyone may request it");
        }
    }
    findings
}
