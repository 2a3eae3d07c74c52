//! The vendor's own examples decode into our types without loss.

use sailpoint_isc::runtime::patch::JsonPatch;
use sailpoint_isc::runtime::serde_json::{Map, Value};
use sailpoint_isc::{beta::models as beta, isc::models as isc, v2026::models as v2026};
use tests::round_trip::{Outcome, through};

/// The document of one API, and the group of its operations that this project has.
const GROUPS: [(&str, &str); 5] = [
    ("beta", "Entitlements"),
    ("v2026", "Entitlements"),
    ("v2026", "Entitlement Connections"),
    ("isc", "Entitlements"),
    ("isc", "Entitlement Connections"),
];

/// The type of a request's body.
fn request(api: &str, operation: &str) -> Option<fn(&Value) -> Outcome> {
    Some(match operation {
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
        // A form with a file.
        "importEntitlementsBySource" => return None,
        other => panic!("{other} has a body of an unknown type"),
    })
}

/// The type of a response's body.
fn response(api: &str, operation: &str, status: &str) -> fn(&Value) -> Outcome {
    match (api, status) {
        ("beta", "401") => return through::<beta::UnauthorizedError>,
        ("v2026", "401") => return through::<v2026::UnauthorizedError>,
        ("isc", "401") => return through::<isc::UnauthorizedError>,
        ("beta", "429") => return through::<beta::MessageError>,
        ("v2026", "412" | "429") => return through::<v2026::MessageError>,
        ("isc", "412" | "429") => return through::<isc::MessageError>,
        ("beta", "400" | "403" | "404" | "500") => return through::<beta::ErrorResponseDto>,
        ("v2026", "400" | "403" | "404" | "500") => return through::<v2026::ErrorResponseDto>,
        ("isc", "400" | "403" | "404" | "500") => return through::<isc::ErrorResponseDto>,
        _ => {}
    }
    match api {
        "beta" => success_of_beta(operation),
        "v2026" => success_of_v2026(operation),
        _ => success_of_isc(operation),
    }
}

fn success_of_beta(operation: &str) -> fn(&Value) -> Outcome {
    match operation {
        "listEntitlements" | "listEntitlementParents" | "listEntitlementChildren" => {
            through::<Vec<beta::Entitlement>>
        }
        "getEntitlement" | "patchEntitlement" | "createAccessModelMetadataForEntitlement" => {
            through::<beta::Entitlement>
        }
        "getEntitlementRequestConfig" | "putEntitlementRequestConfig" => {
            through::<beta::EntitlementRequestConfig>
        }
        "resetSourceEntitlements" => through::<beta::EntitlementSourceResetBaseReferenceDto>,
        "getTaskStatus" => through::<beta::TaskStatus>,
        "importEntitlementsBySource" => through::<beta::LoadEntitlementTask>,
        other => panic!("{other} of beta answers with an unknown type"),
    }
}

/// The type of a success of v2026 or of the present API, whose models have the same names.
macro_rules! success {
    ($api:ident, $operation:expr) => {
        match $operation {
            "listEntitlements"
            | "listEntitlementsByAccount"
            | "listEntitlementParents"
            | "listEntitlementChildren" => through::<Vec<$api::EntitlementV2>>,
            "getEntitlement" | "patchEntitlement" => through::<$api::EntitlementV2>,
            "createAccessModelMetadataForEntitlement" => through::<$api::Entitlement>,
            "getEntitlementRequestConfig" | "putEntitlementRequestConfig" => {
                through::<$api::EntitlementRequestConfig>
            }
            "resetSourceEntitlements" => through::<$api::EntitlementSourceResetBaseReferenceDto>,
            "getTaskStatus" => through::<$api::TaskStatus>,
            "importEntitlementsBySource" => through::<$api::LoadEntitlementTask>,
            "listEntitlementConnections" | "listEntitlementConnectionsForCurrentIdentity" => {
                through::<Vec<$api::EntitlementConnectionSearchHit>>
            }
            "patchEntitlementConnectionById" | "patchEntitlementConnectionByQuery" => {
                through::<$api::EntitlementConnection>
            }
            "updateEntitlementConnectionsBulk" => {
                through::<Vec<$api::EntitlementConnectionBulkUpdateResultItem>>
            }
            other => panic!(
                "{other} of {} answers with an unknown type",
                stringify!($api)
            ),
        }
    };
}

