//! Single entitlements of beta: read, change, configure, tag; and the tasks on whole sources.

use sailpoint_isc::File;
use sailpoint_isc::beta::entitlements::EntitlementPatch;
use sailpoint_isc::beta::models::{
    AccessDuration, AccessDurationUnit, ApproverType, AttributeValueType,
    EntitlementAccessRequestConfig, EntitlementApprovalScheme, EntitlementBulkUpdateRequest,
    EntitlementRequestConfig, EntitlementRevocationRequestConfig, LoadEntitlementTaskType,
    OwnerType,
};
use sailpoint_isc::runtime::model::Nullable;
use sailpoint_isc::runtime::patch::{JsonPatch, JsonPatchOperation};
use sailpoint_isc::runtime::serde_json::json;

use crate::support::{Answer, answering, blank, example, with_body};

const JSON: &str = "application/json";
const JSON_PATCH: &str = "application/json-patch+json";

#[tokio::test]
async fn get_entitlement() {
    let (server, client) = answering([Answer::json(200, example("getEntitlement", 200))]).await;
    let beta = client.beta().entitlements();
    let answer = beta
        .get_entitlement("e07a9c4d52b84136")
        .send()
        .await
        .unwrap();

    let wire = blank("GET", "/beta/entitlements/e07a9c4d52b84136");
    assert_eq!(server.only().wire(), wire);
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.attempts(), 1);
    assert_eq!(answer.total_count(), None);
    assert!(!answer.is_deprecated());
    assert_eq!(answer.name.as_deref(), Some("Signal Control Operators"));
    assert_eq!(answer.privileged, Some(true));
    assert_eq!(answer.cloud_governed, Some(false));
    let created = answer.created.as_ref().unwrap();
    assert_eq!(created.as_str(), "2024-02-19T06:41:08.512Z");
    assert_eq!(created.unix_nanos(), Some(1_708_324_868_512_000_000));
    let entitlement = answer.into_inner();
    assert_eq!(entitlement.attributes.unwrap()["memberCount"], 48);
    let owner = entitlement.owner.unwrap();
    assert_eq!(owner.r#type, Some(OwnerType::Identity));
    assert_eq!(owner.name.as_deref(), Some("Ingrid Vale"));
    let permissions = entitlement.direct_permissions.unwrap();
    assert_eq!(permissions[0].rights.as_deref().unwrap(), ["READ", "LOCK"]);
    let manual = entitlement.manually_updated_fields.unwrap();
    assert_eq!(
        (manual.display_name, manual.description),
        (Some(true), Some(false))
    );
    assert_eq!(entitlement.additional_owners, Some(vec![]));
    assert_eq!(entitlement.access_model_metadata, None);
    assert!(entitlement.extra.is_empty());
}

#[tokio::test]
async fn patch_entitlement() {
    let (server, client) = answering([Answer::json(200, example("patchEntitlement", 200))]).await;
    let patch = JsonPatch::new()
        .test("/name", "Editors")
        .replace("/requestable", true)
        .add("/segments/-", "c4830a5d")
        .replace("/owner", json!({"id": "4ac2", "type": "IDENTITY"}))
        .replace("/description", ())
        .remove("/attributes/a~1b")
        .move_("/segments/0", "/segments/1")
        .copy("/name", "/description")
        .replace("/weight", 1.5);
    let beta = client.beta().entitlements();
    let answer = beta
        .patch_entitlement("b63d180f")
        .body(patch)
        .send()
        .await
        .unwrap();

    let body = concat!(
        r#"[{"op":"test","path":"/name","value":"Editors"},"#,
        r#"{"op":"replace","path":"/requestable","value":true},"#,
        r#"{"op":"add","path":"/segments/-","value":"c4830a5d"},"#,
        r#"{"op":"replace","path":"/owner","value":{"id":"4ac2","type":"IDENTITY"}},"#,
        r#"{"op":"replace","path":"/description","value":null},"#,
        r#"{"op":"remove","path":"/attributes/a~1b"},"#,
        r#"{"op":"move","from":"/segments/0","path":"/segments/1"},"#,
        r#"{"op":"copy","from":"/name","path":"/description"},"#,
        r#"{"op":"replace","path":"/weight","value":1.5}]"#,
    );
    let wire = with_body("PATCH", "/beta/entitlements/b63d180f", JSON_PATCH, body);
    assert_eq!(server.only().wire(), wire);
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.value.as_deref(), Some("timetable:edit"));
    assert_eq!(
        (&answer.attribute, &answer.owner, &answer.segments),
        (&None, &None, &None)
    );
}

