//! Every operation by its API and its `operationId`, for tests that go through all of them.

use sailpoint_isc::runtime::patch::JsonPatch;
use sailpoint_isc::v2026::models::EntitlementConnectionBulkUpdateItem;
use sailpoint_isc::{Client, Result, beta, isc, v2026};

/// Sends an operation with `id` for every parameter that it requires, and the smallest body.
pub(crate) async fn send(client: &Client, api: &str, operation: &str, id: &str) -> Result<()> {
    let sent = match api {
        "beta" => of_beta(client, operation, id).await,
        "v2026" => of_v2026(client, operation, id).await,
        "isc" => of_isc(client, operation, id).await,
        other => panic!("there is no API {other}"),
    };
    sent.unwrap_or_else(|| panic!("{api} has gained the operation {operation}: send it here"))
}

fn patch() -> JsonPatch {
    JsonPatch::new().replace("/requestable", true)
}

/// Sends an operation that both versions of the entitlements have; another ends the function with nothing.
macro_rules! entitlements {
    ($group:expr, $api:ident, $operation:expr, $id:expr) => {{
        let (group, id) = ($group, $id);
        Some(match $operation {
            "listEntitlements" => group.list_entitlements().send().await.map(drop),
            "getEntitlement" => group.get_entitlement(id).send().await.map(drop),
            "patchEntitlement" => {
                let request = group.patch_entitlement(id).body(patch());
                request.send().await.map(drop)
            }
            "listEntitlementParents" => group.list_entitlement_parents(id).send().await.map(drop),
            "listEntitlementChildren" => group.list_entitlement_children(id).send().await.map(drop),
            "updateEntitlementsInBulk" => {
                let body = $api::models::EntitlementBulkUpdateRequest::builder()
                    .entitlement_ids([id])
                    .json_patch(patch())
                    .build();
                let request = group.update_entitlements_in_bulk().body(body);
                request.send().await.map(drop)
            }
            "getEntitlementRequestConfig" => {
                let request = group.get_entitlement_request_config(id);
                request.send().await.map(drop)
            }
            "putEntitlementRequestConfig" => {
                let body = $api::models::EntitlementRequestConfig::default();
                let request = group.put_entitlement_request_config(id).body(body);
                request.send().await.map(drop)
            }
            "createAccessModelMetadataForEntitlement" => {
                let request = group.create_access_model_metadata_for_entitlement(id, id, id);
                request.send().await.map(drop)
            }
            "deleteAccessModelMetadataFromEntitlement" => {
                let request = group.delete_access_model_metadata_from_entitlement(id, id, id);
                request.send().await.map(drop)
            }
            "resetSourceEntitlements" => group.reset_source_entitlements(id).send().await.map(drop),
            _ => return None,
        })
    }};
}

async fn of_beta(client: &Client, operation: &str, id: &str) -> Option<Result<()>> {
    let group = client.beta().entitlements();
    if operation == "getTaskStatus" {
        let request = client.beta().task_management().get_task_status(id);
        return Some(request.send().await.map(drop));
    }
    if operation == "importEntitlementCsv" {
        #[allow(deprecated, reason = "deprecated operations must keep working")]
        let request = group.import_entitlement_csv(id);
        return Some(request.send().await.map(drop));
    }
    entitlements!(group, beta, operation, id)
}

async fn of_v2026(client: &Client, operation: &str, id: &str) -> Option<Result<()>> {
    let group = client.v2026().entitlements();
    let connections = client.v2026().entitlement_connections();
    Some(match operation {
        "importEntitlementsBySource" => {
            #[allow(deprecated, reason = "deprecated operations must keep working")]
            let request = group.import_entitlements_by_source(id);
            request.send().await.map(drop)
        }
        "listEntitlementsByAccount" => {
            let request = group.list_entitlements_by_account(id);
            request.send().await.map(drop)
        }
        "getTaskStatus" => {
            let request = client.v2026().task_management().get_task_status(id);
            request.send().await.map(drop)
        }
        "listEntitlementConnections" => {
            let request = connections.list_entitlement_connections();
            request.send().await.map(drop)
        }
        "listEntitlementConnectionsForCurrentIdentity" => {
            let request = connections.list_entitlement_connections_for_current_identity();
            request.send().await.map(drop)
        }
        "patchEntitlementConnectionByQuery" => {
            let request = connections
                .patch_entitlement_connection_by_query(id, id, id)
                .body(patch());
            request.send().await.map(drop)
        }
        "patchEntitlementConnectionById" => {
            let request = connections
                .patch_entitlement_connection_by_id(id)
                .body(patch());
            request.send().await.map(drop)
        }
        "updateEntitlementConnectionsBulk" => {
            let item = EntitlementConnectionBulkUpdateItem::builder()
                .connection_id(id)
                .r#type("JIT")
                .build();
            let request = connections
                .update_entitlement_connections_bulk()
                .body([item]);
            request.send().await.map(drop)
        }
        _ => return entitlements!(group, v2026, operation, id),
    })
}

