//! Compares every model with its schema: the properties, their types, null and absence.

use std::fmt::Debug;

use sailpoint_isc::runtime::codegen::Object;
use sailpoint_isc::runtime::serde::Serialize;
use sailpoint_isc::runtime::serde::de::DeserializeOwned;
use sailpoint_isc::runtime::serde_json::{self, Value, json};
use sailpoint_isc::{beta::models as beta, v2026::models as v2026};

use crate::support::{Document, documents};

/// Properties that are required and not nullable.
const REQUIRED: [(&str, &[&str]); 2] = [
    (
        "EntitlementBulkUpdateRequest",
        &["entitlementIds", "jsonPatch"],
    ),
    (
        "EntitlementConnectionBulkUpdateItem",
        &["connectionId", "type"],
    ),
];

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
        let fault = decode::<T>(&wrong).expect_err(&place).to_string();
        assert!(fault.contains("invalid type"), "{place}: {fault}");

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
            "UnauthorizedError" => check::<beta::UnauthorizedError>,
            other => panic!("the document has gained the schema {other}: name its type here"),
        };
        check(document, name, properties);
        checked += 1;
    }
    assert_eq!(checked, 22);
}

#[test]
fn models_of_v2026_match_their_schemas() {
    let document = &documents()[1];
    let mut checked = 0;
    for (name, properties) in document.objects() {
        let check = match name {
            "AccessDuration" => check::<v2026::AccessDuration>,
            "AccessModelMetadata" => check::<v2026::AccessModelMetadata>,
            "AccessModelMetadataList" => check::<v2026::AccessModelMetadataList>,
            "AccessModelMetadataValue" => check::<v2026::AccessModelMetadataValue>,
            "AdditionalOwnerRef" => check::<v2026::AdditionalOwnerRef>,
            "ConnectionAccount" => check::<v2026::ConnectionAccount>,
            "ConnectionIdentity" => check::<v2026::ConnectionIdentity>,
            "ConnectionJitTimes" => check::<v2026::ConnectionJitTimes>,
            "ConnectionMachineIdentity" => check::<v2026::ConnectionMachineIdentity>,
            "ConnectionPrivilegeLevel" => check::<v2026::ConnectionPrivilegeLevel>,
            "ConnectionSource" => check::<v2026::ConnectionSource>,
            "ConnectionState" => check::<v2026::ConnectionState>,
            "Entitlement" => check::<v2026::Entitlement>,
            "EntitlementAccessRequestConfig" => check::<v2026::EntitlementAccessRequestConfig>,
            "EntitlementApprovalScheme" => check::<v2026::EntitlementApprovalScheme>,
            "EntitlementBulkUpdateRequest" => check::<v2026::EntitlementBulkUpdateRequest>,
            "EntitlementConnection" => check::<v2026::EntitlementConnection>,
            "EntitlementConnectionBulkUpdateItem" => {
                check::<v2026::EntitlementConnectionBulkUpdateItem>
            }
            "EntitlementConnectionBulkUpdateResultItem" => {
                check::<v2026::EntitlementConnectionBulkUpdateResultItem>
            }
            "EntitlementConnectionSearchHit" => check::<v2026::EntitlementConnectionSearchHit>,
            "EntitlementConnectionSearchHitEntitlement" => {
                check::<v2026::EntitlementConnectionSearchHitEntitlement>
            }
            "EntitlementPrivilegeLevel" => check::<v2026::EntitlementPrivilegeLevel>,
            "EntitlementRequestConfig" => check::<v2026::EntitlementRequestConfig>,
            "EntitlementRevocationRequestConfig" => {
                check::<v2026::EntitlementRevocationRequestConfig>
            }
            "EntitlementSource" => check::<v2026::EntitlementSource>,
            "EntitlementSourceResetBaseReferenceDto" => {
                check::<v2026::EntitlementSourceResetBaseReferenceDto>
            }
            "EntitlementV2" => check::<v2026::EntitlementV2>,
            "ErrorMessageDto" => check::<v2026::ErrorMessageDto>,
            "ErrorResponseDto" => check::<v2026::ErrorResponseDto>,
            "JsonPatchOperation" => continue,
            "LoadEntitlementTask" => check::<v2026::LoadEntitlementTask>,
            "LoadEntitlementTaskReturn" => check::<v2026::LoadEntitlementTaskReturn>,
            "MessageError" => check::<v2026::MessageError>,
            "OwnerReferenceDto" => check::<v2026::OwnerReferenceDto>,
            "PermissionDto" => check::<v2026::PermissionDto>,
            "UnauthorizedError" => check::<v2026::UnauthorizedError>,
            other => panic!("the document has gained the schema {other}: name its type here"),
        };
        check(document, name, properties);
        checked += 1;
    }
    assert_eq!(checked, 35);
}
