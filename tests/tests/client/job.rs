//! A job that makes one call of each kind.

use std::path::Path;

use sailpoint_isc::beta::models::{
    ApproverType, EntitlementAccessRequestConfig, EntitlementApprovalScheme,
    EntitlementBulkUpdateRequest, EntitlementRequestConfig,
};
use sailpoint_isc::runtime::patch::JsonPatch;
use sailpoint_isc::v2026::entitlement_connections::fields::list_entitlement_connections as f;
use sailpoint_isc::v2026::models::{ConnectionType, EntitlementConnectionBulkUpdateItem};
use sailpoint_isc::{File, Result};

use crate::support::{Answer, Server, blank, example, with_body};
use crate::{as_tenant, tenant};

#[tokio::test]
async fn a_job_from_page_to_bulk() -> Result<()> {
    let answers = [
        Answer::json(200, example("listEntitlementConnections", 200)).header("X-Total-Count", "3"),
        Answer::json(200, example("getEntitlement", 200)),
        Answer::json(200, example("patchEntitlement", 200)),
        Answer::json(200, example("putEntitlementRequestConfig", 200)),
        Answer::json(207, example("updateEntitlementConnectionsBulk", 207)),
        Answer::new(204),
    ];
    let expected = answers.len();
    let server = Server::tenant(answers).await;
    let client = tenant(&server);
    let connections = client.v2026().entitlement_connections();
    let beta = client.beta().entitlements();

    let page = connections
        .list_entitlement_connections()
        .limit(250)
        .count(true)
        .filters(f::TYPE.eq(ConnectionType::Jit))
        .sorters([f::ID.asc()])
        .send()
        .await?;
    assert_eq!(
        (page.len(), page.total_count(), page.status().as_u16()),
        (3, Some(3), 200)
    );
    assert!(page.headers().contains_key("content-type"));
    let jit = page
        .iter()
        .filter(|hit| hit.r#type == Some(ConnectionType::Jit));
    assert_eq!(jit.count(), 1);

    let entitlement = beta.get_entitlement("2c91").send().await?.into_inner();
    assert_eq!(entitlement.requestable, Some(true));

    let patch = JsonPatch::new()
        .replace("/requestable", true)
        .add("/segments/-", "f7b1");
    let patched = beta.patch_entitlement("2c91").body(patch).send().await?;
    assert_eq!(patched.requestable, Some(true));

    let config = EntitlementRequestConfig::builder()
        .access_request_config(
            EntitlementAccessRequestConfig::builder()
                .approval_schemes([EntitlementApprovalScheme::builder()
                    .approver_type(ApproverType::GovernanceGroup)
                    .approver_id("46c7")
                    .build()])
                .request_comment_required(true)
                .build(),
        )
        .build();
    beta.put_entitlement_request_config("2c91")
        .body(config)
        .send()
        .await?;
    let sent = concat!(
        r#"{"accessRequestConfig":{"approvalSchemes":[{"approverType":"GOVERNANCE_GROUP","approverId":"46c7"}],"#,
        r#""requestCommentRequired":true}}"#,
    );
    assert_eq!(server.last().text(), sent);

    let items = ["80c6", "2ad9"].map(|id| {
        let item = EntitlementConnectionBulkUpdateItem::builder();
        item.connection_id(id).r#type("JIT").build()
    });
    let rows = connections
        .update_entitlement_connections_bulk()
        .body(items)
        .send()
        .await?;
    assert_eq!(rows.iter().filter(|row| row.status != Some(201)).count(), 1);

    let body = EntitlementBulkUpdateRequest::builder()
        .json_patch(JsonPatch::new().replace("/privileged", false))
        .entitlement_ids(vec!["2c91".to_owned()])
        .build();
    beta.update_entitlements_in_bulk().body(body).send().await?;

    assert_eq!(server.calls().len(), expected);
    let tokens = server.token_requests().len();
    assert_eq!(tokens, 1, "one token is used for all calls");
    for call in server.calls() {
        assert_eq!(call.header("authorization"), Some("Bearer token-1"));
    }
    Ok(())
}

#[tokio::test]
async fn uploads_a_file_from_disk() -> Result<()> {
    let reply = Answer::json(202, example("importEntitlementCsv", 202));
    let server = Server::tenant([reply.clone(), reply]).await;
    let beta = tenant(&server).beta().entitlements();
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("groups.csv");
    std::fs::write(&file, "id,name\na,b\n").unwrap();
    #[allow(deprecated, reason = "deprecated operations must keep working")]
    let import = beta.import_entitlement_csv("2c91");
    import
        .clone()
        .csv_file(File::from_path(&file).await?)
        .send()
        .await?;
    let body = "--BOUNDARY\r\nContent-Disposition: form-data; name=\"csvFile\"; filename=\"groups.csv\"\r\n\
        Content-Type: text/csv\r\n\r\nid,name\na,b\n\r\n--BOUNDARY--\r\n";
    let target = "/beta/entitlements/aggregate/sources/2c91";
    let wire = with_body(
        "POST",
        target,
        "multipart/form-data; boundary=BOUNDARY",
        body,
    );
    assert_eq!(server.last().wire(), as_tenant(&wire));
    import.send().await?;
    assert_eq!(server.last().wire(), as_tenant(&blank("POST", target)));
    let error = File::from_path("no/such/file.csv").await.unwrap_err();
    assert!(error.is_request(), "{error}");
    Ok(())
}
