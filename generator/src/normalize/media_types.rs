//! Media types as components.

use serde_json::{Map, Value};

/// Replaces references to media types, which 3.0 has nowhere but in `content`.
pub(super) fn normalize(root: &mut Value) {
    let components = root.get_mut("components").and_then(Value::as_object_mut);
    let folder = components.and_then(|it| it.shift_remove("mediaTypes"));
    if let Some(Value::Object(media_types)) = folder {
        follow(root, &media_types);
    }
}

/// Adds what was written beside a reference, so that it is read or reported.
fn keep(media: &mut Value, beside: Value) {
    if let (Value::Object(members), Value::Object(beside)) = (media, beside) {
        for (key, value) in beside.into_iter().filter(|(key, _)| key != "$ref") {
            members.entry(key).or_insert(value);
        }
    }
}

fn follow(node: &mut Value, media_types: &Map<String, Value>) {
    match node {
        Value::Object(members) => {
            if let Some(Value::Object(content)) = members.get_mut("content") {
                for media in content.values_mut() {
                    let target = media.get("$ref").and_then(Value::as_str);
                    let name = target.and_then(|it| it.strip_prefix("#/components/mediaTypes/"));
                    if let Some(target) = name.and_then(|it| media_types.get(it)) {
                        let beside = std::mem::replace(media, target.clone());
                        keep(media, beside);
                    }
                }
            }
            members.values_mut().for_each(|it| follow(it, media_types));
        }
        Value::Array(items) => items.iter_mut().for_each(|it| follow(it, media_types)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