#[tokio::test]
async fn patch_entitlement_with_typed_methods() {
    let (server, client) = answering([Answer::json(200, example("patchEntitlement", 200))]).await;
    let patch = EntitlementPatch::new()
        .requestable(true)
        .add_segment("f7b1")
        .segments(["a", "b"])
        .clear_description()
        .operation(JsonPatchOperation::test("/name", "Editors"));
    let beta = client.beta().entitlements();
    let request = beta.patch_entitlement("b63d180f").body(patch);
    request.send().await.unwrap();
    let body = concat!(
        r#"[{"op":"replace","path":"/requestable","value":true},"#,
        r#"{"op":"add","path":"/segments/-","value":"f7b1"},"#,
        r#"{"op":"replace","path":"/segments","value":["a","b"]},"#,
        r#"{"op":"remove","path":"/description"},"#,
        r#"{"op":"test","path":"/name","value":"Editors"}]"#,
    );
    let wire = with_body("PATCH", "/beta/entitlements/b63d180f", JSON_PATCH, body);
    assert_eq!(server.only().wire(), wire);
}

#[tokio::test]
async fn patch_entitlement_takes_operations() {
    let reply = Answer::json(200, &json!({}));
    let (server, client) = answering([reply.clone(), reply.clone(), reply]).await;
    let beta = client.beta().entitlements();
    let remove = JsonPatchOperation::remove("/segments/0");
    let one = r#"[{"op":"remove","path":"/segments/0"}]"#;
    let target = "/beta/entitlements/b6";
    let request = beta.patch_entitlement("b6");

    request.clone().body(remove.clone()).send().await.unwrap();
    assert_eq!(
        server.last().wire(),
        with_body("PATCH", target, JSON_PATCH, one)
    );
    request.clone().body(vec![remove]).send().await.unwrap();
    assert_eq!(
        server.last().wire(),
        with_body("PATCH", target, JSON_PATCH, one)
    );
    request.body(JsonPatch::new()).send().await.unwrap();
    assert_eq!(
        server.last().wire(),
        with_body("PATCH", target, JSON_PATCH, "[]")
    );
}

#[tokio::test]
async fn update_entitlements_in_bulk() {
    let (server, client) = answering([Answer::new(204)]).await;
    let body = EntitlementBulkUpdateRequest::builder()
        .entitlement_ids(["e07a", "b63d"])
        .json_patch(
            JsonPatch::new()
                .replace("/requestable", true)
                .replace("/privileged", false),
        )
        .build();
    let beta = client.beta().entitlements();
    let answer = beta
        .update_entitlements_in_bulk()
        .body(body)
        .send()
        .await
        .unwrap();

    let body = concat!(
        r#"{"entitlementIds":["e07a","b63d"],"jsonPatch":["#,
        r#"{"op":"replace","path":"/requestable","value":true},"#,
        r#"{"op":"replace","path":"/privileged","value":false}]}"#,
    );
    let wire = with_body("POST", "/beta/entitlements/bulk-update", JSON, body);
    assert_eq!(server.only().wire(), wire);
    assert_eq!(answer.status(), 204);
}

