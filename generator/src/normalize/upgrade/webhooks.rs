//! Webhooks: their payloads as one schema, so that they are types as others are.

use serde_json::{Map, Value, json};

use crate::spec_path::SpecPath;
use crate::syntax::Document;

/// The names that the component with the payloads may have: the first that the document does not have.
const NAMES: [&str; 3] = ["Webhook", "WebhookPayload", "AnyWebhookPayload"];

fn has(root: &Value, name: &str) -> bool {
    let schemas = root.pointer("/components/schemas");
    schemas.is_some_and(|it| it.get(name).is_some())
}

/// The name that the component will have in a document that has webhooks with JSON.
pub(crate) fn vacant(root: &Value) -> Option<&'static str> {
    let has_any = !schemas(root).is_empty();
    let mut names = NAMES.into_iter();
    names.find(|name| has_any && !has(root, name))
}

/// The name of the component with the payloads of all webhooks, of an upgraded document that has any.
pub(crate) fn payload(root: &Value) -> Option<&'static str> {
    let has_any = !schemas(root).is_empty();
    let mut names = NAMES.into_iter().rev();
    names.find(|name| has_any && has(root, name))
}

/// Returns whether an address is that of the component with the payloads.
pub(crate) fn is_payload(document: &Document, at: &SpecPath) -> bool {
    match at.steps()[..] {
        ["components", "schemas", name] => payload(&document.root) == Some(name),
        _ => false,
    }
}

/// Puts a union of the JSON payloads of all webhooks under `components`, a branch for each webhook.
pub(super) fn payloads(root: &mut Value) {
    let Some(name) = vacant(root) else {
        return;
    };
    let mut branches: Vec<Value> = Vec::new();
    for (webhook, schema) in schemas(root) {
        let words = format!("The payload of the webhook `{webhook}`.");
        // A branch that is a component has the component's name.
        let branch = if schema.get("$ref").is_some() {
            schema.clone()
        } else {
            json!({ "title": webhook, "description": words, "allOf": [schema] })
        };
        if !branches.contains(&branch) {
            branches.push(branch);
        }
    }
    let words = "The payload of any webhook.";
    let components = root.as_object_mut().map(|root| {
        root.entry("components".to_owned())
            .or_insert_with(|| Value::Object(Map::new()))
    });
    let schemas = components.and_then(Value::as_object_mut).map(|it| {
        it.entry("schemas".to_owned())
            .or_insert_with(|| Value::Object(Map::new()))
    });
    if let Some(schemas) = schemas.and_then(Value::as_object_mut) {
        let union = json!({ "description": words, "oneOf": branches });
        schemas.insert(name.to_owned(), union);
    }
}

/// Each webhook with the schema of its JSON payload.
fn schemas(root: &Value) -> Vec<(&str, &Value)> {
    let webhooks = root.get("webhooks").and_then(Value::as_object);
    let mut found = Vec::new();
    for (name, item) in webhooks.into_iter().flatten() {
        let item = target(root, item);
        let operations = item.as_object().into_iter().flatten();
        for (_, operation) in operations.filter(|(key, _)| crate::openapi::is_method(key)) {
            let body = operation.get("requestBody").map(|it| target(root, it));
            let content = body.and_then(|it| it.get("content")?.as_object());
            let json = content.into_iter().flatten().find(|(media, _)| {
                let media = media.split(';').next().unwrap_or_default().trim();
                media == "application/json" || media.ends_with("+json")
            });
            let schema = json.and_then(|(_, media)| media.get("schema"));
            found.extend(schema.map(|schema| (name.as_str(), schema)));
        }
    }
    found
}

fn target<'t>(root: &'t Value, node: &'t Value) -> &'t Value {
    let reference = node.get("$ref").and_then(Value::as_str);
    let pointer = reference.and_then(|it| it.strip_prefix('#'));
    pointer.and_then(|it| root.pointer(it)).unwrap_or(node)
}