fn success_of_v2026(operation: &str) -> fn(&Value) -> Outcome {
    success!(v2026, operation)
}

fn success_of_isc(operation: &str) -> fn(&Value) -> Outcome {
    success!(isc, operation)
}

/// One of the vendor's documents.
struct Document {
    root: Value,
}

impl Document {
    fn read(api: &str, group: &str) -> Self {
        let text = match api {
            // The vendor bundles it by resource.
            "isc" => crate::imported("root", &[group], &[]),
            api => {
                let path = crate::folder().join(format!("bundled/{api}.yaml"));
                std::fs::read_to_string(path).expect("the document can be read")
            }
        };
        let root = serde_yaml::from_str(&text).expect("the document is YAML");
        Self { root }
    }

    fn resolve<'a>(&'a self, node: &'a Value) -> &'a Value {
        match node.get("$ref").and_then(Value::as_str) {
            Some(reference) => {
                let pointer = reference.strip_prefix('#').expect("it is bundled");
                self.resolve(self.root.pointer(pointer).expect("it leads somewhere"))
            }
            None => node,
        }
    }

    /// The examples of a body: those given for it, its schema's, and one that is put together from those of the parts.
    fn examples(&self, body: &Value) -> Vec<Value> {
        let mut found = Vec::new();
        let content = self.resolve(body).get("content").and_then(Value::as_object);
        for media in content.into_iter().flatten().map(|(_, media)| media) {
            found.extend(media.get("example").cloned());
            let named = media.get("examples").and_then(Value::as_object);
            found.extend(
                named
                    .into_iter()
                    .flatten()
                    .map(|(_, it)| self.resolve(it)["value"].clone()),
            );
            if let Some(schema) = media.get("schema") {
                found.extend(self.resolve(schema).get("example").cloned());
                found.extend(self.of_parts(schema, 0));
            }
        }
        found
    }

    fn of_parts(&self, schema: &Value, depth: usize) -> Option<Value> {
        let schema = self.resolve(schema);
        if depth > 12 {
            return None;
        }
        if let Some(properties) = schema.get("properties").and_then(Value::as_object) {
            let members = properties
                .iter()
                .filter_map(|(name, it)| Some((name.clone(), self.of_parts(it, depth + 1)?)));
            return Some(members.collect::<Map<_, _>>().into());
        }
        // One list has the example of an item.
        let is_wrong = |example: &Value| schema["type"] == "array" && !example.is_array();
        if let Some(example) = schema.get("example").filter(|it| !is_wrong(it)) {
            return Some(example.clone());
        }
        if let Some(items) = schema.get("items") {
            return Some(Value::Array(vec![self.of_parts(items, depth + 1)?]));
        }
        let parts = schema.get("allOf").and_then(Value::as_array)?;
        parts.iter().find_map(|part| self.of_parts(part, depth + 1))
    }
}

#[test]
#[ignore = "set UPSTREAM_SPECS"]
fn vendor_examples_round_trip() {
    for (api, group) in GROUPS {
        let document = Document::read(api, group);
        let (mut requests, mut responses, mut faults) = (0, 0, Vec::new());
        let mut check = |through: fn(&Value) -> Outcome, place: &str, example: &Value| {
            let back = through(example);
            if back.as_ref() != Ok(example) {
                faults.push(format!("{place}: {back:?}\n    of {example}"));
            }
        };
        let items = document.root["paths"].as_object().expect("paths");
        for operation in items
            .values()
            .filter_map(Value::as_object)
            .flat_map(Map::values)
        {
            let is_ours = operation
                .get("tags")
                .is_some_and(|tags| tags[0].as_str() == Some(group));
            if !is_ours {
                continue;
            }
            let id = operation["operationId"].as_str().expect("a name");
            let id = id.trim_end_matches("V1");
            if let Some(body) = operation.get("requestBody")
                && let Some(through) = request(api, id)
            {
                for example in document.examples(body) {
                    requests += 1;
                    check(through, &format!("request of {id}"), &example);
                }
            }
            for (status, body) in operation["responses"].as_object().expect("responses") {
                for example in document.examples(body) {
                    responses += 1;
                    check(
                        response(api, id, status),
                        &format!("{status} of {id}"),
                        &example,
                    );
                }
            }
        }
        assert!(faults.is_empty(), "{api}:\n{}", faults.join("\n"));
        assert!(
            requests > 3 && responses > 30,
            "{requests} and {responses} of {api}"
        );
    }
}