#[tokio::test]
async fn get_entitlement_request_config() {
    let reply = Answer::json(200, example("getEntitlementRequestConfig", 200));
    let (server, client) = answering([reply]).await;
    let beta = client.beta().entitlements();
    let answer = beta
        .get_entitlement_request_config("e07a")
        .send()
        .await
        .unwrap();

    let wire = blank("GET", "/beta/entitlements/e07a/entitlement-request-config");
    assert_eq!(server.only().wire(), wire);
    let access = answer.access_request_config.as_ref().unwrap();
    let schemes = access.approval_schemes.as_deref().unwrap();
    let approvers: Vec<_> = schemes
        .iter()
        .map(|it| it.approver_type.clone().unwrap())
        .collect();
    assert_eq!(
        approvers,
        [
            ApproverType::Manager,
            ApproverType::EntitlementOwner,
            ApproverType::GovernanceGroup
        ]
    );
    assert!(schemes[0].approver_id.is_null());
    let group = "6a1d92e7-0c5f-48b3-8e24-b7f30d9c5a18".to_owned();
    assert_eq!(schemes[2].approver_id, Nullable::Value(group));
    let duration = access.max_permitted_access_duration.value().unwrap();
    assert_eq!(duration.value, Some(12));
    assert_eq!(duration.time_unit, Some(AccessDurationUnit::Weeks));
    assert_eq!(access.reauthorization_required, Some(false));
}

#[tokio::test]
async fn put_entitlement_request_config() {
    let reply = Answer::json(200, example("putEntitlementRequestConfig", 200));
    let (server, client) = answering([reply]).await;
    let workflow = EntitlementApprovalScheme::builder()
        .approver_type(ApproverType::Workflow)
        .approver_id("d94b")
        .build();
    let manager = EntitlementApprovalScheme::builder()
        .approver_type("MANAGER")
        .approver_id_null()
        .build();
    let duration = AccessDuration::builder()
        .value(90)
        .time_unit(AccessDurationUnit::Days)
        .build();
    let config = EntitlementRequestConfig::builder()
        .access_request_config(
            EntitlementAccessRequestConfig::builder()
                .approval_schemes([workflow, manager])
                .request_comment_required(true)
                .require_end_date(false)
                .max_permitted_access_duration(duration)
                .build(),
        )
        .revocation_request_config(
            EntitlementRevocationRequestConfig::builder()
                .approval_schemes(Vec::<EntitlementApprovalScheme>::new())
                .build(),
        )
        .build();
    let beta = client.beta().entitlements();
    let answer = beta
        .put_entitlement_request_config("e07a")
        .body(config)
        .send()
        .await
        .unwrap();

    let body = concat!(
        r#"{"accessRequestConfig":{"approvalSchemes":["#,
        r#"{"approverType":"WORKFLOW","approverId":"d94b"},"#,
        r#"{"approverType":"MANAGER","approverId":null}],"#,
        r#""requestCommentRequired":true,"requireEndDate":false,"#,
        r#""maxPermittedAccessDuration":{"value":90,"timeUnit":"DAYS"}},"#,
        r#""revocationRequestConfig":{"approvalSchemes":[]}}"#,
    );
    let target = "/beta/entitlements/e07a/entitlement-request-config";
    assert_eq!(server.only().wire(), with_body("PUT", target, JSON, body));
    let access = answer.into_inner().access_request_config.unwrap();
    assert_eq!(
        access.max_permitted_access_duration.value().unwrap().value,
        Some(90)
    );
}

