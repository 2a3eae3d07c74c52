//! Recognizes the kind of a node by its keys.

use serde_json::Value;

/// Keys that only a schema has.
const SCHEMA_KEYS: [&str; 8] = [
    "type",
    "properties",
    "allOf",
    "oneOf",
    "anyOf",
    "items",
    "enum",
    "additionalProperties",
];

/// Returns whether a node is evidently a schema.
pub(crate) fn is_schema(node: &Value) -> bool {
    let has = |key: &str| node.get(key).is_some();
    SCHEMA_KEYS.iter().any(|key| has(key)) && !has("in") && !has("content") && !has("schema")
}

/// The way from a node that is evidently no schema but holds one, and only one, to that schema.
pub(crate) fn schema_within(node: &Value) -> Option<Vec<String>> {
    if SCHEMA_KEYS.iter().any(|key| node.get(key).is_some()) {
        return None;
    }
    if node.get("schema").is_some_and(Value::is_object) {
        return Some(vec!["schema".to_owned()]);
    }
    let content = node.get("content")?.as_object()?;
    let (media, first) = content.iter().next()?;
    let schema = first.get("schema").filter(|schema| schema.is_object())?;
    let is_the_only_one = content.values().all(|it| it.get("schema") == Some(schema));
    let steps = ["content", media, "schema"];
    is_the_only_one.then(|| steps.map(str::to_owned).to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn nodes_are_recognized_by_their_keys() {
        let schema = json!({"type": "string"});
        let response = json!({"description": "", "content": {"a/b": {"schema": schema}, "c/d": {"schema": schema}}});
        let two = json!({"content": {"a/b": {"schema": schema}, "c/d": {"schema": {}}}});
        let parameter = json!({"name": "a", "in": "query", "schema": schema});
        assert!(is_schema(&schema) && !is_schema(&response) && !is_schema(&parameter));
        assert_eq!(
            schema_within(&response).unwrap(),
            ["content", "a/b", "schema"]
        );
        assert_eq!(schema_within(&parameter).unwrap(), ["schema"]);
        assert_eq!(schema_within(&two), None);
        assert_eq!(
            schema_within(&json!({"type": "object", "schema": {}})),
            None
        );
        assert_eq!(schema_within(&json!({})), None);
    }
}
