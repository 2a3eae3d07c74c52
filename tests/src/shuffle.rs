//! A document in another order.

use serde_yaml::{Mapping, Value};

/// The methods of a path item.
const METHODS: &[&str] = &[
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// The same document with `paths`, the methods of each path, and everything under `components` from last to first.
///
/// # Panics
/// When the text is not YAML.
pub fn reversed(text: &str) -> String {
    let mut root: Value = serde_yaml::from_str(text).expect("a fixture is YAML");
    if let Some(paths) = root.get_mut("paths").and_then(Value::as_mapping_mut) {
        reverse(paths);
        paths
            .values_mut()
            .filter_map(Value::as_mapping_mut)
            .for_each(reverse_methods);
    }
    if let Some(components) = root.get_mut("components").and_then(Value::as_mapping_mut) {
        reverse(components);
        components
            .values_mut()
            .filter_map(Value::as_mapping_mut)
            .for_each(reverse);
    }
    if let Some(root) = root.as_mapping_mut() {
        reverse(root);
    }
    serde_yaml::to_string(&root).expect("what was read can be written")
}

fn reverse(mapping: &mut Mapping) {
    let mut entries: Vec<_> = std::mem::take(mapping).into_iter().collect();
    entries.reverse();
    mapping.extend(entries);
}

/// Path items hold lists of parameters too, whose order means something; only the methods change places.
fn reverse_methods(item: &mut Mapping) {
    let is_method = |key: &Value| key.as_str().is_some_and(|key| METHODS.contains(&key));
    let (mut methods, rest): (Vec<_>, Vec<_>) = std::mem::take(item)
        .into_iter()
        .partition(|(key, _)| is_method(key));
    methods.reverse();
    item.extend(methods);
    item.extend(rest);
}
