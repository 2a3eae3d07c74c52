//! Every example of the documents decodes into its model, and encodes back to the same JSON.

use sailpoint_isc::runtime::patch::JsonPatch;
use sailpoint_isc::runtime::serde::Serialize;
use sailpoint_isc::runtime::serde::de::DeserializeOwned;
use sailpoint_isc::runtime::serde_json::{self, Value};
use sailpoint_isc::{beta::models as beta, isc::models as isc, v2026::models as v2026};

use crate::support::documents;

/// The result of decoding and encoding JSON.
type Model = fn(&Value) -> serde_json::Result<Value>;

fn through<T: DeserializeOwned + Serialize>(value: &Value) -> serde_json::Result<Value> {
    let decoded: T = serde_json::from_str(&value.to_string())?;
    serde_json::from_str(&serde_json::to_string(&decoded)?)
}

/// The type of a request's body.
fn request(api: &str, operation: &str) -> Model {
    match operation {
        "patchEntitlement"
        | "patchEntitlementConnectionById"
        | "patchEntitlementConnectionByQuery" => through::<JsonPatch>,
        "updateEntitlementsInBulk" if api == "beta" => {
            through::<beta::EntitlementBulkUpdateRequest>
        }
        "updateEntitlementsInBulk" if api == "v2026" => {
            through::<v2026::EntitlementBulkUpdateRequest>
        }
        "updateEntitlementsInBulk" => through::<isc::EntitlementBulkUpdateRequest>,
        "putEntitlementRequestConfig" if api == "beta" => through::<beta::EntitlementRequestConfig>,
        "putEntitlementRequestConfig" if api == "v2026" => {
            through::<v2026::EntitlementRequestConfig>
        }
        "putEntitlementRequestConfig" => through::<isc::EntitlementRequestConfig>,
        "updateEntitlementConnectionsBulk" if api == "v2026" => {
            through::<Vec<v2026::EntitlementConnectionBulkUpdateItem>>
        }
        "updateEntitlementConnectionsBulk" => {
            through::<Vec<isc::EntitlementConnectionBulkUpdateItem>>
        }
        other => panic!("the documents have gained a request of {other}: name its type here"),
    }
}

/// The type of a response.
fn response(api: &str, operation: &str, status: u16) -> Model {
    match (operation, status) {
        (_, 400 | 403 | 404 | 500) if api == "beta" => through::<beta::ErrorResponseDto>,
        (_, 400 | 403 | 404 | 500) if api == "v2026" => through::<v2026::ErrorResponseDto>,
        (_, 400 | 403 | 404 | 500) => through::<isc::ErrorResponseDto>,
        (_, 401) if api == "beta" => through::<beta::UnauthorizedError>,
        (_, 401) if api == "v2026" => through::<v2026::UnauthorizedError>,
        (_, 401) => through::<isc::UnauthorizedError>,
        (_, 412 | 429) if api == "beta" => through::<beta::MessageError>,
        (_, 412 | 429) if api == "v2026" => through::<v2026::MessageError>,
        (_, 412 | 429) => through::<isc::MessageError>,
        (_, 200..300) if api == "beta" => success_of_beta(operation),
        (_, 200..300) if api == "v2026" => success_of_v2026(operation),
        (_, 200..300) => success_of_isc(operation),
        other => panic!("the documents have gained {other:?}: name its type here"),
    }
}

fn success_of_beta(operation: &str) -> Model {
    match operation {
        "getEntitlement" | "patchEntitlement" | "createAccessModelMetadataForEntitlement" => {
            through::<beta::Entitlement>
        }
        "listEntitlements" | "listEntitlementParents" | "listEntitlementChildren" => {
            through::<Vec<beta::Entitlement>>
        }
        "getEntitlementRequestConfig" | "putEntitlementRequestConfig" => {
            through::<beta::EntitlementRequestConfig>
        }
        "importEntitlementCsv" => through::<beta::LoadEntitlementTask>,
        "resetSourceEntitlements" => through::<beta::EntitlementSourceResetBaseReferenceDto>,
        "getTaskStatus" => through::<beta::TaskStatus>,
        other => panic!("beta has gained a response of {other}: name its type here"),
    }
}

/// The type of a success of v2026 or of the present API, whose models have the same names.
macro_rules! success {
    ($api:ident, $operation:expr) => {
        match $operation {
            "getEntitlement" | "patchEntitlement" => through::<$api::EntitlementV2>,
            "createAccessModelMetadataForEntitlement" => through::<$api::Entitlement>,
            "listEntitlements"
            | "listEntitlementsByAccount"
            | "listEntitlementParents"
            | "listEntitlementChildren" => through::<Vec<$api::EntitlementV2>>,
            "getEntitlementRequestConfig" | "putEntitlementRequestConfig" => {
                through::<$api::EntitlementRequestConfig>
            }
            "importEntitlementsBySource" => through::<$api::LoadEntitlementTask>,
            "resetSourceEntitlements" => through::<$api::EntitlementSourceResetBaseReferenceDto>,
            "getTaskStatus" => through::<$api::TaskStatus>,
            "listEntitlementConnections" | "listEntitlementConnectionsForCurrentIdentity" => {
                through::<Vec<$api::EntitlementConnectionSearchHit>>
            }
            "patchEntitlementConnectionByQuery" | "patchEntitlementConnectionById" => {
                through::<$api::EntitlementConnection>
            }
            "updateEntitlementConnectionsBulk" => {
                through::<Vec<$api::EntitlementConnectionBulkUpdateResultItem>>
            }
            other => panic!(
                "{} has gained a response of {other}: name its type here",
                stringify!($api)
            ),
        }
    };
}

fn success_of_v2026(operation: &str) -> Model {
    success!(v2026, operation)
}

fn success_of_isc(operation: &str) -> Model {
    success!(isc, operation)
}

#[test]
fn every_example_survives_decoding_and_encoding() {
    let (mut requests, mut responses) = (0, 0);
    for document in documents() {
        for operation in document.operations() {
            let id = operation.id.trim_end_matches("V1");
            for example in operation.request() {
                if example.media_type == "multipart/form-data" {
                    continue;
                }
                let back = request(document.api, id)(example.value).unwrap();
                assert_eq!(&back, example.value, "request of {id}");
                requests += 1;
            }
            for (status, examples) in operation.responses() {
                for example in examples {
                    let back = response(document.api, id, status)(example.value).unwrap();
                    assert_eq!(&back, example.value, "{status} of {id}");
                    responses += 1;
                }
            }
        }
    }
    assert_eq!((requests, responses), (27, 391));
}