#[tokio::test]
async fn create_access_model_metadata_for_entitlement() {
    let operation = "createAccessModelMetadataForEntitlement";
    let (server, client) = answering([Answer::json(201, example(operation, 201))]).await;
    let beta = client.beta().entitlements();
    let request = beta.create_access_model_metadata_for_entitlement("e07a", "safety class", "a/b");
    let answer = request.send().await.unwrap();

    let target = "/beta/entitlements/e07a/access-model-metadata/safety%20class/values/a%2Fb";
    assert_eq!(server.only().wire(), blank("POST", target));
    assert_eq!(answer.status(), 201);
    let metadata = answer
        .into_inner()
        .access_model_metadata
        .unwrap()
        .attributes
        .unwrap();
    assert_eq!(metadata[0].key.as_deref(), Some("safetyClass"));
    assert_eq!(metadata[1].values, None);
    let values = metadata[0].values.as_deref().unwrap();
    assert_eq!(values[1].r#type, Some(AttributeValueType::Adhoc));
}

#[tokio::test]
async fn delete_access_model_metadata_from_entitlement() {
    let (server, client) = answering([Answer::new(200)]).await;
    let beta = client.beta().entitlements();
    let request =
        beta.delete_access_model_metadata_from_entitlement("e07a", "safetyClass", "nightShift");
    let answer = request.send().await.unwrap();

    let target = "/beta/entitlements/e07a/access-model-metadata/safetyClass/values/nightShift";
    assert_eq!(server.only().wire(), blank("DELETE", target));
    assert_eq!(answer.status(), 200);
}

#[tokio::test]
#[allow(deprecated, reason = "deprecated operations must keep working")]
async fn import_entitlement_csv() {
    let reply = Answer::json(202, example("importEntitlementCsv", 202));
    let (server, client) = answering([reply.header("X-Deprecated", "true")]).await;
    let csv = "id,displayName\r\ntimetable:edit,\"Éditeurs\"\n";
    let file = File::from_bytes("depot \"roster\".csv", csv);
    let beta = client.beta().entitlements();
    let answer = beta
        .import_entitlement_csv("3f60")
        .csv_file(file)
        .send()
        .await
        .unwrap();

    let body = format!(
        "--BOUNDARY\r\nContent-Disposition: form-data; name=\"csvFile\"; filename=\"depot %22roster%22.csv\"\r\n\
        Content-Type: text/csv\r\n\r\n{csv}\r\n--BOUNDARY--\r\n"
    );
    let target = "/beta/entitlements/aggregate/sources/3f60";
    let content_type = "multipart/form-data; boundary=BOUNDARY";
    assert_eq!(
        server.only().wire(),
        with_body("POST", target, content_type, &body)
    );
    assert_eq!(answer.status(), 202);
    assert!(answer.is_deprecated());
    assert_eq!(answer.r#type, Some(LoadEntitlementTaskType::Quartz));
    let returns = answer.returns.as_deref().unwrap();
    assert_eq!(returns[1].attribute_name.as_deref(), Some("created"));
}

#[tokio::test]
#[allow(deprecated, reason = "deprecated operations must keep working")]
async fn import_entitlement_csv_without_a_file_has_no_body_and_no_content_type() {
    let reply = Answer::json(202, example("importEntitlementCsv", 202));
    let (server, client) = answering([reply.clone(), reply]).await;
    let beta = client.beta().entitlements();
    let wire = blank("POST", "/beta/entitlements/aggregate/sources/3f60");

    beta.import_entitlement_csv("3f60").send().await.unwrap();
    assert_eq!(server.last().header("content-type"), None);
    assert_eq!(server.last().wire(), wire);
    beta.import_entitlement_csv("3f60")
        .maybe_csv_file(None)
        .send()
        .await
        .unwrap();
    assert_eq!(server.last().wire(), wire);
}

#[tokio::test]
async fn reset_source_entitlements() {
    let reply = Answer::json(202, example("resetSourceEntitlements", 202));
    let (server, client) = answering([reply]).await;
    let beta = client.beta().entitlements();
    let answer = beta.reset_source_entitlements("3f60").send().await.unwrap();

    let wire = blank("POST", "/beta/entitlements/reset/sources/3f60");
    assert_eq!(server.only().wire(), wire);
    assert_eq!(answer.status(), 202);
    assert_eq!(answer.r#type.as_deref(), Some("TASK_RESULT"));
    assert_eq!(
        answer.id.as_deref(),
        Some("9b52e7c0d1834f6ea80f3d7c46b1e295")
    );
    assert_eq!(answer.name.as_deref(), Some("Reset of Depot Rosters"));
}
