//! The documents' schemas, by the name of the generated type.

use sailpoint_isc::runtime::serde_json::{Value, json};
use tests::tree;

use crate::model::Model;

/// The document of one API, as published.
#[derive(Debug)]
pub(crate) struct Schemas {
    root: Value,
}

impl Schemas {
    pub(crate) fn of(api: &str) -> Self {
        let text = std::fs::read_to_string(tree::root().join(format!("spec/{api}.yaml"))).unwrap();
        Self {
            root: serde_yaml::from_str(&text).unwrap(),
        }
    }

    /// The schema of a type; a string for ids and for enums of an overlay, which are not components.
    pub(crate) fn of_model(&self, model: &Model) -> Value {
        let schemas = self.root["components"]["schemas"].as_object().unwrap();
        let found = schemas
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case(model.name));
        match found {
            Some((_, schema)) => schema.clone(),
            None if model.fields.is_empty() => json!({"type": "string"}),
            None => panic!("{} has no schema", model.name),
        }
    }

    /// A schema with its reference followed and its `allOf` laid together.
    pub(crate) fn resolve(&self, schema: &Value) -> Value {
        if let Some(reference) = schema.get("$ref") {
            let pointer = reference.as_str().unwrap().strip_prefix('#').unwrap();
            return self.resolve(self.root.pointer(pointer).unwrap());
        }
        let mut whole = schema.clone();
        for part in schema
            .get("allOf")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
        {
            for (key, value) in self.resolve(part).as_object().unwrap() {
                whole[key] = value.clone();
            }
        }
        whole
    }
}
