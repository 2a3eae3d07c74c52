//! Every operation by its `operationId`, for tests that go through all of them.

use sailpoint_isc::beta::models::{EntitlementBulkUpdateRequest, EntitlementRequestConfig};
use sailpoint_isc::runtime::patch::JsonPatch;
use sailpoint_isc::v2026::models::EntitlementConnectionBulkUpdateItem;
use sailpoint_isc::{Client, Result};

/// Sends an operation with `id` for every parameter that it requires, and the smallest body.
pub(crate) async fn send(client: &Client, operation: &str, id: &str) -> Result<()> {
    let entitlements = client.beta().entitlements();
    let connections = client.v2026().entitlement_connections();
    let patch = JsonPatch::new().replace("/requestable", true);
    match operation {
        "listEntitlements" => entitlements.list_entitlements().send().await.map(drop),
        "getEntitlement" => entitlements.get_entitlement(id).send().await.map(drop),
        "patchEntitlement" => {
            let request = entitlements.patch_entitlement(id).body(patch);
            request.send().await.map(drop)
        }
        "listEntitlementParents" => {
            let request = entitlements.list_entitlement_parents(id);
            request.send().await.map(drop)
        }
        "listEntitlementChildren" => {
            let request = entitlements.list_entitlement_children(id);
            request.send().await.map(drop)
        }
        "updateEntitlementsInBulk" => {
            let body = EntitlementBulkUpdateRequest::builder()
                .entitlement_ids([id])
                .json_patch(patch)
                .build();
            let request = entitlements.update_entitlements_in_bulk().body(body);
            request.send().await.map(drop)
        }
        "getEntitlementRequestConfig" => {
            let request = entitlements.get_entitlement_request_config(id);
            request.send().await.map(drop)
        }
        "putEntitlementRequestConfig" => {
            let request = entitlements
                .put_entitlement_request_config(id)
                .body(EntitlementRequestConfig::default());
            request.send().await.map(drop)
        }
        "createAccessModelMetadataForEntitlement" => {
            let request = entitlements.create_access_model_metadata_for_entitlement(id, id, id);
            request.send().await.map(drop)
        }
        "deleteAccessModelMetadataFromEntitlement" => {
            let request = entitlements.delete_access_model_metadata_from_entitlement(id, id, id);
            request.send().await.map(drop)
        }
        "importEntitlementCsv" => {
            #[allow(deprecated, reason = "it has to work as long as it is there")]
            let request = entitlements.import_entitlement_csv(id);
            request.send().await.map(drop)
        }
        "resetSourceEntitlements" => {
            let request = entitlements.reset_source_entitlements(id);
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
                .body(patch);
            request.send().await.map(drop)
        }
        "patchEntitlementConnectionById" => {
            let request = connections
                .patch_entitlement_connection_by_id(id)
                .body(patch);
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
        other => panic!("the documents have gained the operation {other}: send it here"),
    }
}
