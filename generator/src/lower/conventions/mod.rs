//! Facts that documents state in prose and names, not in OpenAPI. Names and phrases of one vendor come from `[service]`.

pub(super) mod field_table;
pub(super) mod patchable;

use serde_json::Value;

use crate::config::Service;
use crate::model::{Constraints, Param};

/// The extension of this generator's own that overlays add; see [`response_keys`].
const RESPONSE_KEYS: &str = "x-response-keys";

/// The other one: at an operation, the property that the items of its request share with the rows of its response.
pub(super) const ROW_KEY: &str = "x-row-key";

/// The extensions that lowering reads, wherever they are.
pub(super) fn extensions(service: &Service) -> Vec<String> {
    let own = [RESPONSE_KEYS, ROW_KEY];
    let names = service.extensions.names().chain(own);
    names.map(str::to_owned).collect()
}

/// The operation that lists the resources whose id this value is.
pub(super) fn resource_operation(service: &Service, node: &Value) -> Option<String> {
    let name = service.extensions.resource_operation.as_ref()?;
    node.get(name)?.as_str().map(str::to_owned)
}

/// The name of a resource, from the operation that lists it: `listAllSourceApps` lists source apps.
///
/// None where nothing but a verb is left of the operation.
pub(super) fn resource_name(operation: &str) -> Option<String> {
    let is_border = |text: &str| text.starts_with(|c: char| c.is_ascii_uppercase());
    let name = operation.trim_start_matches(|c: char| c.is_ascii_lowercase());
    let name = without_version(name);
    let name = match name.strip_prefix("All") {
        Some(rest) if is_border(rest) => rest,
        _ => name,
    };
    let name = match name.split_once("By") {
        Some((name, rest)) if is_border(rest) => name,
        _ => name,
    };
    let name = singular(name.strip_suffix("List").unwrap_or(name));
    (!name.is_empty()).then_some(name)
}

/// `RolesV1` is about roles, in any version.
fn without_version(name: &str) -> &str {
    let stem = name.trim_end_matches(|c: char| c.is_ascii_digit());
    match stem.strip_suffix('V') {
        Some(rest) if stem.len() < name.len() => rest,
        _ => name,
    }
}

fn singular(name: &str) -> String {
    let without = |ending: &str, instead: &str| {
        name.strip_suffix(ending)
            .filter(|rest| !rest.is_empty())
            .map(|rest| format!("{rest}{instead}"))
    };
    for stays in ["ss", "us", "is"] {
        if name.ends_with(stays) {
            return name.to_owned();
        }
    }
    let rules = [
        ("ies", "y"),
        ("sses", "ss"),
        ("shes", "sh"),
        ("ches", "ch"),
        ("xes", "x"),
        ("uses", "us"),
        ("s", ""),
    ];
    let found = rules
        .iter()
        .find_map(|(ending, instead)| without(ending, instead));
    found.unwrap_or_else(|| name.to_owned())
}

/// The fields of filters and sorters, and the properties of patches, that the response has under another name, each with
/// the path of its property there: `jit.started` beside a parameter, `level/direct` beside a patch. Ours, not the
/// vendor's: overlays add it.
pub(super) fn response_keys(node: &Value) -> impl Iterator<Item = (&str, Option<&str>)> {
    let keys = node
        .get(RESPONSE_KEYS)
        .and_then(Value::as_object)
        .into_iter()
        .flatten();
    keys.map(|(field, path)| (field.as_str(), path.as_str()))
}

/// The levels of which a caller must have one.
pub(super) fn user_levels(service: &Service, node: &Value) -> Vec<String> {
    let name = service.extensions.user_levels.as_ref();
    name.and_then(|name| node.get(name)?.as_array())
        .into_iter()
        .flatten()
        .filter_map(|level| level.as_str().map(str::to_owned))
        .collect()
}

