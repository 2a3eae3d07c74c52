//! What one vendor says in its own ways; the only vendor knowledge of this crate.

use serde_json::Value;

/// The operation that lists the resources whose id this value is.
pub(super) fn resource_operation(node: &Value) -> Option<String> {
    node.get("x-sailpoint-resource-operation-id")?
        .as_str()
        .map(str::to_owned)
}

/// The levels of which a caller must have one.
pub(super) fn user_levels(node: &Value) -> Vec<String> {
    node.get("x-sailpoint-userLevels")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(|level| level.as_str().map(str::to_owned))
        .collect()
}

/// Whether a string parameter is a list whose items stand in one value with commas between them.
pub(super) fn is_comma_separated(format: Option<&str>) -> bool {
    format == Some("comma-separated")
}
