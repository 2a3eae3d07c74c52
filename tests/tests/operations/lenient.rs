//! Responses that break the document, read leniently.

use sailpoint_isc::runtime::serde_json::json;

use crate::support::{Answer, answering};

#[tokio::test]
async fn a_record_is_kept_without_its_odd_properties() {
    let body = json!({
        "id": 7,
        "name": "Payroll",
        "privileged": "true",
        "requestable": ["yes"],
        "created": 1_767_323_045_000_u64,
        "segments": ["s-1", null],
        "owner": {"id": "o-1", "name": {"first": "Ada"}},
        "directPermissions": [{"rights": "SELECT", "target": "HR.PAY"}],
        "later": {"kept": true},
    });
    let (_server, client) = answering([Answer::json(200, &body)]).await;
    let entitlements = client.beta().entitlements();
    let found = entitlements.get_entitlement("e07a").lenient().send().await;
    let found = found.unwrap().into_inner();
    let faults: Vec<String> = found
        .faults
        .iter()
        .map(|it| format!("{} {}", it.path(), it.json()))
        .collect();
    assert_eq!(
        faults,
        [
            r#"$.requestable ["yes"]"#,
            r#"$.owner.name {"first":"Ada"}"#
        ]
    );
    let value = found.value;
    assert_eq!(value.id.as_ref().unwrap().as_str(), "7");
    assert_eq!(value.name.as_deref(), Some("Payroll"));
    assert_eq!((value.privileged, value.requestable), (Some(true), None));
    assert_eq!(value.created.unwrap().unix_seconds(), Some(1_767_323_045));
    let permissions = value.direct_permissions.unwrap();
    assert_eq!(permissions[0].rights.as_ref().unwrap(), &["SELECT"]);
    assert!(value.extra.contains_key("later"));
}

#[tokio::test]
async fn a_list_is_kept_without_its_odd_properties() {
    let body = json!([{"id": "a"}, {"id": "b", "privileged": "no"}, 7]);
    let (_server, client) = answering([Answer::json(200, &body)]).await;
    let entitlements = client.beta().entitlements();
    let mut items = entitlements.list_entitlements().items().lenient();
    let mut faults = Vec::new();
    while let Some(item) = items.try_next().await.unwrap() {
        faults.push(
            item.map(|it| it.faults.len())
                .map_err(|it| it.raw().into_owned()),
        );
    }
    assert_eq!(faults, [Ok(0), Ok(1), Err("7".to_owned())]);
}
