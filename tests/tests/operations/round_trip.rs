//! Read, change one property, send back: all others are unchanged.

use sailpoint_isc::beta::models::{
    AccessDurationUnit, ApproverType, EntitlementApprovalScheme, EntitlementRequestConfig,
};
use sailpoint_isc::runtime::model::Nullable;
use sailpoint_isc::runtime::serde_json::{self, Value, json};
use sailpoint_isc::v2026::models::ConnectionType;

use crate::support::{Answer, answering, example};

/// A configuration as a later version of the service may send it.
fn of_tomorrow() -> Value {
    json!({
        "accessRequestConfig": {
            "approvalSchemes": [
                {"approverType": "SECURITY_OFFICER", "approverId": null, "weight": 0.5},
                {"approverType": null},
                {"approverId": "x", "approverType": "WORKFLOW"},
            ],
            "requestCommentRequired": null,
            "denialCommentRequired": false,
            "maxPermittedAccessDuration": {"value": 3, "timeUnit": "FORTNIGHTS", "rounding": null},
            "riskGate": {"levels": ["HIGH", 7, null], "big": 12_345_678_901_234_567_890_u64},
        },
        "revocationRequestConfig": null,
        "expiry": "2027-01-01",
    })
}

/// Reads the configuration, changes it, sends it back, and returns the body that was sent.
async fn changed(stored: &Value, change: impl FnOnce(&mut EntitlementRequestConfig)) -> Value {
    let reply = Answer::json(200, stored);
    let (server, client) = answering([reply.clone(), reply]).await;
    let beta = client.beta().entitlements();
    let request = beta.get_entitlement_request_config("e07a");
    let mut config = request.send().await.unwrap().into_inner();
    change(&mut config);
    let request = beta.put_entitlement_request_config("e07a").body(config);
    request.send().await.unwrap();
    serde_json::from_str(server.last().text()).unwrap()
}

#[tokio::test]
async fn an_unchanged_configuration_round_trips() {
    let examples = ["getEntitlementRequestConfig", "putEntitlementRequestConfig"];
    let mut stored = vec![of_tomorrow(), json!({}), json!({"accessRequestConfig": {}})];
    stored.extend(examples.map(|operation| example(operation, 200).clone()));
    for stored in stored {
        assert_eq!(changed(&stored, |_| ()).await, stored);
    }
}

#[tokio::test]
async fn one_change_changes_only_one_property() {
    let sent = changed(&of_tomorrow(), |config| {
        let access = config.access_request_config.as_mut().unwrap();
        access.request_comment_required = Some(true);
    })
    .await;
    let mut expected = of_tomorrow();
    expected["accessRequestConfig"]["requestCommentRequired"] = json!(true);
    assert_eq!(sent, expected);
}

#[tokio::test]
async fn null_clears_a_limit_and_absence_omits_it() {
    let sent = changed(&of_tomorrow(), |config| {
        let access = config.access_request_config.as_mut().unwrap();
        access.max_permitted_access_duration = Nullable::Null;
    })
    .await;
    let mut expected = of_tomorrow();
    expected["accessRequestConfig"]["maxPermittedAccessDuration"] = Value::Null;
    assert_eq!(sent, expected);

    let sent = changed(&of_tomorrow(), |config| {
        let access = config.access_request_config.as_mut().unwrap();
        access.max_permitted_access_duration = Nullable::Absent;
        access.denial_comment_required = None;
    })
    .await;
    let mut expected = of_tomorrow();
    let access = expected["accessRequestConfig"].as_object_mut().unwrap();
    access.remove("maxPermittedAccessDuration");
    access.remove("denialCommentRequired");
    assert_eq!(sent, expected);
}

#[tokio::test]
async fn changes_reach_into_lists_and_unknown_properties() {
    let sent = changed(&of_tomorrow(), |config| {
        config.extra.insert("expiry", json!("2028-01-01"));
        let access = config.access_request_config.as_mut().unwrap();
        let duration = access.max_permitted_access_duration.value_mut().unwrap();
        duration.time_unit = Some(AccessDurationUnit::Weeks);
        let schemes = access.approval_schemes.as_mut().unwrap();
        schemes.remove(1);
        let step = EntitlementApprovalScheme::builder().approver_type(ApproverType::Manager);
        schemes.push(step.extra("note", "new").build());
    })
    .await;
    let mut expected = of_tomorrow();
    expected["expiry"] = json!("2028-01-01");
    let access = &mut expected["accessRequestConfig"];
    access["maxPermittedAccessDuration"]["timeUnit"] = json!("WEEKS");
    let schemes = access["approvalSchemes"].as_array_mut().unwrap();
    schemes.remove(1);
    schemes.push(json!({"approverType": "MANAGER", "note": "new"}));
    assert_eq!(sent, expected);
}

#[tokio::test]
async fn unknown_values_can_be_read() {
    let mut hit = example("listEntitlementConnections", 200)[0].clone();
    hit["type"] = json!("STANDBY");
    hit["state"]["changed"] = json!("yesterday");
    hit["account"]["nickname"] = json!("iv");
    let (_server, client) = answering([Answer::json(200, &json!([hit]))]).await;
    let request = client
        .v2026()
        .entitlement_connections()
        .list_entitlement_connections();
    let page = request.send().await.unwrap();

    let kind = page[0].r#type.as_ref().unwrap();
    assert!(!kind.is_known());
    assert_eq!(
        (kind.as_str(), kind.to_string().as_str()),
        ("STANDBY", "STANDBY")
    );
    assert_eq!(*kind, ConnectionType::from("STANDBY"));
    assert_ne!(*kind, ConnectionType::Standing);
    let changed = page[0].state.as_ref().unwrap().changed.as_ref().unwrap();
    assert_eq!(
        (changed.as_str(), changed.unix_seconds()),
        ("yesterday", None)
    );
    let account = page[0].account.as_ref().unwrap();
    assert_eq!(account.extra.get("nickname"), Some(&json!("iv")));
    assert_eq!(serde_json::to_value(&page[0]).unwrap(), hit);
}

#[test]
fn known_values_are_known_under_their_wire_names() {
    for kind in ConnectionType::values() {
        assert!(kind.is_known());
        assert_eq!(&ConnectionType::from(kind.as_str()), kind);
    }
    let names: Vec<_> = ApproverType::values()
        .iter()
        .map(ApproverType::as_str)
        .collect();
    assert_eq!(
        names,
        [
            "ENTITLEMENT_OWNER",
            "SOURCE_OWNER",
            "MANAGER",
            "GOVERNANCE_GROUP",
            "WORKFLOW"
        ]
    );
    assert_eq!("WORKFLOW".parse(), Ok(ApproverType::Workflow));
    assert!(
        !ApproverType::from("workflow").is_known(),
        "letter case matters"
    );
}
