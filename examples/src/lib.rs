//! Shared by the examples: a client, and a table.
//!
//! Without an account they call a mock server on this machine. With `SAIL_BASE_URL`, `SAIL_CLIENT_ID` and
//! `SAIL_CLIENT_SECRET` set they call that tenant, and only read.

#![allow(clippy::print_stdout, reason = "an example prints its steps")]

pub mod changes;
pub mod isc_operations;
pub mod tasks;
pub mod v2026_connections;
pub mod v2026_entitlements;

use sailpoint_isc::testing::MockTenant;
use sailpoint_isc::{Client, Config, Result};
use serde_json::{Value, json};

/// A client, and the tenant that it talks to where that is one of its own.
#[derive(Debug)]
pub struct Session {
    /// The client.
    pub client: Client,
    tenant: Option<MockTenant>,
}

impl Session {
    /// Connects to the tenant that the environment names, or starts one.
    ///
    /// # Errors
    /// When the environment names a tenant, but no credentials.
    pub async fn start() -> Result<Self> {
        if std::env::var_os("SAIL_BASE_URL").is_some() {
            let config = Config::from_env()?;
            println!("Talking to {}, reading only.\n", config.base_url());
            return Ok(Self {
                client: Client::new(config)?,
                tenant: None,
            });
        }
        println!("SAIL_BASE_URL is not set: using a mock server on this machine.\n");
        let tenant = MockTenant::stateful().await;
        for path in ["/beta/entitlements", "/entitlements/v1"] {
            let mut entitlements = tenant.records(path);
            entitlements.extend((1..=600).map(entitlement));
            tenant.set_records(path, entitlements);
        }
        Ok(Self {
            client: tenant.client(),
            tenant: Some(tenant),
        })
    }

    /// Returns whether changes are allowed; prints that they are skipped if not.
    pub fn may_write(&self) -> bool {
        let may = self.tenant.is_some();
        if !may {
            println!("(skipped: it would change the tenant)");
        }
        may
    }

    /// The tenant, where it is one of ours.
    pub fn tenant(&self) -> Option<&MockTenant> {
        self.tenant.as_ref()
    }
}

/// The source of the invented entitlements.
pub const SOURCE: &str = "7d1c40e2b9584f0aa6c3e85f21907b64";

/// An invented entitlement, with the properties of every version of the API.
fn entitlement(n: usize) -> Value {
    const YARDS: [&str; 5] = ["North Yard", "East Yard", "Harbour", "Summit", "Old Town"];
    json!({
        "id": format!("{n:032x}"),
        "name": format!("{} Crew {n:03}", YARDS[n % YARDS.len()]),
        "attribute": "memberOf",
        "value": format!("CN=Crew-{n:03},OU=Yards,DC=haldenrail,DC=example"),
        "requestable": n.is_multiple_of(2),
        "privileged": n.is_multiple_of(7),
        "privilegeLevel": {"effective": if n.is_multiple_of(7) { "HIGH" } else { "NONE" }},
        "owner": if n.is_multiple_of(5) { Value::Null } else { json!({"type": "IDENTITY", "id": "91b7f3c05ad24e6c8f1d20e4a7936b58", "name": "Ada Brook"}) },
        "created": "2026-01-02T03:04:05Z",
        "source": {"id": SOURCE, "type": "SOURCE", "name": "Halden Rail Directory"},
    })
}

/// Prints rows under their heads, in columns.
pub fn table<const N: usize>(heads: [&str; N], rows: impl IntoIterator<Item = [String; N]>) {
    let rows: Vec<[String; N]> = rows.into_iter().collect();
    let width = |n: usize| {
        let cells = rows.iter().map(|row| row[n].chars().count());
        cells.chain([heads[n].chars().count()]).max().unwrap_or(0)
    };
    let widths: [usize; N] = std::array::from_fn(width);
    let line = |cells: [&str; N]| {
        let cells = cells.iter().zip(widths);
        let cells: Vec<String> = cells
            .map(|(cell, width)| format!("{cell:width$}"))
            .collect();
        println!("  {}", cells.join("  ").trim_end());
    };
    line(heads);
    line(
        widths
            .map(|width| "-".repeat(width))
            .each_ref()
            .map(String::as_str),
    );
    for row in &rows {
        line(row.each_ref().map(String::as_str));
    }
}

/// A value, or a dash where there is none.
pub fn or_dash<T: ToString>(value: Option<&T>) -> String {
    value.map_or_else(|| "-".to_owned(), T::to_string)
}
