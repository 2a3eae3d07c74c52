//! A full page of connections, as the service sends it.

use std::fmt::Write as _;

use serde_json::Value;

/// The most that one page holds.
const ITEMS: usize = 250;

/// What differs between the pages.
#[derive(Clone, Copy, Debug, Default)]
pub struct Kind {
    /// Each item has two properties that no model declares.
    pub others: bool,
    /// Properties are ordered by name, and not as the document has them.
    pub sorted: bool,
}

/// A page, without spaces.
///
/// # Panics
/// Never: what it writes is JSON.
pub fn of_connections(kind: Kind) -> String {
    let items: Vec<String> = (0..ITEMS).map(|n| connection(n, kind)).collect();
    let page = format!("[{}]", items.join(","));
    if kind.sorted {
        let page: Value = serde_json::from_str(&page).expect("it is JSON");
        page.to_string()
    } else {
        page
    }
}

fn connection(n: usize, kind: Kind) -> String {
    let id = |kind: usize| format!("{:032x}", (n * 7 + kind + 1) * 0x9e37_79b9_7f4a_7c15);
    let (kind_of_access, jit) = if n.is_multiple_of(3) {
        (
            "JIT",
            r#"{"activation":"2026-03-02T06:00:00+01:00","provisioned":"2026-03-02T06:00:21+01:00","deactivation":null,"deprovisioned":null,"expiration":"2026-03-02T14:00:00+01:00"}"#,
        )
    } else {
        ("STANDING", "null")
    };
    let mut item = format!(
        concat!(
            r#"{{"id":"{}","identity":{{"id":"{}","type":"IDENTITY","name":"Ingrid Vale {n}","alias":"ingrid.vale{n}"}},"#,
            r#""account":{{"id":"{}","name":"ivale{n}"}},"#,
            r#""entitlement":{{"id":"{}","name":"Signal-Control-Operators-{n}","displayName":"Signal Control Operators","#,
            r#""description":"Sets routes and signals from the control room.","attribute":"memberOf","#,
            r#""value":"CN=Signal-Control-Operators-{n},OU=Operations,DC=haldenrail,DC=example","#,
            r#""sourceSchemaObjectType":"group","privilegeLevel":{{"effective":"HIGH"}}}},"#,
            r#""source":{{"id":"{}","name":"Halden Rail Directory"}},"#,
            r#""state":{{"value":"Available","changed":"2026-03-02T08:15:47.093+01:00"}},"#,
            r#""jit":{jit},"standalone":{standalone},"type":"{kind_of_access}""#,
        ),
        id(0),
        id(1),
        id(2),
        id(3),
        id(4),
        n = n,
        jit = jit,
        standalone = n.is_multiple_of(2),
        kind_of_access = kind_of_access,
    );
    if kind.others {
        write!(
            item,
            r#","riskScore":{n},"lastReview":{{"by":"{}","outcome":"APPROVED"}}"#,
            id(5)
        )
        .expect("writing to a String can't fail");
    }
    item + "}"
}
