//! What later versions add to path items, media types and components.

use serde_json::{Map, Value};

/// Puts operations of further methods among the others, and follows references to path items and media types.
pub(super) fn normalize(root: &mut Value) {
    let components = root.get("components");
    let folder = |name: &str| -> Map<String, Value> {
        let folder = components.and_then(|it| it.get(name));
        folder
            .and_then(Value::as_object)
            .cloned()
            .unwrap_or_default()
    };
    let media_types = folder("mediaTypes");
    let Some(paths) = root.get_mut("paths").and_then(Value::as_object_mut) else {
        return;
    };
    for item in paths.values_mut().filter_map(Value::as_object_mut) {
        if let Some(Value::Object(further)) = item.shift_remove("additionalOperations") {
            for (method, operation) in further {
                item.entry(method).or_insert(operation);
            }
        }
    }
    if !media_types.is_empty() {
        for item in paths.values_mut() {
            follow(item, &media_types);
        }
    }
}

/// Replaces references to media types.
fn follow(node: &mut Value, media_types: &Map<String, Value>) {
    match node {
        Value::Object(members) => {
            if let Some(Value::Object(content)) = members.get_mut("content") {
                for media in content.values_mut() {
                    let target = media.get("$ref").and_then(Value::as_str);
                    let name = target.and_then(|it| it.strip_prefix("#/components/mediaTypes/"));
                    if let Some(target) = name.and_then(|it| media_types.get(it)) {
                        *media = target.clone();
                    }
                }
            }
            members.values_mut().for_each(|it| follow(it, media_types));
        }
        Value::Array(items) => items.iter_mut().for_each(|it| follow(it, media_types)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
