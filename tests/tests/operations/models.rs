//! Compares every model with its schema: the properties, their types, null and absence.

use std::fmt::Debug;

use sailpoint_isc::runtime::codegen::Object;
use sailpoint_isc::runtime::serde::Serialize;
use sailpoint_isc::runtime::serde::de::DeserializeOwned;
use sailpoint_isc::runtime::serde_json::{self, Value, json};
use sailpoint_isc::{beta::models as beta, isc::models as isc, v2026::models as v2026};

use crate::support::{Document, documents};

/// Properties that are required and not nullable.
const REQUIRED: [(&str, &[&str]); 7] = [
    (
        "EntitlementBulkUpdateRequest",
        &["entitlementIds", "jsonPatch"],
    ),
    (
        "EntitlementConnectionBulkUpdateItem",
        &["connectionId", "type"],
    ),
    ("LocalizedMessage", &["locale", "message"]),
    (
        "TaskDefinitionSummary",
        &["arguments", "id", "uniqueName", "parentName"],
    ),
    ("TaskReturnDetails", &["name", "attributeName"]),
    (
        "TaskStatus",
        &[
            "id",
            "type",
            "uniqueName",
            "description",
            "attributes",
            "created",
            "launcher",
            "messages",
            "percentComplete",
            "returns",
        ],
    ),
    ("TaskStatusMessage", &["key", "type"]),
];

/// Properties with values of several types, of which an unknown one is kept as it is.
const UNIONS: [&str; 1] = ["TaskStatusMessage.parameters"];

/// A type that matches its schema.
fn check<T>(document: &Document, name: &str, properties: &Value)
where
    T: Object + DeserializeOwned + Serialize + Debug,
{
    let properties = properties.as_object().unwrap();
    let mut fields = T::FIELDS.to_vec();
    let mut declared: Vec<&str> = properties.keys().map(String::as_str).collect();
    fields.sort_unstable();
    declared.sort_unstable();
    assert_eq!(fields, declared, "{name}");

    let required = REQUIRED.iter().find(|(owner, _)| *owner == name);
    let required = required.map_or(&[][..], |(_, required)| required);
    let sample: Value = properties
        .iter()
        .map(|(name, schema)| (name.clone(), document.sample(schema)))
        .collect();
    same::<T>(&sample, name);
    for property in declared {
        let place = format!("{name}.{property}");
        // Neither a text nor a number, a flag, an object, or a list of any of these.
        let mut wrong = sample.clone();
        wrong[property] = json!([[[]]]);
        if UNIONS.contains(&place.as_str()) {
            same::<T>(&wrong, &place);
        } else {
            let fault = decode::<T>(&wrong).expect_err(&place).to_string();
            assert!(fault.contains("invalid type"), "{place}: {fault}");
        }

        let mut null = sample.clone();
        null[property] = Value::Null;
        let mut absent = sample.clone();
        absent.as_object_mut().unwrap().remove(property);
        if required.contains(&property) {
            decode::<T>(&null).expect_err(&place);
            let fault = decode::<T>(&absent).expect_err(&place).to_string();
            assert!(fault.contains(property), "{place}: {fault}");
        } else {
            same::<T>(&null, &place);
            same::<T>(&absent, &place);
        }
    }
    let mut larger = sample;
    larger["propertyOfTomorrow"] = json!({"a": [1, null, 2.5, "x"]});
    same::<T>(&larger, name);
}

fn decode<T: DeserializeOwned>(value: &Value) -> serde_json::Result<T> {
    serde_json::from_str(&value.to_string())
}

/// Decoded and encoded, it is the same JSON.
fn same<T: DeserializeOwned + Serialize>(value: &Value, place: &str) {
    let decoded: T = decode(value).unwrap_or_else(|fault| panic!("{place}: {fault} in {value}"));
    assert_eq!(&serde_json::to_value(&decoded).unwrap(), value, "{place}");
    let text = serde_json::to_string(&decoded).unwrap();
    assert_eq!(
        &serde_json::from_str::<Value>(&text).unwrap(),
        value,
        "{place}"
    );
}

#[test]
fn models_of_beta_match_their_schemas() {
    let document = &documents()[0];
    let mut checked = 0;
    for (name, properties) in document.objects() {
        let check = match name {
            "AccessDuration" => check::<beta::AccessDuration>,
            "AdditionalOwnerRef" => check::<beta::AdditionalOwnerRef>,
            "AttributeDTO" => check::<beta::AttributeDto>,
            "AttributeDTOList" => check::<beta::AttributeDtoList>,
            "AttributeValueDTO" => check::<beta::AttributeValueDto>,
            "Entitlement" => check::<beta::Entitlement>,
            "EntitlementAccessRequestConfig" => check::<beta::EntitlementAccessRequestConfig>,
            "EntitlementApprovalScheme" => check::<beta::EntitlementApprovalScheme>,
            "EntitlementBulkUpdateRequest" => check::<beta::EntitlementBulkUpdateRequest>,
            "EntitlementRequestConfig" => check::<beta::EntitlementRequestConfig>,
            "EntitlementRevocationRequestConfig" => {
                check::<beta::EntitlementRevocationRequestConfig>
            }
            "EntitlementSource" => check::<beta::EntitlementSource>,
            "EntitlementSourceResetBaseReferenceDto" => {
                check::<beta::EntitlementSourceResetBaseReferenceDto>
            }
            "ErrorMessageDto" => check::<beta::ErrorMessageDto>,
            "ErrorResponseDto" => check::<beta::ErrorResponseDto>,
            // The runtime has its own type for these, with separate tests.
            "JsonPatchOperation" => continue,
            "LoadEntitlementTask" => check::<beta::LoadEntitlementTask>,
            "LoadEntitlementTaskReturn" => check::<beta::LoadEntitlementTaskReturn>,
            "ManuallyUpdatedFieldsDTO" => check::<beta::ManuallyUpdatedFieldsDto>,
            "MessageError" => check::<beta::MessageError>,
            "OwnerReferenceDto" => check::<beta::OwnerReferenceDto>,
            "PermissionDTO" => check::<beta::PermissionDto>,
            "LocalizedMessage" => check::<beta::LocalizedMessage>,
            "Target" => check::<beta::Target>,
            "TaskDefinitionSummary" => check::<beta::TaskDefinitionSummary>,
            "TaskReturnDetails" => check::<beta::TaskReturnDetails>,
            "TaskStatus" => check::<beta::TaskStatus>,
            "TaskStatusMessage" => check::<beta::TaskStatusMessage>,
            "UnauthorizedError" => check::<beta::UnauthorizedError>,
            other => panic!("the document has gained the schema {other}: name its type here"),
        };
        check(document, name, properties);
        checked += 1;
    }
    assert_eq!(checked, 28);
}

