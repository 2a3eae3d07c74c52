//! The models of the page as one would write them by hand: derived, without what the client adds.

use sailpoint_isc::runtime::timestamp::Timestamp;
use sailpoint_isc::v2026::models::{ConnectionType, TargetConnectionType};
use serde::{Deserialize, Serialize};

/// Structs whose every property is optional.
macro_rules! structs {
    ($($name:ident { $($field:ident: $type:ty,)* })*) => {
        $(
            #[doc = "Derived."]
            #[derive(Clone, Debug, Default, Deserialize, Serialize)]
            #[serde(rename_all = "camelCase")]
            #[allow(missing_docs, reason = "they are the generated models' own")]
            pub struct $name {
                $(#[serde(skip_serializing_if = "Option::is_none")] pub $field: Option<$type>,)*
            }
        )*
    };
}

/// With the same types as the generated models have, ids aside.
pub mod alike {
    use super::{ConnectionType, Deserialize, Serialize, Timestamp};

    structs! {
        EntitlementConnectionSearchHit { id: String, identity: ConnectionIdentity, machine_identity: ConnectionMachineIdentity, account: ConnectionAccount, entitlement: EntitlementConnectionSearchHitEntitlement, source: ConnectionSource, state: ConnectionState, jit: ConnectionJitTimes, standalone: bool, r#type: ConnectionType, }
        ConnectionIdentity { id: String, r#type: String, name: String, alias: String, }
        ConnectionMachineIdentity { id: String, r#type: String, name: String, }
        ConnectionAccount { id: String, name: String, }
        ConnectionSource { id: String, name: String, }
        ConnectionState { value: String, changed: Timestamp, }
        ConnectionJitTimes { activation: Timestamp, provisioned: Timestamp, deactivation: Timestamp, deprovisioned: Timestamp, expiration: Timestamp, }
        EntitlementConnectionSearchHitEntitlement { id: String, name: String, display_name: String, description: String, attribute: String, value: String, source_schema_object_type: String, privilege_level: ConnectionPrivilegeLevel, }
        ConnectionPrivilegeLevel { effective: String, }
    }
}

/// With strings for everything that is one on the wire.
pub mod strings {
    use super::{Deserialize, Serialize};

    structs! {
        EntitlementConnectionSearchHit { id: String, identity: ConnectionIdentity, machine_identity: ConnectionMachineIdentity, account: ConnectionAccount, entitlement: EntitlementConnectionSearchHitEntitlement, source: ConnectionSource, state: ConnectionState, jit: ConnectionJitTimes, standalone: bool, r#type: String, }
        ConnectionIdentity { id: String, r#type: String, name: String, alias: String, }
        ConnectionMachineIdentity { id: String, r#type: String, name: String, }
        ConnectionAccount { id: String, name: String, }
        ConnectionSource { id: String, name: String, }
        ConnectionState { value: String, changed: String, }
        ConnectionJitTimes { activation: String, provisioned: String, deactivation: String, deprovisioned: String, expiration: String, }
        EntitlementConnectionSearchHitEntitlement { id: String, name: String, display_name: String, description: String, attribute: String, value: String, source_schema_object_type: String, privilege_level: ConnectionPrivilegeLevel, }
        ConnectionPrivilegeLevel { effective: String, }
    }
}

/// One item of the largest request body, in which every property has to be.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct EntitlementConnectionBulkUpdateItem {
    /// Which connection.
    pub connection_id: String,
    /// Its new type.
    pub r#type: TargetConnectionType,
}