#[allow(clippy::too_many_lines, reason = "it is a list")]
async fn of_isc(client: &Client, operation: &str, id: &str) -> Option<Result<()>> {
    let group = client.isc().entitlements();
    let connections = client.isc().entitlement_connections();
    Some(match operation {
        "importEntitlementsBySourceV1" => {
            #[allow(deprecated, reason = "deprecated operations must keep working")]
            let request = group.import_entitlements_by_source_v1(id);
            request.send().await.map(drop)
        }
        "listEntitlementsByAccountV1" => {
            let request = group.list_entitlements_by_account_v1(id);
            request.send().await.map(drop)
        }
        "getTaskStatusV1" => {
            let request = client.isc().task_management().get_task_status_v1(id);
            request.send().await.map(drop)
        }
        "listEntitlementConnectionsV1" => {
            let request = connections.list_entitlement_connections_v1();
            request.send().await.map(drop)
        }
        "listEntitlementConnectionsForCurrentIdentityV1" => {
            let request = connections.list_entitlement_connections_for_current_identity_v1();
            request.send().await.map(drop)
        }
        "patchEntitlementConnectionByQueryV1" => {
            let request = connections
                .patch_entitlement_connection_by_query_v1(id, id, id)
                .body(patch());
            request.send().await.map(drop)
        }
        "patchEntitlementConnectionByIdV1" => {
            let request = connections
                .patch_entitlement_connection_by_id_v1(id)
                .body(patch());
            request.send().await.map(drop)
        }
        "updateEntitlementConnectionsBulkV1" => {
            let item = isc::models::EntitlementConnectionBulkUpdateItem::builder()
                .connection_id(id)
                .r#type("JIT")
                .build();
            let request = connections
                .update_entitlement_connections_bulk_v1()
                .body([item]);
            request.send().await.map(drop)
        }
        "listEntitlementsV1" => group.list_entitlements_v1().send().await.map(drop),
        "getEntitlementV1" => group.get_entitlement_v1(id).send().await.map(drop),
        "patchEntitlementV1" => {
            let request = group.patch_entitlement_v1(id).body(patch());
            request.send().await.map(drop)
        }
        "listEntitlementParentsV1" => group.list_entitlement_parents_v1(id).send().await.map(drop),
        "listEntitlementChildrenV1" => group
            .list_entitlement_children_v1(id)
            .send()
            .await
            .map(drop),
        "updateEntitlementsInBulkV1" => {
            let body = isc::models::EntitlementBulkUpdateRequest::builder()
                .entitlement_ids([id])
                .json_patch(patch())
                .build();
            let request = group.update_entitlements_in_bulk_v1().body(body);
            request.send().await.map(drop)
        }
        "getEntitlementRequestConfigV1" => {
            let request = group.get_entitlement_request_config_v1(id);
            request.send().await.map(drop)
        }
        "putEntitlementRequestConfigV1" => {
            let body = isc::models::EntitlementRequestConfig::default();
            let request = group.put_entitlement_request_config_v1(id).body(body);
            request.send().await.map(drop)
        }
        "createAccessModelMetadataForEntitlementV1" => {
            let request = group.create_access_model_metadata_for_entitlement_v1(id, id, id);
            request.send().await.map(drop)
        }
        "deleteAccessModelMetadataFromEntitlementV1" => {
            let request = group.delete_access_model_metadata_from_entitlement_v1(id, id, id);
            request.send().await.map(drop)
        }
        "resetSourceEntitlementsV1" => group
            .reset_source_entitlements_v1(id)
            .send()
            .await
            .map(drop),
        _ => return None,
    })
}