/// Checks all schemas of a document like that of v2026, and returns how many they are.
macro_rules! check_all {
    ($document:expr, $api:ident) => {{
        let document = $document;
        let mut checked = 0;
        for (name, properties) in document.objects() {
            let check = match name {
                "AccessDuration" => check::<$api::AccessDuration>,
                "AccessModelMetadata" => check::<$api::AccessModelMetadata>,
                "AccessModelMetadataList" => check::<$api::AccessModelMetadataList>,
                "AccessModelMetadataValue" => check::<$api::AccessModelMetadataValue>,
                "AdditionalOwnerRef" => check::<$api::AdditionalOwnerRef>,
                "ConnectionAccount" => check::<$api::ConnectionAccount>,
                "ConnectionIdentity" => check::<$api::ConnectionIdentity>,
                "ConnectionJitTimes" => check::<$api::ConnectionJitTimes>,
                "ConnectionMachineIdentity" => check::<$api::ConnectionMachineIdentity>,
                "ConnectionPrivilegeLevel" => check::<$api::ConnectionPrivilegeLevel>,
                "ConnectionSource" => check::<$api::ConnectionSource>,
                "ConnectionState" => check::<$api::ConnectionState>,
                "Entitlement" => check::<$api::Entitlement>,
                "EntitlementAccessRequestConfig" => check::<$api::EntitlementAccessRequestConfig>,
                "EntitlementApprovalScheme" => check::<$api::EntitlementApprovalScheme>,
                "EntitlementBulkUpdateRequest" => check::<$api::EntitlementBulkUpdateRequest>,
                "EntitlementConnection" => check::<$api::EntitlementConnection>,
                "EntitlementConnectionBulkUpdateItem" => {
                    check::<$api::EntitlementConnectionBulkUpdateItem>
                }
                "EntitlementConnectionBulkUpdateResultItem" => {
                    check::<$api::EntitlementConnectionBulkUpdateResultItem>
                }
                "EntitlementConnectionSearchHit" => check::<$api::EntitlementConnectionSearchHit>,
                "EntitlementConnectionSearchHitEntitlement" => {
                    check::<$api::EntitlementConnectionSearchHitEntitlement>
                }
                "EntitlementPrivilegeLevel" => check::<$api::EntitlementPrivilegeLevel>,
                "EntitlementRequestConfig" => check::<$api::EntitlementRequestConfig>,
                "EntitlementRevocationRequestConfig" => {
                    check::<$api::EntitlementRevocationRequestConfig>
                }
                "EntitlementSource" => check::<$api::EntitlementSource>,
                "EntitlementSourceResetBaseReferenceDto" => {
                    check::<$api::EntitlementSourceResetBaseReferenceDto>
                }
                "EntitlementV2" => check::<$api::EntitlementV2>,
                "ErrorMessageDto" => check::<$api::ErrorMessageDto>,
                "ErrorResponseDto" => check::<$api::ErrorResponseDto>,
                "JsonPatchOperation" => continue,
                "LoadEntitlementTask" => check::<$api::LoadEntitlementTask>,
                "LoadEntitlementTaskReturn" => check::<$api::LoadEntitlementTaskReturn>,
                "MessageError" => check::<$api::MessageError>,
                "OwnerReferenceDto" => check::<$api::OwnerReferenceDto>,
                "PermissionDto" => check::<$api::PermissionDto>,
                "LocalizedMessage" => check::<$api::LocalizedMessage>,
                "Target" => check::<$api::Target>,
                "TaskDefinitionSummary" => check::<$api::TaskDefinitionSummary>,
                "TaskReturnDetails" => check::<$api::TaskReturnDetails>,
                "TaskStatus" => check::<$api::TaskStatus>,
                "TaskStatusMessage" => check::<$api::TaskStatusMessage>,
                "UnauthorizedError" => check::<$api::UnauthorizedError>,
                other => panic!("the document has gained the schema {other}: name its type here"),
            };
            check(document, name, properties);
            checked += 1;
        }
        checked
    }};
}

#[test]
fn models_of_v2026_match_their_schemas() {
    let checked = check_all!(&documents()[1], v2026);
    assert_eq!(checked, 41);
}

#[test]
fn models_of_isc_match_their_schemas() {
    let checked = check_all!(&documents()[2], isc);
    assert_eq!(checked, 41);
}