/// Returns whether an operation declares the header of experimental operations.
pub(super) fn is_experimental(service: &Service, headers: &[Param]) -> bool {
    let name = service.experimental_header.as_ref();
    name.is_some_and(|name| headers.iter().any(|it| it.wire.eq_ignore_ascii_case(name)))
}

/// Returns whether a string parameter is a list whose items are in one value, separated by commas.
pub(super) fn is_comma_separated(format: Option<&str>) -> bool {
    format == Some("comma-separated")
}

/// Makes a list of an example whose items are in one value.
pub(super) fn split_example(constraints: &mut Constraints) {
    if let Some(text) = constraints.example.as_ref().and_then(Value::as_str) {
        constraints.example = Some(text.split(',').collect());
    }
}

/// Returns whether the name of an operation, or of its path, says that it does the same to many things.
pub(super) fn is_bulk(name: &str) -> bool {
    name.to_ascii_lowercase().contains("bulk")
}

/// Returns whether a property of a row holds its outcome as an HTTP status.
pub(super) fn is_row_status(property: &str) -> bool {
    property == "status"
}

/// The meanings of an enumeration's values, where its description gives each a paragraph: `**JIT**: just in time`.
///
/// Returns the description without those paragraphs, and the meaning of each value.
pub(super) fn value_meanings(description: &str, values: &[&str]) -> (String, Vec<Option<String>>) {
    let mut meanings: Vec<Option<String>> = vec![None; values.len()];
    let mut rest: Vec<&str> = Vec::new();
    for paragraph in description.split("\n\n") {
        let meaning = paragraph
            .trim()
            .strip_prefix("**")
            .and_then(|text| text.split_once("**:"));
        let known = meaning.and_then(|(value, meaning)| {
            let value = value.trim().trim_matches('`');
            Some((
                values.iter().position(|known| *known == value)?,
                meaning.trim(),
            ))
        });
        match known {
            Some((n, meaning)) if !meaning.is_empty() && meanings[n].is_none() => {
                meanings[n] = Some(meaning.to_owned());
            }
            _ => rest.push(paragraph),
        }
    }
    (rest.join("\n\n").trim().to_owned(), meanings)
}

#[cfg(test)]
mod tests {
    use super::{resource_name, value_meanings};

    #[test]
    fn resources_are_named_after_the_operations_that_list_them() {
        for (operation, name) in [
            ("listEntitlements", "Entitlement"),
            ("getEntitlement", "Entitlement"),
            ("listIdentities", "Identity"),
            ("getTaskStatusList", "TaskStatus"),
            (
                "listAccessModelMetadataAttribute",
                "AccessModelMetadataAttribute",
            ),
            ("listAllSourceApp", "SourceApp"),
            ("searchFormDefinitionsByTenant", "FormDefinition"),
            ("listSavedSearches", "SavedSearch"),
            ("listFromAddresses", "FromAddress"),
            ("listStatuses", "Status"),
            ("listAccess", "Access"),
            ("listAllergies", "Allergy"),
            ("listBypasses", "Bypass"),
            ("listEntitlementsV1", "Entitlement"),
            ("listPhase2", "Phase2"),
        ] {
            assert_eq!(
                resource_name(operation).as_deref(),
                Some(name),
                "{operation}"
            );
        }
        assert_eq!(resource_name("list"), None);
        assert_eq!(resource_name(""), None);
    }

    #[test]
    fn meanings_of_values_are_taken_out_of_the_description() {
        let text = "How access is held.\n\n**JIT**: just in time\n\n**OTHER**: not listed\n\n**STANDING**: always\n";
        let (rest, meanings) = value_meanings(text, &["JIT", "STANDING", "NA"]);
        assert_eq!(rest, "How access is held.\n\n**OTHER**: not listed");
        assert_eq!(
            meanings,
            [
                Some("just in time".to_owned()),
                Some("always".to_owned()),
                None
            ]
        );
    }
}
