//! Entitlements: as the service sends them, and as one would write them by hand.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

/// The JSON of the one with this number, of about 1 KiB, without spaces.
pub fn json(n: usize) -> String {
    let id = |kind: usize| format!("{:032x}", (n * 7 + kind + 1) * 0x9e37_79b9_7f4a_7c15);
    format!(
        concat!(
            r#"{{"id":"{}","name":"Signal Control Operators {n}","created":"2024-02-19T06:41:08.512Z","#,
            r#""modified":"2025-05-06T14:20:37.004Z","attribute":"memberOf","#,
            r#""value":"CN=Signal-Control-Operators-{n},OU=Operations,DC=haldenrail,DC=example","#,
            r#""sourceSchemaObjectType":"group","privileged":{privileged},"cloudGoverned":false,"#,
            r#""description":"Sets routes and signals from the control room.","requestable":true,"#,
            r#""attributes":{{"GroupType":"Security","objectSid":"S-1-5-21-3623811015-{n}","memberCount":{n}}},"#,
            r#""source":{{"id":"{}","type":"SOURCE","name":"Halden Rail Directory"}},"#,
            r#""owner":{{"id":"{}","name":"Ingrid Vale","type":"IDENTITY"}},"#,
            r#""directPermissions":[{{"rights":["READ","WRITE"],"target":"signal.routes"}}],"#,
            r#""segments":["2f9e6b0c-71d4-4a58-93ce-d08b5f47a1e6"],"#,
            r#""manuallyUpdatedFields":{{"DISPLAY_NAME":true,"DESCRIPTION":false}},"#,
            r#""accessModelMetadata":{{"attributes":[]}}}}"#,
        ),
        id(0),
        id(1),
        id(2),
        n = n,
        privileged = n.is_multiple_of(5),
    )
}

/// A list of those from one number to before another.
pub fn list(from: usize, to: usize) -> String {
    let items: Vec<String> = (from..to).map(json).collect();
    format!("[{}]", items.join(","))
}

/// Structs whose every property is optional.
macro_rules! structs {
    ($($name:ident { $($field:ident: $type:ty,)* })*) => {
        $(
            #[doc = "Derived."]
            #[derive(Clone, Debug, Default, Deserialize)]
            #[serde(rename_all = "camelCase")]
            #[allow(missing_docs, reason = "they are the generated models' own")]
            pub struct $name {
                $(pub $field: Option<$type>,)*
            }
        )*
    };
}

structs! {
    Entitlement { id: String, name: String, created: String, modified: String, attribute: String, value: String, source_schema_object_type: String, privileged: bool, cloud_governed: bool, description: String, requestable: bool, attributes: BTreeMap<String, Value>, source: Source, owner: Owner, additional_owners: Vec<Owner>, direct_permissions: Vec<Permission>, segments: Vec<String>, manually_updated_fields: ManuallyUpdatedFields, access_model_metadata: Metadata, }
    Source { id: String, r#type: String, name: String, }
    Owner { id: String, r#type: String, name: String, }
    Permission { rights: Vec<String>, target: String, }
    Metadata { attributes: Vec<MetadataAttribute>, }
    MetadataAttribute { key: String, name: String, multiselect: bool, is_adhoc: bool, status: String, r#type: String, object_types: Vec<String>, description: String, values: Vec<MetadataValue>, }
    MetadataValue { value: String, name: String, status: String, r#type: String, }
}

/// Derived.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[allow(missing_docs, reason = "they are the generated models' own")]
pub struct ManuallyUpdatedFields {
    pub display_name: Option<bool>,
    pub description: Option<bool>,
}
